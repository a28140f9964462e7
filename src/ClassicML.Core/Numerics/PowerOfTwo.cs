using System.Numerics.Tensors;

namespace ClassicML.Internal;

/// <summary>Scaling by powers of two, which rounds nothing: so that squares of what is left neither overflow nor vanish.</summary>
internal static class PowerOfTwo
{
    /// <summary>Brings the largest magnitude into [1, 2).</summary>
    /// <returns>e, where the values before are those after times 2ᵉ; 0 for zeros alone.</returns>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static int Normalize(Span<double> values)
    {
        int exponent = Exponent(values);
        // By two factors, since 2⁻ᵉ itself may lie outside the doubles.
        TensorPrimitives.Multiply(values, Math.ScaleB(1, -(exponent / 2)), values);
        TensorPrimitives.Multiply(values, Math.ScaleB(1, -(exponent - exponent / 2)), values);
        return exponent;
    }

    /// <summary>The exponent of the largest magnitude; 0 for zeros alone.</summary>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static int Exponent(ReadOnlySpan<double> values)
    {
        if (!Kernels.AllFinite(values)) throw new ArgumentException("the matrix has values that are not finite", nameof(values));
        double largest = Kernels.LargestMagnitude(values);
        return largest == 0 ? 0 : Math.ILogB(largest);
    }
}
