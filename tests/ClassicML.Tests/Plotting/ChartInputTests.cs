using ClassicML.Plotting;
using ClassicML.Plotting.Drawing;
using CsCheck;

namespace ClassicML.Tests.Plotting;

public class ChartInputTests
{
    [Fact]
    public void Series_refuse_emptiness_other_lengths_and_infinities()
    {
        Refused("x of series 'a' must have at least 1 value, has 0", () => new LineSeries("a", [], []));
        Refused("y must have 2 entries, one for each x, has 1", () => new LineSeries("a", [1, 2], [1]));
        Refused("y[1] of series 'a' is Infinity; values must be finite, or NaN for a gap", () => new LineSeries("a", [1, 2], [1, 1 / 0.0]));
        Refused("Deviation must have 1 entries, one for each x, has 2", () => new LineSeries("a", [1], [1]) { Deviation = [1, 2] });
        Refused("Deviation[0] must be at least 0, or NaN for none, was -1", () => new LineSeries("a", [1], [1]) { Deviation = [-1] });
        Refused("x of series 'a' must have at least 1 value, has 0", () => new PointSeries("a", [], []));
        Refused("y must have 1 entries, one for each x, has 0", () => new PointSeries("a", [1], []));
        Refused("Style must be at least 0, was -1", () => new PointSeries("a", [1], [1]) { Style = -1 });
        Refused("values of series 'a' must have at least 1 value, has 0", () => new BarSeries("a", []));
        Refused("Errors must have 1 entries, one for each bar, has 2", () => new BarSeries("a", [1]) { Errors = [1, 2] });
    }

    [Fact]
    public void Charts_refuse_emptiness_and_other_lengths()
    {
        var bars = new BarSeries("a", [1, 2]);
        var cells = new Matrix(new double[,] { { 1, 2 } });
        Refused("series of a LineChart must have at least 1 entry, has 0", () => new LineChart());
        Refused("series of a ScatterChart must have at least 1 entry, has 0", () => new ScatterChart());
        Refused("series[0] must not be null", () => new ScatterChart([null!]));
        Refused("categories of a BarChart must have at least 1 entry, has 0", () => new BarChart([], bars));
        Refused("series of a BarChart must have at least 1 entry, has 0", () => new BarChart(["a"]));
        Refused("series 'a' must have 3 entries, one for each category, has 2", () => new BarChart(["a", "b", "c"], bars));
        Refused("categories of a DotChart must have at least 1 entry, has 0", () => new DotChart([], bars));
        Refused("series 'a' must have 3 entries, one for each category, has 2", () => new DotChart(["a", "b", "c"], bars));
        Refused("rowNames must have 1 entries, one for each row, has 2", () => new HeatMap(cells, ["a", "b"], ["a", "b"]));
        Refused("columnNames must have 2 entries, one for each column, has 1", () => new HeatMap(cells, ["a"], ["a"]));
        Refused("values of a HeatMap must have at least 1 value, has 0", () => new HeatMap(new Matrix(new double[0, 0]), ["a"], ["a"]));
        var labels = new ClassLabels(["a", "b"]);
        Refused("rows of counts must have 2 entries, one for each class, has 1", () => HeatMap.Confusion(cells, labels));
        var negative = new Matrix(new double[,] { { 1, 2 }, { -1, 0 } });
        Refused("counts[1, 0] must be at least 0, was -1", () => HeatMap.Confusion(negative, labels));
        Refused("yFeature must be in [0, 2), was 2", () => ScatterChart.Of(Samples.Rows, 0, 2));
    }

    [Fact]
    public void Sizes_and_ranges_are_checked()
    {
        Chart chart = Samples.Charts["scatter"];
        Refused("Width must be in [160, 4000], was 10", () => chart with { Width = 10 });
        Refused("Height must be in [120, 4000], was 5000", () => chart with { Height = 5000 });
        Refused("Title must not be null", () => chart with { Title = null! });
        Refused("high must be", () => new AxisRange(1, 1));
        Refused("low must be finite, was NaN", () => new AxisRange(double.NaN, 1));
        Assert.Throws<FormatException>(() => new BarChart(["a"], new BarSeries("a", [1])) { ValueFormat = "Z" });
    }

