namespace ClassicML.Cnn;

/// <summary>A layer of a convolutional network: what it does, free of any image's size. The kinds are the library's own.</summary>
public abstract record CnnLayer
{
    private protected CnnLayer()
    {
    }

    /// <summary>The shape that comes out.</summary>
    /// <param name="input">The shape that goes in.</param>
    /// <param name="classes">The number of classes, K, for a last layer that takes its size from it.</param>
    /// <exception cref="ArgumentException">This layer can't read such a shape.</exception>
    public abstract LayerShape OutputShape(LayerShape input, int classes);

    /// <summary>The number of weights, without biases.</summary>
    public virtual int WeightCount(LayerShape input, int classes) => 0;

    /// <summary>The number of biases.</summary>
    public virtual int BiasCount(LayerShape input, int classes) => 0;

    /// <summary>What it does, in words for pictures, such as "conv 3×3".</summary>
    public abstract string Caption { get; }

    /// <summary>The text that <see cref="CnnLayers.Parse"/> reads.</summary>
    public abstract override string ToString();

    private protected static string Suffix(LayerActivation activation) =>
        activation == LayerActivation.Identity ? "" : " " + activation.ToString().ToLowerInvariant();
}
