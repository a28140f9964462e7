using ClassicML.Plotting;

namespace ClassicML.Tests.Plotting;

/// <summary>Points, lines and bands lie where the labels of the axes say, in the colours and shapes of their series.</summary>
public class PointMarkTests
{
    private static readonly double[] X = [1, 3, 40, 700], Y = [2, 900, 15, 60];

    public static TheoryData<bool, bool> Scales => new() { { false, false }, { true, false }, { false, true }, { true, true } };

    [Theory, MemberData(nameof(Scales))]
    public void Points_lie_at_their_values(bool logX, bool logY)
    {
        Picture picture = Picture.Of(
            new ScatterChart(new PointSeries("a", X, Y), new PointSeries("b", [2, 100], [500, 5])) { LogX = logX, LogY = logY });
        Assert.Equal((logX, logY), (picture.X.IsLog, picture.Y.IsLog));
        picture.Holds(X.Zip(Y), picture.Dots(0));
        picture.Holds([(2, 500), (100, 5)], picture.Dots(1));
    }

    [Theory, MemberData(nameof(Scales))]
    public void Axes_show_all_values_and_four_hundredths_more_at_each_end(bool logX, bool logY)
    {
        (double left, double right) = Widened(logX, 1, 700);
        (double bottom, double top) = Widened(logY, 2, 900);
        Picture.Of(new ScatterChart(new PointSeries("", X, Y)) { LogX = logX, LogY = logY }).Shows(left, right, bottom, top);
        Picture.Of(new LineChart(new LineSeries("", X, Y)) { LogX = logX, LogY = logY }).Shows(left, right, bottom, top);
    }

    [Theory, MemberData(nameof(Scales))]
    public void A_range_that_is_given_is_what_an_axis_shows(bool logX, bool logY)
    {
        AxisRange x = new(0.5, 2000), y = new(3, 60);
        Picture picture = Picture.Of(new ScatterChart(new PointSeries("", X, Y)) { LogX = logX, LogY = logY, XRange = x, YRange = y });
        picture.Shows(0.5, 2000, 3, 60);
        // What lies outside is not drawn.
        picture.Holds([(40, 15), (700, 60)], picture.Dots(0));
        picture = Picture.Of(
            new LineChart(new LineSeries("", X, Y) { ShowPoints = true }) { LogX = logX, LogY = logY, XRange = x, YRange = y });
        picture.Shows(0.5, 2000, 3, 60);
        picture.Holds([(40, 15), (700, 60)], picture.Dots(0));
    }

    [Fact]
    public void A_point_without_a_place_is_left_out_and_many_points_are_smaller()
    {
        Picture picture = Picture.Of(new ScatterChart(new PointSeries("", [1, double.NaN, 3, 4], [5, 6, double.NaN, 8])));
        picture.Holds([(1, 5), (4, 8)], picture.Dots(0));
        foreach ((int count, double size) in new[] { (300, 8.0), (301, 6), (2000, 6), (2001, 4) })
        {
            double[] at = [.. Enumerable.Range(0, count).Select(i => (double)i)];
            Picture.Mark[] dots = Picture.Of(new ScatterChart(new PointSeries("", at, at))).Filled(Picture.Series[0]);
            Assert.Equal(count, dots.Length);
            Assert.Equal(size, dots[0].Right - dots[0].Left, Picture.Near);
        }
    }

    [Fact]
    public void Two_features_of_rows_are_across_and_up_with_a_style_for_each_class()
    {
        var x = new Matrix(new double[,] { { 0, 10, 5 }, { 1, 20, 6 }, { 2, 30, 7 }, { 3, 45, 9 } });
        var data = new ClassificationData(x, [0, 2, 2, 0], new ClassLabels(["a", "b", "c"]), featureNames: ["first", "second", "third"]);
        ScatterChart chart = ScatterChart.Of(data, xFeature: 2, yFeature: 1);
        Assert.Equal(("third", "second"), (chart.XLabel, chart.YLabel));
        Picture picture = Picture.Of(chart);
        picture.Holds([(5, 10), (9, 45)], picture.Dots(0));
        // A class without rows has no series, and the next keeps its own style.
        picture.Holds([(6, 20), (7, 30)], picture.Dots(2));
        Assert.Equal(["a", "c"], chart.Series.Select(series => series.Name));
        picture = Picture.Of(ScatterChart.Of(data));
        picture.Holds([(0, 10), (3, 45)], picture.Dots(0));
    }

