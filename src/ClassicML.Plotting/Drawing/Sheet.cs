using ScottPlot;
using ScottPlot.AxisPanels;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace ClassicML.Plotting.Drawing;

/// <summary>The paper that charts draw on: a ScottPlot plot in the colours of a theme. Only this folder knows ScottPlot.</summary>
internal sealed class Sheet : IDisposable
{
    public const float TickSize = 12, LabelSize = 13.5f, TitleSize = 16.5f;

    // Eight colours and seven shapes: 56 classes before a pair comes again.
    private static readonly MarkerShape[] Shapes =
    [
        MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond,
        MarkerShape.FilledTriangleDown, MarkerShape.Cross, MarkerShape.Eks,
    ];

    private readonly Plot plot = new();
    private readonly Chart chart;

    public Sheet(Chart chart, Theme theme)
    {
        this.chart = chart;
        Theme = theme;
        plot.FigureBackground.Color = theme.Paper;
        plot.DataBackground.Color = theme.Paper;
        plot.Axes.Color(theme.Muted);
        plot.Axes.Right.MinimumSize = plot.Axes.Top.MinimumSize = 14;
        foreach (AxisBase axis in plot.Axes.GetAxes().OfType<AxisBase>())
            axis.PaddingOutsideAxisLabels = new PixelPadding(left: 6, right: 6, bottom: 6, top: 6);
        plot.Axes.Right.FrameLineStyle.Width = plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = theme.Grid;
        plot.Grid.MajorLineWidth = 1;
        plot.Legend.IsVisible = false;
        Title(ChartFont.Wrap(chart.Title, TitleSize, chart.Width * 0.94f));
        Label(plot.Axes.Bottom, chart.XLabel);
        Label(plot.Axes.Left, chart.YLabel);
        foreach (IAxis axis in plot.Axes.GetAxes()) axis.MinorTickStyle.Length = 0;
    }

    public Theme Theme { get; }

    /// <summary>Sets what the horizontal axis shows, with round numbers or given ticks; no marks where ticks name categories.</summary>
    public void Horizontal(AxisRange range, (double At, string Text)[]? ticks = null, bool categories = false)
    {
        plot.Axes.SetLimitsX(range.Low, range.High);
        float unit = (chart.Width - 80f) / (float)(range.High - range.Low);
        if (!categories && ticks?.Zip(ticks.Skip(1)).Any(pair => !IsRoom(pair.First, pair.Second)) == true)
        {
            // Numbers of a logarithmic axis would run into one another: those of whole powers of ten are left, or every other.
            (double At, string Text)[] powers = [.. ticks.Where(tick => tick.At == Math.Round(tick.At))];
            ticks = powers.Length > 2 ? powers : [.. ticks.Where((_, i) => i % 2 == 0)];
        }
        Ticks(plot.Axes.Bottom, ticks, categories);
        plot.Grid.XAxisStyle.IsVisible = !categories;
        if (ticks is not { Length: > 0 } || !categories) return;
        plot.Axes.Bottom.TickLabelStyle.OffsetY = 4;
        // Names that don't fit beside each other are turned; ScottPlot leaves no room for that by itself.
        float widest = ticks.Max(tick => ChartFont.Width(tick.Text, TickSize));
        if (widest < unit - 6) return;
        LabelStyle style = plot.Axes.Bottom.TickLabelStyle;
        style.Rotation = -38;
        style.Alignment = Alignment.UpperRight;
        plot.Axes.Bottom.MinimumSize = 0.62f * widest + 22 + (chart.XLabel.Length > 0 ? LabelSize + 8 : 0);

        bool IsRoom((double At, string Text) left, (double At, string Text) right) =>
            (ChartFont.Width(left.Text, TickSize) + ChartFont.Width(right.Text, TickSize)) / 2 + 4 < (right.At - left.At) * unit;
    }

    /// <inheritdoc cref="Horizontal"/>
    public void Vertical(AxisRange range, (double At, string Text)[]? ticks = null, bool categories = false)
    {
        plot.Axes.SetLimitsY(range.Low, range.High);
        Ticks(plot.Axes.Left, ticks, categories);
        plot.Grid.YAxisStyle.IsVisible = !categories;
        if (categories) plot.Axes.Left.TickLabelStyle.OffsetX = -4;
    }

    /// <summary>Hides the grid and draws the axes around the whole picture, for areas that fill it.</summary>
    public void Boxed()
    {
        plot.HideGrid();
        plot.Axes.Right.FrameLineStyle.Width = plot.Axes.Top.FrameLineStyle.Width = 1;
    }

    /// <summary>Makes a unit as long across as up, by showing more of the axis that has room.</summary>
    public void Square() => plot.Axes.SquareUnits();

    /// <summary>Hides the grid and the lines of the axes.</summary>
    public void Bare()
    {
        plot.HideGrid();
        plot.Axes.FrameWidth(0);
    }

    public void Area(IReadOnlyList<Coordinates[]> rings, Color fill, double opacity = 1, Color? stroke = null, float strokeWidth = 1) =>
        plot.Add.Plottable(new Shape(rings) { Fill = fill, Opacity = opacity, Stroke = stroke, StrokeWidth = strokeWidth, Closed = true });

