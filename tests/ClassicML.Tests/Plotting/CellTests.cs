using ClassicML.Plotting;

namespace ClassicML.Tests.Plotting;

/// <summary>Cells of heat maps and pixels of image grids: their order, their colours and what stands in them.</summary>
public class CellTests
{
    private static readonly double[,] Numbers = { { 0, 1, 2.5 }, { 8, double.NaN, 4 } };

    [Fact]
    public void A_cell_lies_in_the_row_and_under_the_name_of_its_number_with_that_number()
    {
        Picture picture = Picture.Of(new HeatMap(new Matrix(Numbers), ["upper", "lower"], ["x", "y", "z"]));
        (double At, string Text)[] rows = [.. picture.YTicks], columns = [.. picture.XTicks];
        Assert.Equal(["upper", "lower"], rows.Select(row => row.Text));
        Assert.Equal(["x", "y", "z"], columns.Select(column => column.Text));
        // Two rows and three columns fill the frame.
        Assert.Equal(picture.Top + (picture.Bottom - picture.Top) / 4, rows[0].At, Picture.Near);
        Assert.Equal(picture.Left + (picture.Right - picture.Left) / 6, columns[0].At, Picture.Near);
        for (int i = 0; i < 2; i++)
            for (int j = 0; j < 3; j++)
            {
                Picture.Word? word = picture.Words.SingleOrDefault(
                    word => word.Place == Picture.Place.Frame && Math.Abs(word.X - columns[j].At) < 1 && Math.Abs(word.Y - rows[i].At) < 1);
                // What is missing leaves its cell blank.
                Assert.Equal(double.IsNaN(Numbers[i, j]) ? null
                    : Numbers[i, j].ToString("0.###", System.Globalization.CultureInfo.InvariantCulture), word?.Text);
                string color = picture.ColorAt(columns[j].At, rows[i].At);
                Assert.Equal(double.IsNaN(Numbers[i, j]) ? Picture.Paper : Ramp.Light(Numbers[i, j] / 8), color);
                if (word is not null) Assert.Equal(Ramp.InkOn(color), word.Fill);
            }
        Picture.Mark cell = picture.Filled(Ramp.Light(1)).Single();
        Assert.Equal([picture.Left, (picture.Top + picture.Bottom) / 2, picture.Left + (picture.Right - picture.Left) / 3, picture.Bottom],
            new[] { cell.Left, cell.Top, cell.Right, cell.Bottom }, (a, b) => Math.Abs(a - b) < Picture.Near);
    }

    [Fact]
    public void Colours_go_in_sixteen_equal_steps_from_the_least_to_the_greatest()
    {
        double[] values = [.. Enumerable.Range(0, 33).Select(i => 10 + i * 0.5)];
        Picture picture = Picture.Of(
            new HeatMap(Matrix.Wrap(values, 1, 33), ["r"], values.Select((_, i) => $"{i}")) { ValueFormat = null });
        string[] colors = [.. Enumerable.Range(0, 33)
            .Select(i => picture.ColorAt(picture.Left + (i + 0.5) / 33 * (picture.Right - picture.Left),
            (picture.Top + picture.Bottom) / 2))];
        // Two of 32 steps each, and the greatest with the last.
        Assert.Equal(Enumerable.Range(0, 33).Select(i => Ramp.Light(Math.Min(i / 32.0, 0.99))), colors);
        Assert.Equal(16, colors.Distinct().Count());
        Assert.DoesNotContain(picture.Words, word => word.Place == Picture.Place.Frame);
        // Where all are equal there is nothing to rank: the middle.
        Assert.NotEmpty(Picture.Of(new HeatMap(Matrix.Wrap([7.0, 7], 1, 2), ["r"], ["a", "b"])).Filled(Ramp.Light(0.5)));
    }

