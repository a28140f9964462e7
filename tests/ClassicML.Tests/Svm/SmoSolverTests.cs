using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

public class SmoSolverTests
{
    [Theory, InlineData(0.01), InlineData(1), InlineData(100)]
    public void Shrinking_finds_the_same_optimum(double c)
    {
        // More rows than a working set holds.
        (SmoProblem problem, IKernelSource source) = Problem(c, 1500);
        SmoResult plain = Solve(problem, source, shrinking: false), shrunk = Solve(problem, source, shrinking: true);
        Assert.Equal((SmoEnd.Converged, SmoEnd.Converged), (plain.End, shrunk.End));
        // At a violation of 1e-8 both are at the optimum but for rounding.
        Assert.Equal(plain.Objective, shrunk.Objective, 1e-9 * Math.Abs(plain.Objective));
        Assert.Equal(plain.Rho.First, shrunk.Rho.First, 1e-5);
    }

    [Fact]
    public void The_gradient_at_the_end_is_that_of_the_solution()
    {
        (SmoProblem problem, IKernelSource source) = Problem(10, 1100);
        SmoResult result = Solve(problem, source, shrinking: true);
        int[] items = [.. Enumerable.Range(0, source.Count)];
        IKernelRows rows = source.Rows(items, 0);
        rows.Require(items);
        for (int k = 0; k < problem.Count; k++)
        {
            ReadOnlySpan<float> row = rows.Row(problem.Items[k]);
            double gradient = problem.Linear[k];
            for (int l = 0; l < problem.Count; l++) gradient += row[problem.Items[l]] * result.Values[l];
            // Some thousand updates of size 10, each rounded.
            Assert.Equal(gradient, result.Gradient[k], 1e-9);
        }
        Assert.Equal(0, result.Values.Sum(), 1e-9);
    }

    [Theory, InlineData(0), InlineData(16), InlineData(48), InlineData(1024)]
    public void Vector_passes_equal_their_scalar_twins(int length)
    {
        var rng = new Rng(3);
        double[] g = [.. Enumerable.Range(0, length).Select(_ => Math.Round(rng.NextDouble() - 0.5, 2))], copy = [.. g];
        float[] Random() => [.. Enumerable.Range(0, length).Select(_ => (float)rng.NextDouble())];
        float[] May() => [.. Enumerable.Range(0, length).Select(_ => rng.NextDouble() < 0.5 ? 0 : float.NegativeInfinity)];
        float[] rowI = Random(), rowJ = Random(), up = May(), low = May(), diagonal = [.. Enumerable.Repeat(1f, length)];
        Assert.Equal(SmoPasses.ScalarUpdate(copy, up, rowI, rowJ, 0.3, 0, length), SmoPasses.Update(g, up, rowI, rowJ, 0.3, 0, length));
        Assert.Equal(copy, g);
        Assert.Equal(
            SmoPasses.ScalarPartner(g, low, diagonal, rowI, -0.2, 1, 0, length), SmoPasses.Partner(g, low, diagonal, rowI, -0.2, 1, 0,
                length));
    }

    [Theory, InlineData(5, 3), InlineData(40, 8), InlineData(64, 11)]
    public void A_sum_of_rows_equals_its_scalar_twin(int length, int count)
    {
        var rng = new Rng(5);
        float[] gram = [.. Enumerable.Range(0, 64 * 64).Select(_ => (float)rng.NextDouble())];
        IKernelRows rows = new GramSource(gram, new double[64]).Rows([.. Enumerable.Range(0, 64)], 0);
        int[] items = [.. Enumerable.Range(0, Math.Min(8, count)).Select(k => 7 * k % 64)];
        double[] changes = [.. items.Select(_ => rng.NextDouble() - 0.5)], sum = [.. Enumerable.Range(0, length).Select(k => (double)k)],
            twin = [.. sum];
        SmoPasses.AddRows(sum, 64 - length, rows, items, changes);
        SmoPasses.ScalarAddRows(twin, 64 - length, rows, items, changes);
        Assert.Equal(twin, sum);
    }

    private static SmoResult Solve(SmoProblem problem, IKernelSource source, bool shrinking) =>
        new SmoSolver(problem, source, new SmoOptions { Tolerance = 1e-8, Shrinking = shrinking, LeastShrink = 1, RowBytes = 100_000 },
            default).Solve();

    private static (SmoProblem, IKernelSource) Problem(double c, int rows)
    {
        ClassificationData data = SvmData.Blobs(2, rows, 3);
        var x = (Matrix)data.Features;
        int[] positive = [.. Enumerable.Range(0, rows).Where(i => data.Codes[i] == 1)], negative = [.. Enumerable.Range(0, rows).Where(i =>
            data.Codes[i] == 0)];
        // Rows are asked for one after another, so the cache of 100 kB has to let some go.
        return (SmoProblems.Classify(positive, negative, c, default), new RbfSource(0.5, DistanceRows.Of(x, DistanceRows.Centre(x), 1, true,
            1), default));
    }
}
