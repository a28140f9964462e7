using ScottPlot;
using SkiaSharp;

namespace ClassicML.Plotting.Drawing;

/// <summary>
/// The embedded font. Text is measured with it whatever fonts a machine has, so layout is the same everywhere, and a machine without any
/// font still draws text.
/// </summary>
internal static class ChartFont
{
    /// <summary>The name by which ScottPlot finds it; no installed font has it, so other users of ScottPlot see no change.</summary>
    public const string Name = "ClassicML Chart Sans";

    private static readonly SKTypeface Typeface = Load();

    /// <summary>Makes the font known to ScottPlot; the type initialiser runs once.</summary>
    static ChartFont() => Fonts.FontResolvers.Insert(0, new Resolver());

    /// <summary>The family that can write a text: the embedded one, or an installed one where letters are missing in it.</summary>
    public static string For(string text) =>
        Typeface.ContainsGlyphs(text.Replace("\n", "", StringComparison.Ordinal)) ? Name : Fonts.Detect(text);

    /// <summary>The width of a text in pixels.</summary>
    public static float Width(string text, float size)
    {
        using var font = new SKFont(For(text) == Name ? Typeface : Fonts.GetTypeface(For(text), false, false), size) { Subpixel = true };
        return font.MeasureText(text);
    }

    /// <summary>The text with line breaks between words, each line as wide as allowed or one word.</summary>
    public static string Wrap(string text, float size, float width)
    {
        string result = "", line = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Width(longer, size) > width)
            {
                result += line + "\n";
                longer = word;
            }
            line = longer;
        }
        return result + line;
    }

    private static SKTypeface Load()
    {
        using Stream stream = typeof(ChartFont).Assembly.GetManifestResourceStream("ChartSans.ttf")!;
        return SKTypeface.FromStream(stream);
    }

    private sealed class Resolver : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            fontName == Name ? Load() : null;

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Name ? Load() : null;
    }
}
