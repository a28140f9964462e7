using ClassicML.Numerics;

namespace ClassicML.Tests.Core;

public class SymmetricFactorTests
{
    public static TheoryData<int> Orders => [0, 1, 2, 3, 7, 8, 9, 63, 64, 65, 130, 200];

    [Theory, MemberData(nameof(Orders))]
    public void Cholesky_gives_back_the_matrix(int n)
    {
        double[] a = PositiveDefinite(n), l = [.. a];
        Assert.True(Cholesky.TryFactor(l, n, 2));
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++)
            {
                double product = 0;
                for (int p = 0; p <= j; p++) product += l[i * n + p] * l[j * n + p];
                // Higham, Accuracy and Stability of Numerical Algorithms, theorem 10.3: (n + 1)·u·√(aᵢᵢaⱼⱼ), twice over for the check.
                Assert.Equal(a[i * n + j], product, 2 * (n + 2) * 1.2e-16 * Math.Sqrt(a[i * n + i] * a[j * n + j]));
            }
        for (int i = 0; i < n; i++)
            for (int j = i + 1; j < n; j++) Assert.Equal(a[i * n + j], l[i * n + j]);
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        double[] one = PositiveDefinite(400), four = [.. one];
        Assert.True(Cholesky.TryFactor(one, 400, 1));
        Assert.True(Cholesky.TryFactor(four, 400, 4));
        Assert.Equal(one, four);
    }

    [Theory, MemberData(nameof(Orders))]
    public void Systems_are_solved_whether_or_not_the_matrix_is_positive_definite(int n)
    {
        foreach (bool indefinite in (bool[])[false, true])
        {
            double[] a = indefinite ? Symmetric(n) : PositiveDefinite(n), b = GemmData.Numbers<double>(n, 5), x = [.. b];
            var factor = new SymmetricFactor(a, n);
            if (!indefinite) Assert.True(factor.IsPositiveDefinite);
            Assert.Equal(n, factor.Rank);
            factor.Solve(x);
            double size = 0;
            foreach (double value in x) size = Math.Max(size, Math.Abs(value));
            for (int i = 0; i < n; i++)
            {
                // Backward stable: the residual is of the size of n·u·‖A‖·‖x‖, with room for the growth of pivoting.
                double residual = b[i];
                for (int j = 0; j < n; j++) residual -= a[i * n + j] * x[j];
                Assert.Equal(0, residual, 1e-14 * (n + 1) * (n + 1) * (1 + size));
            }
        }
    }

    [Fact]
    public void Inertia_and_determinant_are_those_of_the_eigenvalues()
    {
        // Eigenvalues 3, 1, -1, by hand: a swap and an arrow.
        double[] exchange = [0, 1, 0, 1, 0, 0, 0, 0, 3];
        var factor = new SymmetricFactor(exchange, 3);
        Assert.Equal((false, 1, 3), (factor.IsPositiveDefinite, factor.NegativeCount, factor.Rank));
        Assert.Equal(Math.Log(3), factor.LogDeterminant, 1e-15);
        var positive = new SymmetricFactor([4, 9, 2, 10], 2);
        Assert.Equal((true, 0, 2), (positive.IsPositiveDefinite, positive.NegativeCount, positive.Rank));
        Assert.Equal(Math.Log(36), positive.LogDeterminant, 1e-14);
    }

    [Fact]
    public void A_singular_gram_matrix_has_its_rank_found_and_a_solution_where_there_is_one()
    {
        const int n = 30, p = 6;
        double[] x = GemmData.Numbers<double>(n * p, 1), gram = new double[p * p], b = new double[p];
        for (int i = 0; i < n; i++) x[i * p + 4] = x[i * p] - 2 * x[i * p + 1];
        Syrk.Gram(new MatrixView<double>(x, n, p), gram);
        for (int i = 0; i < p; i++)
            for (int j = 0; j < p; j++) b[i] += gram[i * p + j] * (j + 1);
        var factor = new SymmetricFactor(gram, p);
        Assert.Equal((false, 5), (factor.IsPositiveDefinite, factor.Rank));
        Assert.Equal(double.NegativeInfinity, factor.LogDeterminant);
        double[] solution = [.. b];
        factor.Solve(solution);
        for (int i = 0; i < p; i++)
        {
            double product = 0;
            for (int j = 0; j < p; j++) product += gram[i * p + j] * solution[j];
            // Elements of the Gram matrix are about 10, of the solution about 10.
            Assert.Equal(b[i], product, 1e-11);
        }
    }

    [Fact]
    public void Values_that_are_not_finite_are_refused() =>
        Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => new SymmetricFactor([1, 0, double.NaN, 1], 2)).Message);

    [Fact]
    public void Cholesky_refuses_what_is_not_positive_definite()
    {
        Assert.False(Cholesky.TryFactor([1, 0, 2, 1], 2));
        Assert.False(Cholesky.TryFactor([1, 0, 1, 1], 2));
        Assert.False(Cholesky.TryFactor([0], 1));
        Assert.False(Cholesky.TryFactor([double.NaN], 1));
    }

    private static double[] PositiveDefinite(int n)
    {
        double[] x = GemmData.Numbers<double>((n + 5) * n, 3), a = new double[n * n];
        Syrk.Gram(new MatrixView<double>(x, n + 5, n), a);
        for (int i = 0; i < n; i++) a[i * n + i] += 0.1;
        return a;
    }

    private static double[] Symmetric(int n)
    {
        double[] a = GemmData.Numbers<double>(n * n, 4);
        ClassicML.Numerics.Symmetric.Mirror(a, n);
        return a;
    }
}
