using System.Numerics;
using ClassicML.Internal;

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

    [Fact]
    public unsafe void A_row_may_come_in_segments_of_any_length()
    {
        const int n = 61;
        double[] products = GemmData.Numbers<double>(2 * n, 1), bias = GemmData.Numbers<double>(n, 2), biased = new double[2 * n];
        var rng = new Rng(4);
        for (int trial = 0; trial < 50; trial++)
        {
            Array.Clear(biased);
            fixed (double* to = biased, add = bias)
                for (int row = 0; row < 2; row++)
                    for (int from = 0, end; from < n; from = end)
                    {
                        end = Math.Min(n, from + 1 + rng.NextInt(trial + 1));
                        Hand(new StoreBiased<double>(to, n, add), products[(row * n + from)..(row * n + end)], row, from);
                    }
            for (int i = 0; i < 2 * n; i++) Assert.Equal(products[i] + bias[i % n], biased[i]);
        }

        // As a product does, which knows of an epilogue no more than the interface.
        static void Hand<TEpilogue>(TEpilogue epilogue, double[] segment, int row, int column) where TEpilogue : IGemmEpilogue<double> =>
            epilogue.Take(segment, row, column);
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
            RowNorms.Squared(new MatrixView<T>(x, n, k), norms);
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
            RowNorms.Squared(new MatrixView<T>(wide, n, k, k + 2), again);
            Assert.Equal(norms, again);
            Transposition.Copy<T>(x, turned, n, k);
            RowNorms.Squared(new MatrixView<T>(turned, k, n).Transposed, again);
            Assert.Equal(norms, again);
        }
    }
}