    public void Line(IReadOnlyList<Coordinates[]> runs, Color color, float width, bool dashed = false) =>
        plot.Add.Plottable(new Shape(runs)
        {
            Stroke = color, StrokeWidth = width, Pattern = dashed ? LinePattern.DenselyDashed : LinePattern.Solid,
        });

    /// <summary>Markers, whose shape and colour come from an index.</summary>
    public void Points(Coordinates[] points, int style, float size)
    {
        if (points.Length == 0) return;
        var markers = plot.Add.Markers(points);
        markers.MarkerStyle = Marker(style, size);
    }

    public void Text(double x, double y, string text, Color color, float size, Alignment alignment, float offsetX = 0, float offsetY = 0)
    {
        var label = plot.Add.Text(text, x, y);
        Style(label.LabelStyle, text, color, size);
        label.LabelStyle.Alignment = alignment;
        label.LabelStyle.OffsetX = offsetX;
        label.LabelStyle.OffsetY = offsetY;
    }

    /// <summary>A line of the legend; an empty name has none.</summary>
    public void Legend(string name, int? marker = null, Color? line = null, bool dashed = false, Color? fill = null)
    {
        if (name.Length == 0) return;
        var item = new LegendItem { LabelText = name };
        Style(item.LabelStyle, name, Theme.Ink, TickSize);
        // ScottPlot sets a legend's text above the middle of its line, where the legend's edge cuts the dots off.
        item.LabelStyle.OffsetY = 2.5f;
        if (marker is { } style) item.MarkerStyle = Marker(style, 8);
        if (line is { } color)
            item.LineStyle = new LineStyle { Color = color, Width = 2, Pattern = dashed ? LinePattern.DenselyDashed : LinePattern.Solid };
        if (fill is { } paint) item.FillStyle = new FillStyle { Color = paint };
        plot.Legend.ManualItems.Add(item);
    }

    public string ToRawSvg()
    {
        using var stream = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, chart.Width, chart.Height), stream))
        {
            Finish();
            plot.Render(canvas, chart.Width, chart.Height);
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    public byte[] ToPng(double scale)
    {
        Finish();
        plot.ScaleFactor = scale;
        using Image image = plot.GetImage((int)Math.Round(chart.Width * scale), (int)Math.Round(chart.Height * scale));
        return image.GetImageBytes(ImageFormat.Png);
    }

    public void Dispose() => plot.Dispose();

    private void Finish()
    {
        if (plot.Legend.ManualItems.Count == 0) return;
        Legend legend = plot.Legend;
        legend.DisplayPlottableLegendItems = false;
        legend.Orientation = Orientation.Horizontal;
        legend.TightHorizontalWrapping = true;
        legend.OutlineWidth = 0;
        legend.ShadowColor = Colors.Transparent;
        legend.BackgroundColor = Colors.Transparent;
        legend.Margin = new PixelPadding(0);
        legend.Padding = new PixelPadding(0);
        legend.InterItemPadding = new PixelPadding(left: 5, right: 9, bottom: 3, top: 3);
        plot.ShowLegend(Edge.Bottom).Padding = new PixelPadding(left: 8, right: 8, bottom: 8, top: 2);
    }

    private MarkerStyle Marker(int style, float size)
    {
        MarkerShape shape = Shapes[style % Shapes.Length];
        Color color = Theme.Series(style);
        bool isStroke = shape is MarkerShape.Cross or MarkerShape.Eks;
        bool isSmall = shape is MarkerShape.FilledTriangleUp or MarkerShape.FilledTriangleDown or MarkerShape.FilledDiamond;
        return new MarkerStyle(shape, isStroke ? size * 0.9f : isSmall ? size * 1.2f : size, color)
        {
            CustomRenderer = PathMarker.Of(shape),
            LineColor = color,
            LineWidth = isStroke ? 2 : 0,
            OutlineColor = Theme.Paper,
            OutlineWidth = isStroke ? 0 : 0.8f,
        };
    }

    private void Title(string title)
    {
        plot.Axes.Title.IsVisible = title.Length > 0;
        Style(plot.Axes.Title.Label, title, Theme.Ink, TitleSize);
    }

    private void Label(IAxis axis, string text)
    {
        Style(axis.Label, text, Theme.Ink, LabelSize);
        axis.Label.IsVisible = text.Length > 0;
    }

    private void Ticks(IAxis axis, (double At, string Text)[]? ticks, bool categories)
    {
        axis.TickGenerator = ticks is null
            ? new NumericAutomatic { LabelFormatter = Values.Text, TickDensity = 0.75 }
            : new NumericManual([.. ticks.Select(tick => Tick.Major(tick.At, tick.Text))]);
        Style(axis.TickLabelStyle, ticks is null ? "" : string.Concat(ticks.Select(tick => tick.Text)), Theme.Ink, TickSize);
        if (!categories) return;
        axis.MajorTickStyle.Length = 0;
        ((AxisBase)axis).PaddingBetweenTickAndAxisLabels = new PixelPadding(left: 6, right: 6, bottom: 5, top: 5);
    }

    private static void Style(LabelStyle style, string text, Color color, float size)
    {
        style.Text = text;
        style.FontName = ChartFont.For(text);
        style.FontSize = size;
        style.ForeColor = color;
        style.Bold = false;
    }
}
