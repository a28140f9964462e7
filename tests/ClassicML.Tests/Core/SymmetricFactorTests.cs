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

    [Theory, MemberData(nameof(Orders))]
    public void A_factor_solves_both_triangles_by_plain_substitution(int n)
    {
        double[] l = GemmData.Numbers<double>(n * n, 6), b = GemmData.Numbers<double>(n, 7), lower = [.. b], upper = [.. b];
        // A diagonal that keeps values of size 1; what lies above it must not be read.
        for (int i = 0; i < n; i++)
        {
            l[i * n + i] = n + 1 + l[i * n + i];
            for (int j = i + 1; j < n; j++) l[i * n + j] = double.NaN;
        }
        Cholesky.SolveLower(l, lower);
        Cholesky.SolveUpper(l, upper);
        double[] first = [.. b], second = [.. b];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++) first[i] -= l[i * n + j] * first[j];
            first[i] /= l[i * n + i];
        }
        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < n; j++) second[i] -= l[j * n + i] * second[j];
            second[i] /= l[i * n + i];
        }
        for (int i = 0; i < n; i++)
        {
            Assert.Equal(first[i], lower[i], 1e-14);
            Assert.Equal(second[i], upper[i], 1e-14);
        }
        Assert.Throws<ArgumentException>(() => Cholesky.SolveLower(new double[n * n + 1], new double[n]));
        Assert.Throws<ArgumentException>(() => Cholesky.SolveUpper(new double[n * n + 1], new double[n]));
        Assert.Throws<ArgumentException>(() => Cholesky.TryFactor(new double[n * n + 1], n));
    }

    [Theory, MemberData(nameof(Orders))]
    public void A_positive_definite_system_is_solved_and_a_nearly_singular_one_refused(int n)
    {
        double[] a = PositiveDefinite(n), x = GemmData.Numbers<double>(n, 8), b = new double[n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) b[i] += a[i * n + j] * x[j];
        double[] factor = [.. a], solved = [.. b];
        Assert.True(ClassicML.Numerics.PositiveDefinite.TrySolve(factor, solved));
        // The condition is about n·n/0.1 at most.
        for (int i = 0; i < n; i++) Assert.Equal(x[i], solved[i], 1e-15 * (n + 1) * (n + 1) * 100);
        if (n < 2) return;
        // The last row is the sum of two others and a share more of its diagonal: its pivot keeps that share.
        foreach ((double share, bool isSolved) in new[] { (1e-3, true), (1e-7, false) })
        {
            double[] near = [.. a];
            int last = n - 1;
            for (int j = 0; j < last; j++) near[last * n + j] = near[j * n + last] = a[j] + (n > 2 ? a[n + j] : 0);
            double own = near[last * n] + (n > 2 ? near[last * n + 1] : 0);
            near[last * n + last] = own / (1 - share);
            double[] kept = [.. b];
            Assert.Equal(isSolved, ClassicML.Numerics.PositiveDefinite.TrySolve(near, kept, 1e-5));
            if (!isSolved) Assert.Equal(b, kept);
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(7), InlineData(20), InlineData(41), InlineData(65)]
    public void Inertia_and_determinant_are_those_of_the_eigenvalues_at_every_order(int n)
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            double[] a = GemmData.Numbers<double>(n * n, seed);
            // Small diagonals ask for pivots of two, large ones for swaps.
            for (int i = 0; i < n; i++) a[i * n + i] *= seed % 3 == 0 ? 0 : seed % 3 == 1 ? 1e-3 : 5;
            ClassicML.Numerics.Symmetric.Mirror(a, n);
            if (seed % 3 == 0 && n == 1) continue;
            double[] eigenvalues = SymmetricEigen.Decompose(a, n).Values;
            var factor = new SymmetricFactor(a, n);
            Assert.Equal(eigenvalues.Count(value => value < 0), factor.NegativeCount);
            Assert.Equal(n, factor.Rank);
            Assert.Equal(eigenvalues.All(value => value > 0), factor.IsPositiveDefinite);
            // An eigenvalue near zero is right to n·ε of the largest.
            double least = eigenvalues.Min(Math.Abs);
            Assert.Equal(
                eigenvalues.Sum(value => Math.Log(Math.Abs(value))), factor.LogDeterminant,
                1e-14 * n * n * eigenvalues.Max(Math.Abs) / least + 1e-13);
        }
    }

    [Fact]
    public void A_vector_of_another_length_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new SymmetricFactor(new double[5], 2));
        Assert.Throws<ArgumentException>(() => new SymmetricFactor([2, 0, 0, 2], 2).Solve(new double[3]));
    }

    [Fact]
    public void Cholesky_refuses_what_is_not_positive_definite()
    {
        Assert.False(Cholesky.TryFactor([1, 0, 2, 1], 2));
        Assert.False(Cholesky.TryFactor([1, 0, 1, 1], 2));
        Assert.False(Cholesky.TryFactor([0], 1));
        Assert.False(Cholesky.TryFactor([double.NaN], 1));
    }

    // The last pivot is 2⁻⁵², positive, and no more than n·ε of its diagonal: rounding could have left it of 0. Twice n·ε is accepted.
    [Fact]
    public void Cholesky_refuses_what_is_singular_but_for_rounding()
    {
        double rounding = Math.ScaleB(1, -52);
        Assert.False(Cholesky.TryFactor([1, 0, 1, 1 + rounding], 2));
        Assert.False(Cholesky.TryFactor([1, 0, 1, 1 + 2 * rounding], 2));
        Assert.True(Cholesky.TryFactor([1, 0, 1, 1 + 4 * rounding], 2));
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
