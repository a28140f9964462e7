using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ClassicML.Plotting;
using SkiaSharp;

namespace ClassicML.Cli.Output;

/// <summary>The SVG of a tree in the colours of a theme, and as a PNG.</summary>
/// <remarks>Trees write rectangles, lines and texts with the variables of the page theme; this knows these three, and no more of SVG.</remarks>
internal sealed partial class TreeDrawing
{
    // Where a picture would be larger, it is drawn smaller.
    private const double MostPixels = 16_000;

    private static readonly Lazy<SKTypeface> Font = new(() =>
    {
        using Stream font = typeof(Chart).Assembly.GetManifestResourceStream("ChartSans.ttf")!;
        return SKTypeface.FromStream(font);
    });

    private readonly XElement root;

    /// <param name="svg">What a tree's <c>ToSvg</c> writes.</param>
    /// <param name="theme">Light or dark.</param>
    public TreeDrawing(string svg, Theme theme)
    {
        Dictionary<string, string> colors = Colors(theme);
        root = XElement.Parse(Variable().Replace(svg, match => colors[match.Groups[1].Value]));
    }

    public double Width => Number(root, "width");

    public double Height => Number(root, "height");

    public string ToSvg(double scale)
    {
        var scaled = new XElement(root);
        scaled.SetAttributeValue("width", (Width * scale).ToString("0.##", CultureInfo.InvariantCulture));
        scaled.SetAttributeValue("height", (Height * scale).ToString("0.##", CultureInfo.InvariantCulture));
        return scaled + "\n";
    }

    public byte[] ToPng(double scale)
    {
        scale = Math.Min(scale, MostPixels / Math.Max(Width, Height));
        using SKSurface surface = SKSurface.Create(new SKImageInfo((int)Math.Ceiling(Width * scale), (int)Math.Ceiling(Height * scale)));
        surface.Canvas.Scale((float)scale);
        foreach (XElement element in root.Elements()) Draw(surface.Canvas, element);
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private void Draw(SKCanvas canvas, XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "rect":
                bool isPage = (string?)element.Attribute("width") == "100%";
                float x = (float)Number(element, "x"), y = (float)Number(element, "y"), radius = (float)Number(element, "rx");
                SKRect box = isPage ? SKRect.Create((float)Width, (float)Height)
                    : SKRect.Create(x, y, (float)Number(element, "width"), (float)Number(element, "height"));
                using (SKPaint fill = Paint(element, "fill")) canvas.DrawRoundRect(box, radius, radius, fill);
                if (element.Attribute("stroke") is null) break;
                using (SKPaint stroke = Paint(element, "stroke")) canvas.DrawRoundRect(box, radius, radius, stroke);
                break;
            case "line":
                using (SKPaint line = Paint(element, "stroke"))
                    canvas.DrawLine(
                        (float)Number(element, "x1"), (float)Number(element, "y1"), (float)Number(element, "x2"), (float)Number(element, "y2"), line);
                break;
            case "text":
                using (var font = new SKFont(Font.Value, (float)Number(element, "font-size", 12)) { Embolden = element.Attribute("font-weight") is not null })
                {
                    // A halo goes behind its letters.
                    foreach (string part in (string[])["stroke", "fill"])
                    {
                        if (part == "stroke" && element.Attribute("stroke") is null) continue;
                        using SKPaint paint = Paint(element, part);
                        canvas.DrawText(element.Value, (float)Number(element, "x"), (float)Number(element, "y"), SKTextAlign.Center, font, paint);
                    }
                }
                break;
        }
    }

    private SKPaint Paint(XElement element, string part)
    {
        SKColor color = SKColor.Parse((string?)element.Attribute(part) ?? (string?)root.Attribute(part));
        double opacity = part == "fill" ? Number(element, "fill-opacity", 1) : 1;
        return new SKPaint
        {
            Color = color.WithAlpha((byte)Math.Round(255 * opacity)), IsAntialias = true, Style = part == "fill" ? SKPaintStyle.Fill : SKPaintStyle.Stroke,
            StrokeWidth = (float)Number(element, "stroke-width", 1), StrokeJoin = SKStrokeJoin.Round,
        };
    }

    private static double Number(XElement element, string name, double absent = 0) =>
        element.Attribute(name) is { } attribute ? double.Parse(attribute.Value, CultureInfo.InvariantCulture) : absent;

    // The style sheet of pages says the variables of both themes.
    private static Dictionary<string, string> Colors(Theme theme)
    {
        string css = Theme.PageCss;
        string own = css[css.IndexOf(theme == Theme.Dark ? ":root[data-theme=dark]{" : ":root{", StringComparison.Ordinal)..];
        return Setting().Matches(own[..own.IndexOf('}', StringComparison.Ordinal)])
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value, StringComparer.Ordinal);
    }

    [GeneratedRegex(@"var\(--chart-([a-z0-9-]+), #[0-9A-Fa-f]{6}\)")]
    private static partial Regex Variable();

    [GeneratedRegex("--chart-([a-z0-9-]+):(#[0-9A-Fa-f]{6})")]
    private static partial Regex Setting();
}
