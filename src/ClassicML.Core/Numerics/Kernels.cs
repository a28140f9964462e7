using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Internal;

/// <summary>Compute kernels over vectors of doubles. Each has a scalar twin in <see cref="ScalarKernels"/> that says what it computes.</summary>
/// <remarks>
/// Sums run in 32 fixed lanes, whatever the address or the vector width, so a result has the same bits wherever its operands lie.
/// (<c>TensorPrimitives</c> peels by alignment, and so does not promise that for sums; for element-wise maths it is what we call.)
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Kernels
{
    /// <summary>Σ aᵢbᵢ.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        SameLength(a, b);
        if (!KernelVariant.IsVector) return ScalarKernels.Dot(a, b);
        ref double pa = ref MemoryMarshal.GetReference(a), pb = ref MemoryMarshal.GetReference(b);
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        nuint i = 0, n = (nuint)a.Length;
        for (; i + 32 <= n; i += 32)
        {
            s0 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref pa, i), Vector512.LoadUnsafe(ref pb, i), s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref pa, i + 8), Vector512.LoadUnsafe(ref pb, i + 8), s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref pa, i + 16), Vector512.LoadUnsafe(ref pb, i + 16), s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref pa, i + 24), Vector512.LoadUnsafe(ref pb, i + 24), s3);
        }
        for (; i + 8 <= n; i += 8)
            s0 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref pa, i), Vector512.LoadUnsafe(ref pb, i), s0);
        double sum = Vector512.Sum(s0 + s1 + (s2 + s3));
        for (; i < n; i++) sum = Math.FusedMultiplyAdd(Unsafe.Add(ref pa, i), Unsafe.Add(ref pb, i), sum);
        return sum;
    }

    /// <summary>max|xᵢ|; 0 of none, NaN where a value is.</summary>
    public static double LargestMagnitude(ReadOnlySpan<double> x) => x.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(x));

    /// <summary>Σ (aᵢ-bᵢ)²: the squared Euclidean distance.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        SameLength(a, b);
        if (!KernelVariant.IsVector) return ScalarKernels.SquaredDistance(a, b);
        ref double pa = ref MemoryMarshal.GetReference(a), pb = ref MemoryMarshal.GetReference(b);
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        nuint i = 0, n = (nuint)a.Length;
        for (; i + 32 <= n; i += 32)
        {
            Vector512<double> d0 = Vector512.LoadUnsafe(ref pa, i) - Vector512.LoadUnsafe(ref pb, i);
            Vector512<double> d1 = Vector512.LoadUnsafe(ref pa, i + 8) - Vector512.LoadUnsafe(ref pb, i + 8);
            Vector512<double> d2 = Vector512.LoadUnsafe(ref pa, i + 16) - Vector512.LoadUnsafe(ref pb, i + 16);
            Vector512<double> d3 = Vector512.LoadUnsafe(ref pa, i + 24) - Vector512.LoadUnsafe(ref pb, i + 24);
            s0 = Vector512.FusedMultiplyAdd(d0, d0, s0);
            s1 = Vector512.FusedMultiplyAdd(d1, d1, s1);
            s2 = Vector512.FusedMultiplyAdd(d2, d2, s2);
            s3 = Vector512.FusedMultiplyAdd(d3, d3, s3);
        }
        for (; i + 8 <= n; i += 8)
        {
            Vector512<double> d = Vector512.LoadUnsafe(ref pa, i) - Vector512.LoadUnsafe(ref pb, i);
            s0 = Vector512.FusedMultiplyAdd(d, d, s0);
        }
        double sum = Vector512.Sum(s0 + s1 + (s2 + s3));
        for (; i < n; i++)
        {
            double d = Unsafe.Add(ref pa, i) - Unsafe.Add(ref pb, i);
            sum = Math.FusedMultiplyAdd(d, d, sum);
        }
        return sum;
    }

    /// <summary>y ← y + αx.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void AddScaled(double alpha, ReadOnlySpan<double> x, Span<double> y)
    {
        SameLength(x, y);
        if (!KernelVariant.IsVector)
        {
            ScalarKernels.AddScaled(alpha, x, y);
            return;
        }
        ref double px = ref MemoryMarshal.GetReference(x), py = ref MemoryMarshal.GetReference(y);
        Vector512<double> a = Vector512.Create(alpha);
        nuint i = 0, n = (nuint)x.Length;
        for (; i + 8 <= n; i += 8)
            Vector512.FusedMultiplyAdd(a, Vector512.LoadUnsafe(ref px, i), Vector512.LoadUnsafe(ref py, i)).StoreUnsafe(ref py, i);
        for (; i < n; i++)
            Unsafe.Add(ref py, i) = Math.FusedMultiplyAdd(alpha, Unsafe.Add(ref px, i), Unsafe.Add(ref py, i));
    }

    /// <summary>log Σ exp(xᵢ), without overflow: the maximum is taken out first. Negative infinity for no values.</summary>
    public static double LogSumExp(ReadOnlySpan<double> x)
    {
        if (x.IsEmpty) return double.NegativeInfinity;
        double max = x[0];
        foreach (double value in x[1..]) max = Math.Max(max, value);
        if (double.IsInfinity(max) || double.IsNaN(max)) return max;
        double sum = 0;
        foreach (double value in x) sum += Math.Exp(value - max);
        return max + Math.Log(sum);
    }

    /// <summary>Turns scores into probabilities, xᵢ ← exp(xᵢ)/Σ exp(xⱼ), without overflow, and returns log Σ exp(xⱼ) of the scores.</summary>
    public static double Softmax(Span<double> x)
    {
        double max = double.NegativeInfinity;
        foreach (double value in x) max = Math.Max(max, value);
        double sum = 0;
        for (int i = 0; i < x.Length; i++) sum += x[i] = Math.Exp(x[i] - max);
        for (int i = 0; i < x.Length; i++) x[i] /= sum;
        return max + Math.Log(sum);
    }

    /// <summary>Whether no value is NaN or infinite.</summary>
    public static bool AllFinite(ReadOnlySpan<double> x) => AllWithin(x, double.MaxValue);

    /// <summary>Whether |xᵢ| ≤ limit for all i; NaN is not.</summary>
    public static bool AllWithin(ReadOnlySpan<double> x, double limit)
    {
        if (!KernelVariant.IsVector) return ScalarKernels.AllWithin(x, limit);
        ref double px = ref MemoryMarshal.GetReference(x);
        Vector512<double> bound = Vector512.Create(limit), within0 = Vector512<double>.AllBitsSet, within1 = within0;
        nuint i = 0, n = (nuint)x.Length;
        for (; i + 16 <= n; i += 16)
        {
            within0 &= Vector512.LessThanOrEqual(Vector512.Abs(Vector512.LoadUnsafe(ref px, i)), bound);
            within1 &= Vector512.LessThanOrEqual(Vector512.Abs(Vector512.LoadUnsafe(ref px, i + 8)), bound);
        }
        if (n >= 8)
        {
            // What is left, some of it again.
            if (i + 8 < n) within0 &= Vector512.LessThanOrEqual(Vector512.Abs(Vector512.LoadUnsafe(ref px, i)), bound);
            within1 &= Vector512.LessThanOrEqual(Vector512.Abs(Vector512.LoadUnsafe(ref px, n - 8)), bound);
            i = n;
        }
        return (within0 & within1).AsUInt64() == Vector512<ulong>.AllBitsSet && ScalarKernels.AllWithin(x[(int)i..], limit);
    }

    /// <summary>Whether |xᵢ| > limit for some i; NaN is not.</summary>
    public static bool AnyBeyond(ReadOnlySpan<double> x, double limit)
    {
        if (AllWithin(x, limit)) return false;
        foreach (double value in x)
            if (Math.Abs(value) > limit) return true;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SameLength(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length) throw new ArgumentException($"vectors must be of one length, have {a.Length} and {b.Length} values", nameof(b));
    }
}
