using ClassicML.Internal;

namespace ClassicML.Tests.Core;

/// <summary>Matrices that people have and that are not in general position: constant and duplicate columns, codes, zeros, any unit.</summary>
public class RankDeficiencyTests
{
    public static TheoryData<string> Kinds =>
    [
        "general", "first column zero", "middle column zero", "last column zero", "two columns zero", "duplicate columns", "one-hot",
        "zeros and ones", "integers of rank 2", "constant", "one rank", "zero rows", "nothing", "graded columns", "graded rows",
        "mixed units", "tiny", "subnormal", "huge",
    ];

    [Theory, MemberData(nameof(Kinds))]
    public void Singular_values_and_vectors_give_the_matrix_back(string kind)
    {
        foreach ((int n, int p) in Shapes)
        {
            double[] x = Make(kind, n, p);
            RightSingular svd = RightSingular.Of(Matrix.Wrap(x, n, p), default);
            Orthonormal(svd.Vectors, svd.Values.Length, p);
            Assert.Equal(svd.Values.OrderDescending(), svd.Values);
            Same(Products(x, n, p, svd.Values[0]), Form(svd.Values, svd.Vectors, p, svd.Values[0]), n);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Eigenvalues_and_vectors_give_the_products_of_the_columns_back(string kind)
    {
        foreach ((int n, int p) in Shapes)
        {
            double[] x = Make(kind, n, p), a = new double[p * p];
            double unit = x.Max(Math.Abs);
            for (int i = 0; i < p; i++)
                for (int j = 0; j < p; j++)
                    for (int r = 0; r < n && unit > 0; r++) a[i * p + j] += x[r * p + i] / unit * (x[r * p + j] / unit);
            SymmetricEigen eigen = SymmetricEigen.Decompose(a, p);
            Orthonormal(eigen.Vectors, p, p);
            double[] back = new double[p * p];
            for (int k = 0; k < p; k++)
                for (int i = 0; i < p; i++) Kernels.AddScaled(eigen.Values[k] * eigen.Vector(k)[i], eigen.Vector(k), back.AsSpan(i * p, p));
            double norm = Math.Max(1e-300, Math.Max(eigen.Values[0], -eigen.Values[^1]));
            Same(Array.ConvertAll(a, value => value / norm), Array.ConvertAll(back, value => value / norm), n);
        }
    }

    [Theory]
    [InlineData("first column zero", 1), InlineData("middle column zero", 1), InlineData("last column zero", 1), InlineData("two columns zero", 2)]
    [InlineData("duplicate columns", 1), InlineData("integers of rank 2", 7), InlineData("constant", 8), InlineData("one rank", 8)]
    public void As_many_singular_values_are_zero_as_the_rank_lacks(string kind, int lost)
    {
        RightSingular svd = RightSingular.Of(Matrix.Wrap(Make(kind, 40, 9), 40, 9), default);
        for (int k = 0; k < 9; k++)
            if (k < 9 - lost) Assert.True(svd.Values[k] > 1e-3 * svd.Values[0]);
            else Assert.True(svd.Values[k] < 1e-14 * svd.Values[0]);
    }

    [Fact]
    public void A_power_of_two_scales_the_singular_values_and_changes_no_bit_of_the_vectors()
    {
        double[] x = Make("general", 40, 9);
        RightSingular plain = RightSingular.Of(Matrix.Wrap(x, 40, 9), default);
        foreach (int exponent in (int[])[-600, 250])
        {
            RightSingular scaled = RightSingular.Of(Matrix.Wrap(Array.ConvertAll(x, value => Math.ScaleB(value, exponent)), 40, 9), default);
            Assert.Equal(Array.ConvertAll(plain.Values, value => Math.ScaleB(value, exponent)), scaled.Values);
            Assert.Equal(plain.Vectors, scaled.Vectors);
            RightSingular top = RightSingular.Top(Matrix.Wrap(x, 40, 9), default, 2, 1),
                topScaled = RightSingular.Top(Matrix.Wrap(Array.ConvertAll(x, value => Math.ScaleB(value, exponent)), 40, 9), default, 2, 1);
            Assert.Equal(top.Vectors, topScaled.Vectors);
        }
    }

    [Fact]
    public void The_top_few_of_a_matrix_in_any_unit_are_found()
    {
        double[] x = RandomMatrix(300, 20, 3).Span.ToArray(), a = new double[300 * 300];
        Syrk.RowProducts(new MatrixView<double>(x, 300, 20), a);
        SymmetricEigen plain = SymmetricEigen.Top(a, 300, 5);
        foreach (int exponent in (int[])[-700, -1050, 700])
        {
            SymmetricEigen scaled = SymmetricEigen.Top(Array.ConvertAll(a, value => Math.ScaleB(value, exponent)), 300, 5);
            // Below 2⁻¹⁰²² values lose digits: those of a at 2⁻¹⁰⁵⁰ have some 20 left.
            double tolerance = exponent < -1000 ? 1e-3 : 1e-12;
            for (int k = 0; k < 5; k++) Assert.Equal(1, Math.ScaleB(scaled.Values[k], -exponent) / plain.Values[k], tolerance);
        }
    }

    [Fact]
    public void What_is_not_finite_is_refused()
    {
        double[] a = [1, double.NaN, double.NaN, 1], b = [1, 2, 3, double.PositiveInfinity];
        Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose(a, 2));
        Assert.Throws<ArgumentException>(() => RightSingular.Of(new Matrix(b, 2, 2), default));
    }

    private static (int N, int P)[] Shapes => [(40, 9), (9, 40), (12, 12), (1, 5), (5, 1), (700, 6)];

    private static double[] Make(string kind, int n, int p)
    {
        double[] random = RandomMatrix(n, p, (ulong)(n + p)).Span.ToArray();
        var rng = new Rng(5);
        int[] codes = [.. Enumerable.Range(0, n).Select(_ => rng.NextInt(3))];
        double Value(int i, int j) => kind switch
        {
            "first column zero" => j == 0 ? 0 : random[i * p + j],
            "middle column zero" => j == p / 2 ? 0 : random[i * p + j],
            "last column zero" => j == p - 1 ? 0 : random[i * p + j],
            "two columns zero" => j % 5 == 1 ? 0 : random[i * p + j],
            "duplicate columns" => random[i * p + (j == p - 1 ? 0 : j)],
            "one-hot" => codes[(i + j / 3) % n] == j % 3 ? 1 : 0,
            "zeros and ones" => random[i * p + j] > 0.35 ? 1 : 0,
            "integers of rank 2" => codes[i] * (j % 4) - (i % 5) * (j % 3 - 1),
            "constant" => 0.1,
            "one rank" => (i + 1.0) * (j + 1),
            "zero rows" => i % 3 == 0 ? random[i * p + j] : 0,
            "nothing" => 0,
            "graded columns" => random[i * p + j] * Math.Pow(10, -9 * (j * 7 % p)),
            "graded rows" => random[i * p + j] * Math.Pow(10, -9 * (i * 7 % n % 20)),
            "mixed units" => random[i * p + j] * (j % 3 == 0 ? 1e75 : j % 3 == 1 ? 1 : 1e-75),
            "tiny" => random[i * p + j] * 1e-170,
            "subnormal" => random[i * p + j] * 1e-310,
            "huge" => random[i * p + j] * 1e75,
            _ => random[i * p + j],
        };
        double[] x = new double[n * p];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < p; j++) x[i * p + j] = Value(i, j);
        return x;
    }

