using ClassicML.Linear;
using ClassicML.Tests.Contract;

namespace ClassicML.Tests.Linear;

/// <summary>Least squares, ridge, lasso and elastic net on tall rows of several blocks, wide rows and rows of weight zero, dense and
/// sparse: optimality, objective and gap by plain sums (<see cref="SquaredConditions"/>).</summary>
public class PenalisedSquaresTests
{
    /// <summary>Rows and columns: more than two blocks of rows, a few, more columns than rows, and more than a Gram matrix takes.</summary>
    public static TheoryData<int, int> Shapes { get; } = new() { { LinearData.ManyRows, 4 }, { 60, 7 }, { 25, 50 }, { 20, 2100 } };

    [Theory, MemberData(nameof(Shapes))]
    public void Every_penalty_meets_its_conditions_with_any_weights_and_storage(int n, int p)
    {
        foreach (bool weighted in (bool[])[false, true])
            foreach (bool intercept in (bool[])[true, false])
            {
                RegressionData dense = LinearData.Numbers(n, p, weighted);
                foreach (Features x in LinearData.Both(dense.Features))
                {
                    RegressionData data = dense.WithFeatures(x);
                    string name = $"weighted {weighted}, intercept {intercept}, {x.GetType().Name}";
                    // A decomposition of wide rows takes its time, and has been seen with fewer columns.
                    foreach (double alpha in p > 2000 ? (double[])[5] : [0, 1e-3, 5])
                    {
                        LinearRegressionModel model = alpha == 0 ? new LinearRegression { FitIntercept = intercept }.Fit(data)
                            : new Ridge { Alpha = alpha, FitIntercept = intercept }.Fit(data);
                        double total = weighted ? LinearData.Weights(n).Sum() : n;
                        var exact = new SquaredConditions(data, model.Coefficients, model.Intercept, 0, alpha / total, intercept);
                        Assert.True(model.Report.Converged, model.Report.Reason);
                        // Closed forms: rounding, times the condition of the matrix.
                        Assert.True(exact.Violation <= 1e-10, $"{name}, ridge {alpha}: {exact.Violation}");
                        Assert.Equal(2 * total * exact.Objective, model.Report.Objective!.Value, 1e-10 * total * exact.MeanSquare);
                        if (!intercept) Assert.Equal(0, model.Intercept);
                    }
                    foreach (double ratio in (double[])[1, 0.4, 0])
                    {
                        // Without L1 nothing is zero, so every column is in the set.
                        if (ratio == 0 && p > 2000) continue;
                        LinearRegressionModel model = ratio == 1
                            ? new Lasso { Alpha = 0.1, Tolerance = 1e-12, FitIntercept = intercept }.Fit(data)
                            : new ElasticNet { Alpha = 0.2, L1Ratio = ratio, Tolerance = 1e-12, FitIntercept = intercept }.Fit(data);
                        Holds($"{name}, ratio {ratio}", data, model, ratio == 1 ? 0.1 : 0.2, ratio, intercept, 1e-12);
                        // Of a gap of 1e-12 the slopes are its root, times that of the curvature.
                        Assert.InRange(Exact(data, model, ratio == 1 ? 0.1 : 0.2, ratio, intercept).Violation, 0, 2e-5);
                        if (ratio > 0 && p > 7) Assert.Contains(model.Coefficients.ToArray(), w => w == 0);
                        var ridge = new Ridge { Alpha = 0.2 * SumOfWeights(data), FitIntercept = intercept };
                        if (ratio == 0) Agree(ridge.Fit(data), model, 1e-5);
                    }
                }
            }
    }

