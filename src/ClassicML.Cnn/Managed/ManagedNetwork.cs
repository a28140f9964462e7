namespace ClassicML.Cnn.Managed;

/// <summary>The layers of a network as kernels. Those before the first that runs over the batch run image by image.</summary>
internal sealed unsafe class ManagedNetwork
{
    public ManagedNetwork(CnnNetwork network, bool training)
    {
        Network = network;
        Places = [.. network.Layers];
        ImageLayerCount = Array.FindIndex(Places, place => place.RunsOverBatch);
        Layers = Array.ConvertAll(Places, place => place.Layer.Kernels(place, training));
    }

    public CnnNetwork Network { get; }

    public PlacedLayer[] Places { get; }

    /// <summary>The kernels of each layer; none where its output is its input.</summary>
    public ManagedLayer?[] Layers { get; }

    /// <summary>The layers before the first that runs over the batch.</summary>
    public int ImageLayerCount { get; }

    /// <summary>A copy of parameters with the room behind them that tiles read.</summary>
    public AlignedFloats Aligned(ReadOnlySpan<float> parameters)
    {
        var aligned = new AlignedFloats(parameters.Length, TileKernel.Rows * Places.Max(place => place.Output.Channels) + TileKernel.Columns);
        parameters.CopyTo(aligned.Span);
        return aligned;
    }

    /// <summary>Everything that the first layers make of one image.</summary>
    public void ForwardImage(float* parameters, Activations values, int image)
    {
        for (int l = 0; l < ImageLayerCount; l++) Layers[l]?.Forward(values.Pass(parameters, l, image, 1, threads: 1));
    }

    /// <summary>What the other layers make of a batch: the last one's sums, before softmax.</summary>
    public void ForwardBatch(float* parameters, Activations values, int count, int threads)
    {
        for (int l = ImageLayerCount; l < Layers.Length; l++) Layers[l]?.Forward(values.Pass(parameters, l, 0, count, threads));
    }
}
