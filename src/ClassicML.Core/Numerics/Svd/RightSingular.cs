using System.ComponentModel;

namespace ClassicML.Internal;

/// <summary>Singular values and right singular vectors of a matrix X - 1μᵀ, largest first.</summary>
/// <remarks>
/// <see cref="Of"/> is exact: a triangle by QR where X is tall (<see cref="TallQr"/>), then one-sided Jacobi (<see cref="RowJacobi"/>).
/// It never squares X, so singular values down to ε·‖X‖ are right. <see cref="Top"/> is randomised and finds the largest few.
/// Any rank will do: singular values that are 0 but for rounding come with some orthonormal directions that are left.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RightSingular
{
    private RightSingular(double[] values, double[] vectors, int size) => (Values, Vectors, Size) = (values, vectors, size);

    /// <summary>The singular values, largest first.</summary>
    public double[] Values { get; }

    /// <summary>The right singular vectors as orthonormal rows, as many as there are values, row-major.</summary>
    public double[] Vectors { get; }

    /// <summary>The number of columns of X, p.</summary>
    public int Size { get; }

    /// <summary>All min(n, p) singular values.</summary>
    /// <param name="x">n×p.</param>
    /// <param name="mean">μ, p values to take from the columns; empty for none.</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static RightSingular Of(Matrix x, ReadOnlyMemory<double> mean, FitContext context = default)
    {
        Check.NotNull(x, nameof(x));
        int n = x.RowCount, p = x.ColumnCount, count = Math.Min(n, p);
        double[] rows = n > p ? TallQr.Triangle(x.Memory, n, p, mean, context) : x.Span.ToArray();
        if (n <= p && !mean.IsEmpty)
            for (int i = 0; i < n; i++) Kernels.AddScaled(-1, mean.Span, rows.AsSpan(i * p, p));
        return FromRows(rows, count, p, context);
    }

    /// <summary>The largest singular values by a randomised range finder with power iterations.</summary>
    /// <param name="x">n×p.</param>
    /// <param name="mean">μ, p values to take from the columns; empty for none.</param>
    /// <param name="count">How many, in [1, min(n, p)].</param>
    /// <param name="seed">What the random start derives from.</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    /// <remarks>See <see cref="RangeFinder"/>.</remarks>
    public static RightSingular Top(Matrix x, ReadOnlyMemory<double> mean, int count, ulong seed, FitContext context = default)
    {
        Check.NotNull(x, nameof(x));
        int n = x.RowCount, p = x.ColumnCount, all = Math.Min(n, p), width = Math.Min(all, count + RangeFinder.Oversampling);
        Check.Within(count, new Interval(1, all), nameof(count));
        // scikit-learn's rule.
        int iterations = count < 0.1 * all ? 7 : 4;
        double[] range = RangeFinder.RowRange(x, mean.Span, width, iterations, seed, context);
        double[] image = RangeFinder.Image(x, mean.Span, range, width, context.Threads);
        double[] triangle = TallQr.Triangle(image, n, width, default, context);
        RightSingular small = FromRows(triangle, width, width, context);
        double[] vectors = new double[count * p];
        RowSpace.AddProduct(1, small.Vectors, range, vectors, count, width, p, context.Threads);
        return new RightSingular(small.Values[..count], vectors, p);
    }

    /// <summary>Of m rows that may be overwritten; m is at most p.</summary>
    internal static RightSingular FromRows(double[] rows, int m, int p, FitContext context)
    {
        int exponent = PowerOfTwo.Normalize(rows);
        RowJacobi.Orthogonalize(rows, m, p, context);
        double[] lengths = new double[m], vectors = new double[m * p];
        for (int i = 0; i < m; i++) lengths[i] = RowSpace.Norm(rows.AsSpan(i * p, p));
        int[] order = [.. Enumerable.Range(0, m).OrderByDescending(i => lengths[i])];
        for (int k = 0; k < m; k++)
        {
            Span<double> vector = vectors.AsSpan(k * p, p);
            rows.AsSpan(order[k] * p, p).CopyTo(vector);
            if (lengths[order[k]] > 0)
                foreach (ref double value in vector) value /= lengths[order[k]];
        }
        // Rows of zeros get some direction that is left; rows at rounding level are made orthonormal to the last bit.
        RowSpace.Orthonormalize(vectors, m, p, [], 0, 1e-3, new Rng(0x51D));
        return new RightSingular(Array.ConvertAll(order, i => Math.ScaleB(lengths[i], exponent)), vectors, p);
    }
}