    /// <summary>A fit that ends early says how far it came: objective and gap are those of the weights it returns.</summary>
    [Theory, MemberData(nameof(Shapes))]
    public void The_gap_of_a_fit_that_ends_early_is_that_of_its_weights(int n, int p)
    {
        RegressionData data = LinearData.Numbers(n, p, weighted: true);
        int open = 0;
        foreach (Features x in LinearData.Both(data.Features))
            foreach (double ratio in (double[])[1, 0.4])
                foreach (bool intercept in (bool[])[true, false])
                    for (int passes = 1; passes <= (p > 2000 ? 2 : 4); passes++)
                    {
                        LinearRegressionModel model = new ElasticNet
                        {
                            Alpha = 0.02, L1Ratio = ratio, MaxIterations = passes, Tolerance = 1e-9, FitIntercept = intercept,
                        }.Fit(data.WithFeatures(x));
                        SquaredConditions exact = Exact(data.WithFeatures(x), model, 0.02, ratio, intercept);
                        Assert.Equal(exact.Objective, model.Report.Objective!.Value, 1e-11 * exact.MeanSquare);
                        Assert.Equal(exact.Gap, model.Report.DualityGap!.Value, 1e-11 * exact.MeanSquare);
                        Assert.Equal(exact.Gap <= 1e-9 * exact.MeanSquare, model.Report.Converged);
                        if (!model.Report.Converged) open++;
                    }
        Assert.True(open > 4);
    }

    /// <summary>From the optimum of some of the columns, where those that have a weight meet their conditions and others do not.</summary>
    [Theory, MemberData(nameof(Shapes))]
    public void The_optimum_of_some_columns_is_not_taken_for_that_of_all(int n, int p)
    {
        RegressionData data = LinearData.Numbers(n, p, weighted: true);
        // Without the strongest column.
        double[] x = data.X().Span.ToArray();
        for (int i = 0; i < n; i++) x[i * p] = 0;
        foreach (double ratio in (double[])[1, 0.5])
        {
            var learner = new ElasticNet { Alpha = 0.1, L1Ratio = ratio, Tolerance = 1e-12 };
            LinearRegressionModel some = learner.Fit(data.WithFeatures(Matrix.Wrap(x, n, p))), model = learner.FitFrom(data, some);
            Assert.Equal(0, some.Coefficients[0]);
            Holds($"ratio {ratio}", data, model, 0.1, ratio, true, 1e-12);
            Assert.True(model.Coefficients[0] > 0.1);
            Agree(learner.Fit(data), model, 1e-5);
        }
    }

    [Fact]
    public void A_warm_start_begins_where_the_earlier_model_ended()
    {
        // Units other than 1 inside, offsets and constant columns don't lose it.
        foreach (double unit in (double[])[1, 1e-60, 1e60])
            foreach (double offset in (double[])[0, 1e4])
                foreach (bool sparse in (bool[])[false, true])
                {
                    RegressionData plain = LinearData.Numbers(60, 4, weighted: true);
                    Matrix x = Matrix.Wrap([.. plain.X().Span.ToArray().Select(v => unit * (v + offset))], 60, 4);
                    var data = new RegressionData(
                        sparse ? SparseMatrix.FromDense(x) : x, [.. plain.Targets.ToArray().Select(y => unit * y)], plain.Weights);
                    double alpha = 0.01 * unit * unit;
                    var learner = new ElasticNet { Alpha = alpha, L1Ratio = 1, Tolerance = 1e-10 };
                    LinearRegressionModel cold = learner.Fit(data), warm = learner.FitFrom(data, cold);
                    Assert.True(cold.Report.Iterations > 1);
                    Assert.Equal(1, warm.Report.Iterations);
                    Close(cold.Coefficients, warm.Coefficients, 1e-6, $"{unit} {offset}");
                    warm = new Lasso { Alpha = alpha, Tolerance = 1e-10 }.FitFrom(data, cold);
                    Assert.Equal(1, warm.Report.Iterations);
                }
        // Wherever it begins, it ends at the same weights.
        RegressionData numbers = LinearData.Numbers(60, 4, weighted: false);
        var lasso = new Lasso { Alpha = 0.05, Tolerance = 1e-13 };
        Agree(lasso.Fit(numbers), lasso.FitFrom(numbers, new LinearRegressionModel([50, -3, 0, 1e4], 0, new FitReport())), 1e-6);
        Assert.Throws<ArgumentNullException>(() => lasso.FitFrom(numbers, null!));
        Assert.Throws<ArgumentNullException>(() => new ElasticNet().FitFrom(numbers, null!));
    }

