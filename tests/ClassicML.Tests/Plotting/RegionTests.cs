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
}
