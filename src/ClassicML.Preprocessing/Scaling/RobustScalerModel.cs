using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="RobustScaler"/>.</summary>
public sealed class RobustScalerModel : ITransformerModel, IInverseTransform, IRowTransformer
{
    private readonly double[] medians, scales;
    private readonly CentredScaling scaling;

    internal RobustScalerModel(bool withCentering, double[] medians, double[] scales, FitReport report)
    {
        (WithCentering, this.medians, this.scales, Report) = (withCentering, medians, scales, report);
        scaling = withCentering
            ? new CentredScaling(medians, scales, RobustScaler.ReaderThatCentres)
            : new CentredScaling(null, scales);
    }

    /// <summary>Whether the medians are subtracted.</summary>
    public bool WithCentering { get; }

    /// <summary>The median of each column, p values; NaN for a column without values.</summary>
    public ReadOnlySpan<double> Medians => medians;

    /// <summary>What each column is divided by: its range, or 1 for a constant column or without scaling.</summary>
    public ReadOnlySpan<double> Scales => scales;

    /// <inheritdoc/>
    public int FeatureCount => medians.Length;

    /// <inheritdoc/>
    public int OutputCount => medians.Length;

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames => Report.FeatureNames;

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources => [.. Enumerable.Range(0, OutputCount)];

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <summary>Scales rows: (x - median)/range by column. Missing values stay missing.</summary>
    /// <returns>As many rows of the same width, sparse where they came so.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, a value is infinite, or rows are sparse and medians are
    /// subtracted.</exception>
    public Features Transform(Features x) => scaling.Transform(x, this);

    void IRowTransformer.TransformRow(ReadOnlySpan<double> row, Span<double> destination) => scaling.TransformRow(row, destination);

    /// <summary>Maps scaled rows back: z·range + median by column.</summary>
    /// <returns>As many rows of the same width, sparse where they came so.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, a value is infinite, or rows are sparse and medians are
    /// added.</exception>
    public Features InverseTransform(Features x) => scaling.InverseTransform(x, this);
}
