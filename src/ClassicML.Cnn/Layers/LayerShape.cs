using System.Globalization;

namespace ClassicML.Cnn;

/// <summary>What comes out of a layer for one image: a picture of channels, or a plain list of numbers once it has been flattened.</summary>
/// <param name="Height">Rows; 1 when flat.</param>
/// <param name="Width">Columns; 1 when flat.</param>
/// <param name="Channels">Channels, or the number of values when flat.</param>
/// <param name="IsFlat">Whether rows and columns have been given up.</param>
public readonly record struct LayerShape(int Height, int Width, int Channels, bool IsFlat = false)
{
    /// <summary>The number of values.</summary>
    public int Size => checked(Height * Width * Channels);

    /// <summary>The shape of an image.</summary>
    public static LayerShape Of(ImageShape image) => new(image.Height, image.Width, image.Channels);

    /// <summary>A plain list.</summary>
    public static LayerShape Flat(int size) => new(1, 1, size, true);

    /// <summary>Such as "26×26×32", or "128".</summary>
    public override string ToString() =>
        IsFlat ? Channels.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Height}×{Width}×{Channels}");
}
