using ScottPlot;
using SkiaSharp;

namespace ClassicML.Plotting.Drawing;

/// <summary>Lines or areas in data coordinates, drawn as one path: holes are rings that run inside another (even-odd rule).</summary>
internal sealed class Shape(IReadOnlyList<Coordinates[]> rings) : IPlottable
{
    public Color? Fill { get; init; }

    public Color? Stroke { get; init; }

    public float StrokeWidth { get; init; } = 1;

    public double Opacity { get; init; } = 1;

    public LinePattern Pattern { get; init; } = LinePattern.Solid;

    public bool Closed { get; init; }

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => LegendItem.None;

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        using var path = new SKPath { FillType = SKPathFillType.EvenOdd };
        foreach (Coordinates[] ring in rings)
        {
            if (ring.Length < 2) continue;
            path.AddPoly(Array.ConvertAll(ring, point => Axes.GetPixel(point).ToSKPoint()), Closed);
        }
        if (Fill is { } fill)
            ScottPlot.Drawing.FillPath(rp.Canvas, rp.Paint, path, new FillStyle { Color = fill.WithOpacity(Opacity), AntiAlias = true });
        if (Stroke is { } stroke)
            ScottPlot.Drawing.DrawPath(rp.Canvas, rp.Paint, path, new LineStyle
            {
                Color = stroke, Width = StrokeWidth, Pattern = Pattern, AntiAlias = true,
            });
    }
}
