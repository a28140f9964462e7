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
/// decimals (a hundredth of a pixel); and the colours of <see cref="Theme.Page"/>, which stand for roles, become CSS variables.
/// </remarks>
internal static partial class SvgCleaner
{
    private const string Fonts = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', 'Liberation Sans', sans-serif";
    private const string IdMark = "chart-id-";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static string Clean(string raw, Chart chart, Theme theme, string? idPrefix)
    {
        XElement drawn = XDocument.Parse(raw).Root!;
        foreach (XElement text in drawn.Descendants(Svg + "text").ToList()) Reset(text);
        RenumberIds(drawn);
        foreach (XElement element in drawn.Descendants())
        {
            foreach (XAttribute attribute in element.Attributes()) Rewrite(attribute, theme);
        }
        var root = new XElement(Svg + "svg", Frame(chart, theme), drawn.Nodes());
        foreach (XText space in root.DescendantNodes().OfType<XText>().Where(t => string.IsNullOrWhiteSpace(t.Value)).ToList()) space.Remove();
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

    private static double First(XAttribute? list) =>
        list is null ? 0 : double.Parse(list.Value.Split(',', 2)[0], CultureInfo.InvariantCulture);

    private static void RenumberIds(XElement drawn)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (XAttribute id in drawn.Descendants().Attributes("id"))
        {
            names.Add(id.Value, Chart.Invariant($"{IdMark}{names.Count + 1}"));
            id.Value = names[id.Value];
        }
        foreach (XAttribute reference in drawn.Descendants().Attributes().Where(a => a.Value.StartsWith("url(#", StringComparison.Ordinal)))
            reference.Value = $"url(#{names[reference.Value[5..^1]]})";
    }

    private static void Rewrite(XAttribute attribute, Theme theme)
    {
        switch (attribute.Name.LocalName)
        {
            case "fill" or "stroke" when theme == Theme.Page && attribute.Value != "none":
                attribute.Value = Theme.PageValues[attribute.Value.ToUpperInvariant()];
                break;
            case "d" or "x" or "y" or "cx" or "cy" or "rx" or "ry" or "r" or "width" or "height" or "transform" or "stroke-width"
                or "fill-opacity" or "stroke-opacity" or "points":
                attribute.Value = Digits().Replace(attribute.Value, Round);
                break;
        }
    }

    private static string Round(Match number) =>
        Math.Round(double.Parse(number.ValueSpan, CultureInfo.InvariantCulture), 2).ToString("0.##", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"-?\d+\.\d+(e-?\d+)?|-?\d+e-?\d+")]
    private static partial Regex Digits();
}
