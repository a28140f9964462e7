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
