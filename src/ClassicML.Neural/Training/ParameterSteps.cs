using System.Numerics;

namespace ClassicML.Neural;

/// <summary>Moves all weights by a rule, in fixed parts, each with its sums: gradient norms by layer, and ‖W‖² for the penalty.</summary>
internal sealed class ParameterSteps<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Gradient, weights and two moments of a part lie in the second-level cache together.
    private const int PartLength = 8192, ParametersWorthThreads = 40_000;

    private readonly List<(int Layer, int Start, int Length, bool IsWeights)> parts = [];
    private readonly double[] gradientSquares, weightSquares, layerSums;
    private readonly int threads;
    private int stepCount;

    public ParameterSteps(NetworkShape shape, MlpOptions options, int threads)
    {
        Rule = options.Solver == MlpSolver.Adam
            ? new AdamRule<T>(options, shape.ParameterCount) : new SgdRule<T>(options, shape.ParameterCount);
        for (int l = 0; l < shape.LayerCount; l++)
        {
            for (int at = 0; at < shape.WeightCount(l); at += PartLength)
                parts.Add((l, shape.WeightStart(l) + at, Math.Min(PartLength, shape.WeightCount(l) - at), true));
            parts.Add((l, shape.BiasStart(l), shape.Outputs(l), false));
        }
        (gradientSquares, weightSquares, layerSums) = (new double[parts.Count], new double[parts.Count], new double[shape.LayerCount]);
        this.threads = shape.ParameterCount < ParametersWorthThreads ? 1 : threads;
    }

    public StepRule<T> Rule { get; }

    /// <summary>‖W‖² of the weights as they are, biases aside.</summary>
    public double WeightSquares { get; private set; }

    /// <summary>Whether the weights are numbers.</summary>
    public bool AreFinite => double.IsFinite(WeightSquares);

    public void BeginEpoch(T[] parameters)
    {
        stepCount = 0;
        Array.Clear(layerSums);
        for (int part = 0; part < parts.Count; part++) Measure(part, parameters);
        WeightSquares = weightSquares.Sum();
    }

    public void Move(T[] gradient, T[] parameters)
    {
        Rule.Next();
        Workers.For(parts.Count, threads, part =>
        {
            (_, int start, int length, bool isWeights) = parts[part];
            ReadOnlySpan<T> g = gradient.AsSpan(start, length);
            if (isWeights) gradientSquares[part] = VectorKernels.SumOfSquares(g);
            Rule.Move(start, g, parameters.AsSpan(start, length));
            Measure(part, parameters);
        });
        stepCount++;
        for (int part = 0; part < parts.Count; part++) layerSums[parts[part].Layer] += gradientSquares[part];
        WeightSquares = weightSquares.Sum();
    }

    /// <summary>The root mean square over the epoch's steps of each layer's gradient norm.</summary>
    public IEnumerable<double> EpochNorms() => layerSums.Select(sum => Math.Sqrt(sum / stepCount));

    private void Measure(int part, T[] parameters)
    {
        (_, int start, int length, bool isWeights) = parts[part];
        if (isWeights) weightSquares[part] = VectorKernels.SumOfSquares<T>(parameters.AsSpan(start, length));
    }
}