    [Fact]
    public void Later_series_lie_over_earlier_ones()
    {
        Picture picture = Picture.Of(new ScatterChart(new PointSeries("", [1, 2], [1, 3]), new PointSeries("", [1], [1])));
        Assert.Equal([Picture.Series[0], Picture.Series[0], Picture.Series[1]], picture.Marks.Select(mark => mark.Fill));
        picture = Picture.Of(new LineChart(
            new LineSeries("", [1, 2], [1, 3]) { Deviation = [1, 1] }, new LineSeries("", [1, 2], [3, 1]) { Deviation = [1, 1] }));
        // Bands first, so that none covers a line.
        Assert.Equal(
            [(Picture.Series[0], true), (Picture.Series[1], true), (Picture.Series[0], false), (Picture.Series[1], false)],
            picture.Marks.Select(mark => ((mark.Fill ?? mark.Stroke)!, mark.Fill is not null)));
    }

    [Theory, MemberData(nameof(Scales))]
    public void Lines_run_through_their_values_and_gaps_interrupt_them(bool logX, bool logY)
    {
        double[] x = [1, 2, 50, 400, 1000], y = [3, 1, double.NaN, 20, 300];
        Picture picture = Picture.Of(new LineChart(
            new LineSeries("", x, y) { ShowPoints = true }, new LineSeries("", [1, 1000], [200, 2]))
        { LogX = logX, LogY = logY });
        Picture.Mark line = Assert.Single(picture.Lines(Picture.Series[0]));
        Assert.Equal(2, line.Runs.Length);
        picture.Holds([(1, 3), (2, 1)], line.Runs[0]);
        picture.Holds([(400, 20), (1000, 300)], line.Runs[1]);
        picture.Holds([(1, 3), (2, 1), (400, 20), (1000, 300)], picture.Dots(0));
        picture.Holds([(1, 200), (1000, 2)], Assert.Single(picture.Lines(Picture.Series[1])).Runs[0]);
        Assert.Empty(picture.Dots(1));
    }

