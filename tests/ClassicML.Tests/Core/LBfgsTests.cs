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
        var progress = new ProgressSink(report =>
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

    /// <summary>Each step meets the strong Wolfe conditions: f falls by 10⁻⁴ of what the slope promises at least, and nine tenths of the
    /// slope are left at most. It begins where the history says, at -Hg, H being BFGS's matrix of the last pairs in full.</summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(10)]
    public void Directions_are_those_of_the_matrix_and_steps_meet_the_Wolfe_conditions(int historyCount)
    {
        const int n = 6;
        double[] start = [-1.2, 1, 0.5, 2, -0.7, 0.3];
        // What was evaluated since the last step that was taken, in order; the last of it is taken.
        List<(double[] W, double F, double[] G)> seen = [];
        var pairs = new List<(double[] S, double[] Y)>();
        (double[] W, double F, double[] G) from = (start, 0, start);
        int steps = 0;
        new LBfgs { HistoryCount = historyCount, MaxIterations = 40, Tolerance = 1e-9 }.Minimize(
            (w, gradient) =>
            {
                double value = Rosenbrock(w, gradient);
                seen.Add((w.ToArray(), value, gradient.ToArray()));
                return value;
            },
            start,
            new FitContext { Progress = new ProgressSink(report => Taken(report.Objective!.Value)) });
        Assert.InRange(steps, 15, 40);

        void Taken(double objective)
        {
            if (steps++ == 0)
            {
                from = seen[0];
                seen.RemoveAt(0);
            }
            // The first step is along the slope, of length 1 or less in its largest part; all others begin with the whole direction.
            double[] direction = steps == 1 ? [.. from.G.Select(g => -g * Math.Min(1, 1 / from.G.Max(Math.Abs)))] : Direction(from.G);
            for (int i = 0; i < n; i++)
                Assert.Equal(from.W[i] + direction[i], seen[0].W[i], 1e-8 * (1 + Math.Abs(direction[i])));
            (double[] W, double F, double[] G) to = seen[^1];
            Assert.Equal(to.F, objective);
            double before = Dot(from.G, Minus(to.W, from.W)), after = Dot(to.G, Minus(to.W, from.W));
            Assert.True(to.F <= from.F + 1e-4 * before + 1e-13 * from.F, $"step {steps}: {to.F} from {from.F}");
            Assert.True(Math.Abs(after) <= 0.9 * Math.Abs(before) * (1 + 1e-9), $"step {steps}: {after} of {before}");
            pairs.Add((Minus(to.W, from.W), Minus(to.G, from.G)));
            if (pairs.Count > historyCount) pairs.RemoveAt(0);
            from = to;
            seen.Clear();
        }

        double[] Direction(double[] gradient)
        {
            (double[] s, double[] y) = pairs[^1];
            double[,] h = new double[n, n];
            for (int i = 0; i < n; i++) h[i, i] = Dot(s, y) / Dot(y, y);
            // H ← (I - ρsyᵀ)H(I - ρysᵀ) + ρssᵀ, the oldest pair first.
            foreach ((double[] ds, double[] dy) in pairs)
            {
                double rho = 1 / Dot(ds, dy);
                double[] hy = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Sum(j => h[i, j] * dy[j]))];
                double yhy = Dot(dy, hy);
                for (int i = 0; i < n; i++)
                    for (int j = 0; j < n; j++)
                        h[i, j] += rho * (-ds[i] * hy[j] - hy[i] * ds[j] + (1 + rho * yhy) * ds[i] * ds[j]);
            }
            return [.. Enumerable.Range(0, n).Select(i => -Enumerable.Range(0, n).Sum(j => h[i, j] * gradient[j]))];
        }

        static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

        static double[] Minus(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x - y)];
    }

    [Fact]
    public void A_stop_keeps_the_point_reached_and_a_cancellation_throws()
    {
        double[] point = [-1.2, 1.0];
        LBfgsResult result = new LBfgs().Minimize(Rosenbrock, point, new FitContext { Stop = new CancellationToken(true) });
        Assert.Equal((LBfgsEnd.Stopped, 0), (result.End, result.Iterations));
        Assert.Equal([-1.2, 1.0], point);

        using var source = new CancellationTokenSource();
        result = new LBfgs().Minimize(Rosenbrock, point, new FitContext
        {
            Stop = source.Token, Progress = new ProgressSink(report => { if (report.Done == 3) source.Cancel(); }),
        });
        Assert.Equal((LBfgsEnd.Stopped, 3), (result.End, result.Iterations));
        double[] gradient = new double[2];
        Assert.Equal(result.Objective, Rosenbrock(point, gradient));
        Assert.Equal(result.GradientNorm, gradient.Max(Math.Abs));
        Assert.Throws<OperationCanceledException>(() =>
            new LBfgs().Minimize(Rosenbrock, new[] { -1.2, 1.0 }, new FitContext { Cancellation = new CancellationToken(true) }));
    }

    [Fact]
    public void A_parabola_is_met_by_one_step_and_its_bottom_by_none()
    {
        double[] point = [1];
        // From 1 the first step, of the gradient's own length, ends at 0.
        Assert.Equal(new LBfgsResult(4, 0, 1, LBfgsEnd.Converged), new LBfgs().Minimize(Parabola, point));
        Assert.Equal([0.0], point);
        Assert.Equal(new LBfgsResult(4, 0, 0, LBfgsEnd.Converged), new LBfgs().Minimize(Parabola, point));

        static double Parabola(ReadOnlySpan<double> at, Span<double> gradient)
        {
            gradient[0] = at[0];
            return 4 + 0.5 * at[0] * at[0];
        }
    }

    [Theory, InlineData(1), InlineData(3), InlineData(7)]
    public void The_limit_of_iterations_is_that_of_steps(int limit)
    {
        double[] point = [-1.2, 1.0];
        int told = 0;
        LBfgsResult result = new LBfgs { MaxIterations = limit }.Minimize(Rosenbrock, point,
            new FitContext { Progress = new ProgressSink(report => Assert.Equal((++told, limit), (report.Done, report.Total))) });
        Assert.Equal((limit, limit), (result.Iterations, told));
        Assert.Equal(LBfgsEnd.IterationLimit, result.End);
        Assert.Equal(result.Objective, Rosenbrock(point, new double[2]));
    }

    [Fact]
    public void A_step_that_can_not_lower_the_objective_ends_the_search_at_the_best_point()
    {
        // Its slope says that it falls, and it does not.
        double[] point = [1.0];
        LBfgsResult result = new LBfgs().Minimize(
            (w, gradient) =>
            {
                gradient[0] = 1;
                return Math.Abs(w[0] - 1);
            },
            point);
        Assert.Equal((LBfgsEnd.NoProgress, 0), (result.End, result.Iterations));
        Assert.Equal([1.0], point);
        Assert.Equal(0, result.Objective);
    }

    /// <summary>An evaluation a step as a rule, and few steps: a search that narrows badly, or a history that forgets, takes many
    /// more.</summary>
    [Theory, InlineData(2, 50, 70), InlineData(10, 60, 80), InlineData(100, 70, 90)]
    public void Rosenbrocks_valley_takes_few_steps_and_hardly_more_evaluations(int n, int steps, int evaluations)
    {
        double[] point = [.. Enumerable.Range(0, n).Select(i => i % 2 == 0 ? -1.2 : 1)];
        int count = 0;
        LBfgsResult result = new LBfgs { MaxIterations = 2000, Tolerance = 1e-8 }.Minimize(
            (w, gradient) =>
            {
                count++;
                return Rosenbrock(w, gradient);
            },
            point);
        Assert.InRange(result.Iterations, 10, steps);
        Assert.InRange(count, result.Iterations + 1, evaluations);
    }

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
}
