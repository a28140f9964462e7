using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Numerics;

/// <summary>Row-major copies in float of data in double, for products where float is enough.</summary>
public static class SingleCopy
{
    /// <summary>destination ← (float)(x - 1μᵀ), where the difference is taken in double, so that an offset costs no digits.</summary>
    /// <param name="x">n×p, row-major.</param>
    /// <param name="columns">p.</param>
    /// <param name="destination">Receives n×p.</param>
    /// <param name="mean">μ, p values. Default: zeros.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Convert(ReadOnlySpan<double> x, int columns, Span<float> destination, ReadOnlySpan<double> mean = default)
    {
        Check.Length(destination.Length, x.Length, nameof(destination), "element of x");
        if (!mean.IsEmpty) Check.Length(mean.Length, columns, nameof(mean), "column");
        if (columns == 0) return;
        // Without a mean the rows are one.
        int length = mean.IsEmpty ? x.Length : columns;
        for (int start = 0; start + length <= x.Length && length > 0; start += length)
            Row(x.Slice(start, length), mean, destination.Slice(start, length));
    }

    private static void Row(ReadOnlySpan<double> x, ReadOnlySpan<double> mean, Span<float> to)
    {
        ref double px = ref MemoryMarshal.GetReference(x), pm = ref MemoryMarshal.GetReference(mean);
        ref float pt = ref MemoryMarshal.GetReference(to);
        nuint i = 0, n = (nuint)x.Length;
        if (KernelVariant.IsVector)
            for (; i + 16 <= n; i += 16)
            {
                Vector512<double> low = Vector512.LoadUnsafe(ref px, i), high = Vector512.LoadUnsafe(ref px, i + 8);
                if (!mean.IsEmpty)
                {
                    low -= Vector512.LoadUnsafe(ref pm, i);
                    high -= Vector512.LoadUnsafe(ref pm, i + 8);
                }
                Vector512.Narrow(low, high).StoreUnsafe(ref pt, i);
            }
        for (int j = (int)i; j < x.Length; j++) to[j] = (float)(mean.IsEmpty ? x[j] : x[j] - mean[j]);
    }
}
