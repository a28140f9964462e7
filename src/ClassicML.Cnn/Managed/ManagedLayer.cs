namespace ClassicML.Cnn.Managed;

/// <summary>A layer at its place as kernels. It remembers nothing of a pass, so all threads share it.</summary>
internal abstract unsafe class ManagedLayer(PlacedLayer place)
{
    public PlacedLayer Place { get; } = place;

    /// <summary>
    /// Floats of scratch to go backwards over so many images. A layer that runs image by image has its own on each thread, zeros at first and
    /// then as it left them; those that run over the batch share theirs.
    /// </summary>
    public virtual long ScratchLength(int count) => 0;

    /// <summary>Floats that are made of the parameters once a step, for every image's way backwards.</summary>
    public virtual long PreparedLength => 0;

    /// <summary>Floats that are drawn anew in each step for each image.</summary>
    public virtual int DrawnSize => 0;

    /// <summary>Draws for an image: a function of seed, step, the layer's number and the image's place in the batch.</summary>
    public virtual void Draw(ulong seed, long step, int layer, int image, Span<float> drawn)
    {
    }

    /// <summary>Makes what <see cref="PreparedLength"/> has room for, from the parameters of all layers.</summary>
    public virtual void Prepare(float* parameters, float* prepared)
    {
    }

    /// <summary>The output from the input.</summary>
    public abstract void Forward(in LayerPass pass);

    /// <summary>The gradients of input and parameters from that of the output.</summary>
    public abstract void Backward(in LayerPass pass);
}
