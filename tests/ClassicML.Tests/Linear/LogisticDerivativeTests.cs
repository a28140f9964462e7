using ClassicML.Linear;
using ClassicML.Tests.Contract;

namespace ClassicML.Tests.Linear;

/// <summary>What the solvers of a logistic regression work with, against its definition by plain sums over rows: cost, gradient, second
/// derivatives in their four forms, the duality gap, the intercepts' steps; and the probabilities of a model.</summary>
public class LogisticDerivativeTests
{
    private const int Columns = 3;

    // Sums of 2,500 numbers near 1.
    private const double Rounding = 1e-12;

    /// <summary>Classes, whether one has no weight, whether intercepts move, λ₁ (for the flat direction alone), λ₂, units.</summary>
    public static TheoryData<int, bool, bool, double, double, bool> Problems { get; } = new()
    {
        { 2, false, true, 0, 0.3, false }, { 2, false, false, 0, 0.3, true }, { 2, false, true, 0, 0, false },
        { 3, false, true, 0, 0.3, true }, { 3, false, true, 0.2, 0, false }, { 3, false, true, 0, 0, false },
        { 3, true, true, 0, 0, false }, { 3, true, false, 0, 0.3, true },
    };

    [Theory, MemberData(nameof(Problems))]
    public void Cost_gradient_and_second_derivatives_are_those_of_the_definition(
        int classes, bool without, bool intercept, double lambda1, double lambda2, bool scaled)
    {
        ClassificationData data = LinearData.Classes(LinearData.ManyRows, Columns, classes);
        double[] s = [.. LinearData.Weights(data.RowCount).Select((w, i) => without && data.Codes[i] == 1 ? 0 : w)];
        double[]? units = scaled ? [0.5, 4, 1] : null;
        var reference = new Reference(data, s, intercept, lambda2, units);
        int m = reference.Outputs, size = m * (Columns + 1);
        double[] point = [.. Enumerable.Range(0, size).Select(at => Math.Sin(1 + at) * (at < m * Columns || intercept ? 1 : 0))];
        (double value, double[] gradient, double[,] h) = reference.At(point);
        foreach (Features x in LinearData.Both(data.Features))
            foreach (bool weighted in (bool[])[true, false])
            {
                if (!weighted && without) continue;
                if (!weighted) (value, gradient, h) = new Reference(data, [.. s.Select(_ => 1.0)], intercept, lambda2, units).At(point);
                else (value, gradient, h) = reference.At(point);
                var problem = new LogisticProblem(new DesignRows(x, default), data.Codes.ToArray(), weighted ? s : null, m, lambda1,
                    lambda2, intercept, default, units);
                double[] own = new double[size], product = new double[size], expected = new double[size];
                Assert.Equal(value, problem.Evaluate(point, own), Rounding * value);
                Close(gradient, own, Rounding, "gradient");
                // The same point again costs nothing and gives the same.
                Array.Clear(own);
                Assert.Equal(value, problem.Evaluate(point, own), Rounding * value);
                Close(gradient, own, Rounding, "gradient again");

                double[] along = [.. Enumerable.Range(0, size).Select(at => Math.Cos(2 * at))];
                for (int a = 0; a < size; a++) expected[a] = Enumerable.Range(0, size).Sum(b => h[a, b] * along[b]);
                problem.HessianTimes(along, product);
                Close(expected, product, Rounding, "product");
                problem.HessianDiagonal(product);
                // At least 1e-12, since it divides.
                Close([.. Enumerable.Range(0, size).Select(a => h[a, a])], product, Rounding, "diagonal");

                foreach (int[] columns in (int[][])[[0, 1, 2], [0, 2], []])
                {
                    var curvature = new LogisticCurvature(problem, columns);
                    int q = columns.Length + (intercept ? 1 : 0);
                    Assert.Equal(m * q, curvature.Size);
                    double[] matrix = Whole(h, curvature, problem, q);
                    if (q == 0) continue;
                    Close(matrix, curvature.Build(), Rounding, "curvature");
                    // What comes with an evaluation is the same.
                    Close([value], [problem.Evaluate(point, own, curvature)], Rounding, "cost with curvature");
                    Close(gradient, own, Rounding, "gradient with curvature");
                    Close(matrix, curvature.Gather(), Rounding, "curvature of the pass");
                }
            }
    }

