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

    private protected override void Fill(in KernelBlock block) => PairKernel.Fill<CityBlock>(Number(Gamma), block);

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
