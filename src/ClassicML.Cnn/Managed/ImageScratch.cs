namespace ClassicML.Cnn.Managed;

/// <summary>What one thread needs to take gradients back through the layers over one image.</summary>
internal sealed class ImageScratch
{
    public ImageScratch(ManagedNetwork network)
    {
        PlacedLayer[] layers = network.Layers[..network.ImageLayerCount];
        int largest = layers.Length == 0 ? 0 : layers.Max(place => Math.Max(place.Input.Size, place.Output.Size));
        Gradients = [new AlignedFloats(largest), new AlignedFloats(largest)];
        Spread = Array.ConvertAll(network.Convolutions, c => c is null ? null : new AlignedFloats(c.SpreadLength));
    }

    /// <summary>Two gradients of a layer's output, one read while the other is written.</summary>
    public AlignedFloats[] Gradients { get; }

    /// <summary>The frame of each convolution, whose zeros are set once.</summary>
    public AlignedFloats?[] Spread { get; }
}