    [Fact]
    public void A_confusion_matrix_has_counts_in_its_cells_and_shares_of_rows_as_colours()
    {
        var counts = new Matrix(new double[,] { { 90, 9, 1 }, { 0, 2, 2 }, { 0, 0, 0 } });
        HeatMap chart = HeatMap.Confusion(counts, new ClassLabels(["a", "b", "c"]));
        Assert.Equal(("predicted", "actual", 480), (chart.XLabel, chart.YLabel, chart.Width));
        Picture picture = Picture.Of(chart);
        (double At, string Text)[] rows = [.. picture.YTicks], columns = [.. picture.XTicks];
        Assert.Equal(["a", "b", "c"], rows.Select(row => row.Text));
        Assert.Equal(["a", "b", "c"], columns.Select(column => column.Text));
        double[,] shares = { { 0.9, 0.09, 0.01 }, { 0, 0.5, 0.5 }, { 0, 0, 0 } };
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
            {
                Assert.Equal(Ramp.Light(shares[i, j]), picture.ColorAt(columns[j].At, rows[i].At));
                Assert.Equal($"{counts[i, j]}", picture.Words.Single(
                    word => word.Place == Picture.Place.Frame && Math.Abs(word.X - columns[j].At) < 1
                        && Math.Abs(word.Y - rows[i].At) < 1).Text);
            }
    }

