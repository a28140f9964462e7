using System.Globalization;

namespace ClassicML.Cnn;

/// <summary>One value from each window of a channel; windows lie side by side, and rows or columns that fill no window are left out.</summary>
public abstract record Pooling2D : CnnLayer
{
    private protected Pooling2D()
    {
    }

    /// <summary>Rows of the window. Default 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Height { get; init => field = Check.Positive(value, nameof(Height)); } = 2;

    /// <summary>Columns of the window. Default 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Width { get; init => field = Check.Positive(value, nameof(Width)); } = 2;

    /// <inheritdoc/>
    public sealed override string Caption => string.Create(CultureInfo.InvariantCulture, $"{Name} {Height}×{Width}");

    private protected abstract string Name { get; }

    /// <inheritdoc/>
    public sealed override LayerShape OutputShape(LayerShape input, int classes)
    {
        CheckWindow(Name + "ing", input, Height, Width);
        return new LayerShape(input.Height / Height, input.Width / Width, input.Channels);
    }

    /// <inheritdoc/>
    public sealed override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} {Height}x{Width}");

    private protected static LayerKind KindOf(Pooling2D plain) => new(plain.Name, plain.ToString(), text => text switch
    {
        { Activation: LayerActivation.Identity, Arguments: [] } => plain,
        { Activation: LayerActivation.Identity, Arguments: [var size] } =>
            plain with { Height = text.Size(size).Height, Width = text.Size(size).Width },
        _ => null,
    });
}