    /// <summary>More classes than a vector holds, and columns that fill one and leave some: the sparse form goes by eights of classes, the
    /// dense one by eights of columns.</summary>
    [Theory, InlineData(9, 17), InlineData(20, 5), InlineData(17, 8), InlineData(2, 19)]
    public void Many_classes_and_columns_have_the_derivatives_of_the_definition(int classes, int p)
    {
        Matrix x = LinearData.X(61, p);
        ClassificationData data = ClassificationData.Create(x, [.. Enumerable.Range(0, 61).Select(i => i % classes)]);
        double[] s = LinearData.Weights(61);
        int m = classes == 2 ? 1 : classes, size = m * (p + 1);
        double[] point = [.. Enumerable.Range(0, size).Select(at => Math.Sin(1 + at))];
        (double value, double[] gradient, double[,] h) = new Reference(data, s, true, 0.1, null).At(point);
        double[] sums = [.. Enumerable.Range(0, size).Select(a => Enumerable.Range(0, size).Sum(b => h[a, b]))];
        foreach (Features rows in LinearData.Both(x))
        {
            var problem = new LogisticProblem(new DesignRows(rows, default), data.Codes.ToArray(), s, m, 0, 0.1, true, default);
            double[] own = new double[size], product = new double[size];
            Assert.Equal(value, problem.Evaluate(point, own), Rounding * value);
            Close(gradient, own, Rounding, "gradient");
            problem.HessianTimes([.. Enumerable.Repeat(1.0, size)], product);
            Close(sums, product, Rounding, "product");
            problem.HessianDiagonal(product);
            Close([.. Enumerable.Range(0, size).Select(a => h[a, a])], product, Rounding, "diagonal");
            var curvature = new LogisticCurvature(problem, [.. Enumerable.Range(0, p)]);
            Close(Whole(h, curvature, problem, p + 1), curvature.Build(), Rounding, "curvature");
        }
    }

    /// <summary>A share of each block: its cost is the mean over those rows alone.</summary>
    [Theory, InlineData(2), InlineData(3)]
    public void A_share_of_the_rows_is_a_problem_of_these_rows(int classes)
    {
        ClassificationData data = LinearData.Classes(LinearData.ManyRows, Columns, classes);
        double[] s = LinearData.Weights(data.RowCount);
        int m = classes == 2 ? 1 : 3, size = m * (Columns + 1);
        double[] point = [.. Enumerable.Range(0, size).Select(at => Math.Sin(1 + at))];
        // Three blocks of 834 rows, of which 53, 53 and 52 are a sixteenth, rounded up.
        int[] rows = [.. Enumerable.Range(0, 53), .. Enumerable.Range(834, 53), .. Enumerable.Range(1668, 52)];
        (double value, double[] gradient, double[,] h) = new Reference(
            data.SelectRows(rows), [.. rows.Select(i => s[i])], true, 0.1, null).At(point);
        foreach (Features x in LinearData.Both(data.Features))
        {
            var problem = new LogisticProblem(
                new DesignRows(x, default), data.Codes.ToArray(), s, m, 0, 0.1, true, default, oneOf: 16);
            double[] own = new double[size], product = new double[size];
            Assert.Equal(value, problem.Evaluate(point, own), Rounding * value);
            Close(gradient, own, Rounding, "gradient");
            problem.HessianDiagonal(product);
            Close([.. Enumerable.Range(0, size).Select(a => h[a, a])], product, Rounding, "diagonal");
            problem.HessianTimes([.. Enumerable.Repeat(1.0, size)], product);
            double[] sums = [.. Enumerable.Range(0, size).Select(a => Enumerable.Range(0, size).Sum(b => h[a, b]))];
            Close(sums, product, Rounding, "product");
            var curvature = new LogisticCurvature(problem, [0, 1, 2]);
            Close(Whole(h, curvature, problem, 4), curvature.Build(), Rounding, "curvature");
        }
    }

