using ClassicML.Internal;

namespace ClassicML.Tests.Core;

public class CholeskyTests
{
    public static TheoryData<int> Orders => [0, 1, 2, 3, 7, 8, 9, 63, 64, 65, 130, 200];

    [Theory, MemberData(nameof(Orders))]
    public void A_factor_gives_back_the_matrix(int n)
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
        Assert.True(ClassicML.Internal.PositiveDefinite.TrySolve(factor, solved));
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
            Assert.Equal(isSolved, ClassicML.Internal.PositiveDefinite.TrySolve(near, kept, 1e-5));
            if (!isSolved) Assert.Equal(b, kept);
        }
    }

    [Fact]
    public void What_is_not_positive_definite_is_refused()
    {
        Assert.False(Cholesky.TryFactor([1, 0, 2, 1], 2));
        Assert.False(Cholesky.TryFactor([1, 0, 1, 1], 2));
        Assert.False(Cholesky.TryFactor([0], 1));
        Assert.False(Cholesky.TryFactor([double.NaN], 1));
    }

    // The last pivot is 2⁻⁵², positive, and no more than n·ε of its diagonal: rounding could have left it of 0. Twice n·ε is accepted.
    [Fact]
    public void What_is_singular_but_for_rounding_is_refused()
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
}
