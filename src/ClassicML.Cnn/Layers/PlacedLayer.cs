namespace ClassicML.Cnn;

/// <summary>A layer at its place in a network: the shapes around it and where its numbers lie in the flat vector of parameters.</summary>
/// <param name="Layer">What it does.</param>
/// <param name="Input">The shape that goes in.</param>
/// <param name="Output">The shape that comes out.</param>
/// <param name="Offset">Where its weights start among all parameters; the biases follow them.</param>
/// <param name="WeightCount">The number of weights.</param>
/// <param name="BiasCount">The number of biases.</param>
public sealed record PlacedLayer(CnnLayer Layer, LayerShape Input, LayerShape Output, int Offset, int WeightCount, int BiasCount)
{
    /// <summary>The number of parameters.</summary>
    public int ParameterCount => WeightCount + BiasCount;

    internal int BiasOffset => Offset + WeightCount;

    // Weights of a flat list are too many to be read again for each image.
    internal bool RunsOverBatch => Input.IsFlat && ParameterCount > 0;
}