    /// <summary>
    /// gap = J(w) - D for the dual point of the residuals r = s(P - Y), scaled by τ where L1 alone needs it: D = C·Σ sᵢ·entropy of
    /// Yᵢ + τ(Pᵢ - Yᵢ), less Σ(|v| - ρ)₊²/(2(1 - ρ)) with v = -τC·Xᵀr where there is an L2 part. Without intercepts, which a dual point
    /// would have to suit.
    /// </summary>
    [Theory, MemberData(nameof(LogisticManyRowsTests.Problems), MemberType = typeof(LogisticManyRowsTests))]
    public void The_gap_of_a_fit_that_ends_early_is_that_of_its_weights(int classes, LogisticMultiClass multi)
    {
        int open = 0;
        foreach (Penalty penalty in (Penalty[])[Penalty.L1, Penalty.L2, Penalty.ElasticNet])
            foreach (string text in LinearData.ClassWeightings)
                foreach (int iterations in (int[])[1, 3])
                {
                    // A unit that is scaled inside.
                    double unit = text == "balanced" ? 1e6 : 1;
                    ClassificationData plain = LinearData.Classes(1100, Columns, classes).Weighted(text != "none");
                    double[] values = plain.X().Span.ToArray();
                    for (int at = 1; at < values.Length; at += Columns) values[at] *= unit;
                    ClassificationData data = plain.WithFeatures(Matrix.Wrap(values, 1100, Columns));
                    var learner = new LogisticRegression
                    {
                        Penalty = penalty, L1Ratio = 0.4, C = 0.05, MaxIterations = iterations, FitIntercept = false,
                        MultiClass = multi, ClassWeights = ClassWeights.Parse(text), Tolerance = 1e-9,
                        Solver = penalty == Penalty.L2 ? LogisticSolver.LBfgs : LogisticSolver.CoordinateDescent,
                    };
                    foreach (Features x in LinearData.Both(data.Features))
                    {
                        LogisticRegressionModel model = learner.Fit(data.WithFeatures(x));
                        (double objective, double gap) = Gap(learner, data, model);
                        string name = $"{learner} on {x.GetType().Name}, unit {unit}";
                        Close([objective], [model.Report.Objective!.Value], 1e-11, name);
                        // The gap is a difference of sums as large as J and itself.
                        Assert.True(Math.Abs(gap - model.Report.DualityGap!.Value) <= 1e-10 * (objective + gap),
                            $"{name}: {model.Report.DualityGap}, not {gap}");
                        if (gap > 1e-6 * objective) open++;
                    }
                }
        Assert.True(open > 10);
    }

    /// <summary>How far the cost can fall by intercepts alone, to second order, and the steps that take it there.</summary>
    [Theory, InlineData(2), InlineData(3)]
    public void Intercepts_settle_where_the_residuals_of_each_class_sum_to_zero(int classes)
    {
        ClassificationData data = LinearData.Classes(LinearData.ManyRows, Columns, classes);
        double[] s = LinearData.Weights(data.RowCount);
        int m = classes == 2 ? 1 : 3, size = m * (Columns + 1);
        var problem = new LogisticProblem(new DesignRows(data.Features, default), data.Codes.ToArray(), s, m, 0, 0.1, true, default);
        var reference = new Reference(data, s, true, 0.1, null);
        double[] point = [.. Enumerable.Range(0, size).Select(at => 0.3 * Math.Sin(1 + at))], settled = [.. point];
        LogisticIntercepts.Settle(problem, settled, 1e-13);
        (double least, double[] gradient, _) = reference.At(settled);
        for (int at = 0; at < size; at++)
            if (at < m * Columns) Assert.Equal(point[at], settled[at]);
            else Assert.Equal(0, gradient[at], 1e-12);
        // Near there, without moving.
        double[] near = [.. settled];
        for (int k = 0; k < m; k++) near[m * Columns + k] += 1e-3 * (k + 1);
        double[] before = [.. near];
        double fall = LogisticIntercepts.Settle(problem, near, double.PositiveInfinity);
        Assert.Equal(before, near);
        // The third order is a thousandth of the second.
        Assert.Equal(reference.At(near).Value - least, fall, 0.01 * fall);
        // Intercepts that are held stay.
        var held = new LogisticProblem(new DesignRows(data.Features, default), data.Codes.ToArray(), s, m, 0, 0.1, false, default);
        Assert.Equal(0, LogisticIntercepts.Settle(held, near, 0));
        Assert.Equal(before, near);
    }

    /// <summary>σ(zₖ)/Σσ(z), by logarithms so that nothing vanishes.</summary>
    [Fact]
    public void Shares_of_one_class_against_the_rest_are_right_where_every_sigmoid_vanishes()
    {
        ClassLabels labels = ClassificationData.Create(new Matrix(new double[3, 1]), (ReadOnlySpan<int>)[0, 1, 2]).Labels;
        double[] offsets = [0, -1.5, 2];
        var model = new LogisticRegressionModel(
            Matrix.Wrap([1, 1, 0.9], 3, 1), offsets, labels, LogisticMultiClass.OneVersusRest, new FitReport());
        for (double x = -800; x <= 60; x += x is >= -40 and < -20 ? 0.25 : 10)
        {
            double[] z = [x + offsets[0], x + offsets[1], 0.9 * x + offsets[2]];
            // log σ(z) = -log(1 + exp(-z)).
            double[] logs = [.. z.Select(one => Math.Min(one, 0) - LogisticReference.Log1P(Math.Exp(-Math.Abs(one))))];
            double[] e = [.. logs.Select(one => Math.Exp(one - logs.Max()))];
            ReadOnlySpan<double> p = model.PredictProbabilities(new Matrix(new[,] { { x } })).Span;
            // Below -30 the sigmoid is its exponential, but for a share of e⁻³⁰ = 1e-13.
            for (int k = 0; k < 3; k++) Assert.Equal(e[k] / e.Sum(), p[k], 1e-12);
        }
    }

