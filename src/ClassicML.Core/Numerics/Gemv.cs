namespace ClassicML.Numerics;

/// <summary>Products of a row-major matrix and a vector.</summary>
public static class Gemv
{
    /// <summary>y ← A·x + b for A of m×n.</summary>
    /// <param name="a">m×n, row-major.</param>
    /// <param name="x">n values.</param>
    /// <param name="b">What is added to every element.</param>
    /// <param name="y">Receives m values.</param>
    /// <exception cref="ArgumentException">A length does not fit its shape.</exception>
    public static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> x, double b, Span<double> y)
    {
        Check.Length(a.Length, (long)x.Length * y.Length, nameof(a), "element of m×n");
        for (int i = 0; i < y.Length; i++) y[i] = Kernels.Dot(a.Slice(i * x.Length, x.Length), x) + b;
    }

    /// <summary>y ← y + Aᵀ·x for A of m×n.</summary>
    /// <param name="a">m×n, row-major.</param>
    /// <param name="x">m values.</param>
    /// <param name="y">n values, added to.</param>
    /// <exception cref="ArgumentException">A length does not fit its shape.</exception>
    public static void AddTransposed(ReadOnlySpan<double> a, ReadOnlySpan<double> x, Span<double> y)
    {
        Check.Length(a.Length, (long)x.Length * y.Length, nameof(a), "element of m×n");
        for (int i = 0; i < x.Length; i++) Kernels.AddScaled(x[i], a.Slice(i * y.Length, y.Length), y);
    }
}
