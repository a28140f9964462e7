using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClassicML;

/// <summary>k(x, y) = exp(-γ Σ|xᵢ-yᵢ|).</summary>
/// <remarks>No matrix product: 2·p operations a pair on vectors.</remarks>
public sealed record LaplacianKernel : KernelFunction
{
    /// <summary>The factor γ. Default <see cref="ClassicML.Gamma.Scale"/>.</summary>
    public Gamma Gamma { get; init; }

    /// <inheritdoc/>
    public override KernelFunction Resolve(Matrix x) => this with { Gamma = Gamma.Resolve(x) };

    private protected override void Fill(KernelRows left, int start, int count, KernelRows right, Span<double> destination, int threads) =>
        PairKernel.Fill<CityBlock>(Number(Gamma), left, start, count, right, destination, threads);

    private protected override void FillGram(KernelRows rows, Span<double> destination, int threads) =>
        PairKernel.FillGram<CityBlock>(Number(Gamma), rows, destination, threads);

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
