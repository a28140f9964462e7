namespace ClassicML.Cnn.Managed;

/// <summary>What one thread needs to take gradients back through the layers over one image.</summary>
internal sealed class ImageScratch
{
    public ImageScratch(ManagedNetwork network)
    {
        PlacedLayer[] places = network.Places[..network.ImageLayerCount];
        int largest = places.Length == 0 ? 0 : places.Max(place => Math.Max(place.Input.Size, place.Output.Size));
        Gradients = [new AlignedFloats(largest), new AlignedFloats(largest)];
        OfLayers = Array.ConvertAll(
            network.Layers[..places.Length], layer => layer?.ScratchLength(1) is > 0 and var length ? new AlignedFloats(length) : null);
    }

    /// <summary>Two gradients of a layer's output, one read while the other is written.</summary>
    public AlignedFloats[] Gradients { get; }

    /// <summary>Each layer's own.</summary>
    public AlignedFloats?[] OfLayers { get; }
}
