using ClassicML.Onnx;

namespace ClassicML.Cnn.Graph;

/// <summary>What a layer's nodes are made from: the graph, the layer's place, and where its numbers come from.</summary>
internal abstract class LayerSource(OnnxGraph graph, PlacedLayer place, Formulations? forms)
{
    public OnnxGraph Graph => graph;

    public PlacedLayer Place => place;

    /// <summary>What is written differently for each kind of device; none in a graph that only predicts.</summary>
    public Formulations? Forms => forms;

    public bool IsTraining => forms is not null;

    /// <summary>The layer's weights.</summary>
    /// <param name="name">What they are, where they get a name.</param>
    /// <param name="shape">The shape in which they are stored.</param>
    /// <param name="order">For each axis wanted the stored one; empty as they are stored.</param>
    public abstract string Weights(string name, long[] shape, params long[] order);

    /// <summary>The layer's biases, a vector.</summary>
    public abstract string Biases();

    /// <summary>The factors of a dropout of the given rate, n×outputs, which a training step is given; null in a graph that only predicts.</summary>
    public abstract string? Factors(double rate);
}
