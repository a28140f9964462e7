using ClassicML.Cnn.Graph;
using ClassicML.Cnn.Managed;

namespace ClassicML.Cnn;

/// <summary>A layer of a convolutional network: what it does, free of any image's size. The kinds are the library's own.</summary>
/// <remarks>
/// A record says all that is its own: shapes, counts, texts, refusals. Each engine has one factory from it, <see cref="Kernels"/> and
/// <see cref="Nodes"/>, so that no other code asks which kind of layer it has. A text knows it by its entry in <see cref="CnnLayers"/>.
/// </remarks>
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

    /// <summary>The inputs and outputs of a unit's window, added up, which start values are scaled by; 0 without weights.</summary>
    internal virtual double FanSum(LayerShape input, LayerShape output) => 0;

    /// <summary>Whether what comes out is the sums of a softmax, as on the last layer, and only there.</summary>
    internal virtual bool HasSoftmax => false;

    /// <summary>The layer on the managed engine and in a model that predicts; null if its output is its input.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="training">Whether steps are made with it.</param>
    internal abstract ManagedLayer? Kernels(PlacedLayer place, bool training);

    /// <summary>The layer in an ONNX graph, to train or to export: its forward nodes, and what adds the backward ones.</summary>
    /// <param name="source">The graph, and where the layer's numbers come from.</param>
    /// <param name="x">Its input, n×c×h×w, or n×inputs when flat.</param>
    internal abstract LayerNodes Nodes(LayerSource source, string x);

    private protected static void CheckWindow(string reader, LayerShape input, int height, int width)
    {
        if (input.IsFlat) throw new ArgumentException($"{reader} reads an image, not a flat list: put it before flatten");
        if (input.Height < height || input.Width < width) throw new ArgumentException($"a window of {height}×{width} does not fit into {input}");
    }

    private protected static string Suffix(LayerActivation activation) =>
        activation == LayerActivation.Identity ? "" : " " + activation.ToString().ToLowerInvariant();
}
