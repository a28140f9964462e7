using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Replaces the missing values of each column by one value: its mean, median, most frequent value, or a constant.</summary>
/// <remarks>
/// A mean is taken in two passes, m + Σ(x-m)/n, so that one of years or time stamps is right to its last digit. A column that had no value
/// at the fit is dropped, or kept with <see cref="Imputer.KeepEmptyFeatures"/>; a constant fills it like any other, as in scikit-learn.
/// Sparse rows stay sparse: what is not stored is 0, and not missing. Of a table that holds text or categories
/// a table comes out, where each column has its kind but truth values, which are numbers. Row weights are not looked at. Cost: one read of n×p, and a sort of
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

    /// <summary>The text of <see cref="ImputationStatistic.Constant"/>, for columns of text and categories, and what fills one of them that is kept
    /// without a value. Default "missing_value", as in scikit-learn. A category that is not among the levels is one more, the last.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public string FillText { get; init => field = Check.NotNull(value, nameof(FillText)); } = "missing_value";

    internal static Interval FillRange { get; } = new(-Features.MaxMagnitude, Features.MaxMagnitude);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no row, a value is infinite, every column would be dropped, or a column holds dates, or text
    /// that has no mean or median.</exception>
    public SimpleImputerModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        Features rows = x is Table { Columns: var all } && all.Any(column => column is CodedColumn) ? x : ColumnReader.Readable(x, nameof(SimpleImputer));
        int n = rows.RowCount, p = rows.ColumnCount;
        int[] counts = new int[p];
        double[] statistics = new double[p];
        string?[] texts = new string?[p];
        if (rows is Table table) FitMixed(table, counts, statistics, texts, context);
        else
            ColumnReader.ForEach(rows, context, (j, _, values) =>
            {
                int zeros = n - values.Length;
                Span<double> present = Present(values);
                counts[j] = present.Length + zeros;
                statistics[j] = Replacement(present, zeros);
            });
        bool keepsEmpty = KeepEmptyFeatures || Statistic == ImputationStatistic.Constant;
        ImputedColumns columns = ImputedColumns.Of(counts, n, keepsEmpty, AddIndicator, nameof(SimpleImputer));
        int[] textColumns = [.. Enumerable.Range(0, p).Where(j => texts[j] is not null)];
        var filledTexts = new FilledTexts(p, textColumns, [.. textColumns.Select(j => texts[j]!)]);
        FitReport report = new FitReport().Ended(this, clock.Elapsed, x.ColumnNames).With("empty_columns", counts.Count(count => count == 0));
        return new SimpleImputerModel(statistics, filledTexts, columns, report);
    }

    private void FitMixed(Table x, int[] counts, double[] statistics, string?[] texts, FitContext context)
    {
        ColumnTiles.RefuseEmpty(x, nameof(SimpleImputer));
        Check.Magnitudes(x);
        Workers.For(x.ColumnCount, (long)x.RowCount * x.ColumnCount < 50_000 ? 1 : context.Threads, j =>
        {
            TableColumn column = x.Columns[j];
            counts[j] = x.RowCount - column.MissingCount;
            if (column is CodedColumn coded) (statistics[j], texts[j]) = (double.NaN, Replacement(coded));
            else if (column.Numbers is { } values) statistics[j] = Replacement(Present(values.ToArray()), zeros: 0);
            else
                throw new ArgumentException(
                    $"column '{column.Name}' holds dates, which {nameof(SimpleImputer)} doesn't read; put DateFeatures before it", nameof(x));
        }, context.Cancellation);
    }

    private string Replacement(CodedColumn column) => Statistic switch
    {
        ImputationStatistic.Constant => FillText,
        ImputationStatistic.MostFrequent => FilledTexts.MostFrequent(column) ?? FillText,
        ImputationStatistic.Mean or ImputationStatistic.Median => throw new ArgumentException(
            $"column '{column.Name}' holds text, which has no {Statistic.ToString().ToLowerInvariant()}; fill it by {ImputationStatistic.MostFrequent} or "
            + $"{ImputationStatistic.Constant}, by a {nameof(ColumnTransformer)} of its own", "x"),
    };

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
