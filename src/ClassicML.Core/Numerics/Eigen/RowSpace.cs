namespace ClassicML.Numerics;

/// <summary>Operations on a few long row vectors: products, differences, orthonormal bases. Bits do not depend on threads.</summary>
internal static class RowSpace
{
    private const int BlockSize = 512;

    /// <summary>c ← a·b for a of m×k and b of k×n, all row-major.</summary>
    public static void Multiply(double[] a, ReadOnlyMemory<double> b, double[] c, int m, int k, int n, int threads)
    {
        c.AsSpan(0, m * n).Clear();
        AddProduct(1, a, b, c, m, k, n, threads);
    }

    /// <summary>c ← c + α·a·b for a of m×k and b of k×n, all row-major.</summary>
    public static void AddProduct(double alpha, double[] a, ReadOnlyMemory<double> b, double[] c, int m, int k, int n, int threads) =>
        Workers.ForBlocks(n, BlockSize, (long)m * k * n < 200_000 ? 1 : threads, (start, end) =>
        {
            ReadOnlySpan<double> rows = b.Span;
            for (int i = 0; i < m; i++)
            {
                Span<double> to = c.AsSpan(i * n + start, end - start);
                for (int j = 0; j < k; j++) Kernels.AddScaled(alpha * a[i * k + j], rows.Slice(j * n + start, end - start), to);
            }
        });

    /// <summary>c ← a·bᵀ for a of m×k and b of n×k.</summary>
    public static double[] Products(ReadOnlyMemory<double> a, ReadOnlyMemory<double> b, int m, int n, int k, int threads)
    {
        double[] c = new double[m * n];
        const int rows = 16;
        Workers.ForBlocks(m, rows, (long)m * k * n < 200_000 ? 1 : threads, (start, end) =>
            Gemm.MultiplyTransposed(a.Span[(start * k)..(end * k)], b.Span[..(n * k)], c.AsSpan(start * n, (end - start) * n), end - start, n, k));
        return c;
    }

    /// <summary>Takes from each row its part in the span of an orthonormal basis: w ← w - (w·basisᵀ)·basis. Returns the coefficients, rows×basis.</summary>
    public static double[] Deflate(double[] w, int rows, double[] basis, int basisCount, int n, int threads)
    {
        double[] coefficients = Products(w.AsMemory(0, rows * n), basis.AsMemory(0, basisCount * n), rows, basisCount, n, threads);
        AddProduct(-1, coefficients, basis, w, rows, basisCount, n, threads);
        return coefficients;
    }

    /// <summary>Makes rows orthonormal in place by Gram-Schmidt, each one twice; a row that depends on those before it is replaced.</summary>
    /// <param name="w">rows×n.</param>
    /// <param name="rows">At most n less the basis.</param>
    /// <param name="n">The length of a row.</param>
    /// <param name="basis">Orthonormal rows that the result must be orthogonal to as well.</param>
    /// <param name="basisCount">How many.</param>
    /// <param name="floor">A row whose remainder is not longer than this counts as dependent.</param>
    /// <param name="rng">Where replacements come from.</param>
    /// <returns>R, rows×rows lower triangular: w before = R·(w after), where replaced rows have zero columns.</returns>
    public static double[] Orthonormalize(double[] w, int rows, int n, double[] basis, int basisCount, double floor, Rng rng)
    {
        double[] r = new double[rows * rows];
        for (int i = 0; i < rows; i++)
        {
            Span<double> row = w.AsSpan(i * n, n);
            double before = Norm(row), length = Remainder(row, w, i, n, r.AsSpan(i * rows));
            bool isDependent = length <= Math.Max(floor, 1e-13 * before);
            if (!isDependent) r[i * rows + i] = length;
            while (isDependent)
            {
                foreach (ref double value in row) value = rng.NextDouble() - 0.5;
                Normalize(row, Norm(row));
                Remainder(row, basis, basisCount, n, default);
                length = Remainder(row, w, i, n, default);
                Remainder(row, basis, basisCount, n, default);
                isDependent = length < 1e-8;
            }
            Normalize(row, Norm(row));
        }
        return r;
    }

    /// <summary>‖x‖.</summary>
    public static double Norm(ReadOnlySpan<double> x) => Math.Sqrt(Kernels.Dot(x, x));

    private static double Remainder(Span<double> row, double[] others, int count, int n, Span<double> coefficients)
    {
        for (int pass = 0; pass < 2; pass++)
            for (int j = 0; j < count; j++)
            {
                ReadOnlySpan<double> other = others.AsSpan(j * n, n);
                double dot = Kernels.Dot(other, row);
                Kernels.AddScaled(-dot, other, row);
                if (!coefficients.IsEmpty) coefficients[j] += dot;
            }
        return Norm(row);
    }

    private static void Normalize(Span<double> row, double length)
    {
        foreach (ref double value in row) value /= length;
    }
}
