using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

public class SmoSolverTests
{
    [Theory, InlineData(0.01), InlineData(1), InlineData(100)]
    public void Shrinking_finds_the_same_optimum(double c)
    {
        (SmoProblem problem, IKernelSource source) = Problem(c, 400);
        SmoResult plain = Solve(problem, source, shrinking: false), shrunk = Solve(problem, source, shrinking: true);
        Assert.Equal((SmoEnd.Converged, SmoEnd.Converged), (plain.End, shrunk.End));
        // At a violation of 1e-8 both are at the optimum but for rounding.
        Assert.Equal(plain.Objective, shrunk.Objective, 1e-9 * Math.Abs(plain.Objective));
        Assert.Equal(plain.Rho.First, shrunk.Rho.First, 1e-5);
    }

    [Fact]
    public void The_gradient_at_the_end_is_that_of_the_solution()
    {
        (SmoProblem problem, IKernelSource source) = Problem(10, 300);
        SmoResult result = Solve(problem, source, shrinking: true);
        var rows = new RowCache(source, problem.Items, 1_000_000);
        for (int k = 0; k < problem.Count; k++)
        {
            float[] row = rows.Row(k);
            double gradient = problem.Linear[k];
            for (int l = 0; l < problem.Count; l++) gradient += row[l] * result.Values[l];
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
        return (SmoProblems.Classify(positive, negative, c, default), new SingleRbfSource(0.5, SingleRows.Of(x, SingleRows.Centre(x), 1),
            1));
    }
}
