using System.Globalization;
using ClassicML.Internal;

namespace ClassicML.Cnn;

/// <summary>The size of an image. Its pixels lie row by row, and the channels of a pixel side by side, as in an n×28×28×1 array.</summary>
public readonly record struct ImageShape
{
    /// <summary>A shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">An image has more values than an array can.</exception>
    public ImageShape(int height, int width, int channels = 1)
    {
        Height = Check.Positive(height, nameof(height));
        Width = Check.Positive(width, nameof(width));
        Channels = Check.Positive(channels, nameof(channels));
        MemoryNeed.CheckArray((double)height * width * channels, $"an image of {this}", "take smaller ones");
    }

    /// <summary>Rows of pixels.</summary>
    public int Height { get; }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Numbers a pixel has: 1 for grey, 3 for colours.</summary>
    public int Channels { get; }

    /// <summary>The number of values: one feature each.</summary>
    public int Size => Height * Width * Channels;

    /// <summary>The shape of a text such as "28x28" or "32x32x3".</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static ImageShape Parse(string text)
    {
        int[] sizes = [.. Check.NotNull(text, nameof(text)).Split('x')
            .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0 ? size
                : throw new FormatException($"'{text}' is no image shape; one is 28x28 or 32x32x3"))];
        return sizes.Length is 2 or 3 ? new ImageShape(sizes[0], sizes[1], sizes.Length == 3 ? sizes[2] : 1)
            : throw new FormatException($"'{text}' is no image shape; one is 28x28 or 32x32x3");
    }

    /// <summary>Height, width and channels, such as "28x28x1".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Height}x{Width}x{Channels}");
}
