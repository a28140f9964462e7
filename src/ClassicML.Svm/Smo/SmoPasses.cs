using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ClassicML.Internal;

namespace ClassicML.Svm;

/// <summary>The two passes over a set's variables that a step of <see cref="LocalSolver"/> consists of, and the sum of rows that follows a
/// set, 16 variables at a time.</summary>
/// <remarks>
/// Ranges start and end at multiples of 16. "up" and "low" hold 0 for a variable that may rise or fall and negative infinity for one that
/// may not, so that they can be added to what is maximised. Of equal values the first wins. The scalar twins give the same bits.
/// </remarks>
internal static class SmoPasses
{
    public const int Width = 16;

    /// <summary>g ← g + step·(rowI - rowJ), and the variable of largest -g among those that may rise.</summary>
    /// <returns>Its value and position; position -1 if none may rise.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Value, int Position) Update(
        double[] g, float[] up, ReadOnlySpan<float> rowI, ReadOnlySpan<float> rowJ, double step, int start, int end)
    {
        if (!KernelVariant.IsVector) return ScalarUpdate(g, up, rowI, rowJ, step, start, end);
        ref double pg = ref MemoryMarshal.GetArrayDataReference(g);
        ref float pu = ref MemoryMarshal.GetArrayDataReference(up), pi = ref MemoryMarshal.GetReference(rowI),
            pj = ref MemoryMarshal.GetReference(rowJ);
        Vector512<double> by = Vector512.Create(step);
        Vector512<double> best0 = Vector512.Create(double.NegativeInfinity), best1 = best0;
        Vector512<double> at0 = Vector512.Create(-1.0), at1 = at0, here = Vector512.Create((double)start);
        for (nuint k = (nuint)start; k < (nuint)end; k += Width)
        {
            (Vector512<double> i0, Vector512<double> i1) = Vector512.Widen(Vector512.LoadUnsafe(ref pi, k));
            (Vector512<double> j0, Vector512<double> j1) = Vector512.Widen(Vector512.LoadUnsafe(ref pj, k));
            (Vector512<double> u0, Vector512<double> u1) = Vector512.Widen(Vector512.LoadUnsafe(ref pu, k));
            Vector512<double> g0 = Vector512.FusedMultiplyAdd(by, i0 - j0, Vector512.LoadUnsafe(ref pg, k));
            Vector512<double> g1 = Vector512.FusedMultiplyAdd(by, i1 - j1, Vector512.LoadUnsafe(ref pg, k + 8));
            g0.StoreUnsafe(ref pg, k);
            g1.StoreUnsafe(ref pg, k + 8);
            u0 -= g0;
            u1 -= g1;
            Vector512<double> better0 = Vector512.GreaterThan(u0, best0), better1 = Vector512.GreaterThan(u1, best1);
            at0 = Vector512.ConditionalSelect(better0, here, at0);
            at1 = Vector512.ConditionalSelect(better1, here, at1);
            best0 = Vector512.ConditionalSelect(better0, u0, best0);
            best1 = Vector512.ConditionalSelect(better1, u1, best1);
            here += Vector512.Create((double)Width);
        }
        double largest = Largest(Vector512.MaxNative(best0, best1));
        if (double.IsNegativeInfinity(largest)) return (largest, -1);
        // A vector that began at "at" holds the positions from there on.
        Vector512<double> all = Vector512.Create(largest), far = Vector512.Create(double.PositiveInfinity);
        Vector512<double> lanes = Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7);
        at0 = Vector512.ConditionalSelect(Vector512.Equals(best0, all), at0 + lanes, far);
        at1 = Vector512.ConditionalSelect(Vector512.Equals(best1, all), at1 + lanes + Vector512.Create(8.0), far);
        return (largest, (int)-Largest(-Vector512.MinNative(at0, at1)));
    }

    /// <summary>The variable of largest -g among those that may rise.</summary>
    /// <returns>Its value and position; position -1 if none may rise.</returns>
    public static (double Value, int Position) First(double[] g, float[] up, int start, int end)
    {
        (double Value, int Position) best = (double.NegativeInfinity, -1);
        for (int k = start; k < end; k++)
            if (up[k] - g[k] > best.Value) best = (up[k] - g[k], k);
        return best;
    }

    /// <summary>sum ← sum + Σ changeₖ·rowₖ for up to eight rows, one after another, from a column on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRows(Span<double> sum, int column, IKernelRows rows, ReadOnlySpan<int> items, ReadOnlySpan<double> changes)
    {
        if (!KernelVariant.IsVector || sum.Length < Width)
        {
            ScalarAddRows(sum, column, rows, items, changes);
            return;
        }
        // Missing rows are the last one, nothing times: that changes no bit.
        int last = items.Length - 1;
        ref float r0 = ref Start(rows, items, 0, column), r1 = ref Start(rows, items, Math.Min(1, last), column),
            r2 = ref Start(rows, items, Math.Min(2, last), column), r3 = ref Start(rows, items, Math.Min(3, last), column),
            r4 = ref Start(rows, items, Math.Min(4, last), column), r5 = ref Start(rows, items, Math.Min(5, last), column),
            r6 = ref Start(rows, items, Math.Min(6, last), column), r7 = ref Start(rows, items, Math.Min(7, last), column);
        Vector512<double> c0 = Change(changes, 0, last), c1 = Change(changes, 1, last), c2 = Change(changes, 2, last),
            c3 = Change(changes, 3, last), c4 = Change(changes, 4, last), c5 = Change(changes, 5, last), c6 = Change(changes, 6, last),
            c7 = Change(changes, 7, last);
        ref double to = ref MemoryMarshal.GetReference(sum);
        nuint k = 0, n = (nuint)sum.Length;
        for (; k + Width <= n; k += Width)
        {
            Vector512<double> low = Vector512.LoadUnsafe(ref to, k), high = Vector512.LoadUnsafe(ref to, k + 8);
            Add(ref low, ref high, c0, Vector512.LoadUnsafe(ref r0, k));
            Add(ref low, ref high, c1, Vector512.LoadUnsafe(ref r1, k));
            Add(ref low, ref high, c2, Vector512.LoadUnsafe(ref r2, k));
            Add(ref low, ref high, c3, Vector512.LoadUnsafe(ref r3, k));
            Add(ref low, ref high, c4, Vector512.LoadUnsafe(ref r4, k));
            Add(ref low, ref high, c5, Vector512.LoadUnsafe(ref r5, k));
            Add(ref low, ref high, c6, Vector512.LoadUnsafe(ref r6, k));
            Add(ref low, ref high, c7, Vector512.LoadUnsafe(ref r7, k));
            low.StoreUnsafe(ref to, k);
            high.StoreUnsafe(ref to, k + 8);
        }
        ScalarAddRows(sum[(int)k..], column + (int)k, rows, items, changes);
    }

    internal static void ScalarAddRows(Span<double> sum, int column, IKernelRows rows, ReadOnlySpan<int> items,
        ReadOnlySpan<double> changes)
    {
        for (int r = 0; r < items.Length; r++)
        {
            ReadOnlySpan<float> row = rows.Row(items[r])[column..];
            for (int k = 0; k < sum.Length; k++) sum[k] = Math.FusedMultiplyAdd(changes[r], row[k], sum[k]);
        }
    }

    private static ref float Start(IKernelRows rows, ReadOnlySpan<int> items, int r, int column) =>
        ref MemoryMarshal.GetReference(rows.Row(items[r])[column..]);

    private static Vector512<double> Change(ReadOnlySpan<double> changes, int r, int last) => Vector512.Create(r <= last ? changes[r] : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref Vector512<double> low, ref Vector512<double> high, Vector512<double> change, Vector512<float> row)
    {
        (Vector512<double> first, Vector512<double> second) = Vector512.Widen(row);
        low = Vector512.FusedMultiplyAdd(change, first, low);
        high = Vector512.FusedMultiplyAdd(change, second, high);
    }

    /// <summary>Second-order choice of the partner of i among those that may fall: the largest b²/a with b = gⱼ - gᵢ above 0, a = Kᵢᵢ + Kⱼⱼ
    /// - 2Kᵢⱼ.</summary>
    /// <param name="g">The gradient.</param>
    /// <param name="low">Who may fall.</param>
    /// <param name="diagonal">Kⱼⱼ.</param>
    /// <param name="rowI">Row i.</param>
    /// <param name="gi">gᵢ.</param>
    /// <param name="kii">Kᵢᵢ.</param>
    /// <param name="start">The first variable.</param>
    /// <param name="end">Behind the last.</param>
    /// <returns>b²/a of the partner and its position, -1 if none violates; and the largest b, which is the violation of
    /// optimality.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (float Gain, int Position, float Violation) Partner(
        double[] g, float[] low, float[] diagonal, ReadOnlySpan<float> rowI, double gi, double kii, int start, int end)
    {
        if (!KernelVariant.IsVector) return ScalarPartner(g, low, diagonal, rowI, gi, kii, start, end);
        ref double pg = ref MemoryMarshal.GetArrayDataReference(g);
        ref float pl = ref MemoryMarshal.GetArrayDataReference(low), pd = ref MemoryMarshal.GetArrayDataReference(diagonal),
            pi = ref MemoryMarshal.GetReference(rowI);
        Vector512<double> from = Vector512.Create(gi);
        Vector512<float> own = Vector512.Create((float)kii), least = Vector512.Create(SmoSolver.LeastCurvature),
            minusTwo = Vector512.Create(-2f);
        Vector512<float> best = default, most = Vector512.Create(float.NegativeInfinity);
        Vector512<int> at = Vector512.Create(-1), here = Vector512.Create(start);
        for (nuint k = (nuint)start; k < (nuint)end; k += Width)
        {
            Vector512<float> b = Vector512.Narrow(Vector512.LoadUnsafe(ref pg, k) - from, Vector512.LoadUnsafe(ref pg, k + 8) - from);
            Vector512<float> a = Vector512.FusedMultiplyAdd(minusTwo, Vector512.LoadUnsafe(ref pi, k), own + Vector512.LoadUnsafe(ref pd,
                k));
            a = Vector512.ConditionalSelect(Vector512.GreaterThan(a, least), a, least);
            Vector512<float> may = Vector512.LoadUnsafe(ref pl, k);
            most = Vector512.MaxNative(most, b + may);
            b = Vector512.ConditionalSelect(Vector512.GreaterThan(b, Vector512<float>.Zero), b, Vector512<float>.Zero);
            Vector512<float> gain = b * (b / a) + may;
            Vector512<float> better = Vector512.GreaterThan(gain, best);
            best = Vector512.ConditionalSelect(better, gain, best);
            at = Vector512.ConditionalSelect(better.AsInt32(), here, at);
            here += Vector512.Create(Width);
        }
        float violation = Largest(most), gain0 = Largest(best);
        if (gain0 == 0) return (0, -1, violation);
        Vector512<int> place = Vector512.ConditionalSelect(
            Vector512.Equals(best, Vector512.Create(gain0)).AsInt32(),
            at + Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), Vector512.Create(int.MaxValue));
        Vector256<int> eight = Vector256.Min(place.GetLower(), place.GetUpper());
        Vector128<int> four = Vector128.Min(eight.GetLower(), eight.GetUpper());
        return (gain0, Math.Min(Math.Min(four[0], four[1]), Math.Min(four[2], four[3])), violation);
    }

    internal static (double Value, int Position) ScalarUpdate(
        double[] g, float[] up, ReadOnlySpan<float> rowI, ReadOnlySpan<float> rowJ, double step, int start, int end)
    {
        (double Value, int Position) best = (double.NegativeInfinity, -1);
        for (int k = start; k < end; k++)
        {
            g[k] = Math.FusedMultiplyAdd(step, (double)rowI[k] - rowJ[k], g[k]);
            double value = up[k] - g[k];
            if (value > best.Value) best = (value, k);
        }
        return best;
    }

    internal static (float Gain, int Position, float Violation) ScalarPartner(
        double[] g, float[] low, float[] diagonal, ReadOnlySpan<float> rowI, double gi, double kii, int start, int end)
    {
        (float Gain, int Position, float Violation) best = (0, -1, float.NegativeInfinity);
        float own = (float)kii;
        for (int k = start; k < end; k++)
        {
            float b = (float)(g[k] - gi), a = MathF.FusedMultiplyAdd(-2, rowI[k], own + diagonal[k]);
            if (!(a > SmoSolver.LeastCurvature)) a = SmoSolver.LeastCurvature;
            best.Violation = Math.Max(best.Violation, b + low[k]);
            b = b > 0 ? b : 0;
            float gain = b * (b / a) + low[k];
            if (gain > best.Gain) (best.Gain, best.Position) = (gain, k);
        }
        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Largest(Vector512<double> v)
    {
        Vector256<double> four = Vector256.MaxNative(v.GetLower(), v.GetUpper());
        Vector128<double> two = Vector128.MaxNative(four.GetLower(), four.GetUpper());
        return Math.Max(two[0], two[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Largest(Vector512<float> v)
    {
        Vector256<float> eight = Vector256.MaxNative(v.GetLower(), v.GetUpper());
        Vector128<float> four = Vector128.MaxNative(eight.GetLower(), eight.GetUpper());
        return Math.Max(Math.Max(four[0], four[1]), Math.Max(four[2], four[3]));
    }
}
