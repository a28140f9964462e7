using System.ComponentModel;

namespace ClassicML.Internal;

/// <summary>Operations on a few long row vectors: products, differences, orthonormal bases. Bits do not depend on threads.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowSpace
{
    /// <summary>Makes rows orthonormal in place by Gram-Schmidt, each one twice; a row that depends on those before it becomes some
    /// direction that is left.</summary>
    /// <param name="rows">count×n, row-major.</param>
    /// <param name="count">At most n.</param>
    /// <param name="n">The length of a row.</param>
    /// <exception cref="ArgumentException">There are more rows than n, or a value is not finite.</exception>
    public static void MakeOrthonormal(double[] rows, int count, int n)
    {
        Check.Within(count, new Interval(0, n), nameof(count));
        PowerOfTwo.Normalize(rows);
        Orthonormalize(rows, count, n, [], 0, 0, new Rng(0x51D));
    }

    /// <summary>c ← c + α·a·b for a of m×k and b of k×n, all row-major.</summary>
    internal static void AddProduct(double alpha, double[] a, double[] b, double[] c, int m, int k, int n, int threads) =>
        Gemm.Multiply(
            alpha, new MatrixView<double>(a.AsSpan(0, m * k), m, k), new MatrixView<double>(b.AsSpan(0, k * n), k, n), 1,
                c.AsSpan(0, m * n), threads);

    /// <summary>Takes from each row its part in the span of an orthonormal basis: w ← w - (w·basisᵀ)·basis. Returns the coefficients,
    /// rows×basis.</summary>
    internal static double[] Deflate(double[] w, int rows, double[] basis, int basisCount, int n, int threads)
    {
        double[] coefficients = new double[rows * basisCount];
        Gemm.MultiplyTransposed<double>(w.AsSpan(0, rows * n), basis.AsSpan(0, basisCount * n), coefficients, rows, basisCount, n, threads);
        AddProduct(-1, coefficients, basis, w, rows, basisCount, n, threads);
        return coefficients;
    }

    /// <summary>Makes rows orthonormal in place by Gram-Schmidt, each one twice; a row that depends on those before it is
    /// replaced.</summary>
    /// <param name="w">rows×n.</param>
    /// <param name="rows">At most n less the basis.</param>
    /// <param name="n">The length of a row.</param>
    /// <param name="basis">Orthonormal rows that the result must be orthogonal to as well.</param>
    /// <param name="basisCount">How many.</param>
    /// <param name="floor">A row whose remainder is not longer than this counts as dependent.</param>
    /// <param name="rng">Where replacements come from.</param>
    /// <returns>R, rows×rows lower triangular: w before = R·(w after), where replaced rows have zero columns.</returns>
    internal static double[] Orthonormalize(double[] w, int rows, int n, double[] basis, int basisCount, double floor, Rng rng)
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
    internal static double Norm(ReadOnlySpan<double> x) => Math.Sqrt(Kernels.Dot(x, x));

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
