using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ClassicML.Internal;

namespace ClassicML.Linear;

/// <summary>The products that linear models need of a block of rows. Every sum has a fixed order, whatever the block or the
/// address.</summary>
internal static class RowKernels
{
    /// <summary>g ← g + rᵀ·x for one output: x of m×p row-major, r every <paramref name="stride"/>-th of the residuals.</summary>
    public static void AddWeightedRows(ReadOnlySpan<double> x, ReadOnlySpan<double> r, int stride, int rows, Span<double> g)
    {
        int p = g.Length, i = 0;
        ref double px = ref MemoryMarshal.GetReference(x), pg = ref MemoryMarshal.GetReference(g);
        for (; i + 8 <= rows; i += 8)
        {
            ref double x0 = ref Unsafe.Add(ref px, (nint)i * p), x1 = ref Unsafe.Add(ref x0, p), x2 = ref Unsafe.Add(ref x1, p);
            ref double x3 = ref Unsafe.Add(ref x2, p), x4 = ref Unsafe.Add(ref x3, p), x5 = ref Unsafe.Add(ref x4, p);
            ref double x6 = ref Unsafe.Add(ref x5, p), x7 = ref Unsafe.Add(ref x6, p);
            double r0 = r[i * stride], r1 = r[(i + 1) * stride], r2 = r[(i + 2) * stride], r3 = r[(i + 3) * stride];
            double r4 = r[(i + 4) * stride], r5 = r[(i + 5) * stride], r6 = r[(i + 6) * stride], r7 = r[(i + 7) * stride];
            Vector512<double> v0 = Vector512.Create(r0), v1 = Vector512.Create(r1), v2 = Vector512.Create(r2), v3 = Vector512.Create(r3);
            Vector512<double> v4 = Vector512.Create(r4), v5 = Vector512.Create(r5), v6 = Vector512.Create(r6), v7 = Vector512.Create(r7);
            nuint j = 0, end = (nuint)p;
            for (; j + 8 <= end; j += 8)
            {
                Vector512<double> s = Vector512.FusedMultiplyAdd(v0, Vector512.LoadUnsafe(ref x0, j), Vector512.LoadUnsafe(ref pg, j));
                Vector512<double> t = v4 * Vector512.LoadUnsafe(ref x4, j);
                s = Vector512.FusedMultiplyAdd(v1, Vector512.LoadUnsafe(ref x1, j), s);
                t = Vector512.FusedMultiplyAdd(v5, Vector512.LoadUnsafe(ref x5, j), t);
                s = Vector512.FusedMultiplyAdd(v2, Vector512.LoadUnsafe(ref x2, j), s);
                t = Vector512.FusedMultiplyAdd(v6, Vector512.LoadUnsafe(ref x6, j), t);
                s = Vector512.FusedMultiplyAdd(v3, Vector512.LoadUnsafe(ref x3, j), s);
                t = Vector512.FusedMultiplyAdd(v7, Vector512.LoadUnsafe(ref x7, j), t);
                (s + t).StoreUnsafe(ref pg, j);
            }
            for (; j < end; j++)
                Unsafe.Add(ref pg, j) += r0 * Unsafe.Add(ref x0, j) + r1 * Unsafe.Add(ref x1, j) + r2 * Unsafe.Add(ref x2, j)
                    + r3 * Unsafe.Add(ref x3, j) + r4 * Unsafe.Add(ref x4, j) + r5 * Unsafe.Add(ref x5, j) + r6 * Unsafe.Add(ref x6, j)
                    + r7 * Unsafe.Add(ref x7, j);
        }
        for (; i < rows; i++) Kernels.AddScaled(r[i * stride], x.Slice(i * p, p), g);
    }

