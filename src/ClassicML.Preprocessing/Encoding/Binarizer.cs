using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Makes 1 of each value above a threshold and 0 of the others, as for counts of which only presence matters.</summary>
/// <remarks>
/// Nothing is learned but the number of columns. Sparse rows stay sparse and store ones alone; with a negative threshold, above which zero
/// lies, they are refused. A missing value (NaN) is refused. Row weights are not looked at.
/// </remarks>
public sealed record Binarizer : ITransformer<BinarizerModel>
{
    /// <summary>The value above which 1 comes out. Default 0; finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public double Threshold { get; init => field = Check.Within(value, Interval.Finite, nameof(Threshold)); }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no row, a value is missing or infinite, or rows are sparse and the threshold is
    /// negative.</exception>
    public BinarizerModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        Features rows = Threshold < 0
            ? ColumnTiles.Readable(x, ReaderBelowZero) : ColumnTiles.ReadableRows(x, nameof(Binarizer));
        Check.CompleteRows(rows, nameof(Binarizer));
        return new BinarizerModel(Threshold, rows.ColumnCount, new FitReport().Ended(this, clock.Elapsed, x.ColumnNames));
    }

    internal const string ReaderBelowZero = nameof(Binarizer) + " with a negative " + nameof(Threshold);
}
