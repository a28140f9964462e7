namespace ClassicML.Cnn.Managed;

/// <summary>What goes in and comes out of every layer for a batch of images, and what layers draw while training.</summary>
internal sealed unsafe class Activations
{
    private readonly PlacedLayer[] places;
    private readonly ManagedLayer?[] layers;
    private readonly AlignedFloats images;
    private readonly AlignedFloats[] outputs;
    private readonly AlignedFloats?[] drawn;

    /// <param name="network">The network.</param>
    /// <param name="capacity">The most images of a batch.</param>
    public Activations(ManagedNetwork network, int capacity)
    {
        (places, layers) = (network.Places, network.Layers);
        images = Room(places[0].Input, capacity);
        outputs = new AlignedFloats[places.Length];
        drawn = new AlignedFloats?[places.Length];
        for (int l = 0; l < places.Length; l++)
        {
            outputs[l] = layers[l] is not null ? Room(places[l].Output, capacity) : l == 0 ? images : outputs[l - 1];
            if (layers[l] is { DrawnSize: > 0 and var size }) drawn[l] = new AlignedFloats((long)capacity * size);
        }
    }

    public float* Input(int layer, int image) => (layer == 0 ? images : outputs[layer - 1]).Pointer + (long)image * places[layer].Input.Size;

    public float* Output(int layer, int image) => outputs[layer].Pointer + (long)image * places[layer].Output.Size;

    /// <summary>What a layer has drawn for an image; null if it draws nothing.</summary>
    public float* Drawn(int layer, int image) =>
        drawn[layer] is { } some ? some.Pointer + (long)image * layers[layer]!.DrawnSize : null;

    /// <summary>A layer's way forwards over images from one on.</summary>
    public LayerPass Pass(float* parameters, int layer, int image, int count, int threads) => new()
    {
        Parameters = parameters, Count = count, Threads = threads,
        X = Input(layer, image), Y = Output(layer, image), Drawn = Drawn(layer, image),
    };

    // Tiles of a convolution read 12 positions on, tiles of a dense layer 12 rows.
    private static AlignedFloats Room(LayerShape shape, int capacity) =>
        new((long)capacity * shape.Size, TileKernel.Rows * (long)shape.Size + 2 * TileKernel.Columns);
}
