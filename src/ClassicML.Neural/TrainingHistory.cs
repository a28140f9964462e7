using System.Collections.Immutable;

namespace ClassicML.Neural;

/// <summary>How a training went, epoch by epoch; with L-BFGS iteration by iteration.</summary>
public sealed class TrainingHistory
{
    internal TrainingHistory(ImmutableArray<double> loss, ImmutableArray<double> score, Matrix gradientNorms)
    {
        Check.Length(gradientNorms.RowCount, loss.Length, nameof(gradientNorms), "epoch");
        (Loss, Score, GradientNorms) = (loss, score, gradientNorms);
    }

    /// <summary>The objective of each epoch: the mean over its steps, each before its step, penalty included.</summary>
    public ImmutableArray<double> Loss { get; }

    /// <summary>The score on the rows kept aside after each epoch: accuracy or R². Empty where none were kept.</summary>
    public ImmutableArray<double> Score { get; }

    /// <summary>
    /// The gradient flow, epochs×layers: the root mean square, over the steps of an epoch, of the norm of a layer's gradient ‖∂J/∂W‖,
    /// from the first layer to the last. Falling to the left, gradients vanish; rising, they explode.
    /// </summary>
    public Matrix GradientNorms { get; }

    internal static TrainingHistory None(int layers) => new([], [], Matrix.Wrap([], 0, layers));
}
