using ClassicML.Linear;

namespace ClassicML.Tests.Linear;

/// <summary>Where logistic regression is hard: separable, unbalanced, collinear, wide; and what is refused.</summary>
public class LogisticEdgeTests
{
    private static readonly LogisticSolver[] Smooth =
        [LogisticSolver.LBfgs, LogisticSolver.NewtonCholesky, LogisticSolver.TrustRegionNewton, LogisticSolver.CoordinateDescent];

    [Fact]
    public void Separable_data_without_a_penalty_ends_and_predicts_every_row()
    {
        ClassificationData data = Line(40);
        foreach (LogisticSolver solver in Smooth)
        {
            LogisticRegressionModel model =
                new LogisticRegression { Penalty = Penalty.None, Solver = solver, MaxIterations = 200 }.Fit(data);
            Assert.Equal(data.Codes.ToArray(), model.Predict(data.Features));
            Assert.True(model.Report.Objective < 1e-2, $"{solver}: {model.Report.Objective}");
            Assert.All(model.Coefficients.Span.ToArray(), w => Assert.True(double.IsFinite(w)));
        }
    }

    [Theory, InlineData(Penalty.L1), InlineData(Penalty.L2)]
    public void Penalties_over_twelve_orders_of_magnitude_are_met_on_separable_data(Penalty penalty)
    {
        ClassificationData data = Line(60);
        foreach (double c in new[] { 1e-6, 1e-3, 1, 1e3, 1e6 })
        {
            var learner = new LogisticRegression { C = c, Penalty = penalty, Tolerance = 1e-10 };
            LogisticRegressionModel model = learner.Fit(data);
            Assert.True(model.Report.Converged, $"C = {c}: {model.Report.Reason}");
        }
    }

