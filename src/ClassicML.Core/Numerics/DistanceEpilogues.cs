using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Numerics;

/// <summary>c ← product + 1·biasᵀ.</summary>
internal readonly unsafe struct StoreBiased<T>(T* c, nint stride, T* bias) : IGemmEpilogue<T> where T : unmanaged, INumber<T>
{
    public static bool RowsInOrder => false;

    public void Take(Span<T> values, int row, int column)
    {
        ref T from = ref MemoryMarshal.GetReference(values);
        T* to = c + row * stride + column, add = bias + column;
        nuint i = 0, n = (nuint)values.Length;
        for (; i + (nuint)Vector256<T>.Count <= n; i += (nuint)Vector256<T>.Count)
            (Vector256.LoadUnsafe(ref from, i) + Vector256.Load(add + i)).Store(to + i);
        for (; i < n; i++) to[i] = Unsafe.Add(ref from, i) + add[i];
    }
}

/// <summary>c ← max(0, ‖xᵢ‖² + ‖yⱼ‖² - 2·product); NaN stays NaN.</summary>
internal readonly unsafe struct StoreSquaredDistance<T>(T* c, nint stride, T* norms, T* others) : IGemmEpilogue<T>
    where T : unmanaged, INumber<T>
{
    public static bool RowsInOrder => false;

    public void Take(Span<T> values, int row, int column)
    {
        Measure(values, norms[row], others + column);
        new Store<T>(c, stride).Take(values, row, column);
    }

    public static void Measure(Span<T> values, T norm, T* others)
    {
        ref T v = ref MemoryMarshal.GetReference(values);
        nuint i = 0, n = (nuint)values.Length;
        Vector256<T> own = Vector256.Create(norm);
        for (; i + (nuint)Vector256<T>.Count <= n; i += (nuint)Vector256<T>.Count)
        {
            Vector256<T> product = Vector256.LoadUnsafe(ref v, i);
            Vector256.Max(own + Vector256.Load(others + i) - (product + product), Vector256<T>.Zero).StoreUnsafe(ref v, i);
        }
        for (; i < n; i++)
        {
            T product = Unsafe.Add(ref v, i);
            Unsafe.Add(ref v, i) = T.Max(norm + others[i] - (product + product), T.Zero);
        }
    }
}

/// <summary>c ← exp(-γ·max(0, ‖xᵢ‖² + ‖yⱼ‖² - 2·product)).</summary>
internal readonly unsafe struct StoreRbf<T>(T* c, nint stride, T* norms, T* others, T gamma) : IGemmEpilogue<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Shorter than this, the runtime's exponential takes a scalar path of other bits.
    private const int Whole = 16;

    public static bool RowsInOrder => false;

    public void Take(Span<T> values, int row, int column)
    {
        StoreSquaredDistance<T>.Measure(values, norms[row], others + column);
        TensorPrimitives.Multiply(values, -gamma, values);
        var to = new Span<T>(c + row * stride + column, values.Length);
        if (values.Length >= Whole) Exp(values, to);
        else
        {
            Span<T> padded = stackalloc T[Whole];
            values.CopyTo(padded);
            Exp(padded, padded);
            padded[..values.Length].CopyTo(to);
        }
    }

    // Of zero or less, so at most 1; the runtime's exponential of 0 in float is the number above 1.
    private static void Exp(Span<T> values, Span<T> to)
    {
        TensorPrimitives.Exp<T>(values, to);
        TensorPrimitives.Min<T>(to, T.One, to);
    }
}
