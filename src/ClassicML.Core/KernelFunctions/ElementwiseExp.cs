using System.Numerics.Tensors;

namespace ClassicML;

/// <summary>exp of each value, with bits that do not depend on where in a span the value stands.</summary>
/// <remarks><see cref="TensorPrimitives"/> computes spans shorter than a vector by another formula than longer ones; these are
/// padded.</remarks>
internal static class ElementwiseExp
{
    private const int Width = 8;

    public static void Apply(Span<double> x)
    {
        if (x.Length >= Width)
        {
            TensorPrimitives.Exp(x, x);
            return;
        }
        Span<double> padded = stackalloc double[Width];
        padded.Clear();
        x.CopyTo(padded);
        TensorPrimitives.Exp(padded, padded);
        padded[..x.Length].CopyTo(x);
    }
}
