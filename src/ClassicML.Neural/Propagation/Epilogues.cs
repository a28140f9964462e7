using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ClassicML.Internal;

namespace ClassicML.Neural;

/// <summary>The end of a forward product: u ← product + b, and max(0, u) where the layer is rectified.</summary>
internal readonly unsafe struct AddBias<T>(T* to, nint stride, T* bias, bool rectify) : IGemmEpilogue<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void Take(Span<T> values, int row, int column)
    {
        ref T from = ref MemoryMarshal.GetReference(values);
        T* u = to + row * stride + column, b = bias + column;
        int i = 0;
        for (; i + Vector256<T>.Count <= values.Length; i += Vector256<T>.Count)
        {
            Vector256<T> sum = Vector256.LoadUnsafe(ref from, (nuint)i) + Vector256.Load(b + i);
            (rectify ? Vector256.Max(sum, Vector256<T>.Zero) : sum).Store(u + i);
        }
        for (; i < values.Length; i++)
        {
            T sum = Unsafe.Add(ref from, i) + b[i];
            u[i] = rectify ? T.Max(sum, T.Zero) : sum;
        }
    }
}

/// <summary>The end of a backward product: δ ← product ⊙ mask ⊙ f′(u), where f′ is told from a = f(u), and there may be no mask.</summary>
internal readonly unsafe struct TimesDerivative<T>(T* delta, nint stride, T* a, T* mask, Activation f) : IGemmEpilogue<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void Take(Span<T> values, int row, int column)
    {
        ref T from = ref MemoryMarshal.GetReference(values);
        nint at = row * stride + column;
        int i = 0;
        for (; i + Vector256<T>.Count <= values.Length; i += Vector256<T>.Count)
        {
            Vector256<T> x = Vector256.LoadUnsafe(ref from, (nuint)i), y = Vector256.Load(a + at + i);
            if (mask != null) x *= Vector256.Load(mask + at + i);
            x = f switch
            {
                Activation.Relu => Vector256.ConditionalSelect(Vector256.GreaterThan(y, Vector256<T>.Zero), x, Vector256<T>.Zero),
                Activation.Tanh => x * (Vector256<T>.One - y * y),
                Activation.Logistic => x * (y * (Vector256<T>.One - y)),
                Activation.Identity => x,
            };
            x.Store(delta + at + i);
        }
        for (; i < values.Length; i++)
        {
            T x = Unsafe.Add(ref from, i), y = a[at + i];
            if (mask != null) x *= mask[at + i];
            delta[at + i] = f switch
            {
                Activation.Relu => y > T.Zero ? x : T.Zero,
                Activation.Tanh => x * (T.One - y * y),
                Activation.Logistic => x * (y * (T.One - y)),
                Activation.Identity => x,
            };
        }
    }
}

/// <summary>The end of a gradient's product: ∂J/∂W ← scale·(product + αW), beside what is there or in its place.</summary>
internal readonly unsafe struct AddPenalty<T>(T* gradient, T* weights, nint stride, T alpha, T scale, bool add) : IGemmEpilogue<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void Take(Span<T> values, int row, int column)
    {
        ref T from = ref MemoryMarshal.GetReference(values);
        T* g = gradient + row * stride + column, w = weights + row * stride + column;
        int i = 0;
        for (; i + Vector256<T>.Count <= values.Length; i += Vector256<T>.Count)
        {
            Vector256<T> x = (Vector256.LoadUnsafe(ref from, (nuint)i) + Vector256.Load(w + i) * alpha) * scale;
            (add ? Vector256.Load(g + i) + x : x).Store(g + i);
        }
        for (; i < values.Length; i++)
        {
            T x = (Unsafe.Add(ref from, i) + w[i] * alpha) * scale;
            g[i] = add ? g[i] + x : x;
        }
    }
}
