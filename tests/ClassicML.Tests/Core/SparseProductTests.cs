using ClassicML.Internal;

namespace ClassicML.Tests.Core;

public class SparseProductTests
{
    [Theory, InlineData(1, 1, 1, 1), InlineData(7, 5, 9, 0.5), InlineData(200, 300, 150, 0.05), InlineData(3, 40_000, 4, 0.001)]
    public void Equals_the_sum_over_what_both_store_by_rising_column(int m, int k, int n, double density)
    {
        SparseMatrix a = Random(m, k, density, 1), b = Random(n, k, density, 2);
        Matrix left = a.ToDense(), right = b.ToDense();
        double[] product = new double[m * n];
        SparseProduct.Multiply(a, 0, m, b.Transpose(), new Keep(product, n), 2);
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
            {
                double sum = 0;
                for (int p = 0; p < k; p++)
                    if (left[i, p] != 0 && right[j, p] != 0) sum = Math.FusedMultiplyAdd(left[i, p], right[j, p], sum);
                Assert.Equal(sum, product[i * n + j]);
            }
    }

    [Fact]
    public void An_element_has_the_same_bits_in_any_block_and_on_either_side_of_the_diagonal()
    {
        SparseMatrix x = Random(300, 200, 0.1, 3), columns = x.Transpose();
        double[] all = new double[300 * 300], half = new double[300 * 300], some = new double[40 * 300];
        SparseProduct.Multiply(x, 0, 300, columns, new Keep(all, 300), 4);
        SparseProduct.RowProducts(x, columns, new Keep(half, 300), 4);
        SparseProduct.Multiply(x, 100, 40, columns, new Keep(some, 300));
        double[] norms = SparseProduct.SquaredNorms(x);
        Assert.Equal(all[(100 * 300)..(140 * 300)], some);
        for (int i = 0; i < 300; i++)
        {
            Assert.Equal(norms[i], all[i * 300 + i]);
            for (int j = 0; j < 300; j++)
            {
                Assert.Equal(all[i * 300 + j], all[j * 300 + i]);
                Assert.Equal(j <= i ? all[i * 300 + j] : 0, half[i * 300 + j]);
            }
        }
    }

    [Fact]
    public void Bad_shapes_and_cancellation_end_it()
    {
        SparseMatrix x = Random(20, 10, 0.3, 4);
        Assert.Contains("b must have as many rows as a has columns, 10, has 20",
            Assert.Throws<ArgumentException>(() => SparseProduct.Multiply(x, 0, 20, x, new Keep([], 0))).Message);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            SparseProduct.RowProducts(x, x.Transpose(), new Keep(new double[400], 20), 1, new CancellationToken(true)));
    }

    [Fact]
    public void A_transpose_and_a_range_of_rows_are_those_of_the_dense_matrix()
    {
        SparseMatrix x = Random(30, 50, 0.2, 5), turned = x.Transpose();
        Matrix dense = x.ToDense(), back = turned.ToDense();
        for (int i = 0; i < 30; i++)
            for (int j = 0; j < 50; j++) Assert.Equal(dense[i, j], back[j, i]);
        Assert.Equal(x.Values, turned.Transpose().Values);
        foreach ((int start, int count) in new[] { (0, 30), (7, 11), (30, 0), (29, 1) })
            Assert.Equal(dense.Rows(start, count).Span, x.Rows(start, count).ToDense().Span);
        Assert.Contains("rows 25 to 31 leave a matrix of 30 rows", Assert.Throws<ArgumentOutOfRangeException>(() => x.Rows(25, 6)).Message);
    }

    internal static SparseMatrix Random(int rows, int columns, double density, ulong seed)
    {
        var rng = new Rng(seed);
        return SparseMatrix.FromDense(Matrix.Wrap(
            [.. Enumerable.Range(0, rows * columns).Select(_ => rng.NextDouble() < density ? rng.NextDouble() - 0.5 : 0)], rows, columns));
    }

    private readonly struct Keep(double[] to, int stride) : IGemmEpilogue<double>
    {
        public void Take(Span<double> values, int row, int column) => values.CopyTo(to.AsSpan(row * stride + column));
    }
}
