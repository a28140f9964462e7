using System.Collections.Immutable;

namespace ClassicML.Neural;

/// <summary>All that back-propagation computes for some rows: E is the weighted mean loss, without a penalty.</summary>
public sealed class GradientTrace
{
    internal GradientTrace(double loss, ImmutableArray<LayerTrace> layers, Matrix inputGradient) =>
        (Loss, Layers, InputGradient) = (loss, layers, inputGradient);

    /// <summary>E.</summary>
    public double Loss { get; }

    /// <summary>The layers of weights, from the input on.</summary>
    public ImmutableArray<LayerTrace> Layers { get; }

    /// <summary>∂E/∂x, rows×features: how E changes with the inputs themselves.</summary>
    public Matrix InputGradient { get; }
}

/// <summary>One layer of a <see cref="GradientTrace"/>; rows×units, if not said otherwise.</summary>
public sealed class LayerTrace
{
    internal LayerTrace(Matrix u, Matrix a, Matrix sumGradient, Matrix valueGradient, Matrix weightGradient, ImmutableArray<double> biasGradient) =>
        (Sums, Values, SumGradient, ValueGradient, WeightGradient, BiasGradient) =
        (u, a, sumGradient, valueGradient, weightGradient, biasGradient);

    /// <summary>u = aᵀW + b of what comes in.</summary>
    public Matrix Sums { get; }

    /// <summary>a = f(u); of the last layer the prediction: probabilities, or the number.</summary>
    public Matrix Values { get; }

    /// <summary>δ = ∂E/∂u.</summary>
    public Matrix SumGradient { get; }

    /// <summary>∂E/∂a.</summary>
    /// <remarks>Of a softmax it is not unique, since its values sum to one; what is given there is -s/p at the row's class.</remarks>
    public Matrix ValueGradient { get; }

    /// <summary>∂E/∂W, inputs×units.</summary>
    public Matrix WeightGradient { get; }

    /// <summary>∂E/∂b, one for each unit.</summary>
    public ImmutableArray<double> BiasGradient { get; }
}
