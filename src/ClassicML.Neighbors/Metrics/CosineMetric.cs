using System.Buffers;
using System.Numerics.Tensors;
using ClassicML.Internal;

namespace ClassicML.Neighbors;

/// <summary>1 - aᵀb/(‖a‖‖b‖), in [0, 2]: the angle counts, the length does not. A row of zeros is at distance 1 from every row.</summary>
/// <remarks>No triangle inequality holds, so there is no tree for it; half the squared Euclidean distance of rows scaled to length one.</remarks>
public sealed record CosineMetric : DistanceMetric
{
    /// <inheritdoc/>
    public override double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double dot = Kernels.Dot(a, b), squares = Kernels.Dot(a, a), others = Kernels.Dot(b, b);
        if (IsSafe(squares) && IsSafe(others)) return Math.Max(0, 1 - dot / (Math.Sqrt(squares) * Math.Sqrt(others)));
        double[] rented = ArrayPool<double>.Shared.Rent(a.Length + b.Length);
        Span<double> unit = rented.AsSpan(0, a.Length), other = rented.AsSpan(a.Length, b.Length);
        Normalize(a, unit);
        Normalize(b, other);
        double distance = Math.Max(0, 1 - Kernels.Dot(unit, other));
        ArrayPool<double>.Shared.Return(rented);
        return distance;
    }

    /// <summary>Scales a row to length one; zeros stay zeros.</summary>
    internal static void Normalize(ReadOnlySpan<double> row, Span<double> unit)
    {
        row.CopyTo(unit);
        double squares = Kernels.Dot(unit, unit);
        if (!IsSafe(squares))
        {
            // The squares overflow or vanish: bring the largest to one first.
            double largest = Kernels.LargestMagnitude(unit);
            if (largest == 0) return;
            TensorPrimitives.Divide(unit, largest, unit);
            squares = Kernels.Dot(unit, unit);
        }
        TensorPrimitives.Divide(unit, Math.Sqrt(squares), unit);
    }

    private static bool IsSafe(double squares) => squares is > 1e-250 and < 1e250;

    /// <inheritdoc/>
    public override string ToString() => "Cosine";
}
