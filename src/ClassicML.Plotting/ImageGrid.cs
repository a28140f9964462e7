using System.Collections.Immutable;
using ClassicML.Plotting.Drawing;
using ScottPlot;

namespace ClassicML.Plotting;

/// <summary>Small grey pictures in rows and columns, such as digits with their nearest neighbours, each with a caption.</summary>
/// <remarks>
/// Pixels are drawn in the sixteen steps of the colour ramp, the least value of all pictures as paper, the greatest as ink; neighbours of
/// one step are one area, so an SVG of some dozen digits stays small. Pixels are square; where the chart is wider or higher, room is left.
/// </remarks>
public sealed record ImageGrid : Chart
{
    // Room between pictures, and for a caption, as shares of a picture's height.
    private const double Gap = 0.12, CaptionRoom = 0.24;

    private readonly ImmutableArray<double> pixels;

    /// <summary>A grid of n pictures of one size.</summary>
    /// <param name="images">The pictures, n×(height·width), each row by row from the top; NaN is left blank.</param>
    /// <param name="imageHeight">The pixels of a picture from top to bottom; their number divides the columns of the matrix.</param>
    /// <param name="columnCount">The pictures in a row of the grid, at least 1.</param>
    /// <exception cref="ArgumentException">There is no picture, a value is infinite, or the height doesn't divide the columns.</exception>
    public ImageGrid(Matrix images, int imageHeight, int columnCount)
    {
        pixels = Values.Copy(Check.NotNull(images, nameof(images)).Span, nameof(images), $"an {nameof(ImageGrid)}");
        ImageHeight = Check.Positive(imageHeight, nameof(imageHeight));
        ColumnCount = Check.Positive(columnCount, nameof(columnCount));
        if (images.ColumnCount % imageHeight != 0)
            throw new ArgumentException(Invariant($"imageHeight must divide the {images.ColumnCount} pixels of a picture, was {imageHeight}"), nameof(imageHeight));
        ImageWidth = images.ColumnCount / imageHeight;
        ImageCount = images.RowCount;
    }

    /// <summary>The number of pictures, n.</summary>
    public int ImageCount { get; }

    /// <summary>The pixels of a picture from top to bottom.</summary>
    public int ImageHeight { get; }

    /// <summary>The pixels of a picture from left to right.</summary>
    public int ImageWidth { get; }

    /// <summary>The pictures in a row of the grid.</summary>
    public int ColumnCount { get; }

    /// <summary>A line of text under each picture, n of them; empty, the default, for none.</summary>
    /// <exception cref="ArgumentException">There are some, but not n.</exception>
    public ImmutableArray<string> Captions
    {
        get;
        init
        {
            if (!value.IsDefaultOrEmpty) Check.Length(value.Length, ImageCount, nameof(Captions), "picture");
            field = value.IsDefault ? [] : value;
        }
    } = [];

    internal override void Draw(Sheet sheet)
    {
        double room = Captions.IsEmpty ? 0 : CaptionRoom * ImageHeight, gap = Gap * ImageHeight;
        double stepX = ImageWidth + gap, stepY = ImageHeight + gap + room;
        int rows = (ImageCount + ColumnCount - 1) / ColumnCount;
        sheet.Horizontal(new AxisRange(-gap, ColumnCount * stepX), [], categories: true);
        sheet.Vertical(new AxisRange(-rows * stepY, gap), [], categories: true);
        sheet.Bare();
        sheet.Square();
        var areas = new List<Coordinates[]>[Theme.RampSteps];
        for (int step = 0; step < areas.Length; step++) areas[step] = [];
        (double low, double high) = Extent();
        for (int i = 0; i < ImageCount; i++)
        {
            double left = i % ColumnCount * stepX, top = -(i / ColumnCount) * stepY;
            for (int y = 0; y < ImageHeight; y++) AddRuns(areas, i, y, left, top - y, low, high);
        }
        for (int step = 0; step < areas.Length; step++)
            if (areas[step].Count > 0) sheet.Area(areas[step], sheet.Theme.Ramp(step), stroke: sheet.Theme.Ramp(step), strokeWidth: 0.3f);
        for (int i = 0; i < Captions.Length; i++)
            sheet.Text(i % ColumnCount * stepX + ImageWidth / 2.0, -(i / ColumnCount) * stepY - ImageHeight - 0.02 * ImageHeight, Captions[i],
                sheet.Theme.Ink, Sheet.TickSize, Alignment.UpperCenter);
    }

    // One rectangle for each run of pixels of one step in a row of a picture.
    private void AddRuns(List<Coordinates[]>[] areas, int image, int row, double left, double top, double low, double high)
    {
        int start = (image * ImageHeight + row) * ImageWidth;
        for (int x = 0, end; x < ImageWidth; x = end)
        {
            int step = Step(pixels[start + x], low, high);
            for (end = x + 1; end < ImageWidth && Step(pixels[start + end], low, high) == step;) end++;
            if (step >= 0)
                areas[step].Add([new(left + x, top), new(left + end, top), new(left + end, top - 1), new(left + x, top - 1)]);
        }
    }

    private static int Step(double value, double low, double high) =>
        double.IsNaN(value) ? -1 : Theme.RampStep(high > low ? (value - low) / (high - low) : 0.5);

    private (double Low, double High) Extent()
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in pixels)
            if (!double.IsNaN(value)) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return (low, high);
    }
}
