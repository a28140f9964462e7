using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Internal;

/// <summary>Writes a product, row-major: c ← product.</summary>
internal readonly unsafe struct Store<T>(T* c, nint stride) : IGemmEpilogue<T> where T : unmanaged
{
    public nint Stride => stride;

    public T* At(nint row, nint column) => c + row * stride + column;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(Span<T> values, int row, int column)
    {
        ref T from = ref MemoryMarshal.GetReference(values);
        T* to = c + row * stride + column;
        nuint i = 0, n = (nuint)values.Length;
        // A call to copy 128 bytes would cost more than the copy.
        if (KernelVariant.Is512)
            for (; i + (nuint)Vector512<T>.Count <= n; i += (nuint)Vector512<T>.Count) Vector512.LoadUnsafe(ref from, i).Store(to + i);
        for (; i + (nuint)Vector256<T>.Count <= n; i += (nuint)Vector256<T>.Count) Vector256.LoadUnsafe(ref from, i).Store(to + i);
        for (; i < n; i++) to[i] = Unsafe.Add(ref from, i);
    }
}

/// <summary>Adds a product to what is there, or replaces it: c ← (add ? c : 0) + product.</summary>
/// <remarks>Rows may follow one another in one segment.</remarks>
internal readonly unsafe struct Accumulate<T>(T* c, nint stride, bool add) : IGemmEpilogue<T> where T : unmanaged, INumber<T>
{
    public void Take(Span<T> values, int row, int column)
    {
        ref T from = ref MemoryMarshal.GetReference(values);
        T* to = c + row * stride + column;
        nuint i = 0, n = (nuint)values.Length;
        for (; i + (nuint)Vector256<T>.Count <= n; i += (nuint)Vector256<T>.Count)
        {
            Vector256<T> sum = Vector256.LoadUnsafe(ref from, i);
            (add ? Vector256.Load(to + i) + sum : sum).Store(to + i);
        }
        for (; i < n; i++) to[i] = add ? to[i] + Unsafe.Add(ref from, i) : Unsafe.Add(ref from, i);
    }
}

/// <summary>Writes a product scaled, and beside what is there: c ← α·product + β·c; c is not read where β is 0.</summary>
internal readonly unsafe struct StoreScaled<T>(T* c, nint stride, T alpha, T beta) : IGemmEpilogue<T> where T : unmanaged, INumber<T>
{
    public void Take(Span<T> values, int row, int column)
    {
        ref T from = ref MemoryMarshal.GetReference(values);
        T* to = c + row * stride + column;
        nuint i = 0, n = (nuint)values.Length;
        for (; i + (nuint)Vector256<T>.Count <= n; i += (nuint)Vector256<T>.Count)
        {
            Vector256<T> scaled = Vector256.LoadUnsafe(ref from, i) * alpha;
            (beta == T.Zero ? scaled : scaled + Vector256.Load(to + i) * beta).Store(to + i);
        }
        for (; i < n; i++)
        {
            T scaled = Unsafe.Add(ref from, i) * alpha;
            to[i] = beta == T.Zero ? scaled : scaled + to[i] * beta;
        }
    }
}

/// <summary>c ← product + 1·biasᵀ.</summary>
internal readonly unsafe struct StoreBiased<T>(T* c, nint stride, T* bias) : IGemmEpilogue<T> where T : unmanaged, INumber<T>
{
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
