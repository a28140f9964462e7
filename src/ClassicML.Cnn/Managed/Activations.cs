namespace ClassicML.Cnn.Managed;

/// <summary>What goes in and comes out of every layer for a batch of images, and the factors of dropout layers while training.</summary>
internal sealed unsafe class Activations
{
    private readonly PlacedLayer[] layers;
    private readonly AlignedFloats images;
    private readonly AlignedFloats[] outputs;
    private readonly AlignedFloats?[] factors;

    /// <param name="network">The network.</param>
    /// <param name="capacity">The most images of a batch.</param>
    /// <param name="training">Whether dropout layers drop.</param>
    public Activations(ManagedNetwork network, int capacity, bool training)
    {
        layers = network.Layers;
        images = Room(layers[0].Input, capacity);
        outputs = new AlignedFloats[layers.Length];
        factors = new AlignedFloats?[layers.Length];
        for (int l = 0; l < layers.Length; l++)
        {
            bool same = layers[l].Layer is Flatten || (layers[l].Layer is Dropout && !training);
            outputs[l] = same ? l == 0 ? images : outputs[l - 1] : Room(layers[l].Output, capacity);
            if (training && layers[l].Layer is Dropout) factors[l] = Room(layers[l].Output, capacity);
        }
    }

    public float* Input(int layer, int image) => (layer == 0 ? images : outputs[layer - 1]).Pointer + (long)image * layers[layer].Input.Size;

    public float* Output(int layer, int image) => outputs[layer].Pointer + (long)image * layers[layer].Output.Size;

    public float* Factors(int layer, int image) =>
        factors[layer] is { } some ? some.Pointer + (long)image * layers[layer].Output.Size : null;

    // Tiles of a convolution read 12 positions on, tiles of a dense layer 12 rows.
    private static AlignedFloats Room(LayerShape shape, int capacity) =>
        new((long)capacity * shape.Size, TileKernel.Rows * (long)shape.Size + 2 * TileKernel.Columns);
}
