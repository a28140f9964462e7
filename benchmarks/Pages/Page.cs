using System.Globalization;
using ClassicML.Plotting;

namespace ClassicML.Benchmarks.Pages;

/// <summary>What a report says, whatever its form: <see cref="PageWriter"/> makes HTML and Markdown of it.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Lead">What the page shows, in a sentence or two for readers in a hurry.</param>
/// <param name="Sections">The parts, which the table of contents lists.</param>
internal sealed record Page(string Title, string Lead, IReadOnlyList<Section> Sections);

/// <summary>A part of a page under a heading of its own.</summary>
internal sealed record Section(string Title, params IReadOnlyList<Block> Blocks)
{
    /// <summary>What links to it: the title's letters and digits, with hyphens.</summary>
    public string Anchor { get; } = string.Join('-',
        Title.ToLowerInvariant().Split([.. Title.ToLowerInvariant().Where(c => !char.IsAsciiLetterOrDigit(c)).Distinct()],
            StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A paragraph, a table, a list of facts or some figures.</summary>
internal abstract record Block
{
    /// <summary>What the templates choose by.</summary>
    public string Kind => GetType().Name;
}

/// <summary>A paragraph in plain words.</summary>
internal sealed record Prose(string Text) : Block;

/// <summary>Names and values, such as versions and seeds.</summary>
internal sealed record Facts(params IReadOnlyList<Fact> Items) : Block;

internal sealed record Fact(string Name, string Value);

/// <summary>A table; its first column names the rows and stays in sight when the others scroll.</summary>
/// <param name="Caption">What the numbers are, as a sentence.</param>
/// <param name="Columns">The heads.</param>
/// <param name="Rows">The cells, in the order of the columns.</param>
internal sealed record PageTable(string Caption, IReadOnlyList<Column> Columns, IReadOnlyList<Row> Rows) : Block;

/// <param name="Name">What it holds.</param>
/// <param name="Unit">In what; empty for none.</param>
/// <param name="IsNumber">Whether cells stand to the right, digit under digit.</param>
internal sealed record Column(string Name, string Unit = "", bool IsNumber = false);

/// <param name="Cells">A text for each column; empty for none.</param>
/// <param name="IsOurs">Whether it is shown as ClassicML's.</param>
internal sealed record Row(IReadOnlyList<string> Cells, bool IsOurs = false);

/// <summary>Pictures beside each other, as many in a line as there is room for.</summary>
/// <param name="IsWide">Whether each wants half a page at least, rather than a third.</param>
/// <param name="Figures">The pictures.</param>
internal sealed record Gallery(bool IsWide, params IReadOnlyList<Figure> Figures) : Block;

/// <summary>A picture.</summary>
/// <param name="Svg">An SVG element in the colours of <see cref="Theme.Page"/>.</param>
/// <param name="Caption">What it shows, as a sentence.</param>
/// <param name="Alternative">What a reader who can't see it should know: the finding, not the form.</param>
internal sealed record Figure(string Svg, string Caption, string Alternative)
{
    /// <summary>The element as it stands in a page, where the alternative speaks for it.</summary>
    public string Svg { get; } = $"<svg aria-hidden=\"true\"{Svg["<svg".Length..]}";

    public static Figure Of(Chart chart, string caption, string alternative) => new(chart.ToSvg(Theme.Page), caption, alternative);
}

/// <summary>Numbers and titles as a report writes them, in no culture.</summary>
internal static class Written
{
    /// <summary>A title as it stands inside a sentence: "linear SVM", "PCA".</summary>
    public static string Inside(string title) => title.Length > 1 && char.IsUpper(title[1]) ? title : char.ToLowerInvariant(title[0]) + title[1..];

    public static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>A mean ± its deviation, to the digit that the deviation's second place is in, at most four.</summary>
    public static string Spread(double mean, double deviation)
    {
        int digits = deviation > 0 && double.IsFinite(deviation) ? Math.Clamp(1 - (int)Math.Floor(Math.Log10(deviation)), 0, 4) : 3;
        string form = "F" + digits.ToString(CultureInfo.InvariantCulture);
        return $"{mean.ToString(form, CultureInfo.InvariantCulture)} ± {deviation.ToString(form, CultureInfo.InvariantCulture)}";
    }

    /// <summary>Three significant digits, without an exponent: 0.00123, 12.3, 1230.</summary>
    public static string Significant(double value)
    {
        if (!double.IsFinite(value)) return "";
        if (value == 0) return "0";
        int digits = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 12);
        // Rounding may carry: 9.996 is 10.0.
        if (digits > 0 && Math.Round(Math.Abs(value), digits) >= Math.Pow(10, 3 - digits)) digits--;
        return value.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).Replace(",", "", StringComparison.Ordinal);
    }
}
