using System.Numerics;

namespace ClassicML.Internal;

/// <summary>The one place where the form of a matrix product is chosen.</summary>
internal static class Product
{
    /// <summary>Gives each element of A·B to the epilogue: all m×n, or those with column ≤ row.</summary>
    public static void Run<T, TEpilogue>(
        in Operand<T> a, in Operand<T> b, int m, int n, int k, bool lower, TEpilogue epilogue, int threads,
        CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"matrix products are of float or double, not {typeof(T).Name}");
        if (KernelVariant.Is512)
            GroupedProduct<T, TileKernel512<T>, TEpilogue>.Run(a, b, m, n, k, lower, epilogue, threads, cancellation);
        else if (KernelVariant.IsVector)
            GroupedProduct<T, TileKernel256<T>, TEpilogue>.Run(a, b, m, n, k, lower, epilogue, threads, cancellation);
        else ScalarProduct<T, TEpilogue>.Run(a, b, m, n, k, lower, epilogue, cancellation);
    }
}