    public static TheoryData<string> Convex { get; } = ["linear", "ridge", "lasso", "elastic-net"];

    [Theory, MemberData(nameof(Convex))]
    public void A_row_of_weight_zero_is_none_and_one_of_weight_two_is_there_twice(string name)
    {
        IRegressor<LinearRegressionModel> learner = name switch
        {
            "linear" => new LinearRegression(),
            "ridge" => new Ridge { Alpha = 3 },
            "lasso" => new Lasso { Alpha = 0.05, Tolerance = 1e-13 },
            _ => new ElasticNet { Alpha = 0.1, Tolerance = 1e-13 },
        };
        foreach ((int n, int p) in ((int, int)[])[(60, 4), (12, 30)])
        {
            RegressionData plain = LinearData.Numbers(n, p, weighted: false);
            double[] weights = [.. Enumerable.Range(0, n).Select(i => (double)(i % 3))];
            int[] rows = [.. Enumerable.Range(0, n).SelectMany(i => Enumerable.Repeat(i, i % 3))];
            // The first row, from whose values differences are taken, weighs nothing and is far away.
            double[] y = plain.Targets.ToArray();
            y[0] = 1e9;
            foreach (Features x in LinearData.Both(plain.With(0, 1, 1e9).Features))
            {
                var data = new RegressionData(x, y, weights);
                LinearRegressionModel weighted = learner.Fit(data), repeated = learner.Fit(plain.SelectRows(rows));
                Agree(repeated, weighted, 1e-6);
                double objective = repeated.Report.Objective!.Value;
                Assert.Equal(objective, weighted.Report.Objective!.Value, 1e-9 * (1 + objective));
            }
        }
    }

    /// <summary>Three columns of which one is nearly the sum of the others: squares of columns have lost half the digits. Along the
    /// direction that is nearly flat, (1, 1, -1), the condition is λ(w₀ + w₁ - w₂) = (1/S)Σ s·r·(x₀ + x₁ - x₂).</summary>
    [Theory, InlineData(1e-13), InlineData(1e-11), InlineData(1e-3)]
    public void A_small_penalty_on_nearly_collinear_columns_shrinks_as_it_should(double alpha)
    {
        const int n = 80;
        var rng = new Rng(8);
        double[] x = new double[3 * n], y = new double[n];
        for (int i = 0; i < n; i++)
        {
            (x[3 * i], x[3 * i + 1]) = (rng.NextDouble() - 0.5, rng.NextDouble() - 0.5);
            x[3 * i + 2] = x[3 * i] + x[3 * i + 1] + 1e-6 * (rng.NextDouble() - 0.5);
            y[i] = x[3 * i] - x[3 * i + 1] + rng.NextDouble();
        }
        foreach (bool weighted in (bool[])[false, true])
            foreach (Features rows in LinearData.Both(Matrix.Wrap(x, n, 3)))
            {
                var data = new RegressionData(rows, y, weighted ? LinearData.Weights(n) : []);
                LinearRegressionModel model = new Ridge { Alpha = alpha }.Fit(data);
                ReadOnlySpan<double> w = model.Coefficients;
                double slope = 0, sum = 0;
                for (int i = 0; i < n; i++)
                {
                    double r = y[i] - model.Intercept - w[0] * x[3 * i] - w[1] * x[3 * i + 1] - w[2] * x[3 * i + 2];
                    slope += (weighted ? data.Weights[i] : 1) * r * (x[3 * i] + x[3 * i + 1] - x[3 * i + 2]);
                    sum += (weighted ? data.Weights[i] : 1) * r;
                }
                // The sum of three weights is known to their rounding.
                Assert.Equal(alpha * (w[0] + w[1] - w[2]), slope, 1e-4 * Math.Abs(slope) + 1e-13 * alpha * Math.Abs(w[2]));
                Assert.Equal(0, sum, 1e-12 * (1 + Math.Abs(w[2])));
            }
    }

