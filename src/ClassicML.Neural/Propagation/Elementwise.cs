using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Neural;

/// <summary>Functions of each value, with bits that do not depend on where in a span the value stands.</summary>
/// <remarks>
/// <see cref="TensorPrimitives"/> computes spans shorter than a vector by another formula than longer ones, and so a whole vector with one
/// value beyond the range of its fast formula, such as the -∞ of a class without rows. The short ones are padded here, and values beyond
/// are computed by themselves.
/// </remarks>
internal static class Elementwise<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Tile = 512;

    private static int Width => 64 / Unsafe.SizeOf<T>();

    // Up to here, in both directions, exp is a normal number by the fast formula.
    private static T Range => T.CreateTruncating(typeof(T) == typeof(double) ? 708 : 87);

    /// <summary>x ← exp x.</summary>
    public static void Exp(Span<T> x)
    {
        if (IsWithin(x))
        {
            ExpWithin(x);
            return;
        }
        Span<T> given = stackalloc T[Tile];
        for (int at = 0; at < x.Length; at += Tile)
        {
            Span<T> tile = x.Slice(at, Math.Min(Tile, x.Length - at));
            tile.CopyTo(given);
            foreach (ref T value in tile)
                if (!(T.Abs(value) <= Range)) value = T.Zero;
            ExpWithin(tile);
            for (int i = 0; i < tile.Length; i++)
                if (!(T.Abs(given[i]) <= Range)) tile[i] = T.Exp(given[i]);
        }
    }

    // NaN is not.
    private static bool IsWithin(ReadOnlySpan<T> x)
    {
        ref T px = ref MemoryMarshal.GetReference(x);
        Vector512<T> range = Vector512.Create(Range);
        nuint i = 0, n = (nuint)x.Length, width = (nuint)Vector512<T>.Count;
        for (; i + width <= n; i += width)
            if (!Vector512.LessThanOrEqualAll(Vector512.Abs(Vector512.LoadUnsafe(ref px, i)), range)) return false;
        for (; i < n; i++)
            if (!(T.Abs(Unsafe.Add(ref px, i)) <= Range)) return false;
        return true;
    }

    private static void ExpWithin(Span<T> x)
    {
        if (x.Length >= Width)
        {
            TensorPrimitives.Exp<T>(x, x);
            return;
        }
        Span<T> padded = stackalloc T[Width];
        padded.Clear();
        x.CopyTo(padded);
        TensorPrimitives.Exp<T>(padded, padded);
        padded[..x.Length].CopyTo(x);
    }

    /// <summary>x ← 1/(1 + exp(-x)).</summary>
    public static void Logistic(Span<T> x)
    {
        TensorPrimitives.Negate<T>(x, x);
        Exp(x);
        TensorPrimitives.Add(x, T.One, x);
        TensorPrimitives.Divide(T.One, x, x);
    }

    /// <summary>x ← tanh x, with a relative error of few units in the last place also near zero.</summary>
    /// <remarks>
    /// Source: S. L. Moshier, Cephes library: x + x³P(x²)/Q(x²) below 0.625, else 1 - 2/(exp(2x) + 1). (TensorPrimitives.Tanh goes by
    /// exp(x) - 1, which loses small values.)
    /// </remarks>
    public static void Tanh(Span<T> x)
    {
        Span<T> e = stackalloc T[Tile];
        for (int at = 0; at < x.Length; at += Tile)
        {
            Span<T> tile = x.Slice(at, Math.Min(Tile, x.Length - at)), exps = e[..tile.Length];
            TensorPrimitives.Abs(tile, exps);
            TensorPrimitives.Multiply(exps, T.CreateChecked(2), exps);
            Exp(exps);
            TanhFromExp(tile, exps);
        }
    }

    private static void TanhFromExp(Span<T> x, ReadOnlySpan<T> e)
    {
        ref T px = ref MemoryMarshal.GetReference(x), pe = ref MemoryMarshal.GetReference(e);
        nuint i = 0, n = (nuint)x.Length, width = (nuint)Vector512<T>.Count;
        for (; i + width <= n; i += width) Tanh(Vector512.LoadUnsafe(ref px, i), Vector512.LoadUnsafe(ref pe, i)).StoreUnsafe(ref px, i);
        if (i == n) return;
        Span<T> restX = stackalloc T[Width], restE = stackalloc T[Width];
        restX.Clear();
        restE.Clear();
        x[(int)i..].CopyTo(restX);
        e[(int)i..].CopyTo(restE);
        Tanh(Vector512.Create<T>(restX), Vector512.Create<T>(restE)).CopyTo(restX);
        restX[..(int)(n - i)].CopyTo(x[(int)i..]);
    }

    private static Vector512<T> Tanh(Vector512<T> x, Vector512<T> e)
    {
        Vector512<T> z = x * x;
        Vector512<T> p = (z * Of(-9.64399179425052238628e-1) + Of(-9.92877231001918586564e1)) * z + Of(-1.61468768441708447952e3);
        Vector512<T> q = ((z + Of(1.12811678491632931402e2)) * z + Of(2.23548839060100448583e3)) * z + Of(4.84406305325125486048e3);
        Vector512<T> small = x + x * (z * (p / q)), magnitude = Vector512.Abs(x);
        Vector512<T> large = Vector512.CopySign(Of(1) - Of(2) / (e + Of(1)), x);
        // NaN compares as not below, and stays NaN through exp.
        return Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Of(0.625)), small, large);
    }

    private static Vector512<T> Of(double value) => Vector512.Create(T.CreateTruncating(value));
}
