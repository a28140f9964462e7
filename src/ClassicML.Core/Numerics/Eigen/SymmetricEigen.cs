using System.ComponentModel;

namespace ClassicML.Internal;

/// <summary>Eigenvalues and eigenvectors of a real symmetric matrix, largest first: A·v = λ·v, vectors orthonormal.</summary>
/// <remarks>
/// <see cref="Decompose"/> finds all: Householder tridiagonalisation (<see cref="TridiagonalReduction"/>), then implicit QL
/// (<see cref="TridiagonalQl"/>); 9·n³ flops, 2·n² doubles of memory. <see cref="Top"/> finds the largest few
/// (<see cref="BlockLanczos"/>) at a few products with A. Both are backward stable: a value is right to some n·ε·‖A‖, so values far below
/// ‖A‖ have few right digits. Only the sum of both halves counts where A is not quite symmetric. The same bits at any thread count.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SymmetricEigen
{
    internal SymmetricEigen(double[] values, double[] vectors, int size, int products = 0) =>
        (Values, Vectors, Size, Products) = (values, vectors, size, products);

    /// <summary>The eigenvalues, largest first.</summary>
    public double[] Values { get; }

    /// <summary>The eigenvectors as rows, as many as there are values, each of <see cref="Size"/> entries, row-major.</summary>
    public double[] Vectors { get; }

    /// <summary>The size n of the matrix.</summary>
    public int Size { get; }

    /// <summary>How many blocks were multiplied by the matrix; 0 for a full decomposition.</summary>
    public int Products { get; }

    /// <summary>The eigenvector of a value, n entries.</summary>
    public ReadOnlySpan<double> Vector(int index) => Vectors.AsSpan(index * Size, Size);

    /// <summary>All eigenvalues and vectors.</summary>
    /// <param name="matrix">n×n, symmetric, row-major, finite.</param>
    /// <param name="n">The size, at least 1.</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    /// <exception cref="ArgumentException">The length is not n·n, or a value is not finite.</exception>
    public static SymmetricEigen Decompose(ReadOnlySpan<double> matrix, int n, FitContext context = default)
    {
        Check.Positive(n, nameof(n));
        Check.Length(matrix.Length, (long)n * n, nameof(matrix), "element of n×n");
        double[] a = matrix.ToArray();
        int exponent = PowerOfTwo.Normalize(a);
        TridiagonalReduction reduction = TridiagonalReduction.Of(a, n, context.Threads, context.Cancellation);
        int stride = RotationBatch.StrideOf(n);
        double[] rows = new double[checked(n * stride)];
        for (int i = 0; i < n; i++) rows[i * stride + i] = 1;
        reduction.ApplyTo(rows, n, stride);
        context.ThrowIfCancelled();
        double[] values = reduction.Diagonal;
        TridiagonalQl.Solve(values, reduction.OffDiagonal, new RotationBatch(rows, stride, context.Threads), context.Cancellation);
        return Sorted(values, rows, n, stride, exponent);
    }

    /// <summary>The largest eigenvalues and their vectors, in the algebraic order: the most positive first.</summary>
    /// <param name="matrix">n×n, symmetric, row-major, finite.</param>
    /// <param name="n">The size, at least 1.</param>
    /// <param name="count">How many, in [1, n].</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    /// <exception cref="ArgumentException">The length is not n·n, or a value is not finite.</exception>
    public static SymmetricEigen Top(ReadOnlyMemory<double> matrix, int n, int count, FitContext context = default)
    {
        Check.Positive(n, nameof(n));
        Check.Length(matrix.Length, (long)n * n, nameof(matrix), "element of n×n");
        Check.Within(count, new Interval(1, n), nameof(count));
        if (!Iterates(n, count)) return Decompose(matrix.Span, n, context).First(count);
        int exponent = PowerOfTwo.Exponent(matrix.Span);
        // Squares of products, which the iteration takes, stay among the doubles.
        if (Math.Abs(exponent) < 400) return BlockLanczos.Top(matrix, n, count, context);
        double[] scaled = matrix.ToArray();
        PowerOfTwo.Normalize(scaled);
        return BlockLanczos.Top(scaled, n, count, context).Scaled(exponent);
    }

    /// <summary>Whether <see cref="Top"/> iterates for so few of a matrix of size n; otherwise it takes the first of all. Above these
    /// numbers the iteration costs as much as everything.</summary>
    public static bool Iterates(int n, int count) => n > 256 && count <= n / 10;

    /// <summary>The first of these values and vectors.</summary>
    public SymmetricEigen First(int count) => new(Values[..count], Vectors[..(count * Size)], Size, Products);

    private static SymmetricEigen Sorted(double[] values, double[] rows, int n, int stride, int exponent)
    {
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => values[i])];
        double[] vectors = new double[n * n];
        for (int i = 0; i < n; i++) rows.AsSpan(order[i] * stride, n).CopyTo(vectors.AsSpan(i * n));
        return new SymmetricEigen(Array.ConvertAll(order, i => values[i]), vectors, n).Scaled(exponent);
    }

    private SymmetricEigen Scaled(int exponent) =>
        new(Array.ConvertAll(Values, value => Math.ScaleB(value, exponent)), Vectors, Size, Products);
}