    /// <summary>For d = x - r: sum ← sum + s·d, square ← square + s·d², reach ← max(reach, |d|).</summary>
    public static void AddMoments(
        ReadOnlySpan<double> x, ReadOnlySpan<double> r, double s, Span<double> sum, Span<double> square, Span<double> reach)
    {
        ref double px = ref MemoryMarshal.GetReference(x), pr = ref MemoryMarshal.GetReference(r);
        ref double p1 = ref MemoryMarshal.GetReference(sum), p2 = ref MemoryMarshal.GetReference(square);
        ref double pm = ref MemoryMarshal.GetReference(reach);
        Vector512<double> share = Vector512.Create(s);
        nuint j = 0, end = (nuint)x.Length;
        for (; j + 8 <= end; j += 8)
        {
            Vector512<double> d = Vector512.LoadUnsafe(ref px, j) - Vector512.LoadUnsafe(ref pr, j), part = share * d;
            (Vector512.LoadUnsafe(ref p1, j) + part).StoreUnsafe(ref p1, j);
            (Vector512.LoadUnsafe(ref p2, j) + part * d).StoreUnsafe(ref p2, j);
            Vector512.Max(Vector512.LoadUnsafe(ref pm, j), Vector512.Abs(d)).StoreUnsafe(ref pm, j);
        }
        // Half a vector first: narrow rows are mostly their tail.
        if (j + 4 <= end)
        {
            Vector256<double> d = Vector256.LoadUnsafe(ref px, j) - Vector256.LoadUnsafe(ref pr, j), part = share.GetLower() * d;
            (Vector256.LoadUnsafe(ref p1, j) + part).StoreUnsafe(ref p1, j);
            (Vector256.LoadUnsafe(ref p2, j) + part * d).StoreUnsafe(ref p2, j);
            Vector256.Max(Vector256.LoadUnsafe(ref pm, j), Vector256.Abs(d)).StoreUnsafe(ref pm, j);
            j += 4;
        }
        for (; j < end; j++)
        {
            double d = Unsafe.Add(ref px, j) - Unsafe.Add(ref pr, j), part = s * d;
            Unsafe.Add(ref p1, j) += part;
            Unsafe.Add(ref p2, j) += part * d;
            Unsafe.Add(ref pm, j) = Math.Max(Unsafe.Add(ref pm, j), Math.Abs(d));
        }
    }

    /// <summary>The scores of a sparse row for 8·<paramref name="groups"/> outputs: w is p×(8·groups), row-major.</summary>
    public static void SparseScores(
        ReadOnlySpan<int> columns, ReadOnlySpan<double> values, ReadOnlySpan<double> w, int groups, Span<double> scores)
    {
        ref double pw = ref MemoryMarshal.GetReference(w);
        int group = 0, width = 8 * groups;
        for (; group + 2 <= groups; group += 2)
        {
            Vector512<double> s0 = default, s1 = default;
            for (int at = 0; at < columns.Length; at++)
            {
                ref double row = ref Unsafe.Add(ref pw, (nint)columns[at] * width + 8 * group);
                Vector512<double> value = Vector512.Create(values[at]);
                s0 = Vector512.FusedMultiplyAdd(value, Vector512.LoadUnsafe(ref row), s0);
                s1 = Vector512.FusedMultiplyAdd(value, Vector512.LoadUnsafe(ref row, 8), s1);
            }
            s0.CopyTo(scores[(8 * group)..]);
            s1.CopyTo(scores[(8 * group + 8)..]);
        }
        if (group == groups) return;
        Vector512<double> last = default;
        for (int at = 0; at < columns.Length; at++)
            last = Vector512.FusedMultiplyAdd(
                Vector512.Create(values[at]), Vector512.LoadUnsafe(ref Unsafe.Add(ref pw, (nint)columns[at] * width + 8 * group)), last);
        last.CopyTo(scores[(8 * group)..]);
    }

    /// <summary>g[column] ← g[column] + value × r over a sparse row, for 8·<paramref name="groups"/> outputs.</summary>
    public static void AddSparse(ReadOnlySpan<int> columns, ReadOnlySpan<double> values, ReadOnlySpan<double> r, int groups, Span<double> g)
    {
        ref double pg = ref MemoryMarshal.GetReference(g);
        int width = 8 * groups, group = 0;
        for (; group + 2 <= groups; group += 2)
        {
            Vector512<double> r0 = Vector512.Create(r.Slice(8 * group, 8)), r1 = Vector512.Create(r.Slice(8 * group + 8, 8));
            for (int at = 0; at < columns.Length; at++)
            {
                ref double row = ref Unsafe.Add(ref pg, (nint)columns[at] * width + 8 * group);
                Vector512<double> value = Vector512.Create(values[at]);
                Vector512.FusedMultiplyAdd(value, r0, Vector512.LoadUnsafe(ref row)).StoreUnsafe(ref row);
                Vector512.FusedMultiplyAdd(value, r1, Vector512.LoadUnsafe(ref row, 8)).StoreUnsafe(ref row, 8);
            }
        }
        if (group == groups) return;
        Vector512<double> last = Vector512.Create(r.Slice(8 * group, 8));
        for (int at = 0; at < columns.Length; at++)
        {
            ref double row = ref Unsafe.Add(ref pg, (nint)columns[at] * width + 8 * group);
            Vector512.FusedMultiplyAdd(Vector512.Create(values[at]), last, Vector512.LoadUnsafe(ref row)).StoreUnsafe(ref row);
        }
    }
}