    [Fact]
    public void A_point_between_two_gaps_is_marked_and_others_only_where_that_is_asked_for()
    {
        LineSeries series = new("", [1, 2, 3, 4, 5], [1, 2, double.NaN, 4, double.NaN]);
        Picture picture = Picture.Of(new LineChart(series));
        picture.Holds([(4, 4)], picture.Dots(0));
        picture = Picture.Of(new LineChart(series with { ShowPoints = true }));
        picture.Holds([(1, 1), (2, 2), (4, 4)], picture.Dots(0));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_band_reaches_one_deviation_to_both_sides(bool log)
    {
        LineSeries series = new("", [1, 2, 4, 8, 9], [10, 20, 5, 40, 7]) { Deviation = [1, 5, 2, double.NaN, 3] };
        Picture picture = Picture.Of(new LineChart(series, new LineSeries("", [1, 9], [10, 10])) { LogY = log });
        Picture.Mark band = Assert.Single(picture.Filled(Picture.Series[0]));
        Assert.Equal((0.2, 2), (band.Opacity, band.Runs.Length));
        // Along the upper ends and back along the lower ones; a deviation that is missing interrupts it.
        picture.Holds([(1, 11), (2, 25), (4, 7), (4, 3), (2, 15), (1, 9)], band.Runs[0].Distinct());
        picture.Holds([(9, 10), (9, 4)], band.Runs[1].Distinct());
        (double bottom, double top) = Widened(log, 3, 40);
        picture.Shows(1 - 0.04 * 8, 9 + 0.04 * 8, bottom, top);
    }

    [Fact]
    public void On_a_logarithmic_axis_a_band_that_reaches_zero_ends_at_the_axis()
    {
        Picture picture = Picture.Of(
            new LineChart(new LineSeries("", [1, 2, 3], [10, 2, 100]) { Deviation = [5, 2, 100] }) { LogY = true });
        Picture.Mark band = Assert.Single(picture.Filled(Picture.Series[0]));
        Assert.Equal([picture.Y.Pixel(15), picture.Y.Pixel(4), picture.Y.Pixel(200)], band.Runs[0][..3].Select(point => point.Y), Close);
        // Back from the right: 100 - 100 and 2 - 2 have no logarithm.
        Assert.Equal([picture.Bottom, picture.Bottom, picture.Y.Pixel(5)], band.Runs[0][3..6].Select(point => point.Y), Close);
        // What has no logarithm doesn't widen the axis: 2 is the least and 200 the greatest.
        (double bottom, double top) = Widened(true, 2, 200);
        picture.Shows(0.92, 3.08, bottom, top);

        static bool Close(double a, double b) => Math.Abs(a - b) < 2 * Picture.Near;
    }

    [Fact]
    public void A_line_to_compare_with_is_grey_and_dashed_and_takes_no_colour()
    {
        Picture picture = Picture.Of(new LineChart(
            new LineSeries("chance", [0, 1], [0.5, 0.5]) { IsReference = true, ShowPoints = true, Deviation = [0.1, 0.1] },
            new LineSeries("a", [0, 1], [0.7, 0.9]), new LineSeries("b", [0, 1], [0.1, 0.3]) { Style = 4 },
                new LineSeries("c", [0, 1], [0.2, 0.8])));
        // Under its line lies its band. Dashes are boxes of their own, one and a half pixels high.
        Picture.Mark[] reference = picture.Filled(Picture.Muted);
        Assert.Equal([0.2, 1], reference.Select(mark => mark.Opacity));
        Assert.InRange(reference[1].Runs.Length, 20, 100);
        Assert.Equal([picture.X.Pixel(0), picture.X.Pixel(1)], [reference[1].Left, reference[1].Right], (a, b) => Math.Abs(a - b) < Picture.Near);
        Assert.Equal(picture.Y.Pixel(0.5), (reference[1].Top + reference[1].Bottom) / 2, Picture.Near);
        Assert.Equal(1.5, reference[1].Bottom - reference[1].Top, Picture.Near);
        picture.Holds([(0, 0.7), (1, 0.9)], Assert.Single(picture.Lines(Picture.Series[0])).Runs[0]);
        picture.Holds([(0, 0.1), (1, 0.3)], Assert.Single(picture.Lines(Picture.Series[4])).Runs[0]);
        // A style that is given is not counted.
        picture.Holds([(0, 0.2), (1, 0.8)], Assert.Single(picture.Lines(Picture.Series[1])).Runs[0]);
        Picture.Mark shown = Assert.Single(picture.Legend("chance"));
        Assert.Equal((Picture.Muted, true), (shown.Fill, shown.Runs.Length > 1));
        Assert.Equal(2.2, picture.Lines(Picture.Series[0])[0].StrokeWidth);
    }

    [Fact]
    public void Fifty_six_styles_differ_in_colour_or_shape()
    {
        Picture picture = Picture.Of(
            new ScatterChart(Enumerable.Range(0, 57).Select(i => new PointSeries($"s{i}", [i, i], [i, i]))) { Width = 2000 });
        (string?, string)[] looks = [.. Enumerable.Range(0, 57).Select(i => picture.Legend($"s{i}").Single())
            .Select(mark => (mark.Fill ?? mark.Stroke, mark.Form))];
        Assert.Equal(56, looks.Distinct().Count());
        Assert.Equal(looks[0], looks[56]);
        Assert.Equal(7, looks.Select(look => look.Item2).Distinct().Count());
        Assert.Equal(Picture.Series, looks[..8].Select(look => look.Item1));
    }

    [Fact]
    public void A_legend_shows_each_name_with_the_colour_and_shape_of_its_marks()
    {
        PointSeries[] points = [.. Enumerable.Range(0, 7).Select(i => new PointSeries($"s{i}", [i, i + 0.5], [i, i])), new("", [3], [5])];
        Picture picture = Picture.Of(new ScatterChart(points) { Width = 900 });
        for (int i = 0; i < 7; i++)
        {
            Picture.Mark shown = Assert.Single(picture.Legend($"s{i}"));
            Picture.Mark[] drawn = [.. picture.Marks.Where(mark => (mark.Fill ?? mark.Stroke) == Picture.Series[i])];
            Assert.Equal((2, shown.Form, shown.Fill, shown.Stroke), (drawn.Length, drawn[0].Form, drawn[0].Fill, drawn[0].Stroke));
            picture.Holds([(i, i), (i + 0.5, i)], drawn.Select(mark => mark.Centre));
        }
        // A series without a name is drawn, and not in the legend.
        Assert.Equal(7, picture.Words.Count(word => word.Place == Picture.Place.Legend));
        picture.Holds([(3, 5)], picture.Dots(7));

        picture = Picture.Of(
            new LineChart(new LineSeries("marked", [1, 2], [1, 2]) { ShowPoints = true, Style = 3 },
            new LineSeries("plain", [1, 2], [3, 1])));
        Picture.Mark[] both = picture.Legend("marked");
        Assert.Equal([(null, Picture.Series[3]), (Picture.Series[3], Picture.Paper)], both.Select(mark => (mark.Fill, mark.Stroke)));
        Assert.Equal(picture.Filled(Picture.Series[3])[0].Form, both[1].Form);
        Assert.Equal((null, Picture.Series[0]), (Assert.Single(picture.Legend("plain")).Fill, picture.Legend("plain")[0].Stroke));
    }

    /// <summary>What an axis shows of values between two: a twenty-fifth of their spread, or of its logarithm, more at each end.</summary>
    private static (double Low, double High) Widened(bool log, double low, double high)
    {
        if (!log) return (low - 0.04 * (high - low), high + 0.04 * (high - low));
        double factor = Math.Pow(high / low, 0.04);
        return (low / factor, high * factor);
    }
}
