using ClassicML.Optimization;
using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

/// <summary>Linear machines are at the optimum of their pages' formulas, and report it: judged from weights and intercepts alone by plain
/// loops over all rows (<see cref="PlainLinear"/>), for each loss, penalty, solver and storage.</summary>
public class LinearOptimalityTests
{
    private const double Tolerance = 1e-5;

    private static readonly Dictionary<string, LinearSvmClassifier> Classifiers = new()
    {
        ["hinge"] = new() { Loss = HingeLoss.Hinge }, ["squared, dual"] = new() { Solver = LinearSvmSolver.CoordinateDescent },
        ["squared, primal"] = new() { Solver = LinearSvmSolver.TrustRegionNewton }, ["L1"] = new() { Penalty = LinearSvmPenalty.L1 },
        ["Crammer-Singer"] = new() { MultiClass = LinearSvmMultiClass.CrammerSinger },
    };

    private static readonly Dictionary<string, LinearSvmRegressor> Regressors = new()
    {
        ["absolute"] = new(), ["squared, dual"] = new() { Loss = HingeLoss.SquaredHinge, Solver = LinearSvmSolver.CoordinateDescent },
        ["squared, primal"] = new() { Loss = HingeLoss.SquaredHinge, Solver = LinearSvmSolver.TrustRegionNewton },
    };

    public static TheoryData<string, bool> Machines { get; } =
        [.. from name in Classifiers.Keys from isSparse in new[] { false, true } select (name, isSparse)];

    public static TheoryData<string, bool> OfNumbers { get; } =
        [.. from name in Regressors.Keys from isSparse in new[] { false, true } select (name, isSparse)];

    /// <summary>By hand, at w = (½, ¼): of three rows with a constant of 1 behind them two have slack, 2cξ·y·(x, 1) goes off the slope.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void Slope_and_curvature_of_the_primal_are_those_by_hand(bool sparse)
    {
        var x = new Matrix(new double[,] { { 1 }, { -2 }, { 4 } });
        var rows = new LinearRows(sparse ? SparseMatrix.FromDense(x) : x, 1);
        // Margins of ¾, ¾ and 2¼.
        Holds(new SquaredLossPrimal(rows, [1, -1, 1], [0.5, 2, 3], null, 2), 0.3125, [-1.75, 1], [18, -7, -7, 6]);
        // Residuals of 1¼, -¼ and -1¼ about a tube of ½.
        Holds(new SquaredLossPrimal(rows, [2, -1, 1], [0.5, 2, 3], 0.5, 2), 2.125, [17.75, 4], [98, 25, 25, 8]);

        static void Holds(ISecondOrderObjective objective, double value, double[] gradient, double[] hessian)
        {
            double[] slope = new double[2], own = new double[2];
            Assert.Equal(value, objective.Evaluate([0.5, 0.25], slope), 1e-15);
            Assert.Equal(gradient, slope);
            foreach (double[] along in (double[][])[[1, 0], [0, 1], [1, 2]])
            {
                objective.HessianTimes(along, own);
                Assert.Equal([hessian[0] * along[0] + hessian[1] * along[1], hessian[2] * along[0] + hessian[3] * along[1]], own);
            }
            objective.HessianDiagonal(own);
            Assert.Equal([hessian[0], hessian[3]], own);
        }
    }