    [Fact]
    public void A_logarithmic_axis_refuses_what_has_no_logarithm()
    {
        var series = new LineSeries("a", [0, 1], [1, -2]);
        Refused("LogX needs positive x; x[0] of series 'a' is 0", () => new LineChart(series) { LogX = true }.ToSvg());
        Refused("LogY needs positive y; y[1] of series 'a' is -2", () => new ScatterChart(new PointSeries("a", [0, 1], [1, -2])) { LogY = true }.ToSvg());
        Refused("LogValues needs positive value; value[1] of series 'a' is 0",
            () => new DotChart(["x", "y"], new BarSeries("a", [1, 0])) { LogValues = true }.ToSvg());
        Refused("SquareUnits needs axes that are not logarithmic, LogY is set",
            () => new LineChart(new LineSeries("a", [0, 1], [1, 2])) { LogY = true, SquareUnits = true }.ToSvg());
        Refused("LogY needs positive y; y[1] of series 'a' is -2", () => new LineChart(series) { LogY = true }.ToSvg());
        Refused(
            "LogX needs a range of positive x, its low end is 0",
            () => new LineChart(new LineSeries("a", [1], [1])) { LogX = true, XRange = new AxisRange(0, 2) }.ToSvg());
    }

    [Fact]
    public void Ranges_are_sane_for_equal_missing_and_tiny_values()
    {
        Assert.Equal(new AxisRange(0, 1), AxisRange.Of([double.NaN]));
        Assert.Equal(new AxisRange(-1, 1), AxisRange.Of([0, 0]));
        AxisRange equal = AxisRange.Of([5, 5, 5 + 1e-15]);
        Assert.Equal((4.5, 5.5), (Math.Round(equal.Low, 9), Math.Round(equal.High, 9)));
        AxisRange tiny = AxisRange.Of([1e-9, 2e-9]);
        Assert.True(tiny.Low > 0.9e-9 && tiny.High < 2.1e-9);
        Assert.Equal(new AxisRange(-4, 104), AxisRange.Of([0, double.NaN, 100]));
    }

    [Fact]
    public void Equal_values_and_gaps_are_drawn()
    {
        Assert.Contains(">flat<", new LineChart(new LineSeries("flat", [1, 2, 3], [5, 5, 5])).ToSvg());
        Assert.Contains(">gone<", new LineChart(new LineSeries("gone", [1, 2], [double.NaN, double.NaN])).ToSvg());
        Assert.Contains(">none<", new BarChart(["a"], new BarSeries("none", [double.NaN])).ToSvg());
        Assert.Contains(">zero<", new BarChart(["a"], new BarSeries("zero", [0])).ToSvg());
        Assert.Contains(">7<", new HeatMap(new Matrix(new double[,] { { 7, 7 } }), ["a"], ["b", "c"]).ToSvg());
        // A point between two gaps has no line: it is marked.
        string svg = new LineChart(new LineSeries("", [1, 2, 3], [1, double.NaN, 2])).ToSvg();
        Assert.Equal(2, svg.Split("<ellipse").Length - 1);
    }

    [Theory]
    [InlineData(-3, 3, new[] { "0.001", "0.01", "0.1", "1", "10", "100", "1000" })]
    [InlineData(0, 2, new[] { "1", "2", "5", "10", "20", "50", "100" })]
    [InlineData(-20, 10, new[] { "1e-20", "1e-16", "1e-12", "1e-8", "0.0001", "1", "10000", "1e8" })]
    public void A_logarithmic_axis_has_ticks_at_powers_of_ten(double low, double high, string[] expected) =>
        Assert.Equal(expected, AxisScale.For(true, "LogX", "x", null).Ticks(new AxisRange(low, high))!.Select(tick => tick.Text));

    [Theory]
    [InlineData(360, new[] { "1000", "10000", "100000" })]
    [InlineData(900, new[] { "1000", "2000", "5000", "10000", "20000", "50000", "100000", "200000" })]
    public void Numbers_of_a_logarithmic_axis_do_not_run_into_one_another(int width, string[] expected)
    {
        var chart = new LineChart(new LineSeries("a", [1000, 256_000], [1, 2])) { LogX = true, Width = width, Height = 260 };
        Assert.Equal(expected, Picture.Of(chart).XTicks.OrderBy(tick => tick.At).Select(tick => tick.Text));
    }

