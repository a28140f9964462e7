using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Neighbors;

/// <summary>Sums over the differences of two rows, in eight fixed lanes and then the rest in order, so that bits don't depend on the processor.</summary>
internal static class DifferenceKernels
{
    /// <summary>Σ|aⱼ-bⱼ|.</summary>
    public static double SumOfMagnitudes(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ref double pa = ref MemoryMarshal.GetReference(a), pb = ref MemoryMarshal.GetReference(b);
        Vector512<double> lanes = default;
        int j = 0;
        for (; j + 8 <= a.Length; j += 8)
            lanes += Vector512.Abs(Vector512.LoadUnsafe(ref pa, (nuint)j) - Vector512.LoadUnsafe(ref pb, (nuint)j));
        double sum = Vector512.Sum(lanes);
        for (; j < a.Length; j++) sum += Math.Abs(a[j] - b[j]);
        return sum;
    }

    /// <summary>max|aⱼ-bⱼ|.</summary>
    public static double LargestMagnitude(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ref double pa = ref MemoryMarshal.GetReference(a), pb = ref MemoryMarshal.GetReference(b);
        Vector512<double> lanes = default;
        int j = 0;
        for (; j + 8 <= a.Length; j += 8)
            lanes = Vector512.Max(lanes, Vector512.Abs(Vector512.LoadUnsafe(ref pa, (nuint)j) - Vector512.LoadUnsafe(ref pb, (nuint)j)));
        double largest = 0;
        for (int lane = 0; lane < 8; lane++) largest = Math.Max(largest, lanes[lane]);
        for (; j < a.Length; j++) largest = Math.Max(largest, Math.Abs(a[j] - b[j]));
        return largest;
    }

    /// <summary>The number of j with aⱼ ≠ bⱼ.</summary>
    public static int CountDifferent(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        int count = 0;
        for (int j = 0; j < a.Length; j++)
            if (a[j] != b[j]) count++;
        return count;
    }
}
