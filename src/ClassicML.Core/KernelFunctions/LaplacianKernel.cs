using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ClassicML.Internal;

namespace ClassicML;

/// <summary>k(x, y) = exp(-γ Σ|xᵢ-yᵢ|).</summary>
/// <remarks>No matrix product: 2·p operations a pair on vectors. Of sparse rows only the columns that both store are read.</remarks>
public sealed record LaplacianKernel : KernelFunction
{
    /// <summary>The factor γ. Default <see cref="ClassicML.Gamma.Scale"/>.</summary>
    public Gamma Gamma { get; init; }

    internal override bool HasRule => Gamma.Value is null;

    /// <inheritdoc/>
    public override KernelFunction Resolve(Features x) => this with { Gamma = Gamma.Resolve(x) };

    private protected override KernelRows Prepare(Features x, double[] centre) =>
        x is SparseMatrix sparse ? new KernelRows(sparse, [], SparseProduct.OwnSums<Smaller>(sparse)) : base.Prepare(x, centre);

    private protected override void Fill(in KernelBlock block) => PairKernel.Fill<Smaller, CityBlock>(Number(Gamma), block);

    private protected override void FillRow(ReadOnlySpan<double> x, KernelRows rows, Span<double> destination) =>
        PairKernel.FillRow<CityBlock>(Number(Gamma), x, rows.Dense, destination);

    // Σ|x-y| = Σ|x| + Σ|y| - 2·Σ min(|x|, |y|), the last over columns where both have one sign.
    private readonly struct Smaller : SparseProduct.ITerm
    {
        public static double Add(double sum, double x, double y) => (x > 0) == (y > 0) ? sum + Math.Min(Math.Abs(x), Math.Abs(y)) : sum;
    }

    private readonly struct CityBlock : PairKernel.IDistance
    {
        public static double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
        {
            ref double px = ref MemoryMarshal.GetReference(x), py = ref MemoryMarshal.GetReference(y);
            Vector512<double> sum = default;
            nuint i = 0, n = (nuint)x.Length;
            for (; i + 8 <= n; i += 8) sum += Vector512.Abs(Vector512.LoadUnsafe(ref px, i) - Vector512.LoadUnsafe(ref py, i));
            double total = Vector512.Sum(sum);
            for (; i < n; i++) total += Math.Abs(x[(int)i] - y[(int)i]);
            return total;
        }
    }
}