    [Fact]
    public void One_row_in_a_thousand_is_found_with_balanced_weights()
    {
        var rng = new Rng(2);
        double[] x = new double[4004 * 2];
        int[] y = new int[4004];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = i % 1001 == 0 ? 1 : 0;
            (x[2 * i], x[2 * i + 1]) = (rng.NextDouble() + 1.2 * y[i], rng.NextDouble());
        }
        ClassificationData data = ClassificationData.Create(Matrix.Wrap(x, y.Length, 2), y);
        var learner = new LogisticRegression();
        int[] plain = learner.Fit(data).Predict(data.Features);
        int[] balanced = (learner with { ClassWeights = ClassWeights.Balanced }).Fit(data).Predict(data.Features);
        Assert.Equal(0, plain.Sum());
        Assert.True(Enumerable.Range(0, y.Length).Where(i => y[i] == 1).All(i => balanced[i] == 1));
    }

    [Theory, InlineData(Penalty.L1), InlineData(Penalty.ElasticNet), InlineData(Penalty.L2)]
    public void More_columns_than_rows_go_by_working_sets_and_equal_the_smooth_solvers(Penalty penalty)
    {
        var rng = new Rng(4);
        double[] x = new double[50 * 900];
        for (int at = 0; at < x.Length; at++) x[at] = rng.NextDouble() - 0.5;
        ClassificationData data = ClassificationData.Create(
            Matrix.Wrap(x, 50, 900), [.. Enumerable.Range(0, 50).Select(i => x[i * 900] > 0 ? 1 : 0)]);
        var learner = new LogisticRegression { Penalty = penalty, C = 3, Solver = LogisticSolver.CoordinateDescent, Tolerance = 1e-9 };
        LogisticRegressionModel model = learner.Fit(data),
            sparse = learner.Fit(data.WithFeatures(SparseMatrix.FromDense((Matrix)data.Features)));
        Assert.True(model.Report.Converged, model.Report.Reason);
        // Gradients of 1e-9 bound the gap by it times the weights' size.
        Assert.InRange(model.Report.DualityGap!.Value, -1e-9, 1e-4 * model.Report.Objective!.Value);
        Assert.Equal(model.Report.Objective!.Value, sparse.Report.Objective!.Value, 1e-8 * model.Report.Objective.Value);
        if (penalty == Penalty.L2)
            Assert.Equal((learner with { Solver = LogisticSolver.LBfgs }).Fit(data).Report.Objective!.Value,
                model.Report.Objective.Value, 1e-8 * model.Report.Objective.Value);
        if (penalty == Penalty.L1) Assert.True(model.Coefficients.Span.ToArray().Count(w => w != 0) < 50);
    }

    [Fact]
    public void A_warm_start_ends_at_the_same_optimum_sooner()
    {
        ClassificationData data = Contract.Rows.Of(3, 300);
        var learner = new LogisticRegression { Solver = LogisticSolver.NewtonCholesky, Tolerance = 1e-9 };
        LogisticRegressionModel plain = learner.Fit(data), warm = (learner with { C = 1.1 }).FitFrom(data, plain),
            cold = (learner with { C = 1.1 }).Fit(data);
        Assert.True(warm.Report.Iterations < cold.Report.Iterations);
        Assert.Equal(cold.Report.Objective!.Value, warm.Report.Objective!.Value, 1e-10 * cold.Report.Objective.Value);
        foreach (LogisticSolver solver in Enum.GetValues<LogisticSolver>())
        {
            LogisticRegression through = learner with { FitIntercept = false, Solver = solver };
            LogisticRegressionModel own = through.Fit(data), later = through.FitFrom(data, plain);
            Assert.All(later.Intercept.ToArray(), value => Assert.Equal(0, value));
            // A column a hundred times as long as the others, through the origin, is nothing for a hundred epochs.
            if (solver == LogisticSolver.Saga) continue;
            Assert.True(own.Report.Converged && later.Report.Converged);
            for (int i = 0; i < own.Coefficients.Span.Length; i++) Assert.Equal(own.Coefficients.Span[i], later.Coefficients.Span[i], 1e-2);
        }
        Assert.Contains("the earlier model has 4 features", Fail(() => learner.FitFrom(Contract.Rows.Of(3, 60, 5), plain)));
    }

    [Fact]
    public void A_path_starts_at_zero_and_its_gaps_are_small()
    {
        ClassificationData data = Contract.Rows.Of(2, 200, 6);
        var path = new LogisticPath
        {
            PointCount = 10, LastShare = 1e-2,
            Learner = new() { Penalty = Penalty.L1, Tolerance = 1e-10 }
        }.Compute(data);
        Assert.All(path[0].Model.Coefficients.Span.ToArray(), w => Assert.Equal(0, w, 1e-6));
        Assert.Contains(path[^1].Model.Coefficients.Span.ToArray(), w => w != 0);
        for (int i = 0; i < path.Length; i++)
        {
            Assert.True(i == 0 || path[i].C > path[i - 1].C);
            Assert.InRange(path[i].Model.Report.DualityGap!.Value, -1e-9, 1e-5 * path[i].Model.Report.Objective!.Value);
            LogisticRegressionModel alone = (new LogisticRegression { Penalty = Penalty.L1, Tolerance = 1e-10, C = path[i].C }).Fit(data);
            Assert.Equal(alone.Report.Objective!.Value, path[i].Model.Report.Objective!.Value, 1e-8 * alone.Report.Objective.Value);
        }
        Assert.Contains("Learner must have a penalty",
            Fail(() => new LogisticPath { Learner = new() { Penalty = Penalty.None } }));
    }

    [Fact]
    public void Class_weights_are_values_and_repeat_rows()
    {
        Assert.Equal(ClassWeights.Of(("a", 2), ("b", 0.5)), ClassWeights.Parse("b=0.5,a=2"));
        Assert.NotEqual(ClassWeights.Balanced, ClassWeights.None);
        Assert.Equal(new LogisticRegression { ClassWeights = ClassWeights.Of(("a", 2)) },
            new LogisticRegression { ClassWeights = ClassWeights.Of(("a", 2)) });
        Assert.Contains("the weight of class 'a' must be at least 0, was -1", Fail(() => ClassWeights.Of(("a", -1))));
        Assert.Contains("class 'a' has two weights", Fail(() => ClassWeights.Of(("a", 1), ("a", 2))));

        ClassificationData data = Contract.Rows.Of(2);
        int[] twice = [.. Enumerable.Range(0, 90), .. Enumerable.Range(0, 90).Where(i => data.Codes[i] == 1)];
        var learner = new LogisticRegression { Tolerance = 1e-10 };
        double weighted = (learner with { ClassWeights = ClassWeights.Of(("class b", 2)) }).Fit(data).Report.Objective!.Value;
        Assert.Equal(learner.Fit(data.SelectRows(twice)).Report.Objective!.Value, weighted, 1e-9 * weighted);
        Assert.Contains("names class 'x'", Fail(() => (learner with { ClassWeights = ClassWeights.Of(("x", 1)) }).Fit(data)));
        Assert.Contains(
            "at least two classes with a weight above zero",
            Fail(() => (learner with { ClassWeights = ClassWeights.Of(("class a", 0)) }).Fit(data)));
    }

    [Fact]
    public void A_class_of_weight_zero_has_probability_zero()
    {
        ClassificationData data = Contract.Rows.Of(3);
        foreach (LogisticMultiClass multi in Enum.GetValues<LogisticMultiClass>())
        {
            Matrix p = new LogisticRegression { MultiClass = multi, ClassWeights = ClassWeights.Of(("class b", 0)) }.Fit(data)
                .PredictProbabilities(data.Features);
            for (int i = 0; i < data.RowCount; i++) Assert.Equal(0, p[i, 1]);
        }
    }

    [Fact]
    public void Bad_options_are_refused_in_words()
    {
        ClassificationData data = Contract.Rows.Of(2);
        Assert.Contains("L1Ratio must be in [0, 1], was -0.1", Fail(() => new LogisticRegression { L1Ratio = -0.1 }));
        Assert.Contains("Penalty must be one of None, L1, L2, ElasticNet",
            Fail(() => new LogisticRegression { Penalty = (Penalty)9 }));
        Assert.Contains(
            "Solver LBfgs needs a penalty without L1",
            Fail(() => new LogisticRegression { Penalty = Penalty.L1, Solver = LogisticSolver.LBfgs }.Fit(data)));
    }

    [Fact]
    public void Running_out_of_iterations_names_the_gap()
    {
        FitReport report = new LogisticRegression { Penalty = Penalty.ElasticNet, C = 100, MaxIterations = 1 }.Fit(Contract.Rows.Of(3))
            .Report;
        Assert.False(report.Converged);
        Assert.Contains("the limit of 1 iterations was reached with a gradient of", report.Reason);
        Assert.Contains("and a duality gap of", report.Reason);
    }

    [Fact]
    public void Sparse_rows_of_mostly_zeros_give_the_scores_of_dense_ones()
    {
        ClassificationData data = Datasets.Digits();
        var learner = new LogisticRegression { C = 0.01, MaxIterations = 15 };
        LogisticRegressionModel model = learner.Fit(data);
        double[] dense = model.DecisionScores(data.Features).Span.ToArray(),
            sparse = model.DecisionScores(SparseMatrix.FromDense((Matrix)data.Features)).Span.ToArray();
        for (int at = 0; at < dense.Length; at++) Assert.Equal(dense[at], sparse[at], 1e-10);
    }

    // Two classes on a line with a gap between them.
    private static ClassificationData Line(int rows)
    {
        var rng = new Rng(9);
        double[] x = new double[2 * rows];
        int[] y = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            y[i] = i % 2;
            (x[2 * i], x[2 * i + 1]) = (2 * y[i] - 1 + 0.5 * (rng.NextDouble() - 0.5), rng.NextDouble());
        }
        return ClassificationData.Create(Matrix.Wrap(x, rows, 2), y);
    }
}
