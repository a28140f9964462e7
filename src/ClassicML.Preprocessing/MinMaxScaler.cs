using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;

namespace ClassicML.Preprocessing;

/// <summary>Maps each column to a range by its smallest and largest value: (x - min)/(max - min), stretched to the range.</summary>
/// <remarks>
/// A column of one value is constant: its span is taken as 1. Missing values (NaN) are left out and stay missing. Two values decide
/// everything, so one outlier squeezes all others together; <see cref="StandardScaler"/> minds less. Row weights are not looked at.
/// Differences from scikit-learn: it takes every span below 10ε for constant, and so leaves columns of small units as they are; here the
/// minimum is subtracted before dividing, which far from zero keeps digits that x·scale + shift loses. Cost: one read of n×p for a fit.
/// </remarks>
public sealed record MinMaxScaler : ITransformer<MinMaxScalerModel>
{
    /// <summary>The low end of the range. Default 0; finite, below <see cref="Maximum"/>, which <c>Fit</c> checks.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public double Minimum { get; init => field = Check.Within(value, Interval.Finite, nameof(Minimum)); }

    /// <summary>The high end of the range. Default 1; finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public double Maximum { get; init => field = Check.Within(value, Interval.Finite, nameof(Maximum)); } = 1;

    /// <summary>Whether values beyond those fitted on are cut to the range. Default false: they land outside it.</summary>
    public bool Clip { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no row, a value is infinite, a span overflows, or the range is empty.</exception>
    public MinMaxScalerModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        if (!(Minimum < Maximum))
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Minimum must be below Maximum, {Maximum}, was {Minimum}"), nameof(Minimum));
        Matrix rows = ColumnTiles.Readable(x, nameof(MinMaxScaler));
        (double[] minimums, double[] maximums) = Extremes(rows, context);
        double[] spans = new double[minimums.Length];
        int constant = 0;
        for (int j = 0; j < spans.Length; j++)
        {
            spans[j] = maximums[j] - minimums[j];
            if (spans[j] != 0) continue;
            spans[j] = 1;
            constant++;
        }
        FitReport report = new FitReport().Ended(this, clock.Elapsed, x.ColumnNames).With("constant_columns", constant);
        return new MinMaxScalerModel(this, minimums, maximums, spans, report);
    }

    // MinNumber and MaxNumber pass over NaN; a column of NaN alone keeps it. The order of comparisons does not matter.
    private static (double[] Minimums, double[] Maximums) Extremes(Matrix x, FitContext context)
    {
        int p = x.ColumnCount, length = ColumnTiles.Length(p), blocks = (x.RowCount + ColumnTiles.BlockSize - 1) / ColumnTiles.BlockSize;
        double[][] lows = new double[blocks][], highs = new double[blocks][];
        Workers.ForBlocks(x.RowCount, ColumnTiles.BlockSize, ColumnTiles.Threads(x, context.Threads), (start, end) =>
        {
            double[] low = new double[length], high = new double[length];
            Array.Fill(low, double.NaN);
            Array.Fill(high, double.NaN);
            ReadOnlySpan<double> values = x.Span[(start * p)..(end * p)];
            for (int at = 0; at < values.Length; at += length)
            {
                int count = Math.Min(length, values.Length - at);
                TensorPrimitives.MinNumber(low.AsSpan(0, count), values.Slice(at, count), low.AsSpan(0, count));
                TensorPrimitives.MaxNumber(high.AsSpan(0, count), values.Slice(at, count), high.AsSpan(0, count));
            }
            lows[start / ColumnTiles.BlockSize] = low;
            highs[start / ColumnTiles.BlockSize] = high;
        }, context.Cancellation);

        double[] minimums = lows[0][..p], maximums = highs[0][..p];
        for (int block = 0; block < blocks; block++)
            for (int at = 0; at < length; at += p)
            {
                TensorPrimitives.MinNumber(minimums, lows[block].AsSpan(at, p), minimums);
                TensorPrimitives.MaxNumber(maximums, highs[block].AsSpan(at, p), maximums);
            }
        return (minimums, maximums);
    }
}
