using System.Xml.Linq;
using ClassicML.Benchmarks.Pages;
using ClassicML.Plotting;

namespace ClassicML.Tests.Benchmarks;

/// <summary>A page as HTML, for which an XML parser must do here since all elements are closed, and as Markdown.</summary>
public class PageTests
{
    private static readonly Page Sample = new("Times & <errors>", "What \"it\" shows.",
    [
        new Section("First part: numbers",
            new Prose("Look at a < b & c."),
            new PageTable("Seconds by learner.", [new("learner"), new("time", "ms", true)], [new(["ours", "1.5"], IsOurs: true), new(["a | b", ""])])),
        new Section("Pictures",
            new Gallery(true, Figure.Of(new ScatterChart(new PointSeries("a", [1, 2], [3, 4])) { Title = "Dots" }, "Two dots.", "They rise.")),
            new Facts(new Fact("Processor", "one"))),
    ]);

    [Fact]
    public void Html_has_all_texts_escaped_once_and_pictures_with_their_alternatives()
    {
        string html = PageWriter.Html(Sample);
        Assert.Contains("<h1>Times &amp; &lt;errors&gt;</h1>", html);
        Assert.Contains("What &quot;it&quot; shows.", html);
        Assert.Contains("<p>Look at a &lt; b &amp; c.</p>", html);
        Assert.Contains("""<li><a href="#first-part-numbers">First part: numbers</a></li>""", html);
        Assert.Contains("""<h2 id="first-part-numbers">""", html);
        Assert.Contains("""<tr class="ours"><th scope="row">ours</th><td class="n">1.5</td></tr>""", html);
        Assert.Contains("""<th scope="col" class="n">time <span class="unit">ms</span></th>""", html);
        Assert.Contains("""<div role="img" aria-label="They rise."><svg """, html);
        Assert.Contains("<dt>Processor</dt><dd>one</dd>", html);
        Assert.DoesNotContain("{{", html);
        Assert.DoesNotContain("http://", html.Replace("http://www.w3.org", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Html_is_well_formed()
    {
        string html = PageWriter.Html(Sample), body = html[html.IndexOf("<body>", StringComparison.Ordinal)..html.IndexOf("</html>", StringComparison.Ordinal)];
        XElement root = XElement.Parse(body);
        string[] ids = [.. root.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        foreach (XAttribute link in root.Descendants("a").Attributes("href")) Assert.Contains(link.Value[1..], ids);
    }

    [Fact]
    public void Markdown_has_tables_whose_cells_keep_their_places()
    {
        string[] lines = PageWriter.Markdown(Sample).Split('\n');
        Assert.Equal("# Times & <errors>", lines[0]);
        int at = Array.IndexOf(lines, "| learner | time, ms |");
        Assert.Equal(["|---|---:|", "| **ours** | 1.5 |", "| a &#124; b |  |"], lines[(at + 1)..(at + 4)]);
        Assert.Equal("Seconds by learner.", lines[at - 2]);
        Assert.Contains("*Two dots.* They rise.", lines);
        Assert.Contains("- Processor: one", lines);
    }

    [Fact]
    public void An_anchor_is_the_letters_and_digits_of_a_title_with_hyphens()
    {
        Assert.Equal("what-k-5-means-here", new Section("What k = 5 means, here!").Anchor);
        Assert.Equal("a", new Section("  A").Anchor);
    }

    [Fact]
    public void A_picture_stands_hidden_from_readers_who_get_the_alternative()
    {
        Figure figure = Figure.Of(new ScatterChart(new PointSeries("a", [1], [2])), "A dot.", "It is alone.");
        Assert.StartsWith("<svg aria-hidden=\"true\" viewBox=", figure.Svg);
        Assert.Equal(("A dot.", "It is alone."), (figure.Caption, figure.Alternative));
        Assert.Equal(["Prose", "PageTable", "Gallery", "Facts"],
            Sample.Sections.SelectMany(section => section.Blocks).Select(block => block.Kind));
    }

    [Theory, InlineData(0.9533333, 0.0298142, "0.953 ± 0.030"), InlineData(12.345, 1.5, "12.3 ± 1.5"), InlineData(1, 0, "1.000 ± 0.000"),
        InlineData(-0.5, 0.00012, "-0.5000 ± 0.0001"), InlineData(120, 35, "120 ± 35"), InlineData(3, double.NaN, "3.000 ± NaN")]
    public void A_mean_is_rounded_to_what_its_deviation_supports(double mean, double deviation, string text) =>
        Assert.Equal(text, ClassicML.Benchmarks.Pages.Written.Spread(mean, deviation));

    [Theory, InlineData(0.00123456, "0.00123"), InlineData(12.345, "12.3"), InlineData(1234.5, "1234"), InlineData(0, "0"),
        InlineData(double.NaN, ""), InlineData(-0.04567, "-0.0457"), InlineData(1234567.8, "1234568"),
        InlineData(9.999, "10.0"), InlineData(99.97, "100"), InlineData(0.09996, "0.100"), InlineData(9.994, "9.99"),
        InlineData(0.1, "0.100"), InlineData(double.PositiveInfinity, "")]
    public void Three_digits_count(double value, string text) =>
        Assert.Equal(text, ClassicML.Benchmarks.Pages.Written.Significant(value));
}
