using System.Buffers.Binary;
using ClassicML.Plotting;
using ClassicML.Plotting.Drawing;
using SkiaSharp;

namespace ClassicML.Tests.Plotting;

public class PngTests
{
    [Theory, MemberData(nameof(Samples.NamesAndScales), MemberType = typeof(Samples))]
    public void A_picture_has_the_size_asked_for_and_is_not_blank(string name, bool twice)
    {
        Chart chart = Samples.Charts[name];
        foreach (Theme theme in new[] { Theme.Light, Theme.Dark })
        {
            byte[] png = chart.ToPng(theme, twice ? 2 : 1);
            Assert.Equal([0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n'], png[..8]);
            int factor = twice ? 2 : 1;
            Assert.Equal(chart.Width * factor, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
            Assert.Equal(chart.Height * factor, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
            using SKBitmap bitmap = SKBitmap.Decode(png);
            // Axes, smoothed letters and marks give many shades; a picture without its text would have a handful.
            Assert.True(bitmap.Pixels.Distinct().Count() > 30);
            Assert.Equal(theme == Theme.Light ? "#ffffffff" : "#ff14181d", bitmap.GetPixel(2, 2).ToString());
        }
    }

    /// <summary>Both come from one drawing, so what SvgTests and its neighbours hold of an SVG is true of a PNG that has its colours in
    /// their places.</summary>
    [Theory]
    [InlineData("scatter"), InlineData("bars"), InlineData("lying bars"), InlineData("dots"), InlineData("heat map"), InlineData("images"),
        InlineData("regions")]
    public void Marks_have_their_places_and_colours_of_the_SVG(string name)
    {
        Chart chart = Samples.Charts[name] is HeatMap map ? map with { ValueFormat = null } : Samples.Charts[name];
        foreach ((Theme theme, double scale) in new[] { (Theme.Light, 1.5), (Theme.Dark, 1) })
        {
            Picture picture = Picture.Of(chart, theme);
            using SKBitmap bitmap = SKBitmap.Decode(chart.ToPng(theme, scale));
            Picture.Mark[] marks = [.. picture.Marks];
            int seen = 0;
            for (int i = 0; i < marks.Length; i++)
                foreach ((double X, double Y)[] run in marks[i].Runs)
                {
                    var (px, py) = Middle(run);
                    // The middle is the mark's own where it and its surroundings are no hole or border, and nothing lies over them.
                    if (!Around(px, py).All(place => IsTop(marks, i, place.X, place.Y))) continue;
                    SKColor color = bitmap.GetPixel((int)(px * scale), (int)(py * scale));
                    Assert.Equal((name, scale, marks[i].Fill), (name, scale, $"#{color.Red:X2}{color.Green:X2}{color.Blue:X2}"));
                    seen++;
                }
            Assert.True(seen >= 2, $"of {name} only {seen} marks are seen");
        }

        static bool IsTop(Picture.Mark[] marks, int i, double px, double py) => marks[i].Covers(px, py)
            && !marks[(i + 1)..].Any(later => later.Covers(px, py) || later.Fill is null && later.Runs.Any(line => Touches(line, px, py)));

        static (double X, double Y)[] Around(double px, double py) => [(px - 2, py - 2), (px + 2, py - 2), (px, py), (px - 2, py + 2), (px + 2, py + 2)];

        static (double, double) Middle((double X, double Y)[] run) =>
            ((run.Min(point => point.X) + run.Max(point => point.X)) / 2, (run.Min(point => point.Y) + run.Max(point => point.Y)) / 2);

        static bool Touches((double X, double Y)[] line, double px, double py) =>
            line.Min(point => point.X) - 2 < px && px < line.Max(point => point.X) + 2 && line.Min(point => point.Y) - 2 < py
                && py < line.Max(point => point.Y) + 2;
    }

    [Fact]
    public void The_same_chart_gives_the_same_bytes() =>
        Assert.All(Samples.Charts.Values, chart => Assert.Equal(chart.ToPng(), chart.ToPng()));

    [Fact]
    public void Text_is_drawn_by_the_embedded_font()
    {
        Chart few = new ScatterChart(new PointSeries("", [1, 2], [3, 4])) { Title = "." };
        Chart many = few with { Title = "Ω – Δx ≤ ½, Ελληνικά, русский" };
        Assert.Equal(ChartFont.Name, ChartFont.For(many.Title));
        Assert.True(Ink(many) > Ink(few) + 500);

        static int Ink(Chart chart)
        {
            using SKBitmap bitmap = SKBitmap.Decode(chart.ToPng());
            return Enumerable.Range(0, bitmap.Width * 38).Count(at => bitmap.GetPixel(at % bitmap.Width, at / bitmap.Width).Red < 200);
        }
    }

    [Fact]
    public void Files_hold_what_the_methods_return()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        Chart chart = Samples.Charts["bars"];
        chart.SavePng(Path.Combine(folder, "a.png"), Theme.Dark, 1.5);
        chart.SaveSvg(Path.Combine(folder, "a.svg"), Theme.Page);
        Assert.Equal(chart.ToPng(Theme.Dark, 1.5), File.ReadAllBytes(Path.Combine(folder, "a.png")));
        Assert.Equal(chart.ToSvg(Theme.Page), File.ReadAllText(Path.Combine(folder, "a.svg")));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void What_can_not_be_drawn_is_refused()
    {
        Chart chart = Samples.Charts["bars"];
        Assert.Contains("theme must be Light or Dark for a PNG", Assert.Throws<ArgumentException>(() => chart.ToPng(Theme.Page)).Message);
        Assert.Contains("scale must be in (0, 8], was 0", Assert.Throws<ArgumentOutOfRangeException>(() => chart.ToPng(scale: 0)).Message);
        Assert.Contains("scale must be in (0, 8], was 9", Assert.Throws<ArgumentOutOfRangeException>(() => chart.ToPng(scale: 9)).Message);
    }
}