    [Theory, MemberData(nameof(Machines))]
    public void An_intercept_is_the_weight_of_a_column_of_its_scaling(string name, bool isSparse)
    {
        const double constant = 3;
        LinearSvmClassifier learner = Classifiers[name] with
        {
            InterceptScaling = constant,
            C = 0.5,
            Tolerance = 1e-8,
            MaxIterations = 100_000,
        };
        foreach (int classes in new[] { 2, 3 })
        {
            ClassificationData data = Data(classes, isSparse);
            Features wider = Stored(new Matrix(PlainLinear.WithConstant(data.Features, constant)), isSparse);
            LinearSvmClassifierModel model = learner.Fit(data),
                expected = (learner with { FitIntercept = false, InterceptScaling = 77 }).Fit(data.WithFeatures(wider)),
                plain = (learner with { InterceptScaling = 1 }).Fit(data);
            // The same problem, so all is the same but for sums in another order.
            Assert.Equal(expected.Report.Objective!.Value, model.Report.Objective!.Value, 1e-8 * expected.Report.Objective.Value);
            for (int k = 0; k < model.Intercept.Length; k++)
            {
                for (int j = 0; j < 4; j++) Assert.Equal(expected.Coefficients[k, j], model.Coefficients[k, j], 1e-4);
                Assert.Equal(expected.Coefficients[k, 4] * constant, model.Intercept[k], 1e-4);
                Assert.Equal(0, expected.Intercept[k]);
            }
            // Hardly any penalty of b is less than all of it.
            Assert.True(model.Report.Objective < plain.Report.Objective * (1 - 1e-6));
        }
    }

    [Theory, MemberData(nameof(OfNumbers))]
    public void A_regressors_intercept_is_the_weight_of_a_column_of_its_scaling(string name, bool isSparse)
    {
        const double constant = 3;
        LinearSvmRegressor learner = Regressors[name] with
        {
            InterceptScaling = constant,
            C = 0.2,
            Tolerance = 1e-8,
            MaxIterations = 100_000,
        };
        RegressionData data = Numbers(isSparse);
        Features wider = Stored(new Matrix(PlainLinear.WithConstant(data.Features, constant)), isSparse);
        LinearSvmRegressorModel model = learner.Fit(data),
            expected = (learner with { FitIntercept = false, InterceptScaling = 77 }).Fit(data.WithFeatures(wider));
        Assert.Equal(expected.Report.Objective!.Value, model.Report.Objective!.Value, 1e-8 * expected.Report.Objective.Value);
        for (int j = 0; j < 4; j++) Assert.Equal(expected.Coefficients[j], model.Coefficients[j], 1e-4);
        Assert.Equal(expected.Coefficients[4] * constant, model.Intercept, 1e-4);
        Assert.Equal(0, expected.Intercept);
    }

    [Theory]
    [InlineData("hinge", false), InlineData("hinge", true), InlineData("squared, dual", false), InlineData("squared, dual", true)]
    [InlineData("squared, primal", false), InlineData("squared, primal", true)]
    public void A_classifier_is_within_its_gap_of_a_bound_that_plain_ascent_finds(string name, bool isSparse)
    {
        foreach (int classes in new[] { 2, 3 })
            foreach (double constant in new[] { 0, 2.5 })
                foreach (double c in new[] { 0.02, 0.3 })
                {
                    LinearSvmClassifier learner = Classifiers[name] with
                    {
                        C = c,
                        Tolerance = Tolerance,
                        FitIntercept = constant > 0,
                        InterceptScaling = constant > 0 ? constant : 5,
                        MaxIterations = 100_000,
                        ClassWeights = ClassWeights.Of(("0", 0.5)),
                    };
                    ClassificationData data = Data(classes, isSparse);
                    LinearSvmClassifierModel model = learner.Fit(data);
                    Assert.True(model.Report.Converged, model.Report.Reason);
                    double primal = 0, bound = 0, near = 0, half = 0, slack = 0;
                    for (int k = 0; k < model.Intercept.Length; k++)
                    {
                        int positive = classes == 2 ? 1 : k;
                        // Of several classes only the weight of the one counts.
                        double[] costs = [.. Enumerable.Range(0, data.RowCount).Select(i =>
                            c * data.Weights[i] * (data.Codes[i] == 0 && (classes == 2 || positive == 0) ? 0.5 : 1))];
                        double[] signs = [.. data.Codes.ToArray().Select(code => code == positive ? 1.0 : -1)];
                        var plain = new PlainLinear(
                            PlainLinear.WithConstant(data.Features, constant), signs, costs, learner.Loss == HingeLoss.SquaredHinge);
                        double[] w = PlainLinear.Weights(model.Coefficients.Row(k), model.Intercept[k], constant);
                        (double least, double[] best) = plain.Optimum(w);
                        (primal, bound, near) = (primal + plain.Primal(w), bound + least, near + plain.Primal(best));
                        (half, slack) = (half + 0.5 * PlainLinear.Dot(w[..^1], w[..^1]), slack + plain.SlackCost(w));
                    }
                    Holds(model.Report, primal, bound, near, half, slack);
                    if (classes == 2) Assert.Equal(2 / Math.Sqrt(2 * half), model.Report.Details["margin_width"], 1e-9);
                }
    }

