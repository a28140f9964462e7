using System.Globalization;

namespace ClassicML.Cnn;

/// <summary>The largest value of each window of a channel; windows lie side by side, and rows or columns that fill no window are left out.</summary>
/// <remarks>The gradient goes to the first largest value of a window, row by row; an image's background makes ties everywhere.</remarks>
public sealed record MaxPooling2D : CnnLayer
{
    /// <summary>Rows of the window. Default 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Height { get; init => field = Check.Positive(value, nameof(Height)); } = 2;

    /// <summary>Columns of the window. Default 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Width { get; init => field = Check.Positive(value, nameof(Width)); } = 2;

    /// <inheritdoc/>
    public override string Caption => string.Create(CultureInfo.InvariantCulture, $"max-pool {Height}×{Width}");

    /// <inheritdoc/>
    public override LayerShape OutputShape(LayerShape input, int classes)
    {
        if (input.IsFlat) throw new ArgumentException("max-pooling reads an image, not a flat list: put it before flatten");
        if (input.Height < Height || input.Width < Width) throw new ArgumentException($"a window of {Height}×{Width} does not fit into {input}");
        return new LayerShape(input.Height / Height, input.Width / Width, input.Channels);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"max-pool {Height}x{Width}");
}