    /// <summary>Columns that are 1 but for one row, in which a sparse matrix has nothing: their mean is above a hundred deviations, so they
    /// are moved, and the row that stores nothing must be too.</summary>
    [Fact]
    public void Sparse_rows_that_lack_a_value_of_a_moved_column_have_zero_there()
    {
        const int n = 12_000, p = 5;
        double[] x = new double[n * p], y = new double[n];
        for (int i = 0; i < n; i++)
        {
            foreach (int j in (int[])[0, 2, 4]) x[i * p + j] = i == 700 * (j + 1) ? 0 : 1;
            (x[i * p + 1], x[i * p + 3]) = (Math.Sin(i), i % 2 == 0 ? Math.Cos(i) : 0);
            y[i] = 300 * x[i * p] - 200 * x[i * p + 2] + 100 * x[i * p + 4] + x[i * p + 1] + Math.Sin(3 * i);
        }
        Matrix dense = Matrix.Wrap(x, n, p);
        foreach (Features rows in LinearData.Both(dense))
        {
            var data = new RegressionData(rows, y);
            LinearRegressionModel model = new LinearRegression().Fit(data), lasso = new Lasso { Alpha = 1e-4, Tolerance = 1e-13 }.Fit(data);
            Assert.InRange(new SquaredConditions(data, model.Coefficients, model.Intercept, 0, 0, true).Violation, 0, 1e-10);
            // The rows that lack a value say what it is worth.
            foreach (int j in (int[])[0, 2, 4])
                Assert.Equal(y[700 * (j + 1)], model.Predict(dense.Rows(700 * (j + 1), 1))[0], 1e-6);
            Assert.InRange(Exact(data, lasso, 1e-4, 1, true).Violation, 0, 1e-7);
        }
    }

    [Theory, InlineData(12, 30), InlineData(25, 200)]
    public void A_penalty_that_is_lost_in_rounding_leaves_the_least_norm(int n, int p)
    {
        foreach (bool weighted in (bool[])[false, true])
            foreach (bool intercept in (bool[])[false, true])
            {
                RegressionData data = LinearData.Numbers(n, p, weighted);
                LinearRegressionModel least = new LinearRegression { FitIntercept = intercept }.Fit(data);
                foreach (double alpha in (double[])[1e-25, 1e-15, 1e-9])
                    Agree(least, new Ridge { Alpha = alpha, FitIntercept = intercept }.Fit(data), 1e-6);
            }
    }

    // 6,100 columns that all vary, in 6,100 rows: more than a factorisation takes.
    private static RegressionData Huge()
    {
        const int n = 6100;
        var rng = new Rng(9);
        int[] starts = new int[n + 1];
        List<int> columns = [];
        List<double> values = [];
        double[] y = new double[n], weights = new double[n];
        for (int i = 0; i < n; i++)
        {
            foreach (int j in new SortedSet<int> { i, rng.NextInt(n), rng.NextInt(n) })
            {
                columns.Add(j);
                values.Add(j == i ? 1 + rng.NextDouble() : 0.5 * (rng.NextDouble() - 0.5));
            }
            starts[i + 1] = columns.Count;
            y[i] = rng.NextDouble() + 1;
            weights[i] = 0.5 + i % 4;
        }
        return new RegressionData(new SparseMatrix(starts, columns.ToArray(), values.ToArray(), n), y, weights);
    }

