using System.Collections.Immutable;
using System.Globalization;
using ClassicML.Plotting.Drawing;
using ScottPlot;

namespace ClassicML.Plotting;

/// <summary>Bars by category, in groups where there are several series, with error bars; upright or lying.</summary>
public sealed record BarChart : Chart
{
    private const double GroupWidth = 0.78;

    /// <summary>A chart of n categories and at least one series of n bars.</summary>
    /// <param name="categories">The names of the categories, at least one.</param>
    /// <param name="series">The bars, each series with a value for each category.</param>
    /// <exception cref="ArgumentException">There is no category or series, or a series has another number of bars.</exception>
    public BarChart(IEnumerable<string> categories, params IEnumerable<BarSeries> series)
    {
        Categories = Values.Members(categories, nameof(categories), nameof(BarChart));
        Series = Values.Members(series, nameof(series), nameof(BarChart));
        foreach (BarSeries each in Series) Check.Length(each.Lengths.Length, Categories.Length, $"series '{each.Name}'", "category");
    }

    /// <summary>The names of the categories.</summary>
    public ImmutableArray<string> Categories { get; }

    /// <summary>The bars.</summary>
    public ImmutableArray<BarSeries> Series { get; }

    /// <summary>Whether bars lie, the first category on top: for long names. Default false. Axis labels keep their places.</summary>
    public bool IsHorizontal { get; init; }

    /// <summary>The format of the number at the end of each bar, such as <c>"0.00"</c>. Default null: no numbers.</summary>
    /// <exception cref="FormatException">It is not a format of a number.</exception>
    public string? ValueFormat
    {
        get;
        init
        {
            if (value is not null) _ = 0.0.ToString(value, CultureInfo.InvariantCulture);
            field = value;
        }
    }

    /// <summary>What the axis of the values shows. Default null: zero, all bars with their errors, and a margin.</summary>
    public AxisRange? ValueRange { get; init; }

    internal override void Draw(Sheet sheet)
    {
        int n = Categories.Length;
        AxisRange values = ValueRange ?? AutoRange();
        var across = new AxisRange(-0.5, n - 0.5);
        (double, string)[] names = [.. Categories.Select((name, i) => (Place(i, n), name))];
        if (IsHorizontal)
        {
            sheet.Vertical(across, names, categories: true);
            sheet.Horizontal(values);
        }
        else
        {
            sheet.Horizontal(across, names, categories: true);
            sheet.Vertical(values);
        }
        for (int s = 0; s < Series.Length; s++) DrawSeries(sheet, s, values);
    }

    private void DrawSeries(Sheet sheet, int s, AxisRange range)
    {
        BarSeries series = Series[s];
        int n = Categories.Length;
        double width = GroupWidth / Series.Length, start = Math.Clamp(0, range.Low, range.High);
        List<Coordinates[]> bars = [], errors = [];
        for (int i = 0; i < n; i++)
        {
            double value = series.Lengths[i], error = series.Error(i);
            if (double.IsNaN(value)) continue;
            // In a group the first series stands left, or on top.
            double order = s - (Series.Length - 1) / 2.0, at = Place(i, n) + (IsHorizontal ? -order : order) * width;
            double low = at - 0.46 * width, high = at + 0.46 * width, cap = 0.16 * width;
            bars.Add([Point(low, start), Point(low, value), Point(high, value), Point(high, start)]);
            if (error > 0)
            {
                errors.Add([Point(at, value - error), Point(at, value + error)]);
                errors.Add([Point(at - cap, value - error), Point(at + cap, value - error)]);
                errors.Add([Point(at - cap, value + error), Point(at + cap, value + error)]);
            }
        }
        int style = series.Style ?? s;
        sheet.Area(bars, sheet.Theme.Series(style));
        sheet.Line(errors, sheet.Theme.Ink, 1.5f);
        sheet.Legend(series.Name, fill: sheet.Theme.Series(style));
        if (ValueFormat is { } format) DrawNumbers(sheet, s, format);
    }

    private void DrawNumbers(Sheet sheet, int s, string format)
    {
        BarSeries series = Series[s];
        double width = GroupWidth / Series.Length, order = s - (Series.Length - 1) / 2.0;
        for (int i = 0; i < Categories.Length; i++)
        {
            double value = series.Lengths[i];
            if (double.IsNaN(value)) continue;
            double at = Place(i, Categories.Length) + (IsHorizontal ? -order : order) * width;
            bool down = value < 0;
            Coordinates end = Point(at, value + (down ? -series.Error(i) : series.Error(i)));
            string text = value.ToString(format, CultureInfo.InvariantCulture);
            if (IsHorizontal) Write(down ? Alignment.MiddleRight : Alignment.MiddleLeft, down ? -4 : 4, 0);
            else Write(down ? Alignment.UpperCenter : Alignment.LowerCenter, 0, down ? 3 : -3);

            void Write(Alignment side, float right, float below) =>
                sheet.Text(end.X, end.Y, text, sheet.Theme.Ink, 11.5f, side, right, below);
        }
    }

    private AxisRange AutoRange()
    {
        double low = 0, high = 0;
        foreach (BarSeries series in Series)
            for (int i = 0; i < series.Lengths.Length; i++)
            {
                if (double.IsNaN(series.Lengths[i])) continue;
                low = Math.Min(low, series.Lengths[i] - series.Error(i));
                high = Math.Max(high, series.Lengths[i] + series.Error(i));
            }
        if (low == high) return new AxisRange(0, 1);
        double margin = (ValueFormat is null ? 0.05 : 0.13) * (high - low);
        // An error bar that reaches below zero must not make room for a number below it.
        bool anyDown = Series.Any(series => series.Lengths.Any(value => value < 0));
        return new AxisRange(low < 0 ? low - (anyDown ? margin : 0.03 * (high - low)) : 0, high > 0 ? high + margin : 0);
    }

    private double Place(int category, int count) => IsHorizontal ? count - 1 - category : category;

    private Coordinates Point(double place, double value) => IsHorizontal ? new Coordinates(value, place) : new Coordinates(place, value);
}
