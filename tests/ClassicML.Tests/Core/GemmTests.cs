using System.Numerics;
using ClassicML.Internal;
using CsCheck;

namespace ClassicML.Tests.Core;

/// <summary>Every form of the matrix products against the scalar twin, and the twin against decimal arithmetic.</summary>
public class GemmTests
{
    // Around the widths of tiles (4, 12, 16, 24, 32), blocks (256) and groups (4096) of k.
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 0, 0, 0 }, { 0, 3, 2 }, { 3, 0, 2 }, { 2, 3, 0 }, { 20, 30, 0 }, { 1, 1, 1 }, { 1, 5, 9 }, { 3, 2, 8 }, { 4, 4, 16 }, { 5, 7, 64 },
        { 11, 31, 3 },
        { 12, 32, 12 }, { 13, 33, 13 }, { 17, 33, 31 }, { 9, 600, 40 }, { 24, 16, 255 }, { 8, 15, 256 }, { 5, 17, 257 }, { 25, 65, 513 },
        { 241, 37, 20 }, { 121, 7, 300 }, { 250, 530, 19 }, { 130, 40, 259 }, { 3, 3, 4096 }, { 5, 2, 4097 }, { 14, 35, 9000 },
        { 1, 33, 0 }, { 1, 33, 40 }, { 1, 64, 256 }, { 1, 95, 257 }, { 1, 130, 600 }, { 1, 70, 9000 },
    };

    [Theory, MemberData(nameof(Sizes))]
    public void Every_variant_and_transposition_equals_the_scalar_twin_bit_for_bit(int m, int n, int k)
    {
        EveryForm<float>(m, n, k);
        EveryForm<double>(m, n, k);
    }

    [Theory, InlineData(3, 4, 50), InlineData(5, 2, 5000)]
    public void The_twin_is_within_the_rounding_bound_of_the_exact_product(int m, int n, int k)
    {
        double[] a = GemmData.Numbers<double>(m * k, 1), b = GemmData.Numbers<double>(k * n, 2), c = new double[m * n];
        Gemm.Multiply(new MatrixView<double>(a, m, k), new MatrixView<double>(b, k, n), c);
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
            {
                decimal exact = 0;
                double size = 0;
                for (int p = 0; p < k; p++)
                {
                    exact += (decimal)a[i * k + p] * (decimal)b[p * n + j];
                    size += Math.Abs(a[i * k + p] * b[p * n + j]);
                }
                // The bound of the documentation; decimal conversion of a double keeps about 15 digits, 1e-15 for terms below 1.
                double bound = (Math.Min(k, 256) + 18) * 1.2e-16 * size + 2e-15 * size;
                Assert.Equal((double)exact, c[i * n + j], bound);
            }
    }

    [Fact]
    public void An_element_has_the_same_bits_wherever_it_stands_and_however_many_threads() =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[1, 200], Gen.Int[1, 300], Gen.Int[1, 4], Gen.ULong).Sample(
            (m, n, k, threads, seed) =>
            {
                SameAnywhere<float>(m, n, k, threads, seed);
                SameAnywhere<double>(m, n, k, threads, seed);
            }, iter: 40, threads: 1);

    [Theory, InlineData(300, 260, 300), InlineData(700, 500, 20), InlineData(40, 50, 9000), InlineData(10, 3000, 300), InlineData(1, 12_000, 300)]
    public void Threads_do_not_change_a_bit(int m, int n, int k)
    {
        float[] a = GemmData.Numbers<float>(m * k, 1), b = GemmData.Numbers<float>(k * n, 2);
        float[] one = new float[m * n], four = new float[m * n];
        Gemm.Multiply(new MatrixView<float>(a, m, k), new MatrixView<float>(b, k, n), one, 1);
        Gemm.Multiply(new MatrixView<float>(a, m, k), new MatrixView<float>(b, k, n), four, 4);
        Assert.Equal(one, four);
    }

    [Fact]
    public void Not_a_number_and_infinity_reach_their_row_and_column_alone()
    {
        const int m = 14, n = 40, k = 300;
        double[] a = GemmData.Numbers<double>(m * k, 1), b = GemmData.Numbers<double>(k * n, 2), c = new double[m * n];
        a[3 * k + 299] = double.NaN;
        b[5 * n + 39] = double.PositiveInfinity;
        Gemm.Multiply(new MatrixView<double>(a, m, k), new MatrixView<double>(b, k, n), c);
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
                Assert.Equal((i == 3, i != 3 && j == 39), (double.IsNaN(c[i * n + j]), double.IsInfinity(c[i * n + j])));
    }

    [Fact]
    public void Alpha_and_beta_scale_the_product_and_what_is_there()
    {
        double[] a = [1, 2, 3, 4], b = [5, 6, 7, 8], c = [1, 1, 1, double.NaN], d = [1, 1, 1, 1];
        Gemm.Multiply(2, new MatrixView<double>(a, 2, 2), new MatrixView<double>(b, 2, 2), 0, c);
        Assert.Equal([38, 44, 86, 100], c);
        Gemm.Multiply(1, new MatrixView<double>(a, 2, 2), new MatrixView<double>(b, 2, 2).Transposed, -3, d);
        Assert.Equal([14, 20, 36, 50], d);
    }

    [Fact]
    public void Errors_name_the_operand_that_does_not_fit()
    {
        Assert.Contains("b must have 6 entries", Assert.Throws<ArgumentException>(
            () => Gemm.MultiplyTransposed(new double[4], new double[5], new double[6], 2, 3, 2)).Message);
        Assert.Contains("b must have as many rows as a has columns, 3, has 2", Assert.Throws<ArgumentException>(
            () => Gemm.Multiply(View(2, 3), View(2, 2), new double[4])).Message);
        Assert.Contains("c must have 4 entries", Assert.Throws<ArgumentException>(
            () => Gemm.Multiply(View(2, 3), View(3, 2), new double[3])).Message);
        Assert.Contains("values must have at least 11 entries", Assert.Throws<ArgumentException>(
            () => new MatrixView<double>(new double[10], 3, 3, 4)).Message);
    }

    private static MatrixView<double> View(int rows, int columns) => new(new double[rows * columns], rows, columns);

    private static void EveryForm<T>(int m, int n, int k) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (int gap in (int[])[0, 3])
            foreach (bool transposedA in (bool[])[false, true])
                foreach (bool transposedB in (bool[])[false, true])
                {
                    (int rowsA, int columnsA) = transposedA ? (k, m) : (m, k);
                    (int rowsB, int columnsB) = transposedB ? (n, k) : (k, n);
                    T[] a = GemmData.Numbers<T>(rowsA * (columnsA + gap), 1), b = GemmData.Numbers<T>(rowsB * (columnsB + gap), 2);
                    MatrixView<T> viewA = new(a, rowsA, columnsA, columnsA + gap), viewB = new(b, rowsB, columnsB, columnsB + gap);
                    if (transposedA) viewA = viewA.Transposed;
                    if (transposedB) viewB = viewB.Transposed;
                    T[] expected = GemmData.Scalar(viewA, viewB);
                    foreach (T[] actual in GemmData.EveryVariant(viewA, viewB)) Assert.Equal(expected, actual);
                    T[] chosen = new T[m * n];
                    Gemm.Multiply(viewA, viewB, chosen, 2);
                    Assert.Equal(expected, chosen);
                }
    }

    private static void SameAnywhere<T>(int m, int n, int k, int threads, ulong seed) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] a = GemmData.Numbers<T>(m * k, seed), b = GemmData.Numbers<T>(n * k, seed + 1), whole = new T[m * n], one = new T[1];
        var viewA = new MatrixView<T>(a, m, k);
        Gemm.Multiply(viewA, new MatrixView<T>(b, n, k).Transposed, whole, threads);
        var rng = new Rng(seed);
        for (int probe = 0; probe < 12; probe++)
        {
            int i = probe == 0 ? m - 1 : rng.NextInt(m), j = probe == 0 ? n - 1 : rng.NextInt(n);
            Gemm.MultiplyTransposed(a.AsSpan(i * k, k), b.AsSpan(j * k, k), one, 1, 1, k);
            Assert.Equal(one[0], whole[i * n + j]);
        }
        // The same rows somewhere else, beside fewer.
        int start = rng.NextInt(m), count = 1 + rng.NextInt(m - start);
        T[] part = new T[count * n];
        Gemm.Multiply(viewA.RowRange(start, count), new MatrixView<T>(b, n, k).Transposed, part, 1);
        Assert.True(part.AsSpan().SequenceEqual(whole.AsSpan(start * n, count * n)));
    }
}