    [Fact]
    public void Too_many_columns_for_a_factorisation_go_by_conjugate_gradients()
    {
        RegressionData data = Huge();
        double total = SumOfWeights(data);
        foreach (bool intercept in (bool[])[true, false])
            foreach (double alpha in (double[])[0, 0.7])
            {
                LinearRegressionModel model = alpha == 0 ? new LinearRegression { FitIntercept = intercept }.Fit(data)
                    : new Ridge { Alpha = alpha, FitIntercept = intercept }.Fit(data);
                var exact = new SquaredConditions(data, model.Coefficients, model.Intercept, 0, alpha / total, intercept);
                Assert.True(model.Report.Converged, model.Report.Reason);
                // 1e-10 of slopes of some 1e-4.
                Assert.InRange(exact.Violation, 0, 1e-12);
                Assert.Equal(2 * total * exact.Objective, model.Report.Objective!.Value, 1e-9 * total * exact.MeanSquare);
                // A quadratic: a few Newton steps, each with conjugate gradients to a tenth, and scaled so that they are few.
                Assert.InRange(model.Report.Iterations, 2, 15);
            }
        var done = new CancellationToken(true);
        FitReport stopped = new Ridge().Fit(data, new FitContext { Stop = done }).Report;
        Assert.True(stopped.Stopped);
        Assert.False(stopped.Converged);
        Assert.Contains("the gradient is", stopped.Reason);
        Assert.Throws<OperationCanceledException>(() => new Ridge().Fit(data, new FitContext { Cancellation = done }));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void The_quadratic_has_the_derivatives_of_its_definition(bool intercept)
    {
        const int n = LinearData.ManyRows, p = 5;
        const double ridge = 0.3;
        RegressionData data = LinearData.Numbers(n, p, weighted: true);
        // A column far from zero, which is moved, and one that is constant.
        double[] values = data.X().Span.ToArray();
        for (int i = 0; i < n; i++) (values[i * p + 1], values[i * p + 2]) = (values[i * p + 1] + (intercept ? 1e4 : 0), intercept ? 3 : 0);
        data = data.WithFeatures(Matrix.Wrap(values, n, p));
        double[] s = data.Weights.ToArray(), point = [1, -0.5, 0, 2, 0.3], along = [0.2, 1, 0, -1, 3];
        double total = s.Sum();
        double[] mean = [.. Enumerable.Range(0, p).Select(j => intercept ? s.Select((w, i) => w / total * values[i * p + j]).Sum() : 0)];
        double meanTarget = intercept ? s.Select((w, i) => w / total * data.Targets[i]).Sum() : 0;
        double value = 0.5 * ridge * point.Sum(w => w * w);
        double[] gradient = [.. point.Select(w => ridge * w)], product = [.. along.Select(w => ridge * w)], diagonal = new double[p];
        double[,] gram = new double[p, p];
        for (int i = 0; i < n; i++)
        {
            double[] x = [.. mean.Select((m, j) => values[i * p + j] - m)];
            double r = data.Targets[i] - meanTarget - x.Zip(point, (a, b) => a * b).Sum(), z = x.Zip(along, (a, b) => a * b).Sum();
            value += 0.5 * s[i] / total * r * r;
            for (int j = 0; j < p; j++)
            {
                gradient[j] -= s[i] / total * r * x[j];
                product[j] += s[i] / total * z * x[j];
                diagonal[j] += s[i] / total * x[j] * x[j];
                for (int k = 0; k < p; k++) gram[j, k] += s[i] / total * x[j] * x[k];
            }
        }
        // Constant columns are out of the problem; their diagonal only must be positive.
        for (int j = 0; j < p; j++) diagonal[j] = j == 2 ? 1 : diagonal[j] + ridge;
        foreach (Features x in LinearData.Both(data.Features))
        {
            var problem = new SquaredProblem(x, data.Targets, s, intercept, ridge, default);
            double[] own = new double[p];
            Assert.Equal(value, problem.Evaluate(point, own), 1e-11 * value);
            Close(gradient, own, 1e-10, "gradient");
            problem.HessianTimes(along, own);
            Close(product, own, 1e-10, "product");
            problem.HessianDiagonal(own);
            Close(diagonal, own, 1e-10, "diagonal");
            Close([.. gram.Cast<double>()], problem.Gram([.. Enumerable.Range(0, p)]), 1e-10, "Gram");
            Close([gram[1, 1], gram[1, 4], gram[4, 1], gram[4, 4]], problem.Gram([1, 4]), 1e-10, "part of Gram");
            // Σ of products of what a decomposition sees is the Gram matrix of the columns that vary.
            Assert.Equal([0, 1, 3, 4], problem.Varying);
            double[] centred = problem.Centred();
            for (int a = 0; a < 4; a++)
                for (int b = 0; b < 4; b++)
                    Assert.Equal(gram[problem.Varying[a], problem.Varying[b]] * total,
                        Enumerable.Range(0, n).Sum(i => centred[4 * i + a] * centred[4 * i + b]), 1e-9 * total);
        }
    }

    /// <summary>With powers of two as units every number inside is the same, so the fits are equal up to them.</summary>
    [Theory, InlineData(200, 200), InlineData(-200, -200), InlineData(180, -190), InlineData(-200, 40)]
    public void Without_an_intercept_units_change_nothing_but_the_unit_of_weights(int exponent, int targetExponent)
    {
        double unit = Math.ScaleB(1, exponent), targetUnit = Math.ScaleB(1, targetExponent);
        RegressionData plain = LinearData.Numbers(60, 4, weighted: true);
        foreach (bool intercept in (bool[])[false, true])
            foreach (Features x in LinearData.Both(plain.Features))
            {
                Matrix dense = Matrix.Wrap([.. plain.X().Span.ToArray().Select(v => v * unit)], 60, 4);
                var scaled = new RegressionData(
                    x is SparseMatrix ? SparseMatrix.FromDense(dense) : dense, [.. plain.Targets.ToArray().Select(y => y * targetUnit)],
                    plain.Weights);
                RegressionData same = plain.WithFeatures(x);
                var plainest = new LinearRegression { FitIntercept = intercept };
                Same(plainest.Fit(same), plainest.Fit(scaled));
                Same(new Ridge { Alpha = 0.7, FitIntercept = intercept }.Fit(same),
                    new Ridge { Alpha = 0.7 * unit * unit, FitIntercept = intercept }.Fit(scaled));
                Same(new Lasso { Alpha = 0.1, FitIntercept = intercept }.Fit(same),
                    new Lasso { Alpha = 0.1 * unit * targetUnit, FitIntercept = intercept }.Fit(scaled));
                if (exponent == targetExponent)
                    Same(new ElasticNet { Alpha = 0.1, FitIntercept = intercept }.Fit(same),
                        new ElasticNet { Alpha = 0.1 * unit * unit, FitIntercept = intercept }.Fit(scaled));
            }

        void Same(LinearRegressionModel one, LinearRegressionModel other)
        {
            Assert.True(other.Report.Converged, other.Report.Reason);
            Close(one.Coefficients, [.. other.Coefficients.ToArray().Select(w => w * unit / targetUnit)], 1e-11, "weights");
            Assert.Equal(one.Intercept, other.Intercept / targetUnit, 1e-11);
            Assert.Equal(one.Report.Objective!.Value, other.Report.Objective!.Value / targetUnit / targetUnit, 1e-10);
            if (one.Report.DualityGap is { } gap) Assert.Equal(gap, other.Report.DualityGap!.Value / targetUnit / targetUnit, 1e-10);
        }
    }

    [Theory, InlineData(2), InlineData(3)]
    public void A_ridge_classifier_is_a_ridge_onto_each_class(int classes)
    {
        foreach ((int n, int p) in ((int, int)[])[(LinearData.ManyRows, 4), (25, 50)])
            foreach (bool weighted in (bool[])[false, true])
                foreach (string text in LinearData.ClassWeightings)
                    foreach (bool intercept in (bool[])[true, false])
                    {
                        ClassificationData plain = LinearData.Classes(n, p, classes).Weighted(weighted);
                        double[] weights = LinearData.RowWeights(plain, ClassWeights.Parse(text));
                        foreach (Features x in LinearData.Both(plain.Features))
                        {
                            var learner = new RidgeClassifier
                            {
                                Alpha = 2, FitIntercept = intercept, ClassWeights = ClassWeights.Parse(text),
                            };
                            LinearClassifierModel model = learner.Fit(plain.WithFeatures(x));
                            double objective = 0;
                            for (int k = 0; k < model.ScoreCount; k++)
                            {
                                double[] t = StepReference.Targets(plain)[k];
                                var data = new RegressionData(x, t, weights);
                                var exact = new SquaredConditions(
                                    data, model.Coefficients.Row(k), model.Intercept[k], 0, 2 / weights.Sum(), intercept);
                                Assert.InRange(exact.Violation, 0, 1e-11);
                                objective += 2 * exact.Total * exact.Objective;
                            }
                            Assert.Equal(objective, model.Report.Objective!.Value, 1e-9 * objective);
                            Assert.True(model.History.IsEmpty && model.Report.Converged);
                            Assert.Equal(classes == 2 ? 1 : 3, model.ScoreCount);
                        }
                    }
    }

    [Theory, InlineData(1, true), InlineData(1, false), InlineData(0.5, true), InlineData(0.02, false)]
    public void A_path_descends_from_the_least_penalty_that_holds_all_weights_at_zero(double ratio, bool intercept)
    {
        foreach (bool weighted in (bool[])[false, true])
        {
            RegressionData plain = LinearData.Numbers(LinearData.ManyRows, 4, weighted);
            foreach (Features x in LinearData.Both(plain.Features))
            {
                RegressionData data = plain.WithFeatures(x);
                var path = new LassoPath { L1Ratio = ratio, PointCount = 7, LastShare = 1e-2, Tolerance = 1e-12, FitIntercept = intercept };
                LassoPathPoint[] points = [.. path.Compute(data)];
                // max|Σ s(y - ȳ)x|/(Sρ).
                var zero = new SquaredConditions(data, new double[4], Mean(data, intercept), 0, 0, fitIntercept: false);
                Assert.Equal(zero.Violation / ratio, points[0].Alpha, 1e-10 * points[0].Alpha);
                Assert.All(points[0].Model.Coefficients.ToArray(), w => Assert.Equal(0, w, 1e-9));
                var below = new ElasticNet
                {
                    Alpha = 0.999 * points[0].Alpha, L1Ratio = ratio, FitIntercept = intercept, Tolerance = 1e-12,
                };
                Assert.Contains(below.Fit(data).Coefficients.ToArray(), w => w != 0);
                for (int at = 0; at < 7; at++)
                {
                    Assert.Equal(points[0].Alpha * Math.Pow(1e-2, at / 6.0), points[at].Alpha, 1e-10 * points[0].Alpha);
                    Holds($"{at}", data, points[at].Model, points[at].Alpha, ratio, intercept, 1e-12);
                    // A path goes on from point to point, so each is near.
                    Assert.InRange(points[at].Model.Report.Iterations, 1, 30);
                }
            }
        }
    }

    /// <summary>Models of a path are models like others: they know the columns that they were fitted on.</summary>
    [Fact]
    public void Models_of_a_path_have_the_names_of_the_columns_and_a_time()
    {
        RegressionData numbers = LinearData.Numbers(40, 3, weighted: false);
        var data = new RegressionData(numbers.Features, numbers.Targets, featureNames: ["a", "b", "c"]);
        foreach (LassoPathPoint point in new LassoPath { PointCount = 3 }.Compute(data))
        {
            Assert.Equal(["a", "b", "c"], point.Model.Report.FeatureNames!.Value);
            Assert.True(point.Model.Report.Elapsed > TimeSpan.Zero);
        }
        ClassificationData classes = LinearData.Classes(40, 3, 2);
        var named = new ClassificationData(classes.Features, classes.Codes, classes.Labels, featureNames: ["a", "b", "c"]);
        foreach (LogisticPathPoint point in new LogisticPath { PointCount = 3 }.Compute(named))
            Assert.Equal(["a", "b", "c"], point.Model.Report.FeatureNames!.Value);
    }

    [Fact]
    public void A_limit_of_a_path_is_that_of_each_point()
    {
        RegressionData data = LinearData.Numbers(40, 6, weighted: false);
        LassoPath path = new() { PointCount = 6, Tolerance = 1e-12 };
        Assert.All(path.Compute(data), point => Assert.True(point.Model.Report.Converged));
        LassoPathPoint[] limited = [.. (path with { MaxIterations = 1 }).Compute(data)];
        Assert.All(limited, point => Assert.InRange(point.Model.Report.Iterations, 0, 1));
        Assert.Contains(limited, point => !point.Model.Report.Converged);
        Assert.Equal((10_000, 1), (path.MaxIterations, (path with { MaxIterations = 1 }).MaxIterations));
        Assert.Contains("MaxIterations must be at least 1, was 0", Fail(() => new LassoPath { MaxIterations = 0 }));
    }

    [Fact]
    public void A_lasso_that_is_stopped_says_so_and_how_far_it_came()
    {
        foreach (int p in (int[])[7, 2100])
        {
            RegressionData data = LinearData.Numbers(60, p, weighted: true);
            using var stop = new CancellationTokenSource();
            var told = new List<FitProgress>();
            var context = new FitContext
            {
                Stop = stop.Token,
                Progress = new ProgressSink(report =>
                {
                    told.Add(report);
                    stop.Cancel();
                }),
            };
            // No gap is as small.
            var learner = new Lasso { Alpha = 1e-3, Tolerance = 1e-300 };
            LinearRegressionModel model = learner.Fit(data, context);
            Assert.True(model.Report.Stopped && !model.Report.Converged);
            Assert.Equal("the caller asked to stop", model.Report.Reason);
            Assert.Equal([new FitProgress("round", 1, 0, model.Report.Objective)], told);
            SquaredConditions exact = Exact(data, model, 1e-3, 1, true);
            Assert.Equal(exact.Gap, model.Report.DualityGap!.Value, 1e-11 * exact.MeanSquare);
            context = new FitContext { Cancellation = new CancellationToken(true) };
            Assert.Throws<OperationCanceledException>(() => learner.Fit(data, context));
        }
    }

    private static double SumOfWeights(RegressionData data) => data.Weights.IsEmpty ? data.RowCount : data.Weights.ToArray().Sum();

    private static double Mean(RegressionData data, bool intercept) => !intercept ? 0 : Enumerable.Range(0, data.RowCount)
        .Sum(i => (data.Weights.IsEmpty ? 1 : data.Weights[i]) * data.Targets[i]) / SumOfWeights(data);

    private static SquaredConditions Exact(RegressionData data, LinearRegressionModel model, double alpha, double ratio, bool intercept) =>
        new(data, model.Coefficients, model.Intercept, alpha * ratio, alpha * (1 - ratio), intercept);

    // What a report says is so, up to the rounding of sums of squares; a gap that has closed is below its tolerance.
    private static void Holds(
        string name, RegressionData data, LinearRegressionModel model, double alpha, double ratio, bool intercept, double tolerance)
    {
        SquaredConditions exact = Exact(data, model, alpha, ratio, intercept);
        Assert.True(model.Report.Converged, $"{name}: {model.Report.Reason}");
        Assert.Equal(exact.Objective, model.Report.Objective!.Value, 1e-12 * exact.MeanSquare);
        Assert.Equal(exact.Gap, model.Report.DualityGap!.Value, 1e-12 * exact.MeanSquare);
        Assert.InRange(exact.Gap, -1e-13 * exact.MeanSquare, (tolerance + 1e-13) * exact.MeanSquare);
    }

    private static void Agree(LinearRegressionModel expected, LinearRegressionModel actual, double tolerance)
    {
        Close(expected.Coefficients, actual.Coefficients, tolerance, "weights");
        Assert.Equal(expected.Intercept, actual.Intercept, tolerance * Math.Max(1, Math.Abs(expected.Intercept)));
    }
}
