using ClassicML.Internal;

namespace ClassicML.Tests.Core;

public class SymmetricEigenTests
{
    public static TheoryData<int> Sizes => [1, 2, 3, 7, 31, 32, 33, 64, 65, 130];

    [Theory, MemberData(nameof(Sizes))]
    public void Vectors_are_orthonormal_and_satisfy_the_equation(int n) => Holds(Gram(n, n + 5, j => 1), n);

    [Theory, MemberData(nameof(Sizes))]
    public void Degenerate_eigenvalues_have_orthonormal_vectors(int n)
    {
        // A = I + vvᵀ: n-1 eigenvalues are 1.
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) a[i * n + j] = (i == j ? 1 : 0) + 1.0 / n;
        SymmetricEigen eigen = Holds(a, n);
        Assert.Equal(2, eigen.Values[0], 1e-13 * n);
        for (int i = 1; i < n; i++) Assert.Equal(1, eigen.Values[i], 1e-13 * n);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Graded_matrices_keep_their_small_eigenvalues(bool largeLast)
    {
        // D·C·D with C close to I: eigenvalues are dᵢ² up to the condition of C, whatever the grading.
        const int n = 12;
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                a[i * n + j] = Grade(i) * Grade(j) * (i == j ? 1 : 1e-3 / (1 + Math.Abs(i - j)));
        SymmetricEigen eigen = SymmetricEigen.Decompose(a, n);
        for (int k = 0; k < n; k++) Assert.InRange(eigen.Values[k] / Math.Pow(Grade(largeLast ? n - 1 - k : k), 2), 0.99, 1.01);

        double Grade(int i) => Math.Pow(10, -0.5 * (largeLast ? n - 1 - i : i));
    }

    // Columns like the pixels of centred pictures: large in the middle, and nothing but rounding at the rims, where the matrix then splits.
    [Theory, InlineData(60, 2), InlineData(120, 4), InlineData(200, 8), InlineData(200, 12)]
    public void A_matrix_whose_large_part_lies_in_the_middle_converges(int n, double width) =>
        Holds(Gram(n, 2 * n, j => Math.Exp(-0.5 * Math.Pow((j - n / 2) / width, 2))), n);

    [Theory, MemberData(nameof(Sizes))]
    public void The_zero_matrix_has_zeros_and_a_basis(int n)
    {
        SymmetricEigen eigen = Holds(new double[n * n], n);
        Assert.All(eigen.Values, value => Assert.Equal(0, value));
    }

    [Theory, InlineData(1e-200), InlineData(1e200)]
    public void Tiny_and_huge_matrices_are_scaled(double scale)
    {
        double[] a = Gram(20, 30, j => 1), scaled = Array.ConvertAll(a, value => value * scale);
        SymmetricEigen plain = SymmetricEigen.Decompose(a, 20), other = SymmetricEigen.Decompose(scaled, 20);
        for (int k = 0; k < 20; k++) Assert.Equal(1, other.Values[k] / scale / plain.Values[k], 1e-11);
    }

    [Fact]
    public void A_diagonal_matrix_gives_its_diagonal_exactly()
    {
        double[] a = new double[16];
        (a[0], a[5], a[10], a[15]) = (-3, 7, 0.5, 2);
        Assert.Equal([7, 2, 0.5, -3], SymmetricEigen.Decompose(a, 4).Values);
    }

    [Fact]
    public void The_first_of_all_are_the_largest_with_their_vectors()
    {
        double[] a = Gram(9, 14, j => 1);
        SymmetricEigen all = SymmetricEigen.Decompose(a, 9);
        for (int count = 0; count <= 9; count++)
        {
            SymmetricEigen first = all.First(count);
            Assert.Equal((9, 0, count * 9), (first.Size, first.Products, first.Vectors.Length));
            Assert.Equal(all.Values[..count], first.Values);
            for (int k = 0; k < count; k++) Assert.Equal(all.Vector(k), first.Vector(k));
        }
        Assert.ThrowsAny<ArgumentException>(() => all.First(10));
    }

    [Theory, InlineData(256, 25), InlineData(257, 25), InlineData(257, 26), InlineData(299, 29), InlineData(299, 30)]
    public void Few_of_a_large_matrix_are_iterated_for_and_others_are_the_first_of_all(int n, int count)
    {
        double[] a = Gram(n, n, j => 1);
        Assert.Equal(n > 256 && 10 * count <= n, SymmetricEigen.Iterates(n, count));
        Assert.Equal(SymmetricEigen.Iterates(n, count), SymmetricEigen.Top(a, n, count).Products > 0);
    }

