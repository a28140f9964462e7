using ClassicML.Plotting;
using ClassicML.Plotting.Drawing;
using CsCheck;

namespace ClassicML.Tests.Plotting;

public class RegionTests
{
    [Fact]
    public void One_class_fills_the_frame() =>
        Assert.Equal([(0, 36.0)], Areas(RegionGrid.Of((x, y) => new int[x.Length], 6)));

    [Fact]
    public void A_straight_border_lies_where_the_class_changes()
    {
        var areas = Areas(RegionGrid.Of((x, y) => [.. x.Select(at => at < 3.3 ? 0 : 2)], 10));
        Assert.Equal([0, 2], areas.Select(area => area.Code));
        // Five halvings place the border within 1/64 of a cell, over a height of ten cells.
        Assert.Equal(33, areas[0].Area, 10.0 / 64);
        Assert.Equal(100, areas[0].Area + areas[1].Area, 1e-9);
    }

    [Fact]
    public void A_disc_is_a_ring_and_a_hole_of_its_surroundings()
    {
        RegionGrid grid = RegionGrid.Of((x, y) => [.. x.Zip(y, (a, b) => Math.Pow(a - 20.3, 2) + Math.Pow(b - 19.1, 2) < 144 ? 1 : 0)], 40);
        var rings = RegionTracer.Trace(grid).ToDictionary(area => area.Code, area => area.Rings);
        Assert.Equal(2, rings[0].Count);
        Assert.Single(rings[1]);
        // A chord of a cell's length lies at most 1/(8·12) of a cell inside the circle, and 1/64 is the border's own error.
        Assert.Equal(Math.PI * 144, Areas(grid)[1].Area, 2 * Math.PI * 12 * (1.0 / 96 + 1.0 / 64));
    }

    [Fact]
    public void Areas_of_any_classes_fill_the_frame_without_gap_or_overlap() =>
        Gen.Int[0, 3].Array[25].Sample(codes =>
        {
            RegionGrid grid = RegionGrid.Of((x, y) => [.. x.Zip(y, (a, b) => codes[(int)Math.Round(b) * 5 + (int)Math.Round(a)])], 4);
            // Points within a hundredth of a cell from a line are dropped.
            Assert.Equal(16, Areas(grid).Sum(area => area.Area), 0.5);
            Assert.Equal(codes.Distinct().Order(), Areas(grid).Select(area => area.Code));
        });

    [Fact]
    public void Refining_asks_for_few_predictions()
    {
        var model = new FormulaModel((x, y) => x + y < 4 ? 0 : 1);
        DecisionRegions.Of(model, Samples.Rows, resolution: 100);
        Assert.InRange(model.Asked, 101 * 101, 101 * 101 + 5 * 2 * 200);
        // By default 120 cells each way.
        model = new FormulaModel((x, y) => 0);
        DecisionRegions.Of(model, Samples.Rows);
        Assert.Equal(121 * 121, model.Asked);
    }

    [Fact]
    public void Other_features_are_held_at_their_means_or_as_given()
    {
        var x = new Matrix(new double[,] { { 0, 1, 7, double.NaN }, { 1, 0, 9, 4 } });
        ClassificationData data = ClassificationData.Create(x, ["blue", "red"]);
        var model = new FormulaModel((a, b) => 0, featureCount: 4);
        DecisionRegions.Of(model, data, 1, 0, resolution: 2);
        Assert.Equal([8.0, 4.0], model.LastRows!.Row(3)[2..].ToArray());
        // Node 0 is the lower left corner: the range of the data, 0 to 1, and 6 % of it.
        Assert.Equal([-0.06, -0.06], model.LastRows.Row(0)[..2].ToArray());
        DecisionRegions.Of(model, data, 0, 1, [0, 0, 5, 6], resolution: 2);
        Assert.Equal([5.0, 6.0], model.LastRows!.Row(3)[2..].ToArray());
    }

    [Fact]
    public void Rows_take_the_colours_of_the_model_by_label()
    {
        var model = new FormulaModel((x, y) => 0, 2, "red", "unseen");
        DecisionRegions chart = DecisionRegions.Of(model, Samples.Rows);
        Assert.Equal([("blue", 2), ("green", 3), ("red", 0)], chart.Points.Select(points => (points.Name, points.Style!.Value)));
        Assert.Same(model.Labels, chart.Labels);
        Assert.Contains(">unseen<", DecisionRegions.Of(new FormulaModel((x, y) => 1, 2, "red", "unseen"), Samples.Rows).ToSvg());
    }

