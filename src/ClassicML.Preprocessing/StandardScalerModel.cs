using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="StandardScaler"/>.</summary>
public sealed class StandardScalerModel : ITransformerModel, IInverseTransform
{
    private readonly double[] means, deviations, scales;

    // What is subtracted and divided by, repeated for several rows.
    private readonly double[] centerTile, scaleTile;

    internal StandardScalerModel(bool withMean, double[] means, double[] deviations, double[] scales, FitReport report)
    {
        WithMean = withMean;
        this.means = means;
        this.deviations = deviations;
        this.scales = scales;
        centerTile = ColumnTiles.Repeat(withMean ? means : new double[means.Length]);
        scaleTile = ColumnTiles.Repeat(scales);
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
    /// <returns>A <see cref="Matrix"/> of the same shape.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value is infinite.</exception>
    public Features Transform(Features x) =>
        ColumnTiles.Map(ColumnTiles.Readable(x, this), (from, to) =>
        {
            TensorPrimitives.Subtract(from, centerTile.AsSpan(0, from.Length), to);
            TensorPrimitives.Divide(to, scaleTile.AsSpan(0, to.Length), to);
        }).WithNames(OutputNames);

    /// <summary>Maps standardised rows back: x = zσ + μ by column.</summary>
    /// <returns>A <see cref="Matrix"/> of the same shape.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value is infinite.</exception>
    public Features InverseTransform(Features x) =>
        ColumnTiles.Map(ColumnTiles.Readable(x, this), (from, to) =>
        {
            TensorPrimitives.Multiply(from, scaleTile.AsSpan(0, from.Length), to);
            TensorPrimitives.Add(to, centerTile.AsSpan(0, to.Length), to);
        }).WithNames(OutputNames);
}
