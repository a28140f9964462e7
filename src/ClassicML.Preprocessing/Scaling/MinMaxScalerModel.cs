using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="MinMaxScaler"/>.</summary>
public sealed class MinMaxScalerModel : ITransformerModel, IInverseTransform, IRowTransformer
{
    private readonly MinMaxScaler options;
    private readonly double[] minimums, maximums;
    private readonly double[] minimumTile, spanTile;

    internal MinMaxScalerModel(MinMaxScaler options, double[] minimums, double[] maximums, double[] spans, FitReport report)
    {
        this.options = options;
        this.minimums = minimums;
        this.maximums = maximums;
        minimumTile = ColumnTiles.Repeat(minimums);
        spanTile = ColumnTiles.Repeat(spans);
        Report = report;
    }

    /// <summary>The low end of the range.</summary>
    public double Minimum => options.Minimum;

    /// <summary>The high end of the range.</summary>
    public double Maximum => options.Maximum;

    /// <summary>Whether values beyond those fitted on are cut to the range.</summary>
    public bool Clip => options.Clip;

    /// <summary>The smallest value of each column fitted on, p values; NaN for a column without values.</summary>
    public ReadOnlySpan<double> DataMinimums => minimums;

    /// <summary>The largest value of each column fitted on, p values; NaN for a column without values.</summary>
    public ReadOnlySpan<double> DataMaximums => maximums;

    /// <summary>What each column is divided by: the difference of both, or 1 for a constant column; p values.</summary>
    public ReadOnlySpan<double> Spans => spanTile.AsSpan(0, FeatureCount);

    /// <inheritdoc/>
    public int FeatureCount => minimums.Length;

    /// <inheritdoc/>
    public int OutputCount => minimums.Length;

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames => Report.FeatureNames;

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources => [.. Enumerable.Range(0, OutputCount)];

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <summary>Scales rows: (x - min)/(max - min)·(Maximum - Minimum) + Minimum by column. Missing values stay missing.</summary>
    /// <returns>A <see cref="Matrix"/> of the same shape.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value is infinite.</exception>
    public Features Transform(Features x) =>
        ColumnTiles.Map(ColumnTiles.Readable(x, this), TransformRow).WithNames(OutputNames);

    void IRowTransformer.TransformRow(ReadOnlySpan<double> row, Span<double> destination) => TransformRow(row, destination);

    // A row, or the rows of a tile.
    private void TransformRow(ReadOnlySpan<double> from, Span<double> to)
    {
        TensorPrimitives.Subtract(from, minimumTile.AsSpan(0, from.Length), to);
        TensorPrimitives.Divide(to, spanTile.AsSpan(0, to.Length), to);
        TensorPrimitives.Multiply(to, Maximum - Minimum, to);
        TensorPrimitives.Add(to, Minimum, to);
        if (Clip) TensorPrimitives.Clamp(to, Minimum, Maximum, to);
    }

    /// <summary>Maps scaled rows back. What was clipped stays at the end it was cut to.</summary>
    /// <returns>A <see cref="Matrix"/> of the same shape.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value is infinite.</exception>
    public Features InverseTransform(Features x) =>
        ColumnTiles.Map(ColumnTiles.Readable(x, this), (from, to) =>
        {
            TensorPrimitives.Subtract(from, Minimum, to);
            TensorPrimitives.Divide(to, Maximum - Minimum, to);
            TensorPrimitives.Multiply(to, spanTile.AsSpan(0, to.Length), to);
            TensorPrimitives.Add(to, minimumTile.AsSpan(0, to.Length), to);
        }).WithNames(OutputNames);
}
