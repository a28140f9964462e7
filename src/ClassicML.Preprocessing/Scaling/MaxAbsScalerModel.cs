using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="MaxAbsScaler"/>.</summary>
public sealed class MaxAbsScalerModel : ITransformerModel, IInverseTransform, IRowTransformer
{
    private readonly double[] largest;
    private readonly CentredScaling scaling;

    internal MaxAbsScalerModel(double[] largest, FitReport report)
    {
        this.largest = largest;
        scaling = new CentredScaling(null, Array.ConvertAll(largest, magnitude => magnitude == 0 ? 1 : magnitude));
        Report = report;
    }

    /// <summary>The largest magnitude of each column fitted on, p values; NaN for a column without values.</summary>
    public ReadOnlySpan<double> MaxMagnitudes => largest;

    /// <inheritdoc/>
    public int FeatureCount => largest.Length;

    /// <inheritdoc/>
    public int OutputCount => largest.Length;

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames => Report.FeatureNames;

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources => [.. Enumerable.Range(0, OutputCount)];

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <summary>Scales rows: x/max|x| by column. Missing values stay missing.</summary>
    /// <returns>As many rows of the same width, sparse where they came so.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value is infinite.</exception>
    public Features Transform(Features x) => scaling.Transform(x, this);

    void IRowTransformer.TransformRow(ReadOnlySpan<double> row, Span<double> destination) => scaling.TransformRow(row, destination);

    /// <summary>Maps scaled rows back: x·max|x| by column.</summary>
    /// <returns>As many rows of the same width, sparse where they came so.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value is infinite.</exception>
    public Features InverseTransform(Features x) => scaling.InverseTransform(x, this);
}
