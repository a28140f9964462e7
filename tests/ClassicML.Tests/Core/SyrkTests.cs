using System.Numerics;
using ClassicML.Internal;

namespace ClassicML.Tests.Core;

public class SyrkTests
{
    public static TheoryData<int, int> Sizes => new()
    {
        { 0, 0 }, { 0, 3 }, { 3, 0 }, { 1, 1 }, { 5, 1 }, { 1, 5 }, { 40, 13 }, { 100, 33 }, { 300, 61 },
        { 20, 250 }, { 31, 500 }, { 5000, 20 }, { 9000, 7 },
    };

    [Theory, MemberData(nameof(Sizes))]
    public void Gram_has_the_bits_of_the_full_product(int n, int p)
    {
        SameAsGemm<float>(n, p);
        SameAsGemm<double>(n, p);
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Centring_and_weights_equal_those_done_beforehand(int n, int p)
    {
        double[] x = GemmData.Numbers<double>(n * p, 1), mean = GemmData.Numbers<double>(p, 2), weights = GemmData.Numbers<double>(n, 3);
        double[] left = new double[n * p], right = new double[n * p], full = new double[p * p], fused = new double[p * p];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < p; j++)
            {
                left[i * p + j] = x[i * p + j] - mean[j];
                right[i * p + j] = left[i * p + j] * weights[i];
            }
        Gemm.Multiply(new MatrixView<double>(left, n, p).Transposed, new MatrixView<double>(right, n, p), full);
        Syrk.Gram(new MatrixView<double>(x, n, p), fused, mean, weights, 3);
        for (int i = 0; i < p; i++)
            for (int j = 0; j < p; j++) Assert.Equal(full[Math.Max(i, j) * p + Math.Min(i, j)], fused[i * p + j]);
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        foreach ((int n, int p) in ((int, int)[])[(500, 300), (20_000, 20), (9_000, 90)])
        {
            float[] x = GemmData.Numbers<float>(n * p, 1), one = new float[p * p], five = new float[p * p];
            Syrk.Gram(new MatrixView<float>(x, n, p), one, threads: 1);
            Syrk.Gram(new MatrixView<float>(x, n, p), five, threads: 5);
            Assert.Equal(one, five);
        }
    }

    [Theory, InlineData(0, 0), InlineData(1, 7), InlineData(4, 4), InlineData(33, 65), InlineData(70, 31)]
    public void Transposition_moves_each_value(int rows, int columns)
    {
        Moves<float>(rows, columns);
        Moves<double>(rows, columns);
    }

    private static void Moves<T>(int rows, int columns) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] source = GemmData.Numbers<T>(rows * columns, 1), moved = new T[rows * columns];
        Transposition.Copy<T>(source, moved, rows, columns);
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) Assert.Equal(source[i * columns + j], moved[j * rows + i]);
    }

    private static void SameAsGemm<T>(int n, int p) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x = new MatrixView<T>(GemmData.Numbers<T>(n * p, 1), n, p);
        T[] full = new T[p * p], half = new T[p * p], rowsFull = new T[n * n], rowsHalf = new T[n * n];
        Gemm.Multiply(x.Transposed, x, full);
        Syrk.Gram(x, half, threads: 2);
        Assert.Equal(full, half);
        if (n > 1000) return;
        Gemm.Multiply(x, x.Transposed, rowsFull);
        Syrk.RowProducts(x, rowsHalf, 2);
        Assert.Equal(rowsFull, rowsHalf);
    }
}
