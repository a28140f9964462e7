using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Internal;

/// <summary>A = L·Lᵀ of a symmetric positive definite matrix, in blocks of 64 columns.</summary>
/// <remarks>
/// Source: G. Golub, C. Van Loan, Matrix Computations, 4th edition, 4.2.5 and 4.2.8 (the left-looking block form). Each block of columns
/// takes off the product of those before it, by <see cref="Gemm"/>; the rest is done on squares of 64 rows held column by column.
/// Cost: n³/3 operations, in place. Bit-identical at any thread count. Works in double, row-major, on the lower triangle alone.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Cholesky
{
    // A square of this side in double is 32 kB, and a column of it eight vectors.
    private const int Side = 64;

    /// <summary>Replaces the lower triangle of A by L.</summary>
    /// <param name="a">n×n, row-major; what lies above the diagonal is neither read nor written.</param>
    /// <param name="n">The order.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    /// <returns>
    /// False where a pivot is at most n·2⁻⁵² of its diagonal element, or NaN: A is not positive definite as far as doubles can tell, and
    /// holds a half-finished factor.
    /// </returns>
    /// <exception cref="ArgumentException">a is not n×n.</exception>
    public static bool TryFactor(Span<double> a, int n, int threads = 1)
    {
        Check.Length(a.Length, (long)n * n, nameof(a), "element of n×n");
        double[] diagonal = new double[n];
        for (int i = 0; i < n; i++) diagonal[i] = a[i * n + i];
        fixed (double* pa = a)
        {
            double* matrix = pa;
            for (int j0 = 0; j0 < n; j0 += Side)
            {
                int first = j0, columns = Math.Min(Side, n - j0), below = n - j0;
                if (j0 > 0)
                {
                    MatrixView<double> done = new(a[(j0 * n)..], below, j0, n), own = done.RowRange(0, columns);
                    double* block = matrix + (nint)j0 * n + j0;
                    Syrk.RowProducts(own, new StoreScaled<double>(block, n, -1, 1), threads);
                    Gemm.Multiply(
                        done.RowRange(columns, below - columns), own.Transposed,
                        new StoreScaled<double>(block + (nint)columns * n, n, -1, 1), threads);
                }
                if (!Diagonal(matrix, n, j0, columns, diagonal)) return false;
                int rest = below - columns;
                int most = GemmOrder.WorthThreads(rest, columns, columns) ? threads : 1;
                Workers.ForBlocks(rest, Side, most, (start, end) =>
                    Below(matrix, n, first, columns, first + columns + start, end - start));
            }
        }
        return true;
    }

    /// <summary>b ← L⁻¹b.</summary>
    /// <param name="l">n×n, row-major, as <see cref="TryFactor"/> leaves it.</param>
    /// <param name="b">n values.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void SolveLower(ReadOnlySpan<double> l, Span<double> b)
    {
        int n = b.Length;
        Check.Length(l.Length, (long)n * n, nameof(l), "element of n×n");
        for (int i = 0; i < n; i++) b[i] = (b[i] - Kernels.Dot(l.Slice(i * n, i), b[..i])) / l[i * n + i];
    }

    /// <summary>b ← L⁻ᵀb.</summary>
    /// <param name="l">n×n, row-major, as <see cref="TryFactor"/> leaves it.</param>
    /// <param name="b">n values.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void SolveUpper(ReadOnlySpan<double> l, Span<double> b)
    {
        int n = b.Length;
        Check.Length(l.Length, (long)n * n, nameof(l), "element of n×n");
        for (int i = n - 1; i >= 0; i--)
        {
            b[i] /= l[i * n + i];
            Kernels.AddScaled(-b[i], l.Slice(i * n, i), b[..i]);
        }
    }

    // The square on the diagonal: column c takes off the columns before it, then is divided by the root of its pivot.
    [SkipLocalsInit]
    private static bool Diagonal(double* a, int n, int j0, int columns, double[] diagonal)
    {
        double* square = stackalloc double[Side * Side + 8];
        square = (double*)(((nint)square + 63) & ~(nint)63);
        double* coefficients = stackalloc double[Side];
        Load(a, n, j0, columns, j0, columns, square);
        for (int c = 0; c < columns; c++)
        {
            for (int t = 0; t < c; t++) coefficients[t] = square[t * Side + c];
            Eliminate(square, c, coefficients);
            double pivot = square[c * Side + c];
            if (!(pivot > n * 2.220446049250313e-16 * diagonal[j0 + c])) return false;
            double root = Math.Sqrt(pivot);
            Divide(square + c * Side, root);
            square[c * Side + c] = root;
        }
        for (int c = 0; c < columns; c++)
            for (int r = c; r < columns; r++) a[(nint)(j0 + r) * n + j0 + c] = square[c * Side + r];
        return true;
    }

    // Rows below the diagonal: X·Lᵀ = what is there, column by column.
    [SkipLocalsInit]
    private static void Below(double* a, int n, int j0, int columns, int row, int rows)
    {
        double* square = stackalloc double[Side * Side + 8];
        square = (double*)(((nint)square + 63) & ~(nint)63);
        Load(a, n, j0, columns, row, rows, square);
        for (int c = 0; c < columns; c++)
        {
            double* l = a + (nint)(j0 + c) * n + j0;
            Eliminate(square, c, l);
            Divide(square + c * Side, l[c]);
        }
        Transposition.Copy(square, Side, columns, rows, a + (nint)row * n + j0, n);
    }

    private static void Load(double* a, int n, int j0, int columns, int row, int rows, double* square)
    {
        if (rows < Side) new Span<double>(square, columns * Side).Clear();
        Transposition.Copy(a + (nint)row * n + j0, n, rows, columns, square, Side);
    }

    // All 64 rows; those that are not wanted are never read.
    private static void Divide(double* column, double by)
    {
        Vector512<double> divisor = Vector512.Create(by);
        for (int r = 0; r < Side; r += 8) (Vector512.Load(column + r) / divisor).Store(column + r);
    }

    // column c ← column c - Σₜ coefficientₜ·column t over t < c.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eliminate(double* square, int c, double* coefficients)
    {
        double* x = square + c * Side;
        Vector512<double> s0 = Vector512.Load(x), s1 = Vector512.Load(x + 8), s2 = Vector512.Load(x + 16), s3 = Vector512.Load(x + 24);
        Vector512<double> s4 = Vector512.Load(x + 32), s5 = Vector512.Load(x + 40);
        Vector512<double> s6 = Vector512.Load(x + 48), s7 = Vector512.Load(x + 56);
        for (int t = 0; t < c; t++)
        {
            double* y = square + t * Side;
            Vector512<double> l = Vector512.Create(-coefficients[t]);
            s0 = Vector512.FusedMultiplyAdd(l, Vector512.Load(y), s0);
            s1 = Vector512.FusedMultiplyAdd(l, Vector512.Load(y + 8), s1);
            s2 = Vector512.FusedMultiplyAdd(l, Vector512.Load(y + 16), s2);
            s3 = Vector512.FusedMultiplyAdd(l, Vector512.Load(y + 24), s3);
            s4 = Vector512.FusedMultiplyAdd(l, Vector512.Load(y + 32), s4);
            s5 = Vector512.FusedMultiplyAdd(l, Vector512.Load(y + 40), s5);
            s6 = Vector512.FusedMultiplyAdd(l, Vector512.Load(y + 48), s6);
            s7 = Vector512.FusedMultiplyAdd(l, Vector512.Load(y + 56), s7);
        }
        s0.Store(x);
        s1.Store(x + 8);
        s2.Store(x + 16);
        s3.Store(x + 24);
        s4.Store(x + 32);
        s5.Store(x + 40);
        s6.Store(x + 48);
        s7.Store(x + 56);
    }
}
