using ClassicML.Plotting;

namespace ClassicML.Tests.Plotting;

/// <summary>Bars begin at zero and end at their values, error bars reach to both sides, and categories keep their order.</summary>
public class BarMarkTests
{
    private static readonly BarSeries First = new("first", [3, -1, double.NaN]) { Errors = [0.5, 0.25, 1] };

    private static readonly BarSeries Second = new("second", [2, 4, 1.5]) { Errors = [double.NaN, 1, 0] };

    private static readonly BarChart Both = new(["p", "q", "r"], First, Second);

    [Theory, InlineData(false), InlineData(true)]
    public void Bars_begin_at_zero_and_end_at_their_values(bool lying)
    {
        var bars = new Bars(Both with { IsHorizontal = lying });
        Assert.Equal([("p", 3), ("q", -1)], bars.Of(0).Select(bar => (bar.Category, Math.Round(bar.Value, 2))));
        Assert.Equal([("p", 2), ("q", 4), ("r", 1.5)], bars.Of(1).Select(bar => (bar.Category, Math.Round(bar.Value, 2))));
        Assert.All([.. bars.Of(0), .. bars.Of(1)], bar => Assert.Equal(0, bar.Base, 1e-3));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Bars_of_a_group_stand_in_their_order_around_its_name(bool lying)
    {
        var bars = new Bars(Both with { IsHorizontal = lying });
        // From the left, or from the top: the categories, and in each the series.
        Assert.Equal(["p", "q", "r"], bars.Categories.Select(category => category.Text));
        Bars.Bar[] first = bars.Of(0), second = bars.Of(1);
        double step = bars.Categories[1].At - bars.Categories[0].At;
        foreach (int i in (int[])[0, 1])
        {
            Assert.Equal(bars.Categories[i].At, (first[i].Middle + second[i].Middle) / 2, Picture.Near);
            Assert.Equal(0.39 * step, second[i].Middle - first[i].Middle, Picture.Near);
        }
        Assert.All([.. first, .. second], bar => Assert.Equal(0.39 * 0.92 * step, bar.Thickness, Picture.Near));
        // One series alone stands on the name itself.
        bars = new Bars(new BarChart(["p", "q"], new BarSeries("", [1, 2])) { IsHorizontal = lying });
        Assert.Equal(bars.Categories.Select(category => category.At), bars.Of(0).Select(bar => bar.Middle),
            (a, b) => Math.Abs(a - b) < Picture.Near);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Error_bars_reach_to_both_sides_and_have_a_cap_at_each(bool lying)
    {
        var bars = new Bars(Both with { IsHorizontal = lying });
        Picture.Mark[] lines = bars.Picture.Lines(Picture.Ink);
        // A bar that is missing has no error bar, and an error of zero, or none, has none.
        Assert.Equal([6, 3], lines.Select(line => line.Runs.Length));
        Errors(lines[0], bars.Of(0), [0.5, 0.25]);
        Errors(lines[1], [bars.Of(1)[1]], [1]);

        void Errors(Picture.Mark line, Bars.Bar[] own, double[] errors)
        {
            for (int i = 0; i < own.Length; i++)
            {
                double low = bars.Pixel(own[i].Value - errors[i]), high = bars.Pixel(own[i].Value + errors[i]), middle = own[i].Middle;
                (double Along, double Across)[][] runs = [.. line.Runs.Skip(3 * i).Take(3)
                    .Select(run => run.Select(bars.Turned).ToArray())];
                Near([(low, middle), (high, middle)], runs[0]);
                double cap = Math.Abs(runs[1][0].Across - middle);
                Assert.InRange(cap, 3, own[i].Thickness / 2);
                Near([(low, middle - cap), (low, middle + cap)], runs[1].OrderBy(point => point.Across));
                Near([(high, middle - cap), (high, middle + cap)], runs[2].OrderBy(point => point.Across));
            }
        }

        static void Near(IEnumerable<(double, double)> expected, IEnumerable<(double, double)> actual) =>
            Assert.Equal(expected, actual, (a, b) => Math.Abs(a.Item1 - b.Item1) < 0.1 && Math.Abs(a.Item2 - b.Item2) < 0.1);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Numbers_stand_beyond_the_ends_of_bars_and_error_bars(bool lying)
    {
        var bars = new Bars(Both with { IsHorizontal = lying, ValueFormat = "0.00" });
        (string Text, double End, int Way, double Middle)[] expected =
        [
            ("3.00", 3.5, 1, bars.Of(0)[0].Middle), ("-1.00", -1.25, -1, bars.Of(0)[1].Middle), ("2.00", 2, 1, bars.Of(1)[0].Middle),
            ("4.00", 5, 1, bars.Of(1)[1].Middle), ("1.50", 1.5, 1, bars.Of(1)[2].Middle),
        ];
        foreach ((string text, double end, int way, double middle) in expected)
        {
            Picture.Word word = bars.Picture.Words.Single(word => word.Place == Picture.Place.Frame && word.Text == text);
            (double along, double across) = bars.Turned((word.X, word.Y));
            Assert.Equal(middle, across, Picture.Near);
            // Some pixels beyond: to the right or up, and for what is negative to the left or down.
            double beyond = (along - bars.Pixel(end)) * way * (lying ? 1 : -1);
            Assert.InRange(beyond, -Picture.Near, 5);
            Assert.Equal(Picture.Ink, word.Fill);
            if (lying) Assert.Equal(way > 0 ? "start" : "end", word.Anchor);
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void The_axis_shows_zero_all_bars_with_their_errors_and_a_margin(bool lying)
    {
        // From -1.25 to 5: a twentieth of 6.25 at both ends, and more where numbers stand there.
        Shows(Both, -1.25 - 0.05 * 6.25, 5 + 0.05 * 6.25);
        Shows(Both with { ValueFormat = "0" }, -1.25 - 0.13 * 6.25, 5 + 0.13 * 6.25);
        // Bars that all point one way stand on the end of the axis.
        Shows(new BarChart(["p"], new BarSeries("", [7.0])), 0, 7.35);
        Shows(new BarChart(["p"], new BarSeries("", [-7.0])), -7.35, 0);
        // An error bar that reaches below zero is shown, and no number's room.
        Shows(new BarChart(["p"], new BarSeries("", [1.0]) { Errors = [3] }) { ValueFormat = "0" }, -2 - 0.03 * 6, 4 + 0.13 * 6);
        Shows(new BarChart(["p", "q"], new BarSeries("", [0, double.NaN])), 0, 1);

        void Shows(BarChart chart, double low, double high)
        {
            var bars = new Bars(chart with { IsHorizontal = lying });
            Assert.Equal([low, high], bars.Range, (a, b) => Math.Abs(bars.Pixel(a) - bars.Pixel(b)) < 2 * Picture.Near);
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void In_a_range_without_zero_bars_begin_at_its_nearer_end(bool lying)
    {
        BarChart chart = new(["p", "q"], new BarSeries("", [0.7, 0.95]));
        var bars = new Bars(chart with { IsHorizontal = lying, ValueRange = new AxisRange(0.5, 1) });
        Assert.Equal([(0.5, 0.7), (0.5, 0.95)], bars.Of(0).Select(bar => (Math.Round(bar.Base, 3), Math.Round(bar.Value, 3))));
        Assert.Equal([0.5, 1], bars.Range.Select(end => Math.Round(end, 3)));
        bars = new Bars(new BarChart(["p", "q"], new BarSeries("", [-3, -5])) { IsHorizontal = lying, ValueRange = new AxisRange(-6, -1) });
        Assert.Equal([(-1, -3), (-1, -5)], bars.Of(0).Select(bar => (Math.Round(bar.Base, 2), Math.Round(bar.Value, 2))));
        // Zero inside the range is where bars begin.
        bars = new Bars(new BarChart(["p", "q"], new BarSeries("", [-3, 2])) { IsHorizontal = lying, ValueRange = new AxisRange(-4, 10) });
        Assert.Equal([(0, -3), (0, 2)], bars.Of(0).Select(bar => (Math.Round(bar.Base, 2), Math.Round(bar.Value, 2))));
    }

    [Fact]
    public void Series_have_the_colours_that_the_legend_shows()
    {
        Picture picture = Picture.Of(
            new BarChart(["p"], new BarSeries("a", [1.0]), new BarSeries("b", [2.0]) { Style = 5 }, new BarSeries("c", [3.0])));
        foreach ((string name, int style, double value) in new[] { ("a", 0, 1.0), ("b", 5, 2), ("c", 2, 3) })
        {
            Assert.Equal(Picture.Series[style], Assert.Single(picture.Legend(name)).Fill);
            Assert.Equal(picture.Y.Pixel(value), Assert.Single(picture.Filled(Picture.Series[style])).Top, Picture.Near);
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Values_have_lines_of_the_grid_and_names_have_none(bool lying)
    {
        var bars = new Bars(Both with { IsHorizontal = lying });
        (double X, double Y)[][] lines = [.. bars.Picture.Shapes.Where(shape => shape.IsStroked(Picture.Grid))
            .SelectMany(shape => shape.Runs)];
        IEnumerable<double> ticks = (lying ? bars.Picture.XTicks : bars.Picture.YTicks).Select(tick => tick.At).Order();
        Assert.Equal(ticks, lines.Select(line => bars.Turned(line[0]).Along).Order(), (a, b) => Math.Abs(a - b) < Picture.Near);
        Assert.All(lines, line => Assert.Equal(bars.Turned(line[0]).Along, bars.Turned(line[1]).Along, Picture.Near));
    }

    [Fact]
    public void Long_names_of_upright_bars_are_turned_below_their_bars()
    {
        string[] names = [.. Enumerable.Range(0, 8).Select(i => $"a rather long name, number {i}")];
        Picture picture = Picture.Of(new BarChart(names, new BarSeries("", [1, 2, 3, 4, 5, 6, 7, 8])));
        Picture.Word[] words = [.. picture.Words.Where(word => names.Contains(word.Text)).OrderBy(word => word.X)];
        Assert.Equal(names, words.Select(word => word.Text));
        Assert.All(words, word => Assert.Equal((true, "end"), (word.IsTurned, word.Anchor)));
        (double X, double Y)[][] bars = picture.Filled(Picture.Series[0])[0].Runs;
        Assert.Equal(bars.Select(bar => bar.Average(corner => corner.X)), words.Select(word => word.X), (a, b) => Math.Abs(a - b) < 8);
        Assert.False(Picture.Of(Both).Words.Single(word => word.Text == "p").IsTurned);
    }

    /// <summary>The bars of a chart, upright or lying, in values of their axis; "along" is the way in which they point.</summary>
    private sealed class Bars(BarChart chart)
    {
        public Picture Picture { get; } = Picture.Of(chart);

        /// <summary>From the left, or from the top.</summary>
        public (double At, string Text)[] Categories => [.. chart.IsHorizontal ? Picture.YTicks : Picture.XTicks];

        /// <summary>The values at both ends of the axis.</summary>
        public double[] Range => chart.IsHorizontal ? [Value(Picture.Left), Value(Picture.Right)]
            : [Value(Picture.Bottom), Value(Picture.Top)];

        private Picture.Axis Axis => chart.IsHorizontal ? Picture.X : Picture.Y;

        public double Pixel(double value) => Axis.Pixel(value);

        public (double Along, double Across) Turned((double X, double Y) point) => chart.IsHorizontal ? point : (point.Y, point.X);

        /// <summary>The bars of a series in the order of their categories.</summary>
        public Bar[] Of(int style) => [.. Picture.Filled(Picture.Series[style]).Single().Runs.Select(One).OrderBy(bar => bar.Middle)];

        private Bar One((double X, double Y)[] corners)
        {
            (double Along, double Across)[] turned = [.. corners.Select(Turned)];
            // The first corner and the last lie at the base, the others at the end.
            double from = turned.Min(corner => corner.Across), to = turned.Max(corner => corner.Across), middle = (from + to) / 2;
            return new Bar(
                Categories.MinBy(category => Math.Abs(category.At - middle)).Text, Value(turned[0].Along), Value(turned[1].Along), middle,
                    to - from);
        }

        private double Value(double pixel) => (pixel - Pixel(0)) / (Pixel(1) - Pixel(0));

        public sealed record Bar(string Category, double Base, double Value, double Middle, double Thickness);
    }
}
