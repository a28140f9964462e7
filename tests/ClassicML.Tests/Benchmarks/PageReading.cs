using ClassicML.Benchmarks.Pages;
using ClassicML.Tests.Plotting;

namespace ClassicML.Tests.Benchmarks;

/// <summary>Finds what a page says, for tests that hold it to numbers.</summary>
internal static class PageReading
{
    public static Section Section(this Page page, string title) => page.Sections.Single(section => section.Title == title);

    /// <summary>The tables of a section, in their order.</summary>
    public static PageTable[] Tables(this Page page, string section) => [.. page.Section(section).Blocks.OfType<PageTable>()];

    /// <summary>The figures of a section, in their order.</summary>
    public static Figure[] Figures(this Page page, string section) =>
        [.. page.Section(section).Blocks.OfType<Gallery>().SelectMany(gallery => gallery.Figures)];

    public static string Prose(this Page page, string section) =>
        string.Join('\n', page.Section(section).Blocks.OfType<Prose>().Select(prose => prose.Text));

    /// <summary>The value of a fact.</summary>
    public static string Fact(this Page page, string section, string name) =>
        page.Section(section).Blocks.OfType<Facts>().Single().Items.Single(fact => fact.Name == name).Value;

    /// <summary>The cells of the rows that begin so.</summary>
    public static string[] Row(this PageTable table, params string[] first) =>
        [.. table.Rows.Single(row => row.Cells.Take(first.Length).SequenceEqual(first)).Cells];

    /// <summary>The cell of a row under a column's head.</summary>
    public static string Cell(this PageTable table, string column, params string[] first) =>
        table.Row(first)[table.Columns.Index().Single(each => each.Item.Name == column).Index];

    public static Picture Picture(this Figure figure) => new(figure.Svg);

    /// <summary>The middles of the markers of a series in a picture of the page's theme.</summary>
    public static (double X, double Y)[] PageDots(this Picture picture, int style) =>
        [.. picture.Marks.Where(mark => mark.Fill?.StartsWith($"VAR(--CHART-SERIES-{style},", StringComparison.Ordinal) == true)
            .Select(mark => mark.Centre)];
}
