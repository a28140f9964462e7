using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="VarianceThreshold"/>.</summary>
public sealed class VarianceThresholdModel : ITransformerModel
{
    private readonly double[] variances;
    private readonly int[] kept;

    internal VarianceThresholdModel(double[] variances, int[] kept, FitReport report) =>
        (this.variances, this.kept, Report) = (variances, kept, report);

    /// <summary>The variance of each column fitted on, p values; NaN for a column without values.</summary>
    public ReadOnlySpan<double> Variances => variances;

    /// <summary>The numbers of the columns that are kept, ascending.</summary>
    public ReadOnlySpan<int> Kept => kept;

    /// <inheritdoc/>
    public int FeatureCount => variances.Length;

    /// <inheritdoc/>
    public int OutputCount => kept.Length;

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames => Report.FeatureNames is { } names ? [.. kept.Select(column => names[column])] : null;

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources => [.. kept];

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <summary>The columns that are kept.</summary>
    /// <returns>As many rows, sparse where they came so.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value is infinite.</exception>
    public Features Transform(Features x) =>
        ColumnTiles.ReadableRows(x, this).SelectColumns(kept).WithNames(OutputNames);
}
