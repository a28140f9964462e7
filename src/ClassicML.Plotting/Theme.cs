using System.Globalization;
using System.Text;
using ScottPlot;

namespace ClassicML.Plotting;

/// <summary>The colours of a chart: light, dark, or those of the page that it stands in.</summary>
/// <remarks>
/// Classes and series take eight colours after Okabe and Ito (2008), "Color universal design", that people with colour-blindness tell
/// apart; the pale ones are darker on light paper, so that each has a contrast of at least 3 with it. Marker shapes differ too.
/// </remarks>
public sealed class Theme
{
    /// <summary>The number of steps of the colour ramp of heat maps.</summary>
    internal const int RampSteps = 16;

    private const int SeriesCount = 8;
    private const int SeriesAt = 4;
    private const int RegionAt = SeriesAt + SeriesCount;
    private const int RampAt = RegionAt + SeriesCount;
    private const int RampInkAt = RampAt + RampSteps;

    private static readonly string[] Names =
    [
        "paper", "ink", "muted", "grid", .. Numbered("series", SeriesCount), .. Numbered("region", SeriesCount),
        .. Numbered("ramp", RampSteps), .. Numbered("ramp-ink", RampSteps),
    ];

    private readonly Color[] colors;

    private Theme(Color[] colors) => this.colors = colors;

    /// <summary>Dark ink on white paper.</summary>
    public static Theme Light { get; } = new(Colors(
        ["#FFFFFF", "#1F2328", "#59636E", "#E4E7EB"],
        ["#0072B2", "#D55E00", "#00855F", "#B5588F", "#B27300", "#2A8CC7", "#7A6A00", "#4D5560"],
        0.26, ["#F3F7FB", "#6AA9D8", "#08396E"]));

    /// <summary>Light ink on dark paper.</summary>
    public static Theme Dark { get; } = new(Colors(
        ["#14181D", "#E8ECF0", "#A2ACB7", "#2B323A"],
        ["#58A9E8", "#FF8A4C", "#2CC79A", "#E39AC6", "#F2B134", "#9AD7F7", "#EFE45A", "#B4BCC6"],
        0.34, ["#1C232B", "#2C6FA8", "#A9D6FF"]));

    /// <summary>
    /// For an SVG inside an HTML page: no paper, and every colour a CSS variable such as <c>var(--chart-ink, #1F2328)</c>, whose
    /// fallback is the light one. One picture then serves light and dark: put <see cref="PageCss"/> into the page.
    /// </summary>
    public static Theme Page { get; } = new([.. Names.Select((_, i) => new Color((byte)(i + 1), (byte)0x5A, (byte)0xC3))]);

    /// <summary>
    /// The style sheet that gives the variables of <see cref="Page"/> their colours: by the reader's preference, or by
    /// <c>data-theme="light"</c> or <c>"dark"</c> on the root element where a page has a switch.
    /// </summary>
    public static string PageCss { get; } =
        $":root{{{Variables(Light)}}}\n" +
        $"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{Variables(Dark)}}}}}\n" +
        $":root[data-theme=dark]{{{Variables(Dark)}}}\n";

    internal Color Paper => colors[0];

    internal Color Ink => colors[1];

    internal Color Muted => colors[2];

    internal Color Grid => colors[3];

    internal Color Series(int index) => colors[SeriesAt + index % SeriesCount];

    internal Color Region(int index) => colors[RegionAt + index % SeriesCount];

    /// <summary>The step of the ramp for a share in [0, 1].</summary>
    internal static int RampStep(double share) => Math.Clamp((int)(share * RampSteps), 0, RampSteps - 1);

    internal Color Ramp(int step) => colors[RampAt + step];

    internal Color RampInk(int step) => colors[RampInkAt + step];

    /// <summary>The hexadecimal form of the page theme's paper.</summary>
    internal static string PaperMark => Hex(Page.Paper);

    /// <summary>How a colour of the page theme is written, by its hexadecimal form in capitals.</summary>
    internal static IReadOnlyDictionary<string, string> PageValues { get; } = Names
        .Select((name, i) => (Hex(Page.colors[i]), $"var(--chart-{name}, {Hex(Light.colors[i])})"))
        .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    /// <summary>The contrast ratio of two colours, from 1 to 21, as WCAG 2.1 defines it.</summary>
    internal static double Contrast(Color a, Color b)
    {
        double la = Luminance(a), lb = Luminance(b);
        return (Math.Max(la, lb) + 0.05) / (Math.Min(la, lb) + 0.05);
    }

    private static Color[] Colors(string[] basic, string[] series, double tint, string[] ramp)
    {
        Color[] all = new Color[Names.Length];
        for (int i = 0; i < basic.Length; i++) all[i] = new Color(basic[i]);
        Color paper = all[0];
        for (int i = 0; i < SeriesCount; i++)
        {
            all[SeriesAt + i] = new Color(series[i]);
            all[RegionAt + i] = Mix(paper, all[SeriesAt + i], tint);
        }
        for (int i = 0; i < RampSteps; i++)
        {
            double at = 2.0 * i / (RampSteps - 1);
            Color step = Mix(new Color(ramp[(int)Math.Min(at, 1)]), new Color(ramp[(int)Math.Min(at, 1) + 1]), at - (int)Math.Min(at, 1));
            all[RampAt + i] = step;
            // Of pure black and white one has a contrast of at least 4.58 with any colour; softer inks have not.
            Color black = new("#000000"), white = new("#FFFFFF");
            all[RampInkAt + i] = Contrast(step, black) >= Contrast(step, white) ? black : white;
        }
        return all;
    }

    private static Color Mix(Color from, Color to, double share)
    {
        byte Between(byte a, byte b) => (byte)Math.Round(a + (b - a) * share);
        return new Color(Between(from.R, to.R), Between(from.G, to.G), Between(from.B, to.B));
    }

    private static double Luminance(Color color)
    {
        static double Linear(byte part) => part <= 10 ? part / 255.0 / 12.92 : Math.Pow((part / 255.0 + 0.055) / 1.055, 2.4);
        return 0.2126 * Linear(color.R) + 0.7152 * Linear(color.G) + 0.0722 * Linear(color.B);
    }

    private static string Variables(Theme theme)
    {
        var css = new StringBuilder();
        for (int i = 0; i < Names.Length; i++) css.Append("--chart-").Append(Names[i]).Append(':').Append(Hex(theme.colors[i])).Append(';');
        return css.ToString();
    }

    private static string Hex(Color color) => string.Create(CultureInfo.InvariantCulture, $"#{color.R:X2}{color.G:X2}{color.B:X2}");

    private static IEnumerable<string> Numbered(string name, int count) =>
        Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{name}-{i}"));
}
