using System.Globalization;
using ClassicML.Internal;
using ClassicML.Plotting.Drawing;

namespace ClassicML.Plotting;

/// <summary>A description of a picture: data and labels, immutable. It is drawn by <see cref="ToSvg"/> and <see cref="ToPng"/>.</summary>
/// <remarks>
/// The same chart gives the same bytes on every call: nothing depends on the date, the culture or the fonts of the machine, as long as
/// the embedded font has the letters (Latin, Greek, Cyrillic). Charts are safe to draw from several threads at once.
/// </remarks>
public abstract record Chart
{
    private protected Chart()
    {
    }

    /// <summary>The title above the picture; also its accessible name. Default empty: none.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public string Title { get; init => field = Check.NotNull(value, nameof(Title)); } = "";

    /// <summary>The label under the horizontal axis. Default empty: none.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public string XLabel { get; init => field = Check.NotNull(value, nameof(XLabel)); } = "";

    /// <summary>The label beside the vertical axis. Default empty: none.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public string YLabel { get; init => field = Check.NotNull(value, nameof(YLabel)); } = "";

    /// <summary>The width in pixels. Default 640, in [160, 4000].</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public int Width { get; init => field = (int)Check.Within(value, new Interval(160, 4000), nameof(Width)); } = 640;

    /// <summary>The height in pixels. Default 420, in [120, 4000].</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public int Height { get; init => field = (int)Check.Within(value, new Interval(120, 4000), nameof(Height)); } = 420;

    /// <summary>The picture as one SVG element, without an XML prolog, that scales to the width it is given.</summary>
    /// <param name="theme">The colours; <see cref="Theme.Page"/> inside an HTML page. Default <see cref="Theme.Light"/>.</param>
    /// <param name="idPrefix">
    /// What its ids start with: a letter, then letters, digits, '-' or '_'. By default a hash of the content, so ids of two pictures in
    /// one page collide only when the pictures are equal.
    /// </param>
    /// <exception cref="ArgumentException">The prefix is not an id, or an axis can't show the data.</exception>
    public string ToSvg(Theme? theme = null, string? idPrefix = null)
    {
        if (idPrefix is not null) CheckPrefix(idPrefix);
        theme ??= Theme.Light;
        using var sheet = new Sheet(this, theme);
        Draw(sheet);
        return SvgCleaner.Clean(sheet.ToRawSvg(), this, theme, idPrefix);
    }

    /// <summary>The picture as a PNG file in memory, <see cref="Width"/>·scale by <see cref="Height"/>·scale pixels, rounded.</summary>
    /// <param name="theme">The colours. Default <see cref="Theme.Light"/>.</param>
    /// <param name="scale">Pixels of the file per pixel of the chart. Default 1, in (0, 8].</param>
    /// <exception cref="ArgumentException">The theme is <see cref="Theme.Page"/>, or an axis can't show the data.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is outside.</exception>
    public byte[] ToPng(Theme? theme = null, double scale = 1)
    {
        Check.Within(scale, new Interval(0, 8, LowOpen: true), nameof(scale));
        theme ??= Theme.Light;
        if (theme == Theme.Page)
            throw new ArgumentException("theme must be Light or Dark for a PNG: the colours of Page are chosen by the page", nameof(theme));
        using var sheet = new Sheet(this, theme);
        Draw(sheet);
        return sheet.ToPng(scale);
    }

    /// <summary>Writes <see cref="ToSvg"/> to a file, in UTF-8; one that exists is replaced, whole or not at all.</summary>
    /// <inheritdoc cref="ToSvg"/>
    public void SaveSvg(string path, Theme? theme = null) => AtomicFile.WriteText(Check.NotNull(path, nameof(path)), ToSvg(theme));

    /// <summary>Writes <see cref="ToPng"/> to a file; one that exists is replaced, whole or not at all.</summary>
    /// <inheritdoc cref="ToPng"/>
    public void SavePng(string path, Theme? theme = null, double scale = 1) =>
        AtomicFile.Write(Check.NotNull(path, nameof(path)), ToPng(theme, scale));

    internal abstract void Draw(Sheet sheet);

    internal static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void CheckPrefix(string prefix)
    {
        bool valid = prefix.Length > 0 && char.IsAsciiLetter(prefix[0]) && prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        if (!valid)
            throw new ArgumentException(
                $"idPrefix must be a letter followed by letters, digits, '-' or '_', was '{prefix}'", nameof(prefix));
    }
}
