namespace ClassicML.Cnn.Managed;

/// <summary>Pooling image by image, h×w×c with channels side by side: where the windows lie, and gradients of zero where none does.</summary>
internal abstract unsafe class PoolingKernels : ManagedLayer
{
    private readonly bool leavesRest;

    protected PoolingKernels(Pooling2D layer, PlacedLayer place) : base(place)
    {
        (Width, Channels) = (place.Input.Width, place.Input.Channels);
        (OutHeight, OutWidth) = (place.Output.Height, place.Output.Width);
        (WindowHeight, WindowWidth) = (layer.Height, layer.Width);
        leavesRest = OutHeight * WindowHeight < place.Input.Height || OutWidth * WindowWidth < Width;
    }

    protected int Width { get; }

    protected int Channels { get; }

    protected int OutHeight { get; }

    protected int OutWidth { get; }

    protected int WindowHeight { get; }

    protected int WindowWidth { get; }

    public sealed override void Forward(in LayerPass pass)
    {
        for (int i = 0; i < pass.Count; i++) Forward(pass.X + (long)i * Place.Input.Size, pass.Y + (long)i * Place.Output.Size);
    }

    public sealed override void Backward(in LayerPass pass)
    {
        for (int i = 0; i < pass.Count; i++)
        {
            long from = (long)i * Place.Input.Size, to = (long)i * Place.Output.Size;
            if (leavesRest) new Span<float>(pass.Dx + from, Place.Input.Size).Clear();
            Backward(pass.X + from, pass.Y + to, pass.Dy + to, pass.Dx + from);
        }
    }

    /// <summary>y ← a value of each window of an image.</summary>
    protected abstract void Forward(float* x, float* y);

    /// <summary>dx ← the gradient of the input, at the places that lie in windows.</summary>
    protected abstract void Backward(float* x, float* y, float* dy, float* dx);

    /// <summary>The first pixel of the window whose value is at a row and a column of the output.</summary>
    protected float* Window(float* x, int row, int column) =>
        x + (long)(row * WindowHeight * Width + column * WindowWidth) * Channels;
}