    [Fact]
    public void Numbers_are_as_large_as_fits_and_left_out_below_eight_pixels()
    {
        HeatMap chart = new(new Matrix(new[,] { { 1.0, 2 } }), ["r"], ["a", "b"]) { Width = 640, Height = 420 };
        Assert.Equal([15.0, 15], Sizes(chart));
        // A cell of (640 - 60)/2 pixels holds 100 letters at some 5 pixels only.
        Assert.Empty(Sizes(chart with { ValueFormat = new string('0', 100) }));
        double[] some = Sizes(chart with { ValueFormat = new string('0', 36) });
        Assert.InRange(Assert.Single(some.Distinct()), 8, 14.9);
        // Rows too low for a number.
        Assert.Empty(Sizes(new HeatMap(Matrix.Wrap(new double[40], 40, 1), Enumerable.Range(0, 40).Select(i => $"{i}"), ["a"])));

        static double[] Sizes(HeatMap chart) =>
            [.. Picture.Of(chart).Words.Where(word => word.Place == Picture.Place.Frame).Select(word => word.Size)];
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Pictures_stand_in_rows_from_the_top_left_with_their_first_pixel_there(bool captioned)
    {
        // Three pictures of 2×3 pixels, two in a row, each pixel of another value.
        double[,] pixels = { { 0, 1, 2, 3, 4, 5 }, { 6, 7, 8, 9, 10, double.NaN }, { 12, 13, 14, 15, 11, 5.5 } };
        ImageGrid grid = new(new Matrix(pixels), imageHeight: 2, columnCount: 2) { Captions = captioned ? ["one", "two", "three"] : [] };
        Picture picture = Picture.Of(grid);
        // Between pictures lie 0.12 of their height, and 0.24 for a caption.
        double stepX = 3 + 0.24, stepY = 2 + 0.24 + (captioned ? 0.48 : 0);
        double left = picture.Marks.Min(mark => mark.Left), top = picture.Marks.Min(mark => mark.Top);
        double unit = (picture.Marks.Max(mark => mark.Right) - left) / (stepX + 3);
        Assert.Equal(unit, (picture.Marks.Max(mark => mark.Bottom) - top) / (stepY + 2), 0.01);
        for (int image = 0; image < 3; image++)
            for (int at = 0; at < 6; at++)
            {
                double px = left + unit * (image % 2 * stepX + at % 3 + 0.5), py = top + unit * (image / 2 * stepY + at / 3 + 0.5),
                    value = pixels[image, at];
                Assert.Equal((image, at, double.IsNaN(value) ? Picture.Paper : Ramp.Light(value / 15)),
                    (image, at, picture.ColorAt(px, py)));
            }
        if (!captioned) return;
        foreach ((string caption, int image) in new[] { ("one", 0), ("two", 1), ("three", 2) })
        {
            Picture.Word word = picture.Words.Single(word => word.Text == caption);
            Assert.Equal(left + unit * (image % 2 * stepX + 1.5), word.X, 0.1);
            // Just below the picture, in the room before the next.
            Assert.InRange(word.Y, top + unit * (image / 2 * stepY + 2), top + unit * (image / 2 * stepY + 2.2));
            Assert.Equal("middle", word.Anchor);
        }
    }

    [Fact]
    public void Neighbours_of_one_step_are_one_area_and_others_are_not()
    {
        Picture picture = Picture.Of(new ImageGrid(Matrix.Wrap([0, 0, 0, 1, 1, 0, double.NaN, 0], 1, 8), imageHeight: 2, columnCount: 1));
        Assert.Equal([3, 2], new[] { 0.0, 1 }.Select(share => picture.Filled(Ramp.Light(share)).Sum(mark => mark.Runs.Length)));
        // Equal pixels are the middle of the ramp.
        picture = Picture.Of(new ImageGrid(Matrix.Wrap([4.0, 4, 4, 4], 1, 4), imageHeight: 2, columnCount: 1));
        Assert.Equal(2, Assert.Single(picture.Filled(Ramp.Light(0.5))).Runs.Length);
    }

    [Fact]
    public void Tables_and_pictures_have_no_axes_and_regions_have_them_all_around()
    {
        foreach (string name in (string[])["heat map", "confusion", "images"]) Assert.Empty(Frame(Picture.Of(Samples.Charts[name])));
        Picture regions = Picture.Of(Samples.Charts["regions"]), scatter = Picture.Of(Samples.Charts["scatter"]);
        Assert.Equal(["bottom", "left", "right", "top"], Frame(regions).Order());
        Assert.Equal(["bottom", "left"], Frame(scatter).Order());
        Assert.DoesNotContain(regions.Shapes, shape => shape.Stroke == Picture.Grid);
        Assert.Contains(scatter.Shapes, shape => shape.Stroke == Picture.Grid);

        // The lines that run along a whole side of the frame.
        static string[] Frame(Picture picture) =>
            [.. picture.Shapes.Where(shape => shape.Place == Picture.Place.Outside && shape.Stroke == Picture.Muted)
            .SelectMany(shape => shape.Runs)
            .Select(run => run.Length < 2 ? "" : Same(run, point => point.Y, picture.Bottom) ? "bottom"
                : Same(run, point => point.Y, picture.Top) ? "top"
                : Same(run, point => point.X, picture.Left) ? "left" : Same(run, point => point.X, picture.Right) ? "right" : "")
                    .Where(side => side != "")];

        static bool Same((double X, double Y)[] run, Func<(double X, double Y), double> of, double at) =>
            run.All(point => Math.Abs(of(point) - at) < 0.6) && Math.Abs(run[0].X - run[^1].X) + Math.Abs(run[0].Y - run[^1].Y) > 50;
    }

    /// <summary>The ramp of the light theme: from pale over its middle to dark, in sixteen steps.</summary>
    internal static class Ramp
    {
        private static readonly int[][] Points = [[0xF3, 0xF7, 0xFB], [0x6A, 0xA9, 0xD8], [0x08, 0x39, 0x6E]];

        /// <summary>The colour of a share in [0, 1].</summary>
        public static string Light(double share)
        {
            int step = Math.Min((int)(share * 16), 15);
            double at = step / 7.5;
            int from = at < 1 ? 0 : 1;
            return "#" + string.Concat(Points[from]
                .Zip(Points[from + 1], (a, b) => ((int)Math.Round(a + (b - a) * (at - from))).ToString("X2")));
        }

        /// <summary>Black or white, whichever has the greater contrast by WCAG 2.1.</summary>
        public static string InkOn(string color)
        {
            double[] parts = [.. Enumerable.Range(0, 3).Select(i => Convert.ToInt32(color.Substring(1 + 2 * i, 2), 16) / 255.0)
                .Select(part => part <= 0.03928 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4))];
            double luminance = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
            return (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) ? "#000000" : "#FFFFFF";
        }
    }
}
