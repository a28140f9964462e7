using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Internal;

/// <summary>Plane rotations of neighbouring rows of a matrix, gathered and then put on it block of columns by block of columns.</summary>
/// <remarks>
/// A rotation (i, c, s) sets rowᵢ₊₁ ← s·rowᵢ + c·rowᵢ₊₁ and rowᵢ ← c·rowᵢ - s·rowᵢ₊₁. Rotations come in runs of falling i, so the row that
/// two of them share stays in registers; a block of 32 columns stays in the second-level cache for the whole batch. Columns are
/// independent, so bits do not depend on threads.
/// </remarks>
internal sealed class RotationBatch
{
    /// <summary>The columns of a block; the stride of the rows must be a multiple.</summary>
    public const int Width = 32;

    private readonly double[] rows;
    private readonly int stride, threads;
    private readonly int[] places;
    private readonly double[] cosines, sines;
    private int count;

    /// <param name="rows">The rows, each <paramref name="stride"/> values long, padding included.</param>
    /// <param name="stride">A multiple of <see cref="Width"/>.</param>
    /// <param name="threads">The most threads.</param>
    public RotationBatch(double[] rows, int stride, int threads)
    {
        (this.rows, this.stride, this.threads) = (rows, stride, threads);
        int room = Math.Clamp(8 * stride, 256, 32_768);
        (places, cosines, sines) = (new int[room], new double[room], new double[room]);
    }

    /// <summary>The stride of rows of n values.</summary>
    public static int StrideOf(int n) => (n + Width - 1) / Width * Width;

    public void Add(int row, double cosine, double sine)
    {
        if (count == places.Length) Flush();
        places[count] = row;
        cosines[count] = cosine;
        sines[count++] = sine;
    }

    /// <summary>Puts the rows [first, end) in the opposite order.</summary>
    public void Reverse(int first, int end)
    {
        Flush();
        double[] kept = new double[stride];
        for (int low = first, high = end - 1; low < high; low++, high--)
        {
            Span<double> one = rows.AsSpan(low * stride, stride), other = rows.AsSpan(high * stride, stride);
            one.CopyTo(kept);
            other.CopyTo(one);
            kept.CopyTo(other);
        }
    }

    public void Flush()
    {
        int gathered = count;
        count = 0;
        if (gathered == 0) return;
        Workers.For(stride / Width, (long)gathered * stride < 200_000 ? 1 : threads, block =>
        {
            if (KernelVariant.IsVector) Vector(block * Width, gathered);
            else Scalar(block * Width, gathered);
        });
    }

    private void Scalar(int column, int gathered)
    {
        for (int t = 0; t < gathered; t++)
        {
            Span<double> low = rows.AsSpan(places[t] * stride + column, Width),
                high = rows.AsSpan((places[t] + 1) * stride + column, Width);
            double c = cosines[t], s = sines[t];
            for (int j = 0; j < Width; j++) (low[j], high[j]) = (c * low[j] - s * high[j], s * low[j] + c * high[j]);
        }
    }

    private void Vector(int column, int gathered)
    {
        ref double first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(rows), column);
        for (int t = 0; t < gathered;)
        {
            ref double high = ref Unsafe.Add(ref first, (nint)(places[t] + 1) * stride);
            Vector512<double> h0 = Vector512.LoadUnsafe(ref high), h1 = Vector512.LoadUnsafe(ref high, 8);
            Vector512<double> h2 = Vector512.LoadUnsafe(ref high, 16), h3 = Vector512.LoadUnsafe(ref high, 24);
            int place;
            do
            {
                place = places[t];
                ref double low = ref Unsafe.Add(ref first, (nint)place * stride);
                ref double above = ref Unsafe.Add(ref low, stride);
                Vector512<double> c = Vector512.Create(cosines[t]), s = Vector512.Create(sines[t]);
                Vector512<double> l0 = Vector512.LoadUnsafe(ref low), l1 = Vector512.LoadUnsafe(ref low, 8);
                Vector512<double> l2 = Vector512.LoadUnsafe(ref low, 16), l3 = Vector512.LoadUnsafe(ref low, 24);
                Vector512.FusedMultiplyAdd(c, h0, s * l0).StoreUnsafe(ref above);
                Vector512.FusedMultiplyAdd(c, h1, s * l1).StoreUnsafe(ref above, 8);
                Vector512.FusedMultiplyAdd(c, h2, s * l2).StoreUnsafe(ref above, 16);
                Vector512.FusedMultiplyAdd(c, h3, s * l3).StoreUnsafe(ref above, 24);
                h0 = Vector512.FusedMultiplyAdd(c, l0, -(s * h0));
                h1 = Vector512.FusedMultiplyAdd(c, l1, -(s * h1));
                h2 = Vector512.FusedMultiplyAdd(c, l2, -(s * h2));
                h3 = Vector512.FusedMultiplyAdd(c, l3, -(s * h3));
                t++;
            }
            while (t < gathered && places[t] == place - 1);
            ref double last = ref Unsafe.Add(ref first, (nint)place * stride);
            h0.StoreUnsafe(ref last);
            h1.StoreUnsafe(ref last, 8);
            h2.StoreUnsafe(ref last, 16);
            h3.StoreUnsafe(ref last, 24);
        }
    }
}