    [Theory, MemberData(nameof(OfNumbers))]
    public void A_regressor_is_within_its_gap_of_a_bound_that_plain_ascent_finds(string name, bool isSparse)
    {
        RegressionData data = Numbers(isSparse);
        foreach (double constant in new[] { 0, 2.5 })
            foreach (double epsilon in new[] { 0, 0.5 })
                foreach (double c in new[] { 0.02, 0.3 })
                {
                    LinearSvmRegressor learner = Regressors[name] with
                    {
                        C = c,
                        Epsilon = epsilon,
                        Tolerance = Tolerance,
                        FitIntercept = constant > 0,
                        InterceptScaling = constant > 0 ? constant : 5,
                        MaxIterations = 100_000,
                    };
                    LinearSvmRegressorModel model = learner.Fit(data);
                    Assert.True(model.Report.Converged, model.Report.Reason);
                    double[] costs = [.. data.Weights.ToArray().Select(weight => c * weight)];
                    var plain = new PlainLinear(
                        PlainLinear.WithConstant(data.Features, constant), data.Targets.ToArray(), costs,
                        learner.Loss == HingeLoss.SquaredHinge, epsilon);
                    double[] w = PlainLinear.Weights(model.Coefficients, model.Intercept, constant);
                    (double bound, double[] best) = plain.Optimum(w);
                    Holds(
                        model.Report, plain.Primal(w), bound, plain.Primal(best), 0.5 * PlainLinear.Dot(w[..^1], w[..^1]),
                        plain.SlackCost(w));
                }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Under_an_L1_penalty_each_weight_is_at_the_minimum_of_its_column(bool isSparse)
    {
        // Forty columns, of which some enter, leave, or never do.
        foreach (double constant in new[] { 0, 2.0 })
            foreach (double c in new[] { 0.01, 0.1, 1 })
            {
                ClassificationData data = Wide(150, 40, isSparse);
                var learner = new LinearSvmClassifier
                {
                    Penalty = LinearSvmPenalty.L1, C = c, Tolerance = 1e-6, FitIntercept = constant > 0,
                    InterceptScaling = constant > 0 ? constant : 1, MaxIterations = 100_000,
                };
                LinearSvmClassifierModel model = learner.Fit(data);
                Assert.True(model.Report.Converged, model.Report.Reason);
                PlainLinear plain = Plain(data, constant, c);
                double[] w = PlainLinear.Weights(model.Coefficients.Span, model.Intercept[0], constant), slopes = plain.LossGradient(w);
                Assert.Contains(w, weight => weight != 0);
                if (c < 1) Assert.InRange(w[..40].Count(weight => weight == 0), 5, 39);
                // A millionth of the sum at zero; twice, since a pass measures each column before the next ones move.
                double start = L1Violations(new double[41], plain.LossGradient(new double[41])).Sum();
                Assert.InRange(L1Violations(w, slopes).Sum(), 0, 2e-6 * start);
                double norm = w.Sum(Math.Abs), slack = plain.SlackCost(w);
                Assert.Equal(norm + slack, model.Report.Objective!.Value, 1e-12 * (norm + slack));
                Assert.Equal(slack, model.Report.Details["slack_cost"], 1e-12 * slack);
                Assert.Equal(0.5 * PlainLinear.Dot(w[..^1], w[..^1]), model.Report.Details["half_squared_norm"], 1e-12 * (1 + norm * norm));
                // The dual point of the page: α = 2cξ, shrunk until no |Σ αyx| is above 1; of its multiples t·α the best.
                double[] alpha = [.. Enumerable.Range(0, 150).Select(i => 2 * plain.Costs[i] * Math.Abs(plain.Slack(i, w)))];
                double linear = alpha.Sum(), quadratic = alpha.Select((a, i) => a == 0 ? 0 : 0.25 / plain.Costs[i] * a * a).Sum();
                double t = Math.Min(0.5 * linear / quadratic, 1 / slopes.Max(Math.Abs));
                Assert.Equal(t * (t * quadratic - linear), model.Report.Details["dual_objective"], 1e-10 * linear);
                Assert.InRange(model.Report.DualityGap!.Value, -1e-12, 100 * 1e-6 * (norm + slack));
            }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Crammer_and_singers_weights_are_within_their_gap_of_a_bound_that_plain_ascent_finds(bool isSparse)
    {
        foreach (double constant in new[] { 0, 2.0 })
        {
            ClassificationData data = Data(3, isSparse);
            var learner = new LinearSvmClassifier
            {
                MultiClass = LinearSvmMultiClass.CrammerSinger, C = 0.05, Tolerance = Tolerance, FitIntercept = constant > 0,
                InterceptScaling = constant > 0 ? constant : 1, MaxIterations = 100_000, ClassWeights = ClassWeights.Of(("1", 2)),
            };
            LinearSvmClassifierModel model = learner.Fit(data);
            Assert.True(model.Report.Converged, model.Report.Reason);
            double[][] rows = PlainLinear.WithConstant(data.Features, constant);
            double[] costs = [.. Enumerable.Range(0, rows.Length).Select(i => 0.05 * data.Weights[i] * (data.Codes[i] == 1 ? 2 : 1))];
            double[][] w =
                [.. Enumerable.Range(0, 3).Select(k => PlainLinear.Weights(model.Coefficients.Row(k), model.Intercept[k], constant))];
            double slack = 0, half = w.Sum(own => 0.5 * PlainLinear.Dot(own[..^1], own[..^1]));
            for (int i = 0; i < rows.Length; i++)
            {
                double[] scores = [.. w.Select((own, m) => PlainLinear.Dot(own, rows[i]) + (m == data.Codes[i] ? 0 : 1))];
                slack += costs[i] * (scores.Max() - scores[data.Codes[i]]);
            }
            double primal = w.Sum(own => 0.5 * PlainLinear.Dot(own, own)) + slack,
                bound = CrammerSingerBound(rows, data.Codes.ToArray(), costs, 1000);
            Holds(model.Report, primal, bound, bound * (1 + 5e-5), half, slack);
            Assert.DoesNotContain("margin_width", model.Report.Details.Keys);
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_primal_of_more_rows_than_a_block_has_no_slope_left(bool isSparse)
    {
        // Beyond one block of 8,192 rows and the first tile of 256 in the next.
        const int n = 8_700;
        ClassificationData data = SvmData.Whole(2, n, 3, 2);
        ClassificationData stored = data.WithFeatures(Stored((Matrix)data.Features, isSparse));
        var learner = new LinearSvmClassifier { C = 1e-3, Solver = LinearSvmSolver.TrustRegionNewton, Tolerance = 1e-8 };
        LinearSvmClassifierModel model = learner.Fit(stored);
        PlainLinear plain = Plain(data, 1, 1e-3);
        double[] w = PlainLinear.Weights(model.Coefficients.Span, model.Intercept[0], 1);
        IsFlat(plain, w);
        Assert.Equal(plain.Primal(w), model.Report.Objective!.Value, 1e-12 * plain.Primal(w));

        var numbers = new RegressionData(stored.Features, [.. Enumerable.Range(0, n).Select(i => data.Codes[i] + i % 3)]);
        LinearSvmRegressorModel regressor = new LinearSvmRegressor
        {
            C = 1e-3, Epsilon = 0.3, Loss = HingeLoss.SquaredHinge, Solver = LinearSvmSolver.TrustRegionNewton, Tolerance = 1e-8,
        }.Fit(numbers);
        plain = plain with { Targets = numbers.Targets.ToArray(), Epsilon = 0.3 };
        w = PlainLinear.Weights(regressor.Coefficients, regressor.Intercept, 1);
        IsFlat(plain, w);
        Assert.Equal(plain.Primal(w), regressor.Report.Objective!.Value, 1e-12 * plain.Primal(w));

        static void IsFlat(PlainLinear plain, double[] w)
        {
            double[] slopes = plain.LossGradient(w), start = plain.LossGradient(new double[w.Length]);
            for (int j = 0; j < w.Length; j++) Assert.Equal(0, w[j] + slopes[j], 1e-7 * start.Max(Math.Abs));
        }
    }

    [Theory, InlineData("hinge"), InlineData("squared, dual"), InlineData("squared, primal"), InlineData("L1")]
    [InlineData("Crammer-Singer")]
    public void A_fit_that_is_stopped_or_out_of_passes_says_so_and_predicts(string name)
    {
        foreach (int classes in new[] { 2, 3 })
        {
            ClassificationData data = Data(classes, false);
            LinearSvmClassifier learner = Classifiers[name] with { C = 10, Tolerance = 1e-10, MaxIterations = 1 };
            FitReport report = learner.Fit(data).Report;
            Assert.Equal((false, false, 1), (report.Converged, report.Stopped, report.Iterations));
            Assert.Contains("the tolerance was not reached within the limit of 1 iterations", report.Reason);
            LinearSvmClassifierModel stopped = learner.Fit(data, new FitContext { Stop = new CancellationToken(true) });
            Assert.Equal((false, true, 0), (stopped.Report.Converged, stopped.Report.Stopped, stopped.Report.Iterations));
            Assert.Contains("asked to stop", stopped.Report.Reason);
            Assert.Equal(data.RowCount, stopped.Predict(data.Features).Length);
        }
    }

    [Theory, InlineData("hinge"), InlineData("squared, dual"), InlineData("L1"), InlineData("Crammer-Singer")]
    public void Another_seed_is_another_order_and_the_same_seed_the_same_bits(string name)
    {
        ClassificationData data = Data(3, false);
        LinearSvmClassifier learner = Classifiers[name] with { Tolerance = 0.05 };
        double[] first = learner.Fit(data).Coefficients.Span.ToArray();
        Assert.Equal(first, learner.Fit(data).Coefficients.Span.ToArray());
        Assert.NotEqual(first, (learner with { Seed = 1 }).Fit(data).Coefficients.Span.ToArray());
    }

    [Fact]
    public void By_itself_the_primal_is_solved_where_the_loss_is_squared_the_penalty_L2_and_dense_rows_four_times_the_columns()
    {
        ClassificationData tall = SvmData.Whole(2, 40, 10), wide = SvmData.Whole(2, 39, 10);
        LinearSvmClassifier learner = new() { Tolerance = 0.01 }, primal = learner with { Solver = LinearSvmSolver.TrustRegionNewton },
            dual = learner with { Solver = LinearSvmSolver.CoordinateDescent };
        ClassificationData stored = tall.WithFeatures(Stored((Matrix)tall.Features, true));
        Assert.Equal(primal.Fit(tall).Coefficients.Span, learner.Fit(tall).Coefficients.Span);
        Assert.Equal(dual.Fit(wide).Coefficients.Span, learner.Fit(wide).Coefficients.Span);
        Assert.Equal(dual.Fit(stored).Coefficients.Span, learner.Fit(stored).Coefficients.Span);
        Assert.NotEqual(dual.Fit(tall).Coefficients.Span.ToArray(), primal.Fit(tall).Coefficients.Span.ToArray());
        LinearSvmRegressor numbers = new() { Tolerance = 0.01, Loss = HingeLoss.SquaredHinge };
        foreach (ClassificationData data in new[] { tall, wide, stored })
        {
            LinearSvmSolver solver = data == tall ? LinearSvmSolver.TrustRegionNewton : LinearSvmSolver.CoordinateDescent;
            double[] targets = [.. Enumerable.Range(0, data.RowCount).Select(i => i % 3 + 0.5 * data.Codes[i])];
            var given = new RegressionData(data.Features, targets);
            Assert.Equal((numbers with { Solver = solver }).Fit(given).Coefficients, numbers.Fit(given).Coefficients);
        }
    }

    [Fact]
    public void Rows_of_zeros_move_no_weight_and_cost_what_they_must()
    {
        // Without an intercept a row of zeros scores zero: ξ = 1 whatever the weights, or as far as its target lies beyond the tube.
        ClassificationData data = Data(2, false);
        double[] wider = [.. ((Matrix)data.Features).Span, .. new double[8]];
        var more = new ClassificationData(Matrix.Wrap(wider, 72, 4), [.. data.Codes, 0, 1], data.Labels, [.. data.Weights, 2, 3]);
        foreach (LinearSvmClassifier one in Classifiers.Values)
        {
            LinearSvmClassifier learner = one with { C = 0.5, FitIntercept = false, Tolerance = 1e-8, MaxIterations = 100_000 };
            FitReport plain = learner.Fit(data).Report, report = learner.Fit(more).Report;
            Assert.True(plain.Converged && report.Converged, report.Reason);
            Assert.Equal(plain.Objective!.Value + 0.5 * 5, report.Objective!.Value, 1e-6 * plain.Objective.Value);
        }
        RegressionData numbers = Numbers(false);
        double[] some = [.. ((Matrix)numbers.Features).Span, .. new double[8]];
        var longer = new RegressionData(Matrix.Wrap(some, 72, 4), [.. numbers.Targets, 1.5, -0.25], [.. numbers.Weights, 2, 3]);
        foreach (LinearSvmRegressor one in Regressors.Values)
        {
            LinearSvmRegressor learner = one with
            {
                C = 0.5,
                Epsilon = 0.5,
                FitIntercept = false,
                Tolerance = 1e-8,
                MaxIterations = 100_000,
            };
            FitReport plain = learner.Fit(numbers).Report, report = learner.Fit(longer).Report;
            Assert.True(plain.Converged && report.Converged, report.Reason);
            // The first lies 1 beyond the tube of 0.5, the second within.
            Assert.Equal(plain.Objective!.Value + 0.5 * 2, report.Objective!.Value, 1e-6 * plain.Objective.Value);
        }
    }

    // What a report says of a fit at its optimum: the primal is that of the formula and within ten tolerances of a bound, its gap is no
    // promise of more than there is, and parts are parts.
    private static void Holds(FitReport report, double primal, double bound, double near, double half, double slack)
    {
        Assert.InRange(near - bound, -1e-12 * primal, 5e-5 * primal);
        Assert.InRange(primal, bound * (1 - 1e-12), near / (1 - 10 * Tolerance));
        Assert.Equal(primal, report.Objective!.Value, 1e-12 * primal);
        Assert.Equal(primal, report.Details["primal_objective"], 1e-12 * primal);
        Assert.Equal(report.Objective.Value - report.DualityGap!.Value, -report.Details["dual_objective"], 1e-12 * primal);
        // What the dual says is a bound, too: no higher than a primal that is known.
        Assert.True(-report.Details["dual_objective"] <= near * (1 + 1e-12), $"{-report.Details["dual_objective"]} is above {near}");
        Assert.Equal(half, report.Details["half_squared_norm"], 1e-12 * (1 + half));
        Assert.Equal(slack, report.Details["slack_cost"], 1e-12 * primal);
    }

    private static double[] L1Violations(double[] w, double[] slopes) =>
        [.. w.Select((weight, j) => weight == 0 ? Math.Max(0, Math.Abs(slopes[j]) - 1) : Math.Abs(slopes[j] + Math.Sign(weight)))];

    // Ascent by pairs of classes of one row, over all rows and pairs again and again: the dual as the remarks of CrammerSinger have it.
    private static double CrammerSingerBound(double[][] rows, int[] codes, double[] costs, int passes)
    {
        double[,] alpha = new double[rows.Length, 3];
        double[][] w = [new double[rows[0].Length], new double[rows[0].Length], new double[rows[0].Length]];
        for (int pass = 0; pass < passes; pass++)
            for (int i = 0; i < rows.Length; i++)
                for (int p = 0; p < 3; p++)
                    for (int q = 0; q < p; q++)
                    {
                        double Score(int m) => PlainLinear.Dot(w[m], rows[i]) + (m == codes[i] ? 0 : 1);
                        double Room(int m) => (m == codes[i] ? costs[i] : 0) - alpha[i, m];
                        double step = Math.Clamp((Score(q) - Score(p)) / (2 * PlainLinear.Dot(rows[i], rows[i])), -Room(q), Room(p));
                        alpha[i, p] += step;
                        alpha[i, q] -= step;
                        for (int j = 0; j < rows[i].Length; j++)
                        {
                            w[p][j] += step * rows[i][j];
                            w[q][j] -= step * rows[i][j];
                        }
                    }
        double dual = w.Sum(own => 0.5 * PlainLinear.Dot(own, own));
        for (int i = 0; i < rows.Length; i++)
            for (int m = 0; m < 3; m++) dual += m == codes[i] ? 0 : alpha[i, m];
        return -dual;
    }

    private static PlainLinear Plain(ClassificationData data, double constant, double c) => new(
        PlainLinear.WithConstant(data.Features, constant), [.. data.Codes.ToArray().Select(code => code == 1 ? 1.0 : -1)],
        [.. Enumerable.Repeat(c, data.RowCount)], Squared: true);

    private static ClassificationData Data(int classes, bool isSparse)
    {
        ClassificationData data = SvmData.Whole(classes, 70, 4, 5);
        return data.WithFeatures(Stored((Matrix)data.Features, isSparse))
            .WithWeights([.. Enumerable.Range(0, 70).Select(i => 0.5 * (1 + i % 3))]);
    }

    private static RegressionData Numbers(bool isSparse)
    {
        ClassificationData data = SvmData.Whole(3, 70, 4, 6);
        return new RegressionData(
            Stored((Matrix)data.Features, isSparse), [.. Enumerable.Range(0, 70).Select(i => data.Codes[i] + 0.1 * (i * 7 % 11))],
            [.. Enumerable.Range(0, 70).Select(i => 0.5 * (1 + i % 3))]);
    }

    private static ClassificationData Wide(int rows, int columns, bool isSparse)
    {
        ClassificationData data = SvmData.Whole(2, rows, columns, 8);
        // Each column is some of the one before it, so a weight's slope depends on its neighbours'.
        double[] x = ((Matrix)data.Features).Span.ToArray();
        for (int at = 1; at < x.Length; at++)
            if (at % columns != 0) x[at] = 0.5 * x[at] + 0.7 * x[at - 1];
        return data.WithFeatures(Stored(Matrix.Wrap(x, rows, columns), isSparse));
    }

    private static Features Stored(Matrix x, bool isSparse) => isSparse ? SparseMatrix.FromDense(x) : x;
}
