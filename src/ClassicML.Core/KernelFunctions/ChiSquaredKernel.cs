using ClassicML.Internal;

namespace ClassicML;

/// <summary>k(x, y) = exp(-γ Σ (xᵢ-yᵢ)²/(xᵢ+yᵢ)), for histograms: values of at least 0. A column that is 0 in both rows adds
/// nothing.</summary>
public sealed record ChiSquaredKernel : KernelFunction
{
    /// <summary>The factor γ. Default 1, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Gamma { get; init => field = Check.Positive(value, nameof(Gamma)); } = 1;

    private protected override KernelRows Prepare(Features x, double[] centre)
    {
        ReadOnlySpan<double> values = x is SparseMatrix stored ? stored.Values : ((Matrix)x).Span;
        int at = FirstNegative(values);
        if (at >= 0)
            throw new ArgumentException(
                $"{Check.PlaceOf(x, at)} is {Check.Text(values[at])}; values must be at least 0 for the chi-squared kernel", nameof(x));
        return x is SparseMatrix sparse ? new KernelRows(sparse, [], SparseProduct.OwnSums<Harmonic>(sparse)) : base.Prepare(x, centre);
    }

    private protected override void Fill(in KernelBlock block) => PairKernel.Fill<Harmonic, ChiSquare>(Gamma, block);

    private protected override void FillRow(ReadOnlySpan<double> x, KernelRows rows, Span<double> destination)
    {
        // In the words of a block.
        if (FirstNegative(x) >= 0) Prepare(new Matrix(x, 1, x.Length), rows.Centre);
        PairKernel.FillRow<ChiSquare>(Gamma, x, rows.Dense, destination);
    }

    private static int FirstNegative(ReadOnlySpan<double> values)
    {
        for (int at = 0; at < values.Length; at++)
            if (values[at] < 0) return at;
        return -1;
    }

    // Σ (x-y)²/(x+y) = Σx + Σy - 2·Σ 2xy/(x+y), the last over columns where neither is 0.
    private readonly struct Harmonic : SparseProduct.ITerm
    {
        public static double Add(double sum, double x, double y) => x + y > 0 ? sum + 2 * x * y / (x + y) : sum;
    }

    private readonly struct ChiSquare : PairKernel.IDistance
    {
        public static double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
        {
            double sum = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double difference = x[i] - y[i], total = x[i] + y[i];
                if (total > 0) sum += difference * difference / total;
            }
            return sum;
        }
    }
}
