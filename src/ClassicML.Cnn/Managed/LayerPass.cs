namespace ClassicML.Cnn.Managed;

/// <summary>What a layer reads and writes for so many images that lie one after another, forwards, and from <see cref="Dy"/> on backwards.</summary>
internal readonly unsafe struct LayerPass
{
    /// <summary>The parameters of all layers; <see cref="PlacedLayer.Offset"/> says where the layer's own begin.</summary>
    public float* Parameters { get; init; }

    /// <summary>The number of images.</summary>
    public int Count { get; init; }

    /// <summary>The most threads.</summary>
    public int Threads { get; init; }

    /// <summary>The layer's input, count×inputs.</summary>
    public float* X { get; init; }

    /// <summary>Its output, count×outputs.</summary>
    public float* Y { get; init; }

    /// <summary>What <see cref="ManagedLayer.Draw"/> drew for these images.</summary>
    public float* Drawn { get; init; }

    /// <summary>The gradient of the output, which a layer may change.</summary>
    public float* Dy { get; init; }

    /// <summary>Receives the gradient of the input; null for the first layer with weights, since nobody wants it.</summary>
    public float* Dx { get; init; }

    /// <summary>
    /// Receives the gradient of the parameters, where those lie in <see cref="Parameters"/>: a layer that runs over the batch writes its own,
    /// one that runs image by image adds to it.
    /// </summary>
    public float* Gradient { get; init; }

    /// <summary>What <see cref="ManagedLayer.Prepare"/> made of the parameters; only where there is a <see cref="Dx"/>.</summary>
    public float* Prepared { get; init; }

    /// <summary>The layer's scratch on this thread.</summary>
    public float* Scratch { get; init; }
}