    private static void Orthonormal(double[] vectors, int count, int p)
    {
        for (int i = 0; i < count; i++)
            for (int j = 0; j <= i; j++)
                Assert.Equal(i == j ? 1 : 0, Kernels.Dot(vectors.AsSpan(i * p, p), vectors.AsSpan(j * p, p)), 1e-13);
    }

    // XᵀX in units of the largest singular value.
    private static double[] Products(double[] x, int n, int p, double unit)
    {
        double[] products = new double[p * p];
        for (int r = 0; r < n && unit > 0; r++)
            for (int i = 0; i < p; i++)
                for (int j = 0; j < p; j++) products[i * p + j] += x[r * p + i] / unit * (x[r * p + j] / unit);
        return products;
    }

    private static double[] Form(double[] values, double[] vectors, int p, double unit)
    {
        double[] form = new double[p * p];
        for (int k = 0; k < values.Length && unit > 0; k++)
            for (int i = 0; i < p; i++)
                Kernels.AddScaled(Math.Pow(values[k] / unit, 2) * vectors[k * p + i], vectors.AsSpan(k * p, p), form.AsSpan(i * p, p));
        return form;
    }

    // Backward stable: some n·ε of the largest value, which is 1 here.
    private static void Same(double[] expected, double[] actual, int n)
    {
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-13 * Math.Sqrt(n));
    }
}
