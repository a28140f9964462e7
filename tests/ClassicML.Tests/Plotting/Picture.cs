using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ClassicML.Plotting;

namespace ClassicML.Tests.Plotting;

/// <summary>An SVG as a reader sees it: marks by colour and shape, and values by the labels of the axes alone.</summary>
internal sealed partial class Picture
{
    // The light theme, from its sources: Okabe and Ito's colours, darker where they are pale.
    public const string Ink = "#1F2328", Muted = "#59636E", Grid = "#E4E7EB", Paper = "#FFFFFF";

    /// <summary>Coordinates are written with two decimals: an end of a scale and a mark are off by half a hundredth each, and a
    /// bit.</summary>
    public const double Near = 0.05;

    public static readonly string[] Series = ["#0072B2", "#D55E00", "#00855F", "#B5588F", "#B27300", "#2A8CC7", "#7A6A00", "#4D5560"];

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly Lazy<Axis> x, y;

    public Picture(string svg)
    {
        Root = XElement.Parse(svg);
        XElement[] clips = [.. Root.Descendants(Svg + "clipPath")];
        // The first clips what lies between the axes, a second one the legend.
        XElement area = clips[0].Element(Svg + "rect")!;
        (Left, Top) = (Number(area, "x"), Number(area, "y"));
        (Right, Bottom) = (Left + Number(area, "width"), Top + Number(area, "height"));
        string frame = $"url(#{clips[0].Attribute("id")!.Value})";
        foreach (XElement element in Root.Descendants())
        {
            if (element.Parent!.Name == Svg + "clipPath") continue;
            string? clip = Inherited(element, "clip-path");
            Place place = clip is null ? Place.Outside : clip == frame ? Place.Frame : Place.Legend;
            if (element.Name.LocalName is "rect" or "ellipse" or "path") Shapes.Add(Shape(element, place));
            if (element.Name == Svg + "text") Words.Add(WordOf(element, place));
        }
        x = new(() => new Axis(XTicks));
        y = new(() => new Axis(YTicks));
    }

    public enum Place
    {
        Outside,
        Frame,
        Legend,
    }

    public XElement Root { get; }

    /// <summary>The area between the axes, in pixels.</summary>
    public double Left { get; }

    public double Top { get; }

    public double Right { get; }

    public double Bottom { get; }

    /// <summary>Everything drawn but text, in drawing order.</summary>
    public List<Mark> Shapes { get; } = [];

    public List<Word> Words { get; } = [];

    /// <summary>What lies between the axes, the paper aside.</summary>
    public IEnumerable<Mark> Marks =>
        Shapes.Where(mark => mark.Place == Place.Frame
            && !(mark.Name == "rect" && mark.Left == Left && Math.Abs(mark.Right - Right) < Near));

    /// <summary>The labels along the horizontal axis, from the left.</summary>
    public IEnumerable<(double At, string Text)> XTicks => Words
        .Where(word => word.Place == Place.Outside && word.Size == 12 && word.Y > Bottom && word.Y < Bottom + 14)
        .OrderBy(word => word.X).Select(word => (word.X, word.Text));

    /// <summary>The labels along the vertical axis, from the top.</summary>
    public IEnumerable<(double At, string Text)> YTicks => Words
        .Where(word => word.Place == Place.Outside && word.Size == 12 && word.Anchor == "end" && word.X < Left && word.X > Left - 14
            && word.Y <= Bottom)
        .OrderBy(word => word.Y).Select(word => (word.Y, word.Text));

    /// <summary>The horizontal axis by the numbers that stand along it.</summary>
    public Axis X => x.Value;

    public Axis Y => y.Value;

    public static Picture Of(Chart chart, Theme? theme = null) => new(chart.ToSvg(theme));

    /// <summary>Areas and markers of a colour.</summary>
    public Mark[] Filled(string color) => [.. Marks.Where(mark => mark.Fill == color)];

    /// <summary>Lines of a colour, without outlines of what is filled.</summary>
    public Mark[] Lines(string color) => [.. Marks.Where(mark => mark.Fill is null && mark.Stroke == color)];

