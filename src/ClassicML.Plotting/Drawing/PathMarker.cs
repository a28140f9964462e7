using ScottPlot;
using SkiaSharp;

namespace ClassicML.Plotting.Drawing;

/// <summary>
/// A marker drawn as one path about the origin, in units of its size. ScottPlot's own leave their path to the collector while native code still reads it
/// (SkiaSharp hands on a pointer and keeps nothing alive), which ends a process now and then; this one disposes of its path, and so holds it.
/// </summary>
internal sealed class PathMarker : IMarker
{
    private const float Third = 1 / 1.732f, Sixth = Third / 2, Half = 0.5f;

    private readonly SKPoint[][] lines;
    private readonly bool isClosed;

    private PathMarker(bool isClosed, SKPoint[][] lines) => (this.isClosed, this.lines) = (isClosed, lines);

    /// <summary>The marker of a shape, or null where ScottPlot draws it without a path.</summary>
    public static PathMarker? Of(MarkerShape shape) => shape switch
    {
        MarkerShape.FilledTriangleUp => new(isClosed: true, [[new(0, -Third), new(Half, Sixth), new(-Half, Sixth)]]),
        MarkerShape.FilledTriangleDown => new(isClosed: true, [[new(0, Third), new(Half, -Sixth), new(-Half, -Sixth)]]),
        MarkerShape.FilledDiamond => new(isClosed: true, [[new(Half, 0), new(0, Half), new(-Half, 0), new(0, -Half)]]),
        MarkerShape.Cross => new(isClosed: false, [[new(Half, 0), new(-Half, 0)], [new(0, Half), new(0, -Half)]]),
        MarkerShape.Eks => new(isClosed: false, [[new(Half, Half), new(-Half, -Half)], [new(-Half, Half), new(Half, -Half)]]),
        _ => null,
    };

    public void Render(SKCanvas canvas, Paint paint, Pixel center, float size, MarkerStyle markerStyle)
    {
        using var path = new SKPath();
        foreach (SKPoint[] line in lines)
            path.AddPoly(Array.ConvertAll(line, point => new SKPoint(center.X + size * point.X, center.Y + size * point.Y)), isClosed);
        if (isClosed) ScottPlot.Drawing.FillPath(canvas, paint, path, markerStyle.FillStyle, new PixelRect(center, size / 2));
        ScottPlot.Drawing.DrawPath(canvas, paint, path, isClosed ? markerStyle.OutlineStyle : markerStyle.LineStyle);
    }
}
