using System.Collections.Immutable;
using System.Globalization;
using ClassicML.Plotting.Drawing;
using ScottPlot;

namespace ClassicML.Plotting;

/// <summary>A table of numbers as coloured cells, the first row on top: a confusion matrix, or the scores of a grid search.</summary>
public sealed record HeatMap : Chart
{
    private const float LargestText = 15;

    private readonly ImmutableArray<double> shares;

    /// <summary>A table of n×m cells, coloured between the least and the greatest value.</summary>
    /// <param name="values">The numbers, n×m, with n and m at least 1. NaN leaves a cell blank.</param>
    /// <param name="rowNames">n names, beside the rows.</param>
    /// <param name="columnNames">m names, under the columns.</param>
    /// <exception cref="ArgumentException">There is no cell, a value is infinite, or the numbers of names differ.</exception>
    public HeatMap(Matrix values, IEnumerable<string> rowNames, IEnumerable<string> columnNames)
        : this(Check.NotNull(values, nameof(values)), rowNames, columnNames, Scaled(values))
    {
    }

    private HeatMap(Matrix cells, IEnumerable<string> rowNames, IEnumerable<string> columnNames, ImmutableArray<double> shares)
    {
        RowNames = Values.Members(rowNames, nameof(rowNames), nameof(HeatMap));
        ColumnNames = Values.Members(columnNames, nameof(columnNames), nameof(HeatMap));
        Check.Length(RowNames.Length, cells.RowCount, nameof(rowNames), "row");
        Check.Length(ColumnNames.Length, cells.ColumnCount, nameof(columnNames), "column");
        Cells = cells;
        this.shares = shares;
    }

    /// <summary>The numbers, n×m.</summary>
    public Matrix Cells { get; }

    /// <summary>The names of the rows, from the top.</summary>
    public ImmutableArray<string> RowNames { get; }

    /// <summary>The names of the columns.</summary>
    public ImmutableArray<string> ColumnNames { get; }

    /// <summary>
    /// The format of the number in each cell; null for none. Default <c>"0.###"</c>. Numbers that don't fit their cell at 8 pixels are
    /// left out.
    /// </summary>
    /// <exception cref="FormatException">It is not a format of a number.</exception>
    public string? ValueFormat
    {
        get;
        init
        {
            if (value is not null) _ = 0.0.ToString(value, CultureInfo.InvariantCulture);
            field = value;
        }
    } = "0.###";

    /// <summary>
    /// A confusion matrix: counts in the cells, coloured by their share of the row, so that rare classes are as visible as frequent ones.
    /// </summary>
    /// <param name="counts">K×K counts, not negative: row i, column j holds the rows of class i that were predicted as class j.</param>
    /// <param name="labels">The K classes.</param>
    /// <exception cref="ArgumentException">The table is not K×K, or a count is negative or not finite.</exception>
    public static HeatMap Confusion(Matrix counts, ClassLabels labels)
    {
        Check.NotNull(labels, nameof(labels));
        Values.Copy(Check.NotNull(counts, nameof(counts)).Span, nameof(counts), "a confusion matrix");
        Check.Length(counts.RowCount, labels.Count, "rows of counts", "class");
        Check.Length(counts.ColumnCount, labels.Count, "columns of counts", "class");
        double[] shares = new double[counts.Span.Length];
        for (int i = 0; i < counts.RowCount; i++)
        {
            double sum = 0;
            for (int j = 0; j < counts.ColumnCount; j++) sum += Check.NonNegative(counts[i, j], Invariant($"counts[{i}, {j}]"));
            for (int j = 0; j < counts.ColumnCount; j++) shares[i * counts.ColumnCount + j] = sum == 0 ? 0 : counts[i, j] / sum;
        }
        return new HeatMap(counts, labels.Names, labels.Names, [.. shares]) { XLabel = "predicted", YLabel = "actual", Width = 480 };
    }

    internal override void Draw(Sheet sheet)
    {
        int n = Cells.RowCount, m = Cells.ColumnCount;
        sheet.Horizontal(new AxisRange(-0.5, m - 0.5), [.. ColumnNames.Select((name, j) => ((double)j, name))], categories: true);
        sheet.Vertical(new AxisRange(-0.5, n - 0.5), [.. RowNames.Select((name, i) => ((double)(n - 1 - i), name))], categories: true);
        sheet.Bare();
        float size = TextSize();
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
            {
                double x = j, y = n - 1 - i, value = Cells[i, j];
                if (double.IsNaN(value)) continue;
                int step = Theme.RampStep(shares[i * m + j]);
                Coordinates[] cell = [new(x - 0.5, y - 0.5), new(x - 0.5, y + 0.5), new(x + 0.5, y + 0.5), new(x + 0.5, y - 0.5)];
                sheet.Area([cell], sheet.Theme.Ramp(step), stroke: sheet.Theme.Paper, strokeWidth: n * m > 400 ? 0.5f : 1.5f);
                if (size >= 8 && ValueFormat is { } format)
                    sheet.Text(x, y, Text(value, format), sheet.Theme.RampInk(step), size, Alignment.MiddleCenter);
            }
    }

    /// <summary>The size at which the longest number fits its cell, at most 15 pixels.</summary>
    private float TextSize()
    {
        if (ValueFormat is not { } format) return 0;
        // Measured as large as it may be: hinting rounds the letters of a pixel to whole pixels.
        float longest = LargestText;
        foreach (double value in Cells.Span)
            if (!double.IsNaN(value)) longest = Math.Max(longest, ChartFont.Width(Text(value, format), LargestText));
        float names = RowNames.Max(name => ChartFont.Width(name, Sheet.TickSize));
        float cellWidth = (Width - names - 60) / Cells.ColumnCount, cellHeight = (Height - 110f) / Cells.RowCount;
        return Math.Min(LargestText, Math.Min(cellWidth * 0.86f * LargestText / longest, cellHeight * 0.62f));
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static ImmutableArray<double> Scaled(Matrix values)
    {
        ImmutableArray<double> all = Values.Copy(values.Span, nameof(values), $"a {nameof(HeatMap)}");
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in all)
        {
            if (double.IsNaN(value)) continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }
        return [.. all.Select(value => high > low ? (value - low) / (high - low) : 0.5)];
    }
}