    /// <summary>The middles of the markers of a series, in drawing order.</summary>
    public (double X, double Y)[] Dots(int style)
    {
        string color = Series[style % Series.Length];
        return [.. Marks.Where(mark => mark.Fill == color && mark.Stroke == Paper
                || mark.IsStroked(color) && mark.Runs.Length == 2 && mark.Right - mark.Left < 12)
            .Select(mark => mark.Centre)];
    }

    /// <summary>The colour of the topmost area over a place between the axes; the paper where there is none.</summary>
    public string ColorAt(double px, double py) => Marks.LastOrDefault(mark => mark.Covers(px, py))?.Fill ?? Paper;

    /// <summary>What the legend shows beside a name.</summary>
    public Mark[] Legend(string name)
    {
        XElement text = Words.Single(word => word.Place == Place.Legend && word.Text == name).Element;
        return [.. Shapes.Where(mark => mark.Place == Place.Legend && mark.Element.IsAfter(text)
            && !Words.Any(word => word.Place == Place.Legend && word.Element.IsAfter(text) && word.Element.IsBefore(mark.Element)))];
    }

    /// <summary>Holds pixels to the values that they stand for.</summary>
    public void Holds(IEnumerable<(double X, double Y)> values, IEnumerable<(double X, double Y)> pixels)
    {
        (double X, double Y)[] expected = [.. values], actual = [.. pixels];
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(X.Pixel(expected[i].X), actual[i].X, Near);
            Assert.Equal(Y.Pixel(expected[i].Y), actual[i].Y, Near);
        }
    }

    /// <summary>Holds what the axes show to their ends.</summary>
    public void Shows(double left, double right, double bottom, double top)
    {
        // Beyond the outermost labels their rounding counts twice.
        Assert.Equal(Left, X.Pixel(left), 2 * Near);
        Assert.Equal(Right, X.Pixel(right), 2 * Near);
        Assert.Equal(Bottom, Y.Pixel(bottom), 2 * Near);
        Assert.Equal(Top, Y.Pixel(top), 2 * Near);
    }

    private static Mark Shape(XElement element, Place place) => new(
        element, place, element.Name.LocalName, Outline(element), Color(element, "fill", "#000000"), Color(element, "stroke", null),
        Inherited(element, "stroke-width") is { } width ? double.Parse(width, CultureInfo.InvariantCulture) : 0,
        Inherited(element, "fill-opacity") is { } opacity ? double.Parse(opacity, CultureInfo.InvariantCulture) : 1);

    private static (double X, double Y)[][] Outline(XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "rect":
                double left = Number(element, "x"), top = Number(element, "y"), right = left + Number(element, "width"),
                    bottom = top + Number(element, "height");
                return [[(left, top), (right, top), (right, bottom), (left, bottom)]];
            case "ellipse":
                double cx = Number(element, "cx"), cy = Number(element, "cy"), rx = Number(element, "rx"), ry = Number(element, "ry");
                return [[(cx, cy - ry), (cx + rx, cy), (cx, cy + ry), (cx - rx, cy)]];
            default:
                return [.. element.Attribute("d")!.Value.Split('M', StringSplitOptions.RemoveEmptyEntries)
                    .Select(run => Numbers(run).Chunk(2)
                    .Select(pair => (pair[0], pair[1])).ToArray())];
        }
    }

    private static Word WordOf(XElement element, Place place)
    {
        string transform = element.Attribute("transform")!.Value;
        double[] numbers = Numbers(transform);
        bool isTurned = !transform.StartsWith("translate(", StringComparison.Ordinal)
            || transform.Contains("rotate", StringComparison.Ordinal);
        (double px, double py) = transform.StartsWith("matrix", StringComparison.Ordinal) ? (numbers[4], numbers[5])
            : (numbers[0], numbers[1]);
        return new Word(
            element, place, element.Value, px, py, Inherited(element, "text-anchor") ?? "start", Color(element, "fill", "#000000")!,
            double.Parse(Inherited(element, "font-size")!, CultureInfo.InvariantCulture), isTurned);
    }

    private static string? Color(XElement element, string name, string? absent) => (Inherited(element, name) ?? absent) switch
    {
        null or "none" => null,
        "white" => Paper,
        "black" => "#000000",
        var other => other.ToUpperInvariant(),
    };

    private static string? Inherited(XElement element, string name) =>
        element.AncestorsAndSelf().Select(each => each.Attribute(name)?.Value).FirstOrDefault(value => value is not null);

    private static double Number(XElement element, string name) =>
        element.Attribute(name) is { } attribute ? double.Parse(attribute.Value, CultureInfo.InvariantCulture) : 0;

    private static double[] Numbers(string text) =>
        [.. Decimal().Matches(text).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"-?[\d.]+")]
    private static partial Regex Decimal();

    /// <summary>A text; its place is the point that it is set by.</summary>
    public sealed record Word(XElement Element, Place Place, string Text, double X, double Y, string Anchor, string Fill, double Size,
        bool IsTurned);

    /// <summary>A shape with the look that it has, groups included; null for a colour that is none.</summary>
    public sealed record Mark(
        XElement Element, Place Place, string Name, (double X, double Y)[][] Runs, string? Fill, string? Stroke, double StrokeWidth,
            double Opacity)
    {
        public double Left => Runs.Min(run => run.Min(point => point.X));

        public double Right => Runs.Max(run => run.Max(point => point.X));

        public double Top => Runs.Min(run => run.Min(point => point.Y));

        public double Bottom => Runs.Max(run => run.Max(point => point.Y));

        /// <summary>The mean of its corners: the middle of every marker.</summary>
        public (double X, double Y) Centre
        {
            get
            {
                (double X, double Y)[] corners = [.. Runs.SelectMany(run => run).Distinct()];
                return (corners.Average(corner => corner.X), corners.Average(corner => corner.Y));
            }
        }

        /// <summary>Its shape whatever its place and size: on which sides of the middle its corners lie.</summary>
        public string Form => Name + " " + string.Join(
            ' ', Runs.Select(run => string.Concat(run.Distinct().Select(corner => Side(corner.X - Centre.X) + Side(corner.Y - Centre.Y)))));

        public bool IsStroked(string color) => Fill is null && Stroke == color;

        /// <summary>Whether a place lies inside, by the even-odd rule.</summary>
        public bool Covers(double px, double py)
        {
            if (Fill is null) return false;
            bool isInside = false;
            foreach ((double X, double Y)[] run in Runs)
                for (int i = 0; i < run.Length; i++)
                {
                    var ((ax, ay), (bx, by)) = (run[i], run[(i + 1) % run.Length]);
                    if (ay > py != by > py && px < ax + (py - ay) / (by - ay) * (bx - ax)) isInside = !isInside;
                }
            return isInside;
        }

        private static string Side(double offset) => Math.Abs(offset) < 0.05 ? "0" : offset > 0 ? "+" : "-";
    }

    /// <summary>An axis read by its labels: linear or logarithmic, whichever all of them lie on.</summary>
    public sealed class Axis
    {
        private readonly double slope, start;

        public Axis(IEnumerable<(double At, string Text)> ticks)
        {
            (double At, double Value)[] all = [.. ticks.Select(tick => (tick.At, double.Parse(tick.Text, CultureInfo.InvariantCulture)))];
            Assert.True(all.Length > 2, "fewer than three labels tell no scale");
            foreach (bool isLog in (bool[])[false, true])
            {
                if (isLog && all.Any(tick => tick.Value <= 0)) break;
                IsLog = isLog;
                double Scaled(double value) => isLog ? Math.Log10(value) : value;
                slope = (all[^1].At - all[0].At) / (Scaled(all[^1].Value) - Scaled(all[0].Value));
                start = all[0].At - slope * Scaled(all[0].Value);
                if (all.All(tick => Math.Abs(Pixel(tick.Value) - tick.At) < Near)) return;
            }
            Assert.Fail($"the labels {string.Join(", ", all)} lie on no scale");
        }

        public bool IsLog { get; }

        /// <summary>Where a value lies.</summary>
        public double Pixel(double value) => start + slope * (IsLog ? Math.Log10(value) : value);
    }
}
