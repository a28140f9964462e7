using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="StandardScaler"/>.</summary>
public sealed class StandardScalerModel : ITransformerModel, IInverseTransform, IRowTransformer
{
    private readonly double[] means, deviations, scales;

    private readonly CentredScaling scaling;

    internal StandardScalerModel(bool withMean, double[] means, double[] deviations, double[] scales, FitReport report)
    {
        WithMean = withMean;
        this.means = means;
        this.deviations = deviations;
        this.scales = scales;
        scaling = new CentredScaling(withMean ? means : null, scales);
        Report = report;
    }

    /// <summary>Whether the means are subtracted.</summary>
    public bool WithMean { get; }

    /// <summary>The mean of each column, p values; NaN for a column without values.</summary>
    public ReadOnlySpan<double> Means => means;

    /// <summary>The population deviation of each column, p values; NaN for a column without values.</summary>
    public ReadOnlySpan<double> Deviations => deviations;

    /// <summary>What each column is divided by: its deviation, or 1 for a constant column or without deviations.</summary>
    public ReadOnlySpan<double> Scales => scales;

    /// <inheritdoc/>
    public int FeatureCount => means.Length;

    /// <inheritdoc/>
    public int OutputCount => means.Length;

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames => Report.FeatureNames;

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources => [.. Enumerable.Range(0, OutputCount)];

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <summary>Standardises rows: z = (x - μ)/σ by column. Missing values stay missing.</summary>
    /// <returns>As many rows of the same width, sparse where they came so.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, a value is infinite, or rows are sparse and means are
    /// subtracted.</exception>
    public Features Transform(Features x) => scaling.Transform(x, this);

    void IRowTransformer.TransformRow(ReadOnlySpan<double> row, Span<double> destination) => scaling.TransformRow(row, destination);

    /// <summary>Maps standardised rows back: x = zσ + μ by column.</summary>
    /// <returns>As many rows of the same width, sparse where they came so.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, a value is infinite, or rows are sparse and means are
    /// added.</exception>
    public Features InverseTransform(Features x) => scaling.InverseTransform(x, this);
}
