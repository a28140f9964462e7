using ClassicML.Internal;

namespace ClassicML.Tests.Core;

public class RightSingularTests
{
    [Theory, InlineData(1, 1), InlineData(5, 1), InlineData(1, 5), InlineData(7, 7), InlineData(40, 9), InlineData(9, 40),
        InlineData(3000, 6), InlineData(300, 70), InlineData(70, 300)]
    public void The_product_comes_back_from_values_and_vectors(int n, int p)
    {
        Matrix x = RandomMatrix(n, p);
        RightSingular svd = RightSingular.Of(x, default);
        CheckOrthonormal(svd);
        for (int i = 0; i < p; i++)
            for (int j = 0; j < p; j++)
            {
                double expected = 0, actual = 0;
                for (int r = 0; r < n; r++) expected += x[r, i] * x[r, j];
                for (int k = 0; k < svd.Values.Length; k++)
                    actual += svd.Values[k] * svd.Values[k] * svd.Vectors[k * p + i] * svd.Vectors[k * p + j];
                Assert.Equal(expected, actual, 1e-13 * n);
            }
    }

    [Fact]
    public void Small_singular_values_are_right_where_a_covariance_loses_them()
    {
        // QR of a random matrix gives orthonormal columns; scaled by 10⁰ … 10⁻⁹ they have these singular values.
        RightSingular basis = RightSingular.Of(RandomMatrix(4, 50), default);
        double[] x = new double[50 * 4];
        for (int i = 0; i < 50; i++)
            for (int k = 0; k < 4; k++) x[i * 4 + k] = basis.Vectors[k * 50 + i] * Math.Pow(10, -3 * k);
        RightSingular svd = RightSingular.Of(Matrix.Wrap(x, 50, 4), default);
        for (int k = 0; k < 4; k++) Assert.Equal(1, svd.Values[k] * Math.Pow(10, 3 * k), 1e-12);
    }

    // From 10⁰ down to 10⁻⁹, more of them than are rotated alone; right to some ε beside the largest.
    [Fact]
    public void Many_small_singular_values_are_right_where_a_covariance_loses_them()
    {
        const int n = 200, p = 60;
        double[] left = RightSingular.Of(RandomMatrix(p, n), default).Vectors, right = RightSingular.Of(RandomMatrix(p, p, seed: 2), default).Vectors;
        double[] expected = [.. Enumerable.Range(0, p).Select(k => Math.Pow(10, -9.0 * k / (p - 1)))], x = new double[n * p];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < p; j++)
                for (int k = 0; k < p; k++) x[i * p + j] += left[k * n + i] * expected[k] * right[k * p + j];
        RightSingular svd = RightSingular.Of(Matrix.Wrap(x, n, p), default);
        CheckOrthonormal(svd);
        for (int k = 0; k < p; k++) Assert.Equal(expected[k], svd.Values[k], 1e-14);
    }

    // As pixels have them: columns of zeros and columns that are alike, more of them than are rotated alone.
    [Fact]
    public void Columns_that_are_alike_lose_their_rank_and_nothing_else()
    {
        const int n = 150, own = 50, p = 3 * own;
        Matrix few = RandomMatrix(n, own);
        double[] x = new double[n * p];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < own; j++) x[i * p + 3 * j] = x[i * p + 3 * j + 1] = few[i, j];
        double[] expected = RightSingular.Of(few, default).Values;
        RightSingular svd = RightSingular.Of(Matrix.Wrap(x, n, p), default);
        CheckOrthonormal(svd);
        for (int k = 0; k < p; k++) Assert.Equal(k < own ? Math.Sqrt(2) * expected[k] : 0, svd.Values[k], 1e-13 * svd.Values[0]);
    }

    [Fact]
    public void Zeros_and_lost_ranks_still_give_a_basis()
    {
        RightSingular zero = RightSingular.Of(new Matrix(new double[6, 4]), default);
        Assert.All(zero.Values, value => Assert.Equal(0, value));
        CheckOrthonormal(zero);
        Matrix two = Matrix.Wrap([.. Enumerable.Range(0, 60).Select(i => (double)(i / 5 % 2 == 0 ? i % 5 : 5 - i % 5))], 12, 5);
        RightSingular low = RightSingular.Of(two, default);
        CheckOrthonormal(low);
        for (int k = 2; k < 5; k++) Assert.Equal(0, low.Values[k], 1e-13 * low.Values[0]);
    }

    [Fact]
    public void The_mean_is_taken_out_on_the_way()
    {
        Matrix x = RandomMatrix(200, 5);
        double[] mean = [1, 2, 3, 4, 5], moved = x.Span.ToArray();
        for (int i = 0; i < moved.Length; i++) moved[i] += mean[i % 5];
        double[] expected = RightSingular.Of(x, default).Values, actual = RightSingular.Of(Matrix.Wrap(moved, 200, 5), mean).Values;
        for (int k = 0; k < 5; k++) Assert.Equal(expected[k], actual[k], 1e-13);
    }

    [Fact]
    public void The_randomised_values_are_the_largest()
    {
        double[] x = RandomMatrix(400, 60).Span.ToArray();
        for (int i = 0; i < x.Length; i++) x[i] *= Math.Exp(-0.3 * (i % 60));
        Matrix matrix = Matrix.Wrap(x, 400, 60);
        double[] mean = new double[60];
        RightSingular all = RightSingular.Of(matrix, mean), top = RightSingular.Top(matrix, mean, 8, 1);
        // The spectrum falls by e^-0.3 a step: ten columns more and seven iterations leave e^(-0.3·10·15).
        for (int k = 0; k < 8; k++) Assert.Equal(all.Values[k], top.Values[k], 1e-12 * all.Values[0]);
        CheckOrthonormal(top);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        Matrix x = RandomMatrix(2000, 64);
        FitContext one = new() { MaxThreads = 1 }, many = new() { MaxThreads = 8 };
        Assert.Equal(RightSingular.Of(x, default, one).Vectors, RightSingular.Of(x, default, many).Vectors);
        Assert.Equal(RightSingular.Top(x, default, 5, 1, one).Vectors, RightSingular.Top(x, default, 5, 1, many).Vectors);
    }

    private static void CheckOrthonormal(RightSingular svd)
    {
        for (int i = 0; i < svd.Values.Length; i++)
            for (int j = 0; j <= i; j++)
                Assert.Equal(i == j ? 1 : 0,
                    Kernels.Dot(svd.Vectors.AsSpan(i * svd.Size, svd.Size), svd.Vectors.AsSpan(j * svd.Size, svd.Size)), 1e-13);
    }
}
