using System.Numerics;
using ClassicML.Numerics;

namespace ClassicML.Tests.Core;

public class EpilogueTests
{
    [Theory, InlineData(1, 1, 1), InlineData(7, 5, 3), InlineData(40, 70, 9), InlineData(300, 260, 300)]
    public void Bias_is_added_to_each_column(int m, int n, int k)
    {
        float[] a = GemmData.Numbers<float>(m * k, 1), b = GemmData.Numbers<float>(n * k, 2), bias = GemmData.Numbers<float>(n, 3);
        float[] plain = new float[m * n], biased = new float[m * n];
        Gemm.Multiply(new MatrixView<float>(a, m, k), new MatrixView<float>(b, k, n), plain);
        Gemm.MultiplyAddBias(new MatrixView<float>(a, m, k), new MatrixView<float>(b, k, n), bias, biased, 2);
        for (int i = 0; i < m * n; i++) Assert.Equal(plain[i] + bias[i % n], biased[i]);
    }

    [Theory, InlineData(1, 1, 1), InlineData(7, 5, 3), InlineData(40, 70, 9), InlineData(33, 260, 300)]
    public void Squared_distances_are_near_those_of_differences_and_never_below_zero(int m, int n, int k)
    {
        double[] x = GemmData.Numbers<double>(m * k, 1), y = GemmData.Numbers<double>(n * k, 2), c = new double[m * n];
        Distances.Squared(new MatrixView<double>(x, m, k), new MatrixView<double>(y, n, k), c, 2);
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
            {
                double exact = Kernels.SquaredDistance(x.AsSpan(i * k, k), y.AsSpan(j * k, k));
                // Norms are at most k; each of the three sums is off by k·u of its size.
                Assert.Equal(exact, c[i * n + j], 4.0 * (k + 3) * k * 1.2e-16);
                Assert.True(c[i * n + j] >= 0);
            }
    }

    [Theory, InlineData(3), InlineData(30), InlineData(700), InlineData(5000)]
    public void Equal_rows_have_distance_zero_and_kernel_value_one(int k)
    {
        const int n = 21;
        float[] x = GemmData.Numbers<float>(n * k, 1), c = new float[n * n], gram = new float[n * n];
        for (int i = 0; i < x.Length; i++) x[i] += 1e4f;
        x.AsSpan(0, k).CopyTo(x.AsSpan(9 * k));
        Distances.Squared(new MatrixView<float>(x, n, k), new MatrixView<float>(x, n, k), c);
        Distances.Rbf(new MatrixView<float>(x, n, k), 1f, gram);
        for (int i = 0; i < n; i++) Assert.Equal((0f, 1f), (c[i * n + i], gram[i * n + i]));
        Assert.Equal((0f, 1f), (c[9], gram[9]));
    }

    [Fact]
    public void Rbf_has_the_same_bits_in_a_whole_a_part_and_a_symmetric_matrix()
    {
        RbfAnywhere<float>();
        RbfAnywhere<double>();
    }

    [Fact]
    public void A_row_may_come_in_segments_of_any_length()
    {
        const int n = 61, keep = 7;
        double[] products = GemmData.Numbers<double>(2 * n, 1), bias = GemmData.Numbers<double>(n, 2);
        // Two equal ones, of which the lower column is kept first, and one that is no number.
        (products[n + 20], products[n + 40], bias[20], bias[40], products[n + 3]) = (9, 9, 0, 0, double.NaN);
        var rng = new Rng(4);
        for (int trial = 0; trial < 50; trial++)
        {
            var selection = new KeepSmallest<double>(2, keep, bias, -2);
            for (int row = 0; row < 2; row++)
                for (int from = 0, to; from < n; from = to)
                {
                    to = Math.Min(n, from + 1 + rng.NextInt(trial + 1));
                    Hand(selection, products.AsSpan(row * n + from, to - from).ToArray(), row, from);
                }
            for (int row = 0; row < 2; row++)
            {
                double[] values = new double[keep];
                int[] columns = new int[keep];
                selection.CopyTo(row, values, columns);
                int[] expected = [.. Enumerable.Range(0, n).Where(j => !double.IsNaN(Value(row, j))).OrderBy(j => Value(row, j)).Take(keep)];
                Assert.Equal(expected, columns);
                Assert.Equal(expected.Select(j => Value(row, j)), values);
            }
        }

        double Value(int row, int j) => products[row * n + j] * -2 + bias[j];

        // As a product does, which knows of an epilogue no more than the interface.
        static void Hand<TEpilogue>(TEpilogue epilogue, double[] segment, int row, int column) where TEpilogue : IGemmEpilogue<double>
        {
            Assert.True(TEpilogue.RowsInOrder);
            epilogue.Take(segment, row, column);
        }
    }

