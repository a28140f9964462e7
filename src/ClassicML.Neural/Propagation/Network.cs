using System.Collections.Immutable;

namespace ClassicML.Neural;

/// <summary>A network of given weights, in double: what both models predict with. Immutable.</summary>
internal sealed class Network
{
    private const int BlockSize = 256;

    private readonly double[] parameters;

    public Network(NetworkShape shape, double[] parameters, Activation activation)
    {
        Check.Length(parameters.Length, shape.ParameterCount, nameof(parameters), "weight and bias");
        (Shape, this.parameters, Activation) = (shape, parameters, Check.Defined(activation, nameof(activation)));
        Layers = [.. Enumerable.Range(0, shape.LayerCount).Select(l => new DenseLayer(
            Matrix.Wrap([.. shape.Weights(l, parameters.AsSpan())], shape.Inputs(l), shape.Outputs(l)),
            shape.Biases(l, parameters.AsSpan())))];
    }

    public NetworkShape Shape { get; }

    public Activation Activation { get; }

    public ReadOnlySpan<double> Parameters => parameters;

    public ImmutableArray<DenseLayer> Layers { get; }

    /// <exception cref="ArgumentException">There is no layer, or one does not take what the one before gives.</exception>
    public static Network Of(IEnumerable<DenseLayer> layers, Activation activation)
    {
        DenseLayer[] all = [.. Check.NotNull(layers, nameof(layers))];
        if (all.Length == 0) throw new ArgumentException("layers must hold at least one layer", nameof(layers));
        for (int l = 1; l < all.Length; l++)
            if (all[l].Weights.RowCount != all[l - 1].Weights.ColumnCount)
                throw new ArgumentException(
                    $"layer {l + 1} must take the {all[l - 1].Weights.ColumnCount} outputs of the one before, takes {all[l].Weights.RowCount}",
                    nameof(layers));
        var shape = new NetworkShape([all[0].Weights.RowCount, .. all.Select(layer => layer.Weights.ColumnCount)]);
        double[] parameters = new double[shape.ParameterCount];
        for (int l = 0; l < all.Length; l++)
        {
            all[l].Weights.Span.CopyTo(shape.Weights(l, parameters.AsSpan()));
            all[l].Biases.CopyTo(shape.Biases(l, parameters.AsSpan()));
        }
        return new Network(shape, parameters, activation);
    }

    /// <summary>A copy of the weights to start another training from; what was fixed at -∞ for an absent class starts at zero.</summary>
    /// <exception cref="ArgumentException">The other network has other layers.</exception>
    public double[] ParametersFor(NetworkShape shape, Activation activation)
    {
        if (!shape.Sizes.SequenceEqual(Shape.Sizes) || activation != Activation)
            throw new ArgumentException(
                $"the earlier model is a network {Text(Shape)} of {Activation}; this fit needs one {Text(shape)} of {activation}", "earlier");
        return Array.ConvertAll(parameters, value => double.IsNegativeInfinity(value) ? 0 : value);
    }

    /// <summary>The scores u of the output layer, n×outputs, block by block. A row gets the same bits alone and in a batch.</summary>
    public void Scores(Features x, string reader, Action<int, Span<double>> take)
    {
        Features rows = Check.CompleteRows(x, reader);
        var source = new TrainingRows<double>(rows);
        int threads = (long)x.RowCount * Shape.ParameterCount < 100_000 ? 1 : Workers.MaxThreads;
        Workers.ForBlocks(x.RowCount, BlockSize, threads, (start, end) =>
        {
            int[] numbers = [.. Enumerable.Range(start, end - start)];
            var pass = new BackPropagation<double>(Shape, Activation, numbers.Length, threads: 1);
            double[] buffer = rows is SparseMatrix ? new double[checked(numbers.Length * Shape.InputCount)] : [];
            take(start, pass.Forward(source.Take(numbers, buffer, 1), numbers.Length, parameters));
        });
    }

    /// <summary>The scores u of one row that is complete: the bits of a batch, without allocating.</summary>
    public void ScoresOfRow(ReadOnlySpan<double> row, Span<double> u) => BackPropagation<double>.ForwardRow(Shape, Activation, row, parameters, u);

    private static string Text(NetworkShape shape) => string.Join('-', shape.Sizes);
}
