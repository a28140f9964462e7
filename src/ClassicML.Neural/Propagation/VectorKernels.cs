using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Neural;

/// <summary>Sums over vectors in float or double, in fixed lanes: the same bits wherever the operands lie.</summary>
internal static class VectorKernels
{
    /// <summary>y ← y + αx.</summary>
    public static void AddScaled<T>(T alpha, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T px = ref MemoryMarshal.GetReference(x), py = ref MemoryMarshal.GetReference(y);
        nuint i = 0, n = (nuint)Math.Min(x.Length, y.Length), width = (nuint)Vector512<T>.Count;
        for (; i + width <= n; i += width)
            (Vector512.LoadUnsafe(ref py, i) + Vector512.LoadUnsafe(ref px, i) * alpha).StoreUnsafe(ref py, i);
        for (; i < n; i++) Unsafe.Add(ref py, i) += Unsafe.Add(ref px, i) * alpha;
    }

    /// <summary>Σ xᵢ².</summary>
    public static double SumOfSquares<T>(ReadOnlySpan<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T px = ref MemoryMarshal.GetReference(x);
        Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default;
        nuint i = 0, n = (nuint)x.Length, width = (nuint)Vector512<T>.Count;
        for (; i + 4 * width <= n; i += 4 * width)
        {
            Vector512<T> x0 = Vector512.LoadUnsafe(ref px, i), x1 = Vector512.LoadUnsafe(ref px, i + width);
            Vector512<T> x2 = Vector512.LoadUnsafe(ref px, i + 2 * width), x3 = Vector512.LoadUnsafe(ref px, i + 3 * width);
            s0 += x0 * x0;
            s1 += x1 * x1;
            s2 += x2 * x2;
            s3 += x3 * x3;
        }
        double sum = double.CreateTruncating(Vector512.Sum(s0 + s1 + (s2 + s3)));
        for (; i < n; i++)
        {
            double value = double.CreateTruncating(Unsafe.Add(ref px, i));
            sum += value * value;
        }
        return sum;
    }
}
