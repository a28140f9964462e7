using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ClassicML.Numerics;

namespace ClassicML.Svm;

/// <summary>The two passes over all variables that an iteration of <see cref="SmoSolver"/> consists of, 16 variables at a time.</summary>
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
    public static (double Value, int Position) Update(double[] g, float[] up, float[] rowI, float[] rowJ, double step, int start, int end)
    {
        if (!KernelVariant.IsVector) return ScalarUpdate(g, up, rowI, rowJ, step, start, end);
        ref double pg = ref MemoryMarshal.GetArrayDataReference(g);
        ref float pu = ref MemoryMarshal.GetArrayDataReference(up), pi = ref MemoryMarshal.GetArrayDataReference(rowI),
            pj = ref MemoryMarshal.GetArrayDataReference(rowJ);
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
        (double Value, int Position) best = (double.NegativeInfinity, -1);
        for (int lane = 0; lane < 8; lane++)
        {
            Better(ref best, best0[lane], (int)at0[lane], lane);
            Better(ref best, best1[lane], (int)at1[lane], lane + 8);
        }
        return best;
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
        double[] g, float[] low, float[] diagonal, float[] rowI, double gi, double kii, int start, int end)
    {
        if (!KernelVariant.IsVector) return ScalarPartner(g, low, diagonal, rowI, gi, kii, start, end);
        ref double pg = ref MemoryMarshal.GetArrayDataReference(g);
        ref float pl = ref MemoryMarshal.GetArrayDataReference(low), pd = ref MemoryMarshal.GetArrayDataReference(diagonal),
            pi = ref MemoryMarshal.GetArrayDataReference(rowI);
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
        (float Gain, int Position) chosen = (0, -1);
        float violation = float.NegativeInfinity;
        for (int lane = 0; lane < Width; lane++)
        {
            violation = Math.Max(violation, most[lane]);
            Better(ref chosen, best[lane], at[lane], lane);
        }
        return (chosen.Gain, chosen.Position, violation);
    }

    internal static (double Value, int Position) ScalarUpdate(double[] g, float[] up, float[] rowI, float[] rowJ, double step, int start,
        int end)
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
        double[] g, float[] low, float[] diagonal, float[] rowI, double gi, double kii, int start, int end)
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

    // Lane l of the vector that began at "at" is position at + l; of equal values the lower position wins.
    private static void Better<T>(ref (T Value, int Position) best, T value, int at, int lane) where T : INumber<T>
    {
        if (at < 0) return;
        if (best.Position < 0 || value > best.Value || (value == best.Value && at + lane < best.Position)) best = (value, at + lane);
    }
}
