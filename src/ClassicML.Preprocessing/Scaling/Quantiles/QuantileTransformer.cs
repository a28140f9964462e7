using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Maps each value to the share of values below it, so that any column becomes uniform, or by a second step normal.</summary>
/// <remarks>
/// The share is read off <see cref="QuantileCount"/> quantiles, between them on a line; equal values get the middle of their shares, and
/// values beyond those fitted on the share at the end. Only the order of values counts, so outliers and skews vanish, and with them all
/// distances. Missing values (NaN) are left out and stay missing; a column with no value at all becomes missing throughout; one of equal
/// values becomes the low end. Of many rows a sample is read. Row weights are not looked at. Differences from scikit-learn: one sample of rows
/// serves all columns; sparse rows are refused; and where it takes values within 1e-7 of the ends for the ends, here the ends alone are, so
/// small units are no ties. Cost: a sort of each column, then a binary search a value.
/// </remarks>
public sealed record QuantileTransformer : ITransformer<QuantileTransformerModel>
{
    /// <summary>The number of quantiles. Default 1000, at least 1; no more than rows are used.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int QuantileCount { get; init => field = Check.Positive(value, nameof(QuantileCount)); } = 1000;

    /// <summary>The distribution of what comes out. Default <see cref="QuantileOutput.Uniform"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public QuantileOutput Output { get; init => field = Check.Defined(value, nameof(Output)); } = QuantileOutput.Uniform;

    /// <summary>The most rows that quantiles are taken of: of more a random sample is. Default 10,000, at least 1; null for all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? SampleCount { get; init => field = Check.AtLeast(value, 1, nameof(SampleCount)); } = 10_000;

    /// <summary>The seed of the sample. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no row, a value is infinite, or there are more quantiles than rows of a sample.</exception>
    public QuantileTransformerModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        if (QuantileCount > SampleCount)
            throw new ArgumentException(
                FormattableString.Invariant($"QuantileCount must be at most SampleCount, {SampleCount}, was {QuantileCount}"), nameof(QuantileCount));
        Matrix rows = RowSample.Of(ColumnTiles.Readable(x, nameof(QuantileTransformer)), SampleCount, Seed);
        int count = Math.Min(QuantileCount, rows.RowCount);
        double[][] quantiles = new double[rows.ColumnCount][];
        OrderedColumn.ForEach(rows, context, (j, values) => quantiles[j] = values.Quantiles(count));
        FitReport report = new FitReport().Ended(this, clock.Elapsed, x.ColumnNames).With("sample_count", rows.RowCount);
        return new QuantileTransformerModel(Output, quantiles, report);
    }
}