    [Theory, InlineData(1), InlineData(3), InlineData(50), InlineData(500)]
    public void Smallest_are_those_of_a_full_sort(int keep)
    {
        const int m = 37, n = 431, k = 8;
        // Few distinct values, so that there are many ties.
        float[] x = GemmData.Numbers<float>(m * k, 1), y = GemmData.Numbers<float>(n * k, 2);
        for (int i = 0; i < x.Length; i++) x[i] = MathF.Round(x[i]);
        for (int i = 0; i < y.Length; i++) y[i] = MathF.Round(y[i]);
        float[] norms = new float[n], products = new float[m * n];
        Distances.SquaredNorms(new MatrixView<float>(y, n, k), norms);
        Gemm.MultiplyTransposed(x, y, products, m, n, k);
        var selection = new KeepSmallest<float>(m, keep, norms, -2);
        Gemm.Multiply(new MatrixView<float>(x, m, k), new MatrixView<float>(y, n, k).Transposed, selection, 3);
        float[] values = new float[keep];
        int[] columns = new int[keep];
        for (int i = 0; i < m; i++)
        {
            selection.CopyTo(i, values, columns);
            (float, int)[] expected = [.. Enumerable.Range(0, n).Select(j => (norms[j] - 2 * products[i * n + j], j)).Order().Take(keep)];
            Assert.Equal(expected, values.Zip(columns).Take(Math.Min(keep, n)));
            Assert.All(columns.Skip(n), column => Assert.Equal(int.MaxValue, column));
        }
    }

    [Theory, InlineData(1, 3), InlineData(4, 3), InlineData(5, 255), InlineData(6, 256), InlineData(7, 257), InlineData(3, 513)]
    [InlineData(2, 4095), InlineData(3, 4096), InlineData(5, 4097), InlineData(2, 8200)]
    public void Norms_have_the_bits_of_a_product_of_a_row_with_itself(int n, int k)
    {
        Same<float>(n, k);
        Same<double>(n, k);

        static void Same<T>(int n, int k) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            T[] x = GemmData.Numbers<T>(n * k, 1), norms = new T[n], products = new T[n * n];
            Distances.SquaredNorms(new MatrixView<T>(x, n, k), norms);
            Gemm.MultiplyTransposed<T>(x, x, products, n, n, k);
            for (int i = 0; i < n; i++)
            {
                Assert.Equal(products[i * n + i], norms[i]);
                double sum = 0;
                for (int j = 0; j < k; j++) sum += double.CreateChecked(x[i * k + j]) * double.CreateChecked(x[i * k + j]);
                Assert.Equal(sum, double.CreateChecked(norms[i]), sum * (typeof(T) == typeof(float) ? 3e-5 : 1e-12));
            }
            // Rows apart from one another, and by columns.
            T[] wide = new T[n * (k + 2)], turned = new T[n * k], again = new T[n];
            for (int i = 0; i < n; i++) x.AsSpan(i * k, k).CopyTo(wide.AsSpan(i * (k + 2)));
            Distances.SquaredNorms(new MatrixView<T>(wide, n, k, k + 2), again);
            Assert.Equal(norms, again);
            Transposition.Copy<T>(x, turned, n, k);
            Distances.SquaredNorms(new MatrixView<T>(turned, k, n).Transposed, again);
            Assert.Equal(norms, again);
        }
    }

    [Theory, InlineData(1), InlineData(4), InlineData(40)]
    public void Smallest_pass_over_what_is_no_number_and_take_any_bias_and_scale(int keep)
    {
        const int m = 9, n = 70, k = 5;
        double[] x = GemmData.Numbers<double>(m * k, 1), y = GemmData.Numbers<double>(n * k, 2), products = new double[m * n];
        double[] bias = GemmData.Numbers<double>(n, 3);
        for (int j = 0; j < n; j += 3) bias[j] = double.NaN;
        bias[1] = double.NegativeInfinity;
        for (int j = 2; j < n - 30; j += 3) bias[j] = double.PositiveInfinity;
        Gemm.MultiplyTransposed(x, y, products, m, n, k);
        var selection = new KeepSmallest<double>(m, keep, bias, 0.7);
        Gemm.Multiply(new MatrixView<double>(x, m, k), new MatrixView<double>(y, n, k).Transposed, selection, 2);
        double[] values = new double[keep];
        int[] columns = new int[keep];
        for (int i = 0; i < m; i++)
        {
            selection.CopyTo(i, values, columns);
            // Infinity is what a place has that nothing took.
            (double, int)[] finite = [.. Enumerable.Range(0, n).Select(j => (products[i * n + j] * 0.7 + bias[j], j))
                .Where(pair => pair.Item1 < double.PositiveInfinity).Order()];
            for (int t = 0; t < keep; t++)
                Assert.Equal(t < finite.Length ? finite[t] : (double.PositiveInfinity, int.MaxValue), (values[t], columns[t]));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeepSmallest<double>(1, 0, bias, 1));
    }

    private static void RbfAnywhere<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int n = 67, k = 20;
        T gamma = T.CreateChecked(0.1);
        T[] x = GemmData.Numbers<T>(n * k, 1), whole = new T[n * n], symmetric = new T[n * n], one = new T[1];
        var view = new MatrixView<T>(x, n, k);
        Distances.Rbf(view, view, gamma, whole, 2);
        Distances.Rbf(view, gamma, symmetric, 2);
        Assert.Equal(whole, symmetric);
        for (int i = 0; i < n; i += 5)
            for (int j = 0; j < n; j++)
            {
                Distances.Rbf(view.RowRange(i, 1), view.RowRange(j, 1), gamma, one);
                Assert.Equal(whole[i * n + j], one[0]);
                double distance = 0;
                for (int p = 0; p < k; p++) distance += Math.Pow(double.CreateChecked(x[i * k + p] - x[j * k + p]), 2);
                // The distance is below 80 and off by some 20 roundings of norms below 20.
                Assert.Equal(Math.Exp(-0.1 * distance), double.CreateChecked(one[0]), typeof(T) == typeof(float) ? 3e-5 : 1e-13);
            }
    }
}
