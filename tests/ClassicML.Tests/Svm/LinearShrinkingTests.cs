using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

/// <summary>Rows and columns that coordinate descent sets aside are looked at again before the end. With a loose tolerance the duality gap
/// has no word, so what is left to violate optimality is measured on all of them, by plain loops.</summary>
public class LinearShrinkingTests
{
    private const int Rows = 80, Columns = 160;

    // Under 0.1 the gap may be all of the objective.
    private const double Tolerance = 0.1, Epsilon = 0.4;

    public static TheoryData<HingeLoss, int> Cases { get; } =
        [.. from loss in Enum.GetValues<HingeLoss>() from seed in Enumerable.Range(1, 3) select (loss, seed)];

    [Theory, MemberData(nameof(Cases))]
    public void No_row_of_a_classifier_violates_optimality_at_the_end(HingeLoss loss, int seed)
    {
        foreach (double c in new[] { 0.05, 1 })
        {
            PlainLinear plain = Problem(seed, c, loss, null);
            LinearSolution found = Classified(plain, Tolerance, 10_000, seed);
            Assert.True(found.Converged);
            Assert.InRange(found.Violation, 0, Tolerance);
            // A pass measures each row before the next ones move: twice what it asks for.
            Assert.InRange(Spread(plain, found.Weights), 0, 2 * Tolerance);
            Assert.Equal(-plain.Bound(plain.Multipliers(found.Weights)), found.Dual, 1e-9 * Math.Abs(found.Dual));
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void No_row_of_a_regressor_violates_optimality_at_the_end(HingeLoss loss, int seed)
    {
        foreach (double c in new[] { 0.05, 1 })
        {
            PlainLinear plain = Problem(seed, c, loss, Epsilon);
            LinearSolution found = Regressed(plain, Tolerance, 10_000, seed);
            Assert.True(found.Converged);
            Assert.InRange(found.Violation, 0, Tolerance);
            Assert.InRange(OfRows(plain, found.Weights), 0, 2 * Tolerance * OfRows(plain, new double[Columns + 1]));
            Assert.Equal(-plain.Bound(plain.Multipliers(found.Weights)), found.Dual, 1e-9 * Math.Abs(found.Dual));
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void No_column_violates_optimality_at_the_end(int seed)
    {
        // A hundred tolerances are all of the objective.
        const double tolerance = 0.01;
        foreach (double c in new[] { 0.03, 0.3 })
        {
            PlainLinear plain = Problem(seed, c, HingeLoss.SquaredHinge, null);
            LinearSolution found = Sparse(plain, tolerance, 10_000, seed);
            Assert.True(found.Converged);
            Assert.InRange(found.Violation, 0, tolerance);
            Assert.Contains(0, found.Weights);
            Assert.InRange(OfColumns(plain, found.Weights), 0, 2 * tolerance * OfColumns(plain, new double[Columns + 1]));
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_row_of_a_classifier_that_was_settled_early_comes_back(HingeLoss loss, int seed)
    {
        // Two rows that nearly point the same way and are of other classes pull their own direction, the second column, up to 10, by two in
        // a hundred of the way a pass. One row is far on its right side at first, with w₂ small, one on its wrong side at its bound; both
        // change sides on the way. Two more rows go to and fro for a while: a projected gradient above zero, without which none is set aside.
        const double near = 0.1;
        double[][] rows =
        [
            [1, near, 0, 0, 0, 0, 0, 0], [1, -near, 0, 0, 0, 0, 0, 0], [0, 0, 1, 0, 0, 0, 0, 0], [0, 0, 0, 1, 0, 0, 0, 0],
            [0, 0, 0, 1, 0.5, 0, 0, 0], [0, -1, 3, 0, 0, 0.3, 0, 0], [0, 1, -3, 0, 0, 0, 0.3, 0],
        ];
        var plain = new PlainLinear(rows, [1, -1, 1, 1, 1, 1, 1], [100, 100, 100, 100, 100, 100, 0.01], loss == HingeLoss.SquaredHinge);
        LinearSolution found = Classified(plain, Tolerance, 10_000, seed);
        Assert.True(found.Converged);
        // Left aside, they violate optimality by six and eight.
        Assert.InRange(Spread(plain, found.Weights), 0, 3 * Tolerance);
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_row_of_a_regressor_that_was_settled_early_comes_back(HingeLoss loss, int seed)
    {
        // The same pair with targets of 1 beyond the tube; one row in the middle of it at first, one above it at its bound, and both leave.
        const double near = 0.1, epsilon = 3;
        double[][] rows = [[1, near, 0, 0, 0], [1, -near, 0, 0, 0], [0, 1, 0.3, 0, 0], [0, 1, 0, 0.3, 0]];
        var plain = new PlainLinear(rows, [4, -4, 0, 5], [1000, 1000, 1000, 0.01], loss == HingeLoss.SquaredHinge, epsilon);
        LinearSolution found = Regressed(plain, Tolerance, 10_000, seed);
        Assert.True(found.Converged);
        // Left aside, they violate optimality by seven and eight.
        Assert.InRange(OfRows(plain, found.Weights), 0, 3 * Tolerance * OfRows(plain, new double[5]));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void A_column_that_was_settled_early_comes_back(int seed)
    {
        // The first two columns nearly are one; their difference, which tells the classes, comes in by and by. What it leaves unexplained is
        // the third column, whose slope is zero at first and beyond 1 at the end.
        const int n = 40;
        const double near = 0.15;
        double[][] rows = new double[n][];
        double[] signs = new double[n];
        for (int i = 0; i < n; i++)
        {
            double sign = signs[i] = i % 2 == 0 ? 1 : -1, common = i / 2 % 2 == 0 ? 1 : -1, own = i / 4 % 2 == 0 ? 0.8 : -0.8;
            rows[i] = [common + near * sign * (1 + own), common - near * sign * (1 + own), 0.12 * sign * own, 0];
        }
        var plain = new PlainLinear(rows, signs, [.. Enumerable.Repeat(1.0, n)], Squared: true);
        LinearSolution found = Sparse(plain, 0.01, 10_000, seed);
        Assert.True(found.Converged);
        Assert.NotEqual(0, found.Weights[2]);
        Assert.InRange(OfColumns(plain, found.Weights), 0, 3 * 0.01 * OfColumns(plain, new double[4]));
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_fit_that_is_out_of_passes_tells_the_violation_of_all_rows(HingeLoss loss, int seed)
    {
        PlainLinear classes = Problem(seed, 0.3, loss, null), numbers = Problem(seed, 0.3, loss, Epsilon);
        double first = 0;
        foreach (int passes in new[] { 1, 2, 3, 5, 8, 12 })
        {
            LinearSolution found = Classified(classes, 1e-8, passes, seed), other = Regressed(numbers, 1e-8, passes, seed);
            Assert.Equal((false, passes, false, passes), (found.Converged, found.Iterations, other.Converged, other.Iterations));
            Assert.Equal(Spread(classes, found.Weights), found.Violation, 1e-6);
            // Of numbers it is a share of what the first pass has measured, which all of these have in common.
            if (passes == 1) first = OfRows(numbers, other.Weights) / other.Violation;
            Assert.Equal(OfRows(numbers, other.Weights) / first, other.Violation, 1e-6);
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void A_fit_under_L1_that_is_out_of_passes_tells_the_violation_of_all_columns(int seed)
    {
        PlainLinear plain = Problem(seed, 0.3, HingeLoss.SquaredHinge, null);
        double first = 0;
        for (int passes = 1; passes <= 12; passes++)
        {
            LinearSolution found = Sparse(plain, 1e-8, passes, seed);
            Assert.Equal((false, passes), (found.Converged, found.Iterations));
            if (passes == 1) first = OfColumns(plain, found.Weights) / found.Violation;
            Assert.Equal(OfColumns(plain, found.Weights) / first, found.Violation, 1e-9);
        }
    }

    private static LinearSolution Classified(PlainLinear plain, double tolerance, int passes, int seed) => new DualCoordinateDescent(
        Given(plain), [.. Enumerable.Range(0, plain.Rows.Length)], Array.ConvertAll(plain.Targets, y => (sbyte)y), plain.Costs,
        plain.Squared ? HingeLoss.SquaredHinge : HingeLoss.Hinge).Solve(tolerance, passes, (ulong)seed, default);

    private static LinearSolution Regressed(PlainLinear plain, double tolerance, int passes, int seed) => new RegressionCoordinateDescent(
        Given(plain), [.. Enumerable.Range(0, plain.Rows.Length)], plain.Targets, plain.Costs, plain.Squared, plain.Epsilon!.Value)
        .Solve(tolerance, passes, (ulong)seed, default);

    private static LinearSolution Sparse(PlainLinear plain, double tolerance, int passes, int seed) =>
        new L1CoordinateDescent(Given(plain), plain.Targets, plain.Costs).Solve(tolerance, passes, (ulong)seed, default);

    // The largest and the least projected gradient of the dual, on both sides of zero. No row is a combination of others, so weights tell
    // the multipliers.
    private static double Spread(PlainLinear plain, double[] w)
    {
        double[] a = plain.Multipliers(w);
        double highest = 0, lowest = 0;
        for (int i = 0; i < a.Length; i++)
        {
            (double cost, double alpha) = (plain.Costs[i], plain.Targets[i] * a[i]);
            double most = plain.Squared ? double.PositiveInfinity : cost, close = 1e-8 * cost;
            Assert.InRange(alpha, -close, most + close);
            double gradient = plain.Targets[i] * PlainLinear.Dot(plain.Rows[i], w) - 1 + (plain.Squared ? 0.5 / cost * alpha : 0);
            double projected = alpha < close ? Math.Min(0, gradient) : alpha > most - close ? Math.Max(0, gradient) : gradient;
            (highest, lowest) = (Math.Max(highest, projected), Math.Min(lowest, projected));
        }
        return highest - lowest;
    }

    // The sum of what the rows' own derivatives violate; that of ε|β| is any of [-ε, ε] at zero, and nothing is wanted beyond a bound.
    private static double OfRows(PlainLinear plain, double[] w)
    {
        double[] beta = plain.Multipliers(w);
        double sum = 0, epsilon = plain.Epsilon!.Value;
        for (int i = 0; i < beta.Length; i++)
        {
            double most = plain.Squared ? double.PositiveInfinity : plain.Costs[i], close = 1e-8 * plain.Costs[i];
            Assert.InRange(beta[i], -most - close, most + close);
            double slope = PlainLinear.Dot(plain.Rows[i], w) - plain.Targets[i] + (plain.Squared ? 0.5 / plain.Costs[i] * beta[i] : 0);
            double rise = slope + epsilon, fall = slope - epsilon;
            sum += Math.Abs(beta[i]) < close ? Math.Max(0, Math.Max(-rise, fall))
                : beta[i] > most - close ? Math.Max(0, rise) : beta[i] < close - most ? Math.Max(0, -fall)
                : Math.Abs(beta[i] > 0 ? rise : fall);
        }
        return sum;
    }

    private static double OfColumns(PlainLinear plain, double[] w)
    {
        double[] slopes = plain.LossGradient(w);
        return w.Select((weight, j) => weight == 0 ? Math.Max(0, Math.Abs(slopes[j]) - 1) : Math.Abs(slopes[j] + Math.Sign(weight))).Sum();
    }

    // Rows of a few directions that they share and of one that is their own, so that a step for one row moves the gradients of many: most
    // rows reach a bound early, and leave it when others have had their turn.
    private static PlainLinear Problem(int seed, double c, HingeLoss loss, double? epsilon)
    {
        const int shared = 6;
        var rng = new Rng((ulong)seed);
        double Random() => 2 * rng.NextDouble() - 1;
        double[][] directions =
            [.. Enumerable.Range(0, shared).Select(_ => Enumerable.Range(0, Columns).Select(_ => 0.3 * Random()).ToArray())];
        double[][] rows = new double[Rows][];
        double[] targets = new double[Rows];
        for (int i = 0; i < Rows; i++)
        {
            double[] row = rows[i] = [.. Enumerable.Range(0, Columns).Select(_ => 0.1 * Random()), 1];
            double sum = 0;
            foreach (double[] direction in directions)
            {
                double part = Random();
                sum += part;
                for (int j = 0; j < Columns; j++) row[j] += part * direction[j];
            }
            targets[i] = epsilon is null ? (sum + Random() > 0 ? 1 : -1) : 2 * sum + 3 * Random();
        }
        return new PlainLinear(rows, targets, [.. Enumerable.Repeat(c, Rows)], loss == HingeLoss.SquaredHinge, epsilon);
    }

    private static LinearRows Given(PlainLinear plain) =>
        new(new Matrix(Array.ConvertAll(plain.Rows, row => row[..^1])), plain.Rows[0][^1]);
}
