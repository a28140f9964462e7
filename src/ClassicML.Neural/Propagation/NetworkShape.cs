using System.Collections.Immutable;
using ClassicML.Internal;

namespace ClassicML.Neural;

/// <summary>The sizes of a network's layers, and where the weights of each lie in one vector: W (inputs×outputs, row-major), then b.</summary>
internal sealed class NetworkShape
{
    private readonly int[] starts;

    /// <param name="sizes">Input, hidden layers, output: at least two.</param>
    public NetworkShape(ImmutableArray<int> sizes)
    {
        Sizes = sizes;
        starts = new int[sizes.Length];
        long end = 0;
        for (int l = 0; l < LayerCount; l++)
        {
            starts[l] = (int)end;
            end += (sizes[l] + 1L) * sizes[l + 1];
            MemoryNeed.CheckArray(end, $"the network {string.Join('-', sizes)}", "take fewer or smaller layers in HiddenLayers");
        }
        starts[^1] = (int)end;
        MostOutputs = sizes.Skip(1).Max();
    }

    public ImmutableArray<int> Sizes { get; }

    /// <summary>The number of layers of weights: one more than there are hidden layers.</summary>
    public int LayerCount => Sizes.Length - 1;

    public int InputCount => Sizes[0];

    public int OutputCount => Sizes[^1];

    /// <summary>The outputs of the widest layer.</summary>
    public int MostOutputs { get; }

    public int ParameterCount => starts[^1];

    public int Inputs(int layer) => Sizes[layer];

    public int Outputs(int layer) => Sizes[layer + 1];

    public int WeightCount(int layer) => Sizes[layer] * Sizes[layer + 1];

    public int WeightStart(int layer) => starts[layer];

    public int BiasStart(int layer) => starts[layer] + WeightCount(layer);

    public Span<T> Weights<T>(int layer, Span<T> parameters) => parameters.Slice(starts[layer], WeightCount(layer));

    public ReadOnlySpan<T> Weights<T>(int layer, ReadOnlySpan<T> parameters) => parameters.Slice(starts[layer], WeightCount(layer));

    public Span<T> Biases<T>(int layer, Span<T> parameters) => parameters.Slice(BiasStart(layer), Outputs(layer));

    public ReadOnlySpan<T> Biases<T>(int layer, ReadOnlySpan<T> parameters) => parameters.Slice(BiasStart(layer), Outputs(layer));
}
