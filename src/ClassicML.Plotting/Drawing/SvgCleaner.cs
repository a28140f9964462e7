using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ClassicML.Plotting.Drawing;

/// <summary>Turns the SVG that SkiaSharp writes into one that can stand in a page.</summary>
/// <remarks>
/// SkiaSharp places each letter by the metrics of its font, numbers clip paths by a counter of the process and writes seven digits. Here
/// a text becomes an anchor point and its words, so that a browser sets it in the page's font; ids get a prefix; numbers keep two
/// decimals (a hundredth of a pixel); <see cref="SvgCompactor"/> shares what is equal; and the colours of <see cref="Theme.Page"/>, which
/// stand for roles, become CSS variables.
/// </remarks>
internal static partial class SvgCleaner
{
    private const string Fonts = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', 'Liberation Sans', sans-serif";
    private const string IdMark = "chart-id-";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static string Clean(string raw, Chart chart, Theme theme, string? idPrefix)
    {
        XElement drawn = XDocument.Parse(raw).Root!;
        DropEarlierPasses(drawn, chart);
        foreach (XElement text in drawn.Descendants(Svg + "text").ToList()) Reset(text);
        foreach (XAttribute attribute in drawn.Descendants().Attributes()) RoundNumbers(attribute);
        foreach (XElement element in drawn.Descendants().ToList()) Simplify(element, theme);
        SvgCompactor.Compact(drawn, IdMark);
        if (theme == Theme.Page)
            foreach (XAttribute attribute in drawn.Descendants().Attributes().Where(a => a.Name == "fill" || a.Name == "stroke"))
                attribute.Value = PageColor(attribute.Value);
        var root = new XElement(Svg + "svg", Frame(chart, theme), drawn.Nodes());
        root.DescendantNodes().OfType<XText>().Where(text => string.IsNullOrWhiteSpace(text.Value)).Remove();
        string svg = root.ToString(SaveOptions.DisableFormatting);
        string prefix = idPrefix ?? "c" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(svg)))[..10];
        return svg.Replace(IdMark, prefix + "-", StringComparison.Ordinal);
    }

    private static IEnumerable<object> Frame(Chart chart, Theme theme)
    {
        yield return new XAttribute("viewBox", Chart.Invariant($"0 0 {chart.Width} {chart.Height}"));
        if (theme == Theme.Page)
        {
            yield return new XAttribute("class", "chart");
            yield return new XAttribute("style", Chart.Invariant($"width:100%;max-width:{chart.Width}px;height:auto"));
        }
        else
        {
            yield return new XAttribute("width", chart.Width);
            yield return new XAttribute("height", chart.Height);
        }
        yield return new XAttribute("font-family", Fonts);
        yield return new XAttribute("role", "img");
        if (chart.Title.Length == 0) yield break;
        yield return new XAttribute("aria-labelledby", IdMark + "title");
        yield return new XElement(Svg + "title", new XAttribute("id", IdMark + "title"), chart.Title);
    }

    /// <summary>
    /// ScottPlot may draw a second time, over the first, once it knows the sizes of labels and legend. Each pass starts with the paper.
    /// </summary>
    private static void DropEarlierPasses(XElement drawn, Chart chart)
    {
        string width = Chart.Invariant($"{chart.Width}"), height = Chart.Invariant($"{chart.Height}");
        XElement? paper = drawn.Elements(Svg + "rect").LastOrDefault(rect => rect.Attribute("fill") is not null
            && rect.Attribute("x") is null && rect.Attribute("width")?.Value == width && rect.Attribute("height")?.Value == height);
        paper?.ElementsBeforeSelf().ToList().ForEach(element => element.Remove());
    }

    /// <summary>Replaces the places of single letters by one anchor: left, middle or right, whichever the text was aligned by.</summary>
    private static void Reset(XElement text)
    {
        string words = text.Value.Trim();
        float size = float.Parse(text.Attribute("font-size")!.Value, CultureInfo.InvariantCulture);
        double left = First(text.Attribute("x"));
        double width = ChartFont.Width(words, size);
        string anchor = left > -0.1 * width ? "start" : left < -0.9 * width ? "end" : "middle";
        double x = anchor switch { "start" => left, "end" => left + width, _ => left + width / 2 };
        text.SetAttributeValue("x", x.ToString("R", CultureInfo.InvariantCulture));
        text.SetAttributeValue("y", First(text.Attribute("y")).ToString("R", CultureInfo.InvariantCulture));
        text.SetAttributeValue("text-anchor", anchor == "start" ? null : anchor);
        text.SetAttributeValue("font-family", null);
        text.Value = words;
    }

    /// <summary>The first of a list of numbers; a text whose letters no font has comes with an empty list.</summary>
    private static double First(XAttribute? list) =>
        double.TryParse(list?.Value.Split(',', 2)[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double first) ? first : 0;

    private static void RoundNumbers(XAttribute attribute)
    {
        if (attribute.Name.LocalName is "d" or "x" or "y" or "cx" or "cy" or "rx" or "ry" or "width" or "height" or "transform"
            or "stroke-width" or "stroke-dasharray" or "fill-opacity" or "font-size")
            attribute.Value = Digits().Replace(attribute.Value, Round);
    }

    /// <summary>Drops what paints nothing, and under a page's theme the paper too, and attributes that say what holds anyway.</summary>
    private static void Simplify(XElement element, Theme theme)
    {
        string? fill = element.Attribute("fill")?.Value;
        bool isClip = element.Parent?.Name == Svg + "clipPath";
        bool isBlank = fill is null || (theme == Theme.Page && fill == Theme.PaperMark) || element.Attribute("fill-opacity")?.Value == "0";
        if (element.Name == Svg + "rect" && isBlank && !isClip)
        {
            element.Remove();
            return;
        }
        element.SetAttributeValue("stroke-miterlimit", null);
        if (element.Name == Svg + "path" && fill == "none") element.SetAttributeValue("fill-rule", null);
    }

    private static string PageColor(string value) => value == "none" ? value : Theme.PageValues[value.ToUpperInvariant()];

    private static string Round(Match number) =>
        Math.Round(double.Parse(number.ValueSpan, CultureInfo.InvariantCulture), 2).ToString("0.##", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"-?\d+\.\d+(e-?\d+)?|-?\d+e-?\d+")]
    private static partial Regex Digits();
}
