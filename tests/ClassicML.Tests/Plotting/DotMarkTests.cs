using ClassicML.Plotting;

namespace ClassicML.Tests.Plotting;

/// <summary>Dots lie at their values on the line of their category, with error bars to both sides.</summary>
public class DotMarkTests
{
    private static readonly BarSeries First = new("first", [2, 300, double.NaN]) { Errors = [1, 50, double.NaN] };

    private static readonly BarSeries Second = new("second", [40, 7, 1000]) { Errors = [double.NaN, 7, 0] };

    [Theory, InlineData(false), InlineData(true)]
    public void Dots_lie_at_their_values_the_first_category_and_series_on_top(bool log)
    {
        Picture picture = Picture.Of(new DotChart(["p", "q", "r"], First, Second) { LogValues = log });
        Assert.Equal(log, picture.X.IsLog);
        (double At, string Text)[] names = [.. picture.YTicks];
        Assert.Equal(["p", "q", "r"], names.Select(name => name.Text));
        double step = names[1].At - names[0].At;
        // Two series lie 0.22 of the room of a category apart, the first above.
        Lie([(2, names[0].At - 0.11 * step), (300, names[1].At - 0.11 * step)], picture.Dots(0));
        Lie([(40, names[0].At + 0.11 * step), (7, names[1].At + 0.11 * step), (1000, names[2].At + 0.11 * step)], picture.Dots(1));

        void Lie((double Value, double At)[] expected, (double X, double Y)[] dots) => Assert.Equal(
            expected.Select(one => (picture.X.Pixel(one.Value), one.At)), dots,
            (a, b) => Math.Abs(a.Item1 - b.Item1) < Picture.Near && Math.Abs(a.Item2 - b.Item2) < Picture.Near);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Error_bars_reach_to_both_sides_and_to_the_axis_where_there_is_no_logarithm(bool log)
    {
        Picture picture = Picture.Of(new DotChart(["p", "q", "r"], First, Second) { LogValues = log });
        (double X, double Y)[][] first = Assert.Single(picture.Lines(Picture.Series[0])).Runs,
            second = Assert.Single(picture.Lines(Picture.Series[1])).Runs;
        Ends([1, 3], picture.Dots(0)[0], first[0]);
        Ends([250, 350], picture.Dots(0)[1], first[1]);
        Assert.Equal(2, first.Length);
        // 7 - 7 has no logarithm.
        if (!log) Ends([0, 14], picture.Dots(1)[1], Assert.Single(second));
        else Assert.Equal([(picture.Left, picture.Dots(1)[1].Y), (picture.X.Pixel(14), picture.Dots(1)[1].Y)],
            Assert.Single(second), Close);

        void Ends(double[] values, (double X, double Y) dot, (double X, double Y)[] run) =>
            Assert.Equal(values.Select(value => (picture.X.Pixel(value), dot.Y)), run, Close);

        static bool Close((double X, double Y) a, (double X, double Y) b) => Math.Abs(a.X - b.X) < 2 * Picture.Near
            && Math.Abs(a.Y - b.Y) < Picture.Near;
    }

    [Fact]
    public void The_axis_shows_all_dots_with_their_errors_or_the_range_that_is_given()
    {
        DotChart chart = new(["p", "q"], new BarSeries("", [10, 60]) { Errors = [5, 40] });
        Ends(chart, 5 - 0.04 * 95, 100 + 0.04 * 95);
        // From 5 to 100 are log 20 decades.
        Ends(chart with { LogValues = true }, 5 / Math.Pow(20, 0.04), 100 * Math.Pow(20, 0.04));
        foreach (bool log in (bool[])[false, true]) Ends(chart with { LogValues = log, ValueRange = new AxisRange(2, 500) }, 2, 500);

        static void Ends(DotChart chart, double low, double high)
        {
            Picture picture = Picture.Of(chart);
            Assert.Equal(picture.Left, picture.X.Pixel(low), 2 * Picture.Near);
            Assert.Equal(picture.Right, picture.X.Pixel(high), 2 * Picture.Near);
        }
    }

    [Fact]
    public void A_line_leads_from_each_name_across()
    {
        Picture picture = Picture.Of(new DotChart(["p", "q", "r"], First));
        Picture.Mark lines = Assert.Single(picture.Lines(Picture.Grid));
        Assert.Equal(
            picture.YTicks.Select(name => (picture.Left, picture.Right, name.At)),
            lines.Runs.OrderBy(run => run[0].Y).Select(run => (run[0].X, run[1].X, run[0].Y)),
            (a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) + Math.Abs(a.Item3 - b.Item3) < 3 * Picture.Near);
    }

    [Fact]
    public void Series_have_the_colours_and_shapes_that_the_legend_shows()
    {
        Picture picture = Picture.Of(
            new DotChart(["p"], new BarSeries("a", [1.0]), new BarSeries("b", [2.0]) { Style = 4 }, new BarSeries("c", [4.0])));
        foreach ((string name, int style, double value) in new[] { ("a", 0, 1.0), ("b", 4, 2), ("c", 2, 4) })
        {
            Picture.Mark shown = Assert.Single(picture.Legend(name)), dot = Assert.Single(picture.Filled(Picture.Series[style]));
            Assert.Equal((shown.Form, shown.Fill), (dot.Form, dot.Fill));
            Assert.Equal(picture.X.Pixel(value), dot.Centre.X, Picture.Near);
        }
    }
}
