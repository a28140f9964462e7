using System.Text.RegularExpressions;
using System.Xml.Linq;
using ClassicML.Plotting;

namespace ClassicML.Tests.Plotting;

public class SvgTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly string[] Geometry = ["d", "x", "y", "cx", "cy", "rx", "ry", "width", "height"];

    [Theory, MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public void A_picture_is_one_element_with_its_title_and_without_a_prolog(string name)
    {
        Chart chart = Samples.Charts[name];
        foreach (Theme theme in new[] { Theme.Light, Theme.Dark, Theme.Page })
        {
            string svg = chart.ToSvg(theme);
            Assert.StartsWith("<svg ", svg);
            XElement root = XDocument.Parse(svg).Root!;
            Assert.Equal($"0 0 {chart.Width} {chart.Height}", root.Attribute("viewBox")!.Value);
            Assert.Equal(theme == Theme.Page ? null : $"{chart.Width}", root.Attribute("width")?.Value);
            Assert.Equal(chart.Title, root.Element(Svg + "title")!.Value);
            // Twice would mean that an earlier pass of the layout was left in.
            Assert.Single(Texts(root), text => text == chart.Title);
        }
    }

    [Theory, MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public void The_same_chart_gives_the_same_bytes_also_from_several_threads(string name)
    {
        Chart chart = Samples.Charts[name];
        string expected = chart.ToSvg(Theme.Page);
        Parallel.For(0, 8, _ => Assert.Equal(expected, chart.ToSvg(Theme.Page)));
    }

    [Fact]
    public void Ids_are_unique_across_the_pictures_of_a_page_and_references_resolve()
    {
        var page = new XElement("page", Samples.Charts.Values.Select(chart => XElement.Parse(chart.ToSvg(Theme.Page))));
        string[] ids = [.. page.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        string[] used = [.. Regex.Matches(page.ToString(), @"url\(#([^)]+)\)").Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(used);
        Assert.All(used, id => Assert.Contains(id, ids));
    }

    [Theory, InlineData(300, 600), InlineData(600, 300)]
    public void A_unit_is_as_long_across_as_up_where_that_is_asked_for(int width, int height)
    {
        LineChart chart = new(new LineSeries("", [0, 3, 3, 0, 0], [0, 0, 3, 3, 0])) { Width = width, Height = height };
        Assert.Equal(1, Ratio(chart with { SquareUnits = true }), 1e-3);
        Assert.NotEqual(1, Ratio(chart), 0.1);

        // The line is the only path with five corners.
        static double Ratio(Chart chart)
        {
            string line = XElement.Parse(chart.ToSvg()).Descendants(Svg + "path").Select(path => path.Attribute("d")!.Value)
                .Single(d => d.Count(c => c is 'M' or 'L') == 5 && d.StartsWith('M') && d.LastIndexOf('M') == 0 && !d.Contains('Z'));
            double[][] corners = [.. Regex.Matches(line, @"[-\d.]+ [-\d.]+").Select(match => match.Value.Split(' ')
                .Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray())];
            return (corners.Max(c => c[0]) - corners.Min(c => c[0])) / (corners.Max(c => c[1]) - corners.Min(c => c[1]));
        }
    }

    [Fact]
    public void Dots_lie_by_their_logarithm_with_the_first_category_on_top()
    {
        DotChart chart = new(["top", "middle", "bottom"], new BarSeries("", [1, 10, 1000])) { LogValues = true };
        (double X, double Y)[] dots = Dots(chart);
        Assert.Equal(2 * (dots[1].X - dots[0].X), dots[2].X - dots[1].X, 0.1);
        Assert.Equal(dots[1].Y - dots[0].Y, dots[2].Y - dots[1].Y, 0.1);
        Assert.True(dots[0].Y < dots[1].Y && dots[0].X < dots[1].X);

        ScatterChart scatter = new(new PointSeries("", [1, 10, 1000], [2, 4, 16])) { LogX = true, LogY = true };
        dots = Dots(scatter);
        Assert.Equal(2 * (dots[1].X - dots[0].X), dots[2].X - dots[1].X, 0.1);
        Assert.Equal(2 * (dots[1].Y - dots[0].Y), dots[2].Y - dots[1].Y, 0.1);
        Assert.True(dots[0].Y > dots[1].Y);

        // Circles, each drawn over its outline at the same place.
        static (double X, double Y)[] Dots(Chart chart) => [.. XElement.Parse(chart.ToSvg()).Descendants(Svg + "ellipse").Concat(
            XElement.Parse(chart.ToSvg()).Descendants(Svg + "circle")).Select(e => (At(e, "cx"), At(e, "cy"))).Distinct()];

        static double At(XElement e, string name) => double.Parse(e.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_text_of_a_legend_stands_in_the_middle_of_its_line_and_is_not_cut_off()
    {
        XElement root = XElement.Parse(new LineChart(new LineSeries("if", [0, 1], [0, 1])).ToSvg());
        XElement text = root.Descendants(Svg + "text").Single(text => text.Value == "if");
        double middle = Number(text, @"translate\([-\d.]+ ([-\d.]+)\)", "transform"), baseline = middle + Number(text, "(.+)", "y");
        XElement clip = root.Descendants(Svg + "clipPath").Last().Element(Svg + "rect")!;
        // Ascenders are three quarters of the size.
        Assert.True(baseline - 0.76 * 12 > Number(clip, "(.+)", "y") + 1, root.ToString());
        Assert.True(baseline + 0.24 * 12 < Number(clip, "(.+)", "y") + Number(clip, "(.+)", "height"), root.ToString());

        static double Number(XElement element, string pattern, string attribute) => double.Parse(
            Regex.Match(element.Attribute(attribute)!.Value, pattern).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_prefix_of_ids_can_be_given()
    {
        Chart chart = Samples.Charts["bars"];
        XElement root = XElement.Parse(chart.ToSvg(idPrefix: "fig-1"));
        Assert.All(root.Descendants().Attributes("id"), id => Assert.StartsWith("fig-1-", id.Value));
        foreach (string bad in new[] { "", "1a", "a b", "a\"" })
            Assert.Contains(
                $"idPrefix must be a letter followed by letters, digits, '-' or '_', was '{bad}'",
                Assert.Throws<ArgumentException>(() => chart.ToSvg(idPrefix: bad)).Message);
    }

    [Theory, MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public void In_a_page_every_colour_is_a_variable_and_elsewhere_none(string name)
    {
        XElement page = XElement.Parse(Samples.Charts[name].ToSvg(Theme.Page));
        var variable = new Regex("^(none|var\\(--chart-[a-z0-9-]+, #[0-9A-F]{6}\\))$");
        XAttribute[] colours = [.. page.Descendants().Attributes("fill"), .. page.Descendants().Attributes("stroke")];
        Assert.All(colours, colour => Assert.Matches(variable, colour.Value));
        Assert.DoesNotContain("var(", Samples.Charts[name].ToSvg(Theme.Dark));
        // A shape without a fill would be black, in the dark as well.
        foreach (XElement shape in page.Descendants().Where(e => e.Name.LocalName is "rect" or "path" or "ellipse" or "text"))
            if (shape.Parent!.Name != Svg + "clipPath")
                Assert.Contains(shape.AncestorsAndSelf(), e => e.Attribute("fill") is not null);
    }

    [Fact]
    public void The_page_has_a_value_for_every_variable_in_light_and_dark()
    {
        string all = string.Concat(Samples.Charts.Values.Select(chart => chart.ToSvg(Theme.Page)));
        foreach (string variable in Regex.Matches(all, "--chart-[a-z0-9-]+").Select(match => match.Value).Distinct())
            Assert.Equal(3, Regex.Count(Theme.PageCss, variable + ":#"));
    }

    [Fact]
    public void Titles_labels_and_names_are_escaped()
    {
        Chart chart = new ScatterChart(new PointSeries("a < b & \"c\"", [1], [2]))
        {
            Title = "<script>alert(1)</script> & more", XLabel = "x<y",
        };
        string svg = chart.ToSvg();
        Assert.DoesNotContain("<script", svg);
        string[] texts = Texts(XElement.Parse(svg));
        Assert.Contains("<script>alert(1)</script> & more", texts);
        Assert.Contains("a < b & \"c\"", texts);
        Assert.Contains("x<y", texts);
    }

    [Fact]
    public void Text_is_whole_words_in_the_fonts_of_the_page()
    {
        XElement root = XElement.Parse(Samples.Charts["lines"].ToSvg(Theme.Page));
        Assert.Contains("training", Texts(root));
        // A hundredth of a pixel is enough.
        Assert.DoesNotMatch(@"\.\d{3}",
            string.Concat(root.Descendants().Attributes().Where(a => Geometry.Contains(a.Name.LocalName) || a.Name == "transform")
            .Select(a => a.Value + " ")));
        foreach (XElement text in root.Descendants(Svg + "text"))
        {
            Assert.DoesNotContain(",", text.Attribute("x")!.Value);
            Assert.Null(text.Attribute("font-family"));
        }
    }

    [Fact]
    public void Legends_and_axes_name_what_is_drawn()
    {
        Assert.Superset(new HashSet<string> { "red", "green", "blue", "length <cm>", "width & more" }, Words("scatter"));
        Assert.Superset(new HashSet<string> { "red", "green", "blue", "Regions" }, Words("regions"));
        Assert.Superset(new HashSet<string> { "training", "chance", "1", "10", "100", "C" }, Words("lines"));
        Assert.Superset(new HashSet<string> { "iris", "wine", "ours", "theirs", "0.90", "-0.10", "0.80", "accuracy" }, Words("bars"));
        Assert.Superset(new HashSet<string> { "no", "yes", "48", "2", "5", "45", "actual", "predicted" }, Words("confusion"));

        static HashSet<string> Words(string name) => [.. Texts(XElement.Parse(Samples.Charts[name].ToSvg()))];
    }

    [Fact]
    public void A_long_title_is_broken_between_words()
    {
        Chart chart = Samples.Charts["scatter"] with { Title = string.Join(' ', Enumerable.Repeat("word", 40)) };
        string[] lines = [.. Texts(XElement.Parse(chart.ToSvg())).Where(text => text.StartsWith("word", StringComparison.Ordinal))];
        Assert.InRange(lines.Length, 3, 5);
        Assert.Equal(chart.Title, string.Join(' ', lines));
    }

    [Fact]
    public void Title_and_labels_stand_above_below_and_beside_the_axes()
    {
        Chart chart = new LineChart(new LineSeries("", [0, 10], [0, 1])) { Title = "The title", XLabel = "across", YLabel = "up" };
        Picture picture = Picture.Of(chart);
        Picture.Word title = Word("The title"), across = Word("across"), up = Word("up");
        Assert.Equal(("middle", 16.5, Picture.Ink), (title.Anchor, title.Size, title.Fill));
        foreach (Picture.Word word in (Picture.Word[])[title, across]) Assert.Equal((picture.Left + picture.Right) / 2, word.X, 0.1);
        Assert.Equal((picture.Top + picture.Bottom) / 2, up.Y, 0.1);
        Assert.True(title.Y < picture.Top);
        Assert.Equal(("middle", 13.5, false), (across.Anchor, across.Size, across.IsTurned));
        Assert.True(across.Y > picture.Bottom + 20);
        Assert.Equal(("middle", 13.5, true), (up.Anchor, up.Size, up.IsTurned));
        Assert.True(up.X < picture.XTicks.First().At && up.X < 30);
        Assert.Equal(picture.Root.Element(Svg + "title")!.Attribute("id")!.Value, picture.Root.Attribute("aria-labelledby")!.Value);
        // Without them there is more room for the data, and no name.
        Picture bare = Picture.Of(new LineChart(new LineSeries("", [0, 10], [0, 1])));
        Assert.True(bare.Top < picture.Top && bare.Bottom > picture.Bottom && bare.Left < picture.Left);
        Assert.Null(bare.Root.Element(Svg + "title"));
        Assert.Null(bare.Root.Attribute("aria-labelledby"));
        Assert.Equal(("img", "0 0 300 200"),
            (bare.Root.Attribute("role")!.Value, Picture.Of(chart with { Width = 300, Height = 200 }).Root.Attribute("viewBox")!.Value));

        Picture.Word Word(string text) => Assert.Single(picture.Words, word => word.Text == text);
    }

    [Fact]
    public void Ticks_and_lines_of_the_grid_stand_where_their_numbers_do()
    {
        Picture picture = Picture.Of(new ScatterChart(new PointSeries("", [1, 9], [2, 700])) { LogY = true });
        double[][] across = Ends(picture.XTicks.Select(tick => tick.At), vertical: true),
            up = Ends(picture.YTicks.Select(tick => tick.At), vertical: false);
        Assert.All([.. across, .. up], ends => Assert.Equal(2, ends.Length));

        // Each has a line of the grid across the frame and a mark outside of it.
        double[][] Ends(IEnumerable<double> places, bool vertical) => [.. places.Select(at => picture.Shapes
            .Where(shape => shape.Place == Picture.Place.Outside && shape.Stroke is Picture.Grid or Picture.Muted)
                .SelectMany(shape => shape.Runs)
            .Where(run => run.All(point => Math.Abs((vertical ? point.X : point.Y) - at) < Picture.Near))
            .Select(run => run.Max(point => vertical ? point.Y : point.X) - run.Min(point => vertical ? point.Y : point.X))
                .Where(length => length > 1).Order().ToArray())];
    }

    /// <summary>What makes a file small moves looks to groups and joins fills with outlines: all must be painted as before, in the same
    /// order.</summary>
    [Theory, MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public void The_compact_form_paints_what_was_drawn(string name)
    {
        Chart chart = Samples.Charts[name];
        using var sheet = new ClassicML.Plotting.Drawing.Sheet(chart, Theme.Light);
        chart.Draw(sheet);
        List<string> drawn = Painted(XElement.Parse(sheet.ToRawSvg()));
        // Each pass of the layout begins with the paper.
        drawn.RemoveRange(0, drawn.LastIndexOf(drawn[0]));
        Assert.Equal(drawn, Painted(XElement.Parse(chart.ToSvg())));

        static List<string> Painted(XElement root)
        {
            List<string> painted = [];
            var clips = root.Descendants(Svg + "clipPath").ToDictionary(clip => $"url(#{clip.Attribute("id")!.Value})",
                clip => Rounded(clip.Elements().Single()));
            foreach (XElement element in root.Descendants()
                .Where(e => e.Name.LocalName is "rect" or "path" or "ellipse" or "text" && e.Parent!.Name != Svg + "clipPath"))
            {
                string clip = Look(element, "clip-path") is { } reference ? clips[reference] : "",
                    place = $"{element.Name.LocalName} {Rounded(element)} in {clip}";
                if (element.Name.LocalName == "text") painted.Add(
                    $"{element.Value.Trim()} {Round(Look(element, "transform")!)} {Look(element, "fill")} {Look(element, "font-size")}");
                else
                {
                    if (Look(element, "fill") is not "none" and var fill
                        && !(element.Name.LocalName == "rect" && (fill is null || Look(element, "fill-opacity") == "0")))
                        painted.Add($"{place} filled {fill} {Look(element, "fill-opacity")}");
                    if (Look(element, "stroke") is { } stroke)
                        painted.Add($"{place} outlined {stroke} {Look(element, "stroke-width")} {Look(element, "stroke-dasharray")}");
                }
            }
            return painted;
        }

        static string Rounded(XElement element) =>
            string.Join(' ', Geometry.Select(each => element.Attribute(each) is { } attribute ? $"{each}={Round(attribute.Value)}" : ""));

        static string? Look(XElement element, string attribute) =>
            element.AncestorsAndSelf()
                .Select(each => each.Attribute(attribute)?.Value).FirstOrDefault(value => value is not null) is { } found
                ? attribute == "clip-path" ? found : Round(found) : null;

        static string Round(string text) => Regex.Replace(text, @"-?\d+\.\d+(e-?\d+)?|-?\d+e-?\d+", number => Math.Round(
            double.Parse(number.Value, System.Globalization.CultureInfo.InvariantCulture), 2).ToString("0.##",
                System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Letters_without_a_glyph_do_not_stop_a_picture() =>
        XElement.Parse(new ScatterChart(new PointSeries("\U0001F98A 日本 \uE123", [1], [2])).ToSvg());

    [Fact]
    public void Pictures_of_reports_stay_small()
    {
        double[] at = [.. Enumerable.Range(0, 500).Select(i => (i * 37 % 500) / 50.0)];
        var rows = Matrix.Wrap([.. at.Zip(at.Reverse(), (a, b) => new[] { a, (a * b) % 7 }).SelectMany(pair => pair)], 500, 2);
        ClassificationData data = ClassificationData.Create(rows, [.. at.Select(a => a < 3 ? "a" : a < 6 ? "b" : "c")]);
        var model = new FormulaModel((x, y) => (int)(Math.Sin(x) * Math.Cos(y) * 1.5 + 1.5), 2, "a", "b", "c");
        Assert.InRange(DecisionRegions.Of(model, data).ToSvg(Theme.Page).Length, 10_000, 100_000);
    }

    private static string[] Texts(XElement root) => [.. root.Descendants(Svg + "text").Select(text => text.Value)];
}