    [Fact]
    public void Every_tick_of_a_logarithmic_axis_stands_at_the_logarithm_of_its_text() =>
        Gen.Select(Gen.Double[-12, 8], Gen.Double[0.05, 15]).Sample((low, length) =>
        {
            var range = new AxisRange(low, low + length);
            (double At, string Text)[] ticks = AxisScale.For(true, "LogX", "x", null).Ticks(range)!;
            Assert.InRange(ticks.Length, 1, 16);
            foreach ((double at, string text) in ticks)
            {
                // Texts have at most ten decimals, and four digits where there is an exponent.
                Assert.Equal(Math.Log10(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)), at, 1e-6);
                Assert.InRange(at, range.Low - 1e-6, range.High + 1e-6);
            }
            Assert.Equal(ticks.Select(tick => tick.At).Order(), ticks.Select(tick => tick.At));
        });

    [Fact]
    public void Numbers_are_written_for_people() => Assert.Equal(
        ["0", "0.3", "-2.5", "1e-5", "1.5e6", "123456", "0.0001", "999999.5", "1e6", "-1.235e7", "0.1234567891"],
        new[] { 0, 0.1 + 0.2, -2.5, 1e-5, 1.5e6, 123456, 1e-4, 999_999.5, 1e6, -12_346_789, 0.12345678909 }.Select(Values.Text));

    [Fact]
    public void A_chart_keeps_what_it_was_made_of()
    {
        double[] x = [1, 2], y = [3, 4];
        var line = new LineSeries("line", x, y);
        var points = new PointSeries("points", x, y);
        var bars = new BarSeries("bars", y) { Errors = [0.5, double.NaN] };
        // They are copies: what becomes of the arrays is nothing to them.
        x[0] = y[0] = 99;
        Assert.Equal([("line", 1.0, 3.0, 2.0, 4.0)], [(line.Name, line.X[0], line.Y[0], line.X[1], line.Y[1])]);
        Assert.Equal([("points", 1.0, 3.0, 2.0, 4.0)], [(points.Name, points.X[0], points.Y[0], points.X[1], points.Y[1])]);
        Assert.Equal(["bars", "3", "4"], [bars.Name, .. bars.Lengths.Select(Values.Text)]);
        var cells = new Matrix(new double[,] { { 1, 2 } });
        HeatMap map = new(cells, ["r"], ["a", "b"]);
        Assert.Equal((cells, "0.###"), (map.Cells, map.ValueFormat));
        Assert.Equal(["r", "a", "b"], [.. map.RowNames, .. map.ColumnNames]);
        ImageGrid grid = new(new Matrix(new double[5, 12]), 3, 2);
        Assert.Equal((5, 3, 4, 2, true), (grid.ImageCount, grid.ImageHeight, grid.ImageWidth, grid.ColumnCount, grid.Captions.IsEmpty));
        Assert.Equal(["p", "q"], new BarChart(["p", "q"], bars).Categories);
        Assert.Same(bars, new BarChart(["p", "q"], bars).Series.Single());
        Assert.Same(bars, new DotChart(["p", "q"], bars).Series.Single());
        string[] categories = ["p", "q"];
        DotChart dots = new(categories, bars);
        categories[0] = "z";
        Assert.Equal(["p", "q"], dots.Categories);
        Assert.Same(line, new LineChart(line).Series.Single());
        Assert.Equal((640, 420, "", "", ""),
            (new LineChart(line).Width, new LineChart(line).Height, new LineChart(line).Title, new LineChart(line).XLabel,
            new LineChart(line).YLabel));
        Assert.Equal((-1.5, 2.5), (new AxisRange(-1.5, 2.5).Low, new AxisRange(-1.5, 2.5).High));
        Assert.Throws<FormatException>(() => map with { ValueFormat = "Z" });
        Refused("Style must be at least 0, was -1", () => new BarSeries("a", [1]) { Style = -1 });
        Refused("Style must be at least 0, was -2", () => new LineSeries("a", [1], [1]) { Style = -2 });
        Refused("Errors[1] must be at least 0, or NaN for none, was Infinity",
            () => new BarSeries("a", [1, 2]) { Errors = [0, double.PositiveInfinity] });
        Refused("values[0] of series 'a' is -Infinity", () => new BarSeries("a", [double.NegativeInfinity]));
        Refused("categories[0] must not be null", () => new BarChart([null!], bars));
    }

    private static void Refused(string message, Func<object> create) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(create).Message);

    [Fact]
    public void A_grid_of_images_needs_pictures_of_one_height_and_a_caption_for_each()
    {
        var images = new Matrix(new double[2, 12]);
        Assert.Contains("imageHeight must divide the 12 pixels", Assert.Throws<ArgumentException>(() => new ImageGrid(images, 5, 2)).Message);
        Assert.Contains("columnCount must be at least 1", Assert.Throws<ArgumentOutOfRangeException>(() => new ImageGrid(images, 3, 0)).Message);
        Assert.Contains("Captions must have 2 entries", Assert.Throws<ArgumentException>(() => new ImageGrid(images, 3, 2) { Captions = ["a"] }).Message);
        Assert.Contains("must have at least 1 value", Assert.Throws<ArgumentException>(() => new ImageGrid(Matrix.Wrap([], 0, 12), 3, 2)).Message);
        Assert.Equal((3, 4), (new ImageGrid(images, 3, 2).ImageHeight, new ImageGrid(images, 3, 2).ImageWidth));
    }
}