    [Fact]
    public void Wrong_features_are_refused()
    {
        var model = new FormulaModel((x, y) => 0);
        Assert.Contains(
            "model must have 2 features, has 3",
            Assert.Throws<ArgumentException>(() => DecisionRegions.Of(new FormulaModel((x, y) => 0, 3), Samples.Rows)).Message);
        Assert.Contains(
            "the model was fitted on 3 features, this matrix has 2",
            Assert.Throws<ArgumentException>(() => DecisionRegions.Of(new FormulaModel((x, y) => 0, 3), Samples.Rows, 0, 1)).Message);
        Assert.Contains(
            "yFeature must be in [0, 2), was 2",
            Assert.Throws<ArgumentOutOfRangeException>(() => DecisionRegions.Of(model, Samples.Rows, 0, 2)).Message);
        Assert.Contains(
            "xFeature and yFeature must differ, both are 1",
            Assert.Throws<ArgumentException>(() => DecisionRegions.Of(model, Samples.Rows, 1, 1)).Message);
        Assert.Contains(
            "held must have 2 entries, one for each feature, has 1",
            Assert.Throws<ArgumentException>(() => DecisionRegions.Of(model, Samples.Rows, 0, 1, [1])).Message);
        Assert.Contains(
            "resolution must be in [2, 1000], was 1",
            Assert.Throws<ArgumentOutOfRangeException>(() => DecisionRegions.Of(model, Samples.Rows, 1)).Message);
    }

    [Fact]
    public void Areas_end_at_the_values_where_the_model_changes_class()
    {
        // Class 2 above 2.3, and below it class 0 to the left of 1.7: three areas that meet in a T.
        Picture picture = Picture.Of(DecisionRegions.Of(new FormulaModel((x, y) => y > 2.3 ? 2 : x < 1.7 ? 0 : 1), Samples.Rows));
        double x = picture.X.Pixel(1.7), y = picture.Y.Pixel(2.3);
        (double Left, double Top, double Right, double Bottom)[] expected =
            [(picture.Left, y, x, picture.Bottom), (x, y, picture.Right, picture.Bottom), (picture.Left, picture.Top, picture.Right, y)];
        for (int k = 0; k < 3; k++)
        {
            Picture.Mark area = Area(picture, k);
            // A border is within 1/64 of a cell of some 5 pixels; where three meet, their corner lies within half a cell.
            Assert.Equal(expected[k].Left, area.Left, k == 1 ? 2.5 : 0.2);
            Assert.Equal(expected[k].Top, area.Top, k < 2 ? 1.5 : 0.2);
            Assert.Equal(expected[k].Right, area.Right, k == 0 ? 2.5 : 0.2);
            Assert.Equal(expected[k].Bottom, area.Bottom, k == 2 ? 1.5 : 0.2);
            // Where the areas surely are, each has its class's colour.
            Assert.Equal(area.Fill,
                picture.ColorAt((expected[k].Left + expected[k].Right) / 2, (expected[k].Top + expected[k].Bottom) / 2));
        }
        // The data from 0 to 5 and 0 to 4, and 6 % of it.
        picture.Shows(-0.3, 5.3, -0.24, 4.24);
    }

    [Fact]
    public void A_slanted_border_runs_through_the_places_where_the_class_changes()
    {
        Picture picture = Picture.Of(DecisionRegions.Of(new FormulaModel((x, y) => x + 2 * y < 6 ? 0 : 1), Samples.Rows, resolution: 60));
        // A cell is 4.48/60 high: an eighth of one on either side of the border, and the class is the other.
        for (int i = 0; i <= 50; i++)
        {
            double x = 0.1 * i, y = (6 - x) / 2;
            Assert.Equal((x, Region(0)), (x, picture.ColorAt(picture.X.Pixel(x), picture.Y.Pixel(y - 0.01))));
            Assert.Equal((x, Region(1)), (x, picture.ColorAt(picture.X.Pixel(x), picture.Y.Pixel(y + 0.01))));
        }
    }