    [Theory, InlineData(300, 5), InlineData(300, 30), InlineData(500, 20)]
    public void The_top_few_equal_those_of_the_full_decomposition(int n, int count)
    {
        double[] a = Gram(n, n, j => Math.Exp(-0.02 * j));
        SymmetricEigen all = SymmetricEigen.Decompose(a, n), top = SymmetricEigen.Top(a, n, count);
        Assert.True(top.Products > 0);
        for (int k = 0; k < count; k++) Assert.Equal(all.Values[k], top.Values[k], 1e-12 * all.Values[0]);
        CheckOrthonormal(top, count);
        CheckEquation(a, top, count);
    }

    [Fact]
    public void The_top_few_find_every_copy_of_a_multiple_eigenvalue()
    {
        // 12 eigenvalues of 5, the others from 1 down, under a rotation by one reflector.
        const int n = 400, copies = 12;
        double[] v = RandomMatrix(1, n).Span.ToArray(), a = new double[n * n];
        double square = Kernels.Dot(v, v);
        double[] d = [.. Enumerable.Range(0, n).Select(i => i < copies ? 5 : 1 - (double)i / n)];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                for (int k = 0; k < n; k++)
                    a[i * n + j] += d[k] * ((i == k ? 1 : 0) - 2 * v[i] * v[k] / square) * ((j == k ? 1 : 0) - 2 * v[j] * v[k] / square);
        SymmetricEigen top = SymmetricEigen.Top(a, n, copies + 1);
        for (int k = 0; k < copies; k++) Assert.Equal(5, top.Values[k], 1e-11);
        Assert.Equal(1 - (double)copies / n, top.Values[copies], 1e-11);
        CheckOrthonormal(top, copies + 1);
    }

    [Fact]
    public void The_top_few_of_a_matrix_of_low_rank_or_of_zeros_are_found()
    {
        SymmetricEigen low = SymmetricEigen.Top(Gram(300, 3, j => 1), 300, 6);
        Assert.True(low.Values[2] > 1);
        for (int k = 3; k < 6; k++) Assert.Equal(0, low.Values[k], 1e-11 * low.Values[0]);
        CheckOrthonormal(low, 6);
        SymmetricEigen zero = SymmetricEigen.Top(new double[300 * 300], 300, 4);
        Assert.All(zero.Values, value => Assert.Equal(0, value, 1e-13));
        CheckOrthonormal(zero, 4);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        double[] a = Gram(300, 300, j => 1);
        FitContext one = new() { MaxThreads = 1 }, many = new() { MaxThreads = 8 };
        Assert.Equal(SymmetricEigen.Decompose(a, 300, one).Vectors, SymmetricEigen.Decompose(a, 300, many).Vectors);
        Assert.Equal(SymmetricEigen.Top(a, 300, 10, one).Vectors, SymmetricEigen.Top(a, 300, 10, many).Vectors);
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose(new double[5], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => SymmetricEigen.Top(new double[4], 2, 3));
    }

    // XᵀX for X of rows×n with columns scaled.
    private static double[] Gram(int n, int rows, Func<int, double> scale)
    {
        double[] x = RandomMatrix(rows, n, (ulong)n).Span.ToArray(), a = new double[n * n];
        for (int i = 0; i < x.Length; i++) x[i] *= scale(i % n);
        Syrk.Gram(new MatrixView<double>(x, rows, n), a);
        return a;
    }

    private static SymmetricEigen Holds(double[] a, int n)
    {
        SymmetricEigen eigen = SymmetricEigen.Decompose(a, n);
        Assert.Equal(eigen.Values.OrderDescending(), eigen.Values);
        CheckOrthonormal(eigen, n);
        CheckEquation(a, eigen, n);
        return eigen;
    }

    private static void CheckOrthonormal(SymmetricEigen eigen, int count)
    {
        for (int i = 0; i < count; i++)
            for (int j = 0; j <= i; j++) Assert.Equal(i == j ? 1 : 0, Kernels.Dot(eigen.Vector(i), eigen.Vector(j)), 1e-12);
    }

    // Backward stable: ‖Av - λv‖ is some n·ε·‖A‖; of the iteration, 1e-12·‖A‖ by its stopping rule.
    private static void CheckEquation(double[] a, SymmetricEigen eigen, int count)
    {
        double norm = Math.Max(Math.Abs(eigen.Values[0]), Math.Abs(eigen.Values[^1]));
        for (int k = 0; k < count; k++)
        {
            double[] left = new double[eigen.Size];
            Gemv.Multiply(a, eigen.Vector(k), 0, left);
            Kernels.AddScaled(-eigen.Values[k], eigen.Vector(k), left);
            Assert.True(Math.Sqrt(Kernels.Dot(left, left)) <= 3e-12 * norm + 1e-300);
        }
    }
}