    /// <summary>Scores and classes of many rows, in blocks and by their rows.</summary>
    [Fact]
    public void Scores_are_dot_products_and_equal_ones_go_to_the_first_class()
    {
        const int n = LinearData.ManyRows, p = 50;
        Matrix x = LinearData.X(n, p);
        foreach (int classes in (int[])[2, 3])
        {
            int m = classes == 2 ? 1 : 3;
            double[] w = [.. Enumerable.Range(0, m * p).Select(at => Math.Sin(at))];
            double[] b = [.. Enumerable.Range(0, m).Select(k => 0.1 * k - 0.2)];
            ClassLabels labels = LinearData.Classes(40, 3, classes).Labels;
            var model = new LinearClassifierModel(Matrix.Wrap(w, m, p), b, labels, [], new FitReport());
            var line = new LinearRegressionModel(w[..p], b[0], new FitReport());
            foreach (Features rows in LinearData.Both(x))
            {
                Matrix scores = model.DecisionScores(rows);
                double[] numbers = line.Predict(rows);
                int[] codes = model.Predict(rows);
                for (int i = 0; i < n; i++)
                {
                    double[] expected = [.. b];
                    for (int k = 0; k < m; k++)
                        for (int j = 0; j < p; j++) expected[k] += w[k * p + j] * x[i, j];
                    Close(expected, scores.Row(i), 1e-12, "scores");
                    Assert.Equal(expected[0], numbers[i], 1e-12);
                    Assert.Equal(m == 1 ? expected[0] > 0 ? 1 : 0 : Array.IndexOf(expected, expected.Max()), codes[i]);
                }
            }
            // Of equal scores the first, wherever they are; a single score of zero is that of the first class.
            Matrix none = Matrix.Wrap(new double[m * p], m, p);
            var tied = new LinearClassifierModel(none, new double[m], labels, [], new FitReport());
            Assert.All(tied.Predict(x), code => Assert.Equal(0, code));
            if (m == 1) continue;
            var behind = new LinearClassifierModel(none, [-1, 0, 0], labels, [], new FitReport());
            Assert.All(behind.Predict(x), code => Assert.Equal(1, code));
        }
    }

    private static double[] Whole(double[,] h, LogisticCurvature curvature, LogisticProblem problem, int q)
    {
        int size = curvature.Size, m = problem.Outputs;
        double[] matrix = new double[size * size];
        for (int u = 0; u < size; u++)
            for (int v = 0; v < size; v++) matrix[u * size + v] = h[curvature.Parameter(u), curvature.Parameter(v)];
        // The direction in which a softmax is flat is filled, where no penalty curves it: with the mean curvature of its variables.
        for (int at = 0; at < q && m > 1; at++)
        {
            if (curvature.Parameter(at) < problem.WeightCount && problem.Lambda1 + problem.Lambda2 > 0) continue;
            double mean = Enumerable.Range(0, m).Average(k => matrix[(k * q + at) * size + k * q + at]);
            for (int k = 0; k < m; k++)
                for (int l = 0; l < m; l++)
                    if (problem.IsPresent(k) && problem.IsPresent(l)) matrix[(k * q + at) * size + l * q + at] += mean;
        }
        // A class that takes no part is held.
        for (int v = 0; v < size; v++)
            if (matrix[v * size + v] == 0) matrix[v * size + v] = 1;
        return matrix;
    }

    private static (double Objective, double Gap) Gap(LogisticRegression learner, ClassificationData data, LogisticRegressionModel model)
    {
        if (model.MultiClass == LogisticMultiClass.Multinomial)
            return Gap(learner, data.X(), data.Codes.ToArray(), LinearData.RowWeights(data, learner.ClassWeights), model);
        (double objective, double gap) = (0, 0);
        for (int k = 0; k < data.ClassCount; k++)
        {
            var (own, weights, one) = LogisticManyRowsTests.Against(learner, data, model, k);
            (double value, double more) = Gap(learner, data.X(), own.Codes.ToArray(), weights, one);
            (objective, gap) = (objective + value, gap + more);
        }
        return (objective, gap);
    }

