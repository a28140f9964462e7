using System.Globalization;
using ClassicML.Cnn.Graph;
using ClassicML.Cnn.Managed;

namespace ClassicML.Cnn;

/// <summary>A fully connected layer: out[o] = f(b[o] + Σ in[i]·w[i, o]). Weights are stored inputs×units.</summary>
public sealed record Dense : CnnLayer
{
    /// <summary>A layer of the given number of units; none for as many as there are classes. No activation by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public Dense(int? units = null) => Units = units;

    /// <summary>The number of units; none for as many as there are classes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? Units { get; init => field = Check.AtLeast(value, 1, nameof(Units)); }

    /// <summary>The activation. Default identity.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not defined.</exception>
    public LayerActivation Activation { get; init => field = Check.Defined(value, nameof(Activation)); }

    internal static LayerKind Kind { get; } = new("dense", "dense 128 relu, dense softmax", text => text.Arguments switch
    {
        [] => new Dense { Activation = text.Activation },
        [var units] => new Dense(text.Number(units)) { Activation = text.Activation },
        _ => null,
    });

    /// <inheritdoc/>
    public override string Caption => "dense" + Suffix(Activation);

    /// <inheritdoc/>
    public override LayerShape OutputShape(LayerShape input, int classes) =>
        input.IsFlat ? LayerShape.Flat(Units ?? classes) : throw new ArgumentException($"a dense layer reads a flat list, not {input}: put flatten before it");

    /// <inheritdoc/>
    public override int WeightCount(LayerShape input, int classes) => checked(input.Size * (Units ?? classes));

    /// <inheritdoc/>
    public override int BiasCount(LayerShape input, int classes) => Units ?? classes;

    internal override bool HasSoftmax => Activation == LayerActivation.Softmax;

    internal override double FanSum(LayerShape input, LayerShape output) => (double)input.Size + output.Size;

    internal override ManagedLayer Kernels(PlacedLayer place, bool training) => new DenseKernels(this, place);

    internal override LayerNodes Nodes(LayerSource source, string x) => DenseNodes.Of(this, source, x);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"dense{(Units is { } units ? $" {units}" : "")}{Suffix(Activation)}");
}
