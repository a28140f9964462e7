using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Replaces the missing values (NaN) of each column by one number: its mean, median, most frequent value, or a constant.</summary>
/// <remarks>
/// A mean is taken in two passes, m + Σ(x-m)/n, so that one of years or time stamps is right to its last digit. A column that had no value
/// at the fit is dropped, or kept with <see cref="Imputer.KeepEmptyFeatures"/>; a constant fills it like any other, as in scikit-learn.
/// Sparse rows stay sparse: what is not stored is 0, and not missing. Row weights are not looked at. Cost: one read of n×p, and a sort of
/// each column for medians and most frequent values.
/// </remarks>
public sealed record SimpleImputer : Imputer, ITransformer<SimpleImputerModel>
{
    /// <summary>What replaces a column's missing values. Default <see cref="ImputationStatistic.Mean"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public ImputationStatistic Statistic { get; init => field = Check.Defined(value, nameof(Statistic)); } = ImputationStatistic.Mean;

    /// <summary>The number of <see cref="ImputationStatistic.Constant"/>. Default 0; within ±<see cref="Features.MaxMagnitude"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double FillValue { get; init => field = Check.Within(value, FillRange, nameof(FillValue)); }

    internal static Interval FillRange { get; } = new(-Features.MaxMagnitude, Features.MaxMagnitude);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no row, a value is infinite, or every column would be dropped.</exception>
    public SimpleImputerModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        Features rows = ColumnReader.Readable(x, nameof(SimpleImputer));
        int n = rows.RowCount;
        int[] counts = new int[rows.ColumnCount];
        double[] statistics = new double[rows.ColumnCount];
        ColumnReader.ForEach(rows, context, (j, _, values) =>
        {
            int zeros = n - values.Length;
            Span<double> present = Present(values);
            counts[j] = present.Length + zeros;
            statistics[j] = Replacement(present, zeros);
        });
        bool keepsEmpty = KeepEmptyFeatures || Statistic == ImputationStatistic.Constant;
        ImputedColumns columns = ImputedColumns.Of(counts, n, keepsEmpty, AddIndicator, nameof(SimpleImputer));
        FitReport report = new FitReport().Ended(this, clock.Elapsed, x.ColumnNames).With("empty_columns", counts.Count(count => count == 0));
        return new SimpleImputerModel(statistics, columns, report);
    }

    // What a column's missing values become; of a column of no values, 0 or NaN.
    private double Replacement(Span<double> values, int zeros)
    {
        if (Statistic != ImputationStatistic.Constant && values.Length + zeros == 0) return KeepEmptyFeatures ? 0 : double.NaN;
        return Statistic switch
        {
            ImputationStatistic.Mean => Mean(values, zeros),
            ImputationStatistic.Median => Median(values, zeros),
            ImputationStatistic.MostFrequent => MostFrequent(values, zeros),
            ImputationStatistic.Constant => FillValue,
        };
    }

    // The values that are not missing, at the front.
    private static Span<double> Present(Span<double> values)
    {
        int count = 0;
        foreach (double value in values)
            if (!double.IsNaN(value)) values[count++] = value;
        return values[..count];
    }

    private static double Mean(ReadOnlySpan<double> values, int zeros)
    {
        double n = values.Length + zeros, mean = 0, rest = 0;
        foreach (double value in values) mean += value;
        mean /= n;
        foreach (double value in values) rest += value - mean;
        return mean + (rest - zeros * mean) / n;
    }

    private static double Median(Span<double> values, int zeros)
    {
        values.Sort();
        int negative = 0, n = values.Length + zeros;
        while (negative < values.Length && values[negative] < 0) negative++;
        return n % 2 == 1 ? At(values, n / 2) : (At(values, n / 2 - 1) + At(values, n / 2)) / 2;

        // Of the values with the zeros among them, in order.
        double At(ReadOnlySpan<double> sorted, int rank) =>
            rank < negative ? sorted[rank] : rank < negative + zeros ? 0 : sorted[rank - zeros];
    }

    private static double MostFrequent(Span<double> values, int zeros)
    {
        values.Sort();
        (double best, int most) = (0, 0);
        for (int start = 0, end; start < values.Length; start = end)
        {
            end = start + 1;
            while (end < values.Length && values[end] == values[start]) end++;
            Meet(values[start], end - start + (values[start] == 0 ? zeros : 0));
        }
        if (zeros > 0) Meet(0, zeros);
        return best + 0.0;

        // Zeros that are not stored come last, and so may be met after what is larger.
        void Meet(double value, int count)
        {
            if (count > most || (count == most && value < best)) (best, most) = (value, count);
        }
    }
}
