using ClassicML.Cnn.Graph;
using ClassicML.Onnx;

namespace ClassicML.Cnn;

/// <summary>Numbers of a trained network, as constants.</summary>
/// <param name="graph">The graph.</param>
/// <param name="model">The model.</param>
/// <param name="layer">The layer's number.</param>
internal sealed class ConstantSource(OnnxGraph graph, CnnClassifierModel model, int layer)
    : LayerSource(graph, model.Network.Layers[layer], forms: null)
{
    public override string Weights(string name, long[] shape, params long[] order)
    {
        ReadOnlySpan<float> stored = model.Parameters.Slice(Place.Offset, Place.WeightCount);
        return order.Length == 0 ? Graph.Constant(Named(name), stored, shape)
            : Graph.Constant(Named(name), Transposed(stored, shape, order), Array.ConvertAll(order, axis => shape[axis]));
    }

    public override string Biases() => Graph.Constant(Named("bias"), model.Parameters.Slice(Place.BiasOffset, Place.BiasCount), Place.BiasCount);

    public override string? Factors(double rate) => null;

    private string Named(string what) => $"layer{layer + 1}_{what}";

    private static float[] Transposed(ReadOnlySpan<float> values, long[] shape, long[] order)
    {
        float[] turned = new float[values.Length];
        // For each axis of the result its extent, its step among the values, and where it is.
        long[] extents = Array.ConvertAll(order, axis => shape[axis]), at = new long[order.Length];
        long[] steps = Array.ConvertAll(order, axis => shape.AsSpan((int)axis + 1).ToArray().Aggregate(1L, (product, extent) => product * extent));
        long from = 0;
        for (int i = 0; i < turned.Length; i++)
        {
            turned[i] = values[(int)from];
            for (int axis = order.Length - 1; axis >= 0; axis--)
            {
                from += steps[axis];
                if (++at[axis] < extents[axis]) break;
                from -= steps[axis] * extents[axis];
                at[axis] = 0;
            }
        }
        return turned;
    }
}