    [Fact]
    public void Features_are_across_and_up_as_asked_for_and_others_are_held()
    {
        var x = new Matrix(new double[,] { { 0, 1, 10 }, { 4, 2, 30 }, { 2, 9, 20 } });
        ClassificationData data = ClassificationData.Create(x, ["blue", "green", "red"], ["a", "b", "c"]);
        // Feature 0 is up and feature 2 across; feature 1, at its mean of 4 or held at 0, decides in which half is which.
        var model = new ThreeFeatures((a, b, c) => a > 1 == b > 3 ? 0 : c > 15 ? 1 : 2);
        DecisionRegions chart = DecisionRegions.Of(model, data, xFeature: 2, yFeature: 0);
        Assert.Equal(("c", "a"), (chart.XLabel, chart.YLabel));
        Picture picture = Picture.Of(chart);
        Assert.Equal([Region(0), Region(1), Region(2)], Colors(picture));
        Assert.Equal([(10, 0), (30, 4), (20, 2)], new[] { 0, 1, 2 }.Select(k => picture.Dots(k).Single()).Select(dot => (
            Math.Round((dot.X - picture.X.Pixel(0)) / (picture.X.Pixel(1) - picture.X.Pixel(0)), 1),
            Math.Round((dot.Y - picture.Y.Pixel(0)) / (picture.Y.Pixel(1) - picture.Y.Pixel(0)), 1))));
        picture = Picture.Of(DecisionRegions.Of(model, data, xFeature: 2, yFeature: 0, held: [99, 0, 99]));
        Assert.Equal([Region(1), Region(0), Region(0)], Colors(picture));

        static string[] Colors(Picture picture) =>
            [.. new[] { (18.0, 3.0), (18, 0.5), (12, 0.5) }
                .Select(at => picture.ColorAt(picture.X.Pixel(at.Item1), picture.Y.Pixel(at.Item2)))];
    }

    [Fact]
    public void Classes_without_rows_are_in_the_legend_by_their_area_and_others_by_their_marker()
    {
        Picture picture = Picture.Of(DecisionRegions.Of(new FormulaModel((x, y) => x < 2 ? 0 : 1, 2, "red", "unseen"), Samples.Rows));
        Assert.Equal(Region(1), Assert.Single(picture.Legend("unseen")).Fill);
        Assert.Equal(Picture.Series[0], Assert.Single(picture.Legend("red")).Fill);
        // Classes that the model does not know come after its own two.
        Assert.Equal(Picture.Series[2], Assert.Single(picture.Legend("blue")).Fill);
        picture.Holds([(0, 0), (1, 2)], picture.Dots(0));
        picture.Holds([(4, 0), (5, 4)], picture.Dots(2));
    }

    private static Picture.Mark Area(Picture picture, int code) => picture.Marks.Single(mark => mark.Fill == Region(code));

    /// <summary>The colour of a region in the light theme: white with 26 % of the colour of the class.</summary>
    private static string Region(int code) => "#" + string.Concat(Enumerable.Range(0, 3).Select(i =>
        ((int)Math.Round(255 + 0.26 * (Convert.ToInt32(Picture.Series[code].Substring(1 + 2 * i, 2), 16) - 255))).ToString("X2")));

    /// <summary>The area of each class: the sum of its rings', holes negative, since pieces run counter-clockwise.</summary>
    private static List<(int Code, double Area)> Areas(RegionGrid grid) =>
        [.. RegionTracer.Trace(grid).Select(area => (area.Code, area.Rings.Sum(Signed)))];

    private static double Signed((double X, double Y)[] ring)
    {
        double twice = 0;
        for (int i = 0; i < ring.Length; i++)
        {
            var (x, y) = ring[i];
            var (nx, ny) = ring[(i + 1) % ring.Length];
            twice += x * ny - nx * y;
        }
        return twice / 2;
    }

    private sealed class ThreeFeatures(Func<double, double, double, int> formula) : IClassifierModel
    {
        public ClassLabels Labels { get; } = new(["blue", "green", "red"]);

        public int FeatureCount => 3;

        public FitReport Report => new();

        public void Predict(Features x, Memory<int> destination)
        {
            for (int i = 0; i < x.RowCount; i++) destination.Span[i] = formula(((Matrix)x)[i, 0], ((Matrix)x)[i, 1], ((Matrix)x)[i, 2]);
        }
    }
}
