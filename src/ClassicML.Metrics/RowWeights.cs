namespace ClassicML.Metrics;

/// <summary>Weights of rows, times a power of two where sums, squares and products of them would leave the range of a double. It changes
/// no bit of a quotient.</summary>
internal readonly ref struct RowWeights
{
    // Four such weights of any number of rows multiply to a double.
    private const int Ordinary = 200;

    private readonly ReadOnlySpan<double> weights;
    private readonly int exponent;

    /// <param name="weights">A weight for each row, checked; none means 1 for each.</param>
    public RowWeights(ReadOnlySpan<double> weights)
    {
        this.weights = weights;
        double largest = 1;
        if (!weights.IsEmpty) largest = System.Numerics.Tensors.TensorPrimitives.Max(weights);
        int size = Math.ILogB(largest);
        exponent = Math.Abs(size) < Ordinary ? 0 : -size;
    }

    public double this[int row] => weights.IsEmpty ? 1 : exponent == 0 ? weights[row] : Math.ScaleB(weights[row], exponent);

    /// <summary>A sum of these as a sum of the weights themselves.</summary>
    public double Original(double sum) => exponent == 0 ? sum : Math.ScaleB(sum, -exponent);
}
