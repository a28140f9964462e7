using ClassicML.Optimization;

namespace ClassicML.Tests.Core;

public class LBfgsTests
{
    [Theory, InlineData(2), InlineData(10), InlineData(100)]
    public void Finds_the_minimum_of_Rosenbrocks_valley(int n)
    {
        double[] point = [.. Enumerable.Range(0, n).Select(i => i % 2 == 0 ? -1.2 : 1)];
        LBfgsResult result = new LBfgs { MaxIterations = 2000, Tolerance = 1e-8 }.Minimize(Rosenbrock, point);
        Assert.Equal(LBfgsEnd.Converged, result.End);
        Assert.All(point, value => Assert.Equal(1, value, 1e-6));
    }

    [Fact]
    public void Solves_an_ill_conditioned_quadratic()
    {
        double[] point = [.. Enumerable.Repeat(1.0, 20)];
        // The steepest gradient is 10⁶·(w-19), and w has an ulp of 4e-15: below 4e-9 there is only rounding.
        LBfgsResult result = new LBfgs { MaxIterations = 5000, Tolerance = 1e-7 }.Minimize(
            (w, gradient) =>
            {
                double value = 0;
                for (int i = 0; i < w.Length; i++)
                {
                    double scale = Math.Pow(10, 6.0 * i / (w.Length - 1)), distance = w[i] - i;
                    gradient[i] = scale * distance;
                    value += 0.5 * scale * distance * distance;
                }
                return value;
            },
            point);
        Assert.Equal(LBfgsEnd.Converged, result.End);
        for (int i = 0; i < point.Length; i++) Assert.Equal(i, point[i], 1e-6);
    }

    [Fact]
    public void Never_raises_the_objective()
    {
        double last = double.PositiveInfinity;
        var progress = new Sink(report =>
        {
            Assert.True(report.Objective <= last);
            last = report.Objective!.Value;
        });
        new LBfgs().Minimize(Rosenbrock, new[] { -1.2, 1.0, 3, -2 }, new FitContext { Progress = progress });
        Assert.True(last < 1e-6);
    }

    [Fact]
    public void Says_when_it_ran_out_of_iterations() =>
        Assert.Equal(LBfgsEnd.IterationLimit, new LBfgs { MaxIterations = 3 }.Minimize(Rosenbrock, new[] { -1.2, 1.0 }).End);

    [Fact]
    public void Refuses_a_start_where_the_objective_is_not_finite() =>
        Assert.Throws<ArgumentException>(() => new LBfgs().Minimize((_, _) => double.NaN, new double[1]));

    private static double Rosenbrock(ReadOnlySpan<double> w, Span<double> gradient)
    {
        double value = 0;
        gradient.Clear();
        for (int i = 0; i + 1 < w.Length; i += 2)
        {
            double valley = w[i + 1] - w[i] * w[i], rest = 1 - w[i];
            value += 100 * valley * valley + rest * rest;
            gradient[i] = -400 * w[i] * valley - 2 * rest;
            gradient[i + 1] = 200 * valley;
        }
        return value;
    }

    private sealed class Sink(Action<FitProgress> report) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => report(value);
    }
}