    private static (double Objective, double Gap) Gap(
        LogisticRegression learner, Matrix x, int[] codes, double[] s, LogisticRegressionModel model)
    {
        int m = model.ScoreCount, p = x.ColumnCount;
        double ratio = learner.Penalty switch { Penalty.L1 => 1, Penalty.L2 => 0, _ => learner.L1Ratio };
        double objective = LogisticReference.Objective(learner, x, codes, s, model), dual = 0;
        Matrix shares = model.PredictProbabilities(x);
        double[] v = new double[m * p];
        for (int i = 0; i < codes.Length; i++)
            for (int k = 0; k < m; k++)
                for (int j = 0; j < p; j++)
                    v[k * p + j] -= learner.C * s[i] * (shares[i, m == 1 ? 1 : k] - (codes[i] == (m == 1 ? 1 : k) ? 1 : 0)) * x[i, j];
        double tau = ratio == 1 ? Math.Min(1, 1 / v.Max(Math.Abs)) : 1;
        for (int i = 0; i < codes.Length; i++)
            for (int k = 0; k < shares.ColumnCount; k++)
            {
                double y = codes[i] == k ? 1 : 0, q = y + tau * (shares[i, k] - y);
                if (q > 0) dual -= learner.C * s[i] * q * Math.Log(q);
            }
        for (int at = 0; at < v.Length && ratio < 1; at++)
            dual -= Math.Pow(Math.Max(0, Math.Abs(v[at]) - ratio), 2) / (2 * (1 - ratio));
        return (objective, objective - dual);
    }

    /// <summary>f of a logistic problem at a point, W of M×p before b, with its derivatives.</summary>
    private sealed class Reference(ClassificationData data, double[] s, bool intercept, double lambda2, double[]? units)
    {
        public int Outputs { get; } = data.ClassCount == 2 ? 1 : data.ClassCount;

        public (double Value, double[] Gradient, double[,] H) At(double[] point)
        {
            Matrix x = data.X();
            int m = Outputs, p = x.ColumnCount, size = m * (p + 1);
            double total = s.Sum(), value = 0;
            bool[] present = new bool[Math.Max(2, m)];
            for (int i = 0; i < s.Length; i++) present[data.Codes[i]] |= s[i] > 0;
            double[] gradient = new double[size];
            double[,] h = new double[size, size];
            for (int i = 0; i < s.Length; i++)
            {
                // Of two classes the score of the first is zero.
                double[] e = new double[Math.Max(2, m)];
                for (int k = 0; k < e.Length; k++)
                {
                    int own = m == 1 ? k - 1 : k;
                    double z = own < 0 ? 0 : point[m * p + own];
                    for (int j = 0; j < p && own >= 0; j++) z += point[own * p + j] * x[i, j];
                    e[k] = present[k] ? Math.Exp(z) : 0;
                }
                double sum = e.Sum(), weight = s[i] / total;
                if (weight == 0) continue;
                value -= weight * Math.Log(e[data.Codes[i]] / sum);
                for (int k = 0; k < m; k++)
                    for (int a = 0; a <= p; a++)
                    {
                        double share = e[k + e.Length - m] / sum, xa = a < p ? x[i, a] : 1;
                        int row = a < p ? k * p + a : m * p + k;
                        gradient[row] += weight * (share - (data.Codes[i] == k + e.Length - m ? 1 : 0)) * xa;
                        for (int l = 0; l < m; l++)
                            for (int b = 0; b <= p; b++)
                                h[row, b < p ? l * p + b : m * p + l] += weight * share * ((k == l ? 1 : 0) - e[l + e.Length - m] / sum)
                                    * xa * (b < p ? x[i, b] : 1);
                    }
            }
            for (int at = 0; at < m * p; at++)
            {
                double square = lambda2 * Math.Pow(units?[at % p] ?? 1, 2);
                value += 0.5 * square * point[at] * point[at];
                gradient[at] += square * point[at];
                h[at, at] += square;
            }
            // Intercepts that don't move have no gradient, and the identity as their part of H.
            for (int k = m * p; k < size && !intercept; k++)
            {
                gradient[k] = 0;
                for (int at = 0; at < size; at++) h[k, at] = h[at, k] = at == k ? 1 : 0;
            }
            return (value, gradient, h);
        }
    }
}
