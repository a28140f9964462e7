using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

public class LinearSvmTests
{
    /// <summary>An empty row has ξ = 1 whatever the weights, so the optimum is that of the others and its cost.</summary>
    [Fact]
    public void Crammer_and_singers_gap_closes_over_rows_of_zeros()
    {
        ClassificationData iris = Datasets.Iris();
        double[] values = [.. ((Matrix)iris.Features).Span, .. new double[8]];
        var more = new ClassificationData(Matrix.Wrap(values, 152, 4), [.. iris.Codes, 0, 2], iris.Labels);
        var learner = new LinearSvmClassifier { MultiClass = LinearSvmMultiClass.CrammerSinger, FitIntercept = false, MaxIterations = 100_000 };
        FitReport plain = learner.Fit(iris).Report, report = learner.Fit(more).Report;
        Assert.True(plain.Converged && report.Converged, report.Reason);
        // Both lie within their gaps, 10·Tolerance of the objective.
        Assert.Equal(plain.Objective!.Value + 2, report.Objective!.Value, 0.01 * plain.Objective.Value);
    }

    [Theory]
    [InlineData("iris-two-classes"), InlineData("iris-two-classes-hinge"), InlineData("iris-hinge-weights"),
        InlineData("iris-no-intercept")]
    [InlineData("wine"), InlineData("iris-balanced"), InlineData("two-classes-class-weights"), InlineData("iris-l1"), InlineData("wine-l1")]
    [InlineData("breast-cancer-l1"), InlineData("iris-crammer-singer"), InlineData("wine-crammer-singer")]
    public void Equals_scikit_learn(string name)
    {
        var golden = new GoldenSvm("linear-svm", name);
        ClassificationData data = ClassificationData.Create(golden.X, golden.Get<int[]>("y"));
        if (golden.Weights is { } weights) data = data.WithWeights(weights);
        var learner = new LinearSvmClassifier
        {
            C = golden.C, FitIntercept = golden.Option("FitIntercept").GetBoolean(), Tolerance = 1e-9, MaxIterations = 1_000_000,
            Loss = golden.Option("Loss").GetString() == "hinge" ? HingeLoss.Hinge : HingeLoss.SquaredHinge,
            Penalty = golden.Option("Penalty").GetString() == "l1" ? LinearSvmPenalty.L1 : LinearSvmPenalty.L2,
            MultiClass = golden.Option("Strategy").GetString() == "ovr" ? LinearSvmMultiClass.OneVersusRest : LinearSvmMultiClass.CrammerSinger,
            ClassWeights = golden.ClassWeights,
        };
        double[] coefficients = [.. golden.Get<double[][]>("coefficients").SelectMany(row => row)],
            intercept = golden.Get<double[]>("intercept");
        foreach (LinearSvmClassifier way in Ways(learner))
            foreach (Features x in new Features[] { golden.X, SparseMatrix.FromDense(golden.X) })
            {
                LinearSvmClassifierModel model = way.Fit(data.WithFeatures(x));
                Assert.True(model.Report.Converged, model.Report.Reason);
                // The optimum is unique; the tolerances leave both objectives well within 1e-8 of it.
                Assert.Equal(golden.Objective, model.Report.Objective!.Value, 1e-7 * golden.Objective);
                if (model.Report.DualityGap is { } gap) Assert.InRange(gap, -1e-8 * golden.Objective, 1e-6 * golden.Objective);
                Assert.Equal(golden.Get<int[]>("predictions"), model.Predict(x));
                // Weights move by the square root of what the objective moves by.
                for (int j = 0; j < coefficients.Length; j++) Assert.Equal(coefficients[j], model.Coefficients.Span[j], 3e-4);
                for (int k = 0; k < intercept.Length; k++) Assert.Equal(intercept[k], model.Intercept[k], 3e-4);
            }
    }

    [Theory, InlineData("diabetes"), InlineData("diabetes-squared"), InlineData("diabetes-weights"), InlineData("diabetes-squared-weights")]
    [InlineData("diabetes-no-intercept")]
    public void Regression_equals_scikit_learn(string name)
    {
        var golden = new GoldenSvm("linear-svm-regressor", name);
        var learner = new LinearSvmRegressor
        {
            C = golden.C, Epsilon = golden.Option("Epsilon").GetDouble(), FitIntercept = golden.Option("FitIntercept").GetBoolean(),
            Tolerance = 1e-9,
            MaxIterations = 1_000_000,
            Loss = golden.Option("Loss").GetString() == "epsilon_insensitive" ? HingeLoss.Hinge : HingeLoss.SquaredHinge,
        };
        LinearSvmSolver[] solvers = learner.Loss == HingeLoss.Hinge ? [LinearSvmSolver.Auto]
            : [LinearSvmSolver.CoordinateDescent, LinearSvmSolver.TrustRegionNewton];
        foreach (LinearSvmSolver solver in solvers)
            foreach (Features x in new Features[] { golden.X, SparseMatrix.FromDense(golden.X) })
            {
                LinearSvmRegressorModel model = (learner with { Solver = solver }).Fit(new RegressionData(x, golden.Get<double[]>("y"),
                    golden.Weights));
                Assert.True(model.Report.Converged, model.Report.Reason);
                Assert.Equal(golden.Objective, model.Report.Objective!.Value, 1e-7 * golden.Objective);
                Assert.InRange(model.Report.DualityGap!.Value, -1e-8 * golden.Objective, 1e-6 * golden.Objective);
                double[] coefficients = golden.Get<double[]>("coefficients");
                // Weights of the size of 20 move by the square root of what the objective, some 10⁴, moves by.
                for (int j = 0; j < coefficients.Length; j++) Assert.Equal(coefficients[j], model.Coefficients[j], 0.02);
                Assert.Equal(golden.Get<double>("intercept"), model.Intercept, 0.02);
            }
    }

    [Fact]
    public void An_L1_penalty_leaves_irrelevant_features_at_zero()
    {
        ClassificationData blobs = SvmData.Blobs(2, 200, 2);
        var rng = new Rng(3);
        double[] x = [.. Enumerable.Range(0, 200).SelectMany(i => ((Matrix)blobs.Features).Row(i).ToArray().Concat(Enumerable.Range(0,
            8).Select(_ => rng.NextDouble() - 0.5)))];
        LinearSvmClassifierModel model = new LinearSvmClassifier
        {
            Penalty = LinearSvmPenalty.L1,
            C = 0.02
        }.Fit(blobs.WithFeatures(Matrix.Wrap(x, 200, 10)));
        Assert.All(model.Coefficients.Span[2..].ToArray(), weight => Assert.Equal(0, weight));
        Assert.NotEqual(0, model.Coefficients[0, 0]);
    }

    [Fact]
    public void Rows_of_no_weight_and_wide_sparse_rows_fit()
    {
        ClassificationData blobs = SvmData.Blobs(3, 60, 2);
        double[] weights = [.. Enumerable.Range(0, 60).Select(i => i < 30 ? 1.0 : 0.0)];
        LinearSvmClassifierModel some = new LinearSvmClassifier { Loss = HingeLoss.Hinge }.Fit(blobs.WithWeights(weights)),
            half = new LinearSvmClassifier { Loss = HingeLoss.Hinge }.Fit(blobs.SelectRows([.. Enumerable.Range(0, 30)]));
        Assert.Equal(half.Coefficients.Span, some.Coefficients.Span);
        var wide = new SparseMatrix([0, 2, 3, 5, 6], [0, 700_000, 5, 0, 699_999, 5], [1, 2, -1, 1, 1, -2], 1_000_000);
        LinearSvmClassifierModel text = new LinearSvmClassifier().Fit(ClassificationData.Create(wide, [1, 0, 1, 0]));
        Assert.Equal([1, 0, 1, 0], text.Predict(wide));
    }

    [Fact]
    public void Choices_that_do_not_go_together_are_refused_in_words()
    {
        ClassificationData data = SvmData.Blobs(2, 20, 2);
        string Refusal(LinearSvmClassifier learner) => Assert.ThrowsAny<ArgumentException>(() => learner.Fit(data)).Message;
        Assert.Contains("Loss Hinge needs Penalty L2", Refusal(new() { Loss = HingeLoss.Hinge, Penalty = LinearSvmPenalty.L1 }));
        Assert.Contains("Loss Hinge needs Penalty L2", Refusal(new()
        {
            Loss = HingeLoss.Hinge,
            Solver = LinearSvmSolver.TrustRegionNewton
        }));
        Assert.Contains("Penalty L1 has no second derivative", Refusal(new()
        {
            Penalty = LinearSvmPenalty.L1,
            Solver = LinearSvmSolver.TrustRegionNewton
        }));
        Assert.Contains("MultiClass CrammerSinger needs Penalty L2", Refusal(new()
        {
            MultiClass = LinearSvmMultiClass.CrammerSinger,
            Penalty = LinearSvmPenalty.L1
        }));
        Assert.Contains("Loss Hinge needs coordinate descent", Assert.ThrowsAny<ArgumentException>(() =>
            new LinearSvmRegressor { Solver = LinearSvmSolver.TrustRegionNewton }.Fit(new RegressionData(data.Features,
                new double[20]))).Message);
    }

    [Fact]
    public void Hinge_loss_and_linear_kernel_find_the_same_margin_when_the_intercept_is_hardly_penalised()
    {
        ClassificationData data = SvmData.Blobs(2, 120, 2);
        double kernel = new SvmClassifier { Kernel = KernelFunction.Linear, Tolerance = 1e-6 }.Fit(data).Report.Details["margin_width"];
        double linear = new LinearSvmClassifier
        {
            Loss = HingeLoss.Hinge, InterceptScaling = 100, Tolerance = 1e-6,
            MaxIterations = 1_000_000
        }
            .Fit(data).Report.Details["margin_width"];
        // A scaling of 100 leaves a ten-thousandth of the intercept's penalty.
        Assert.Equal(kernel, linear, 1e-3 * kernel);
    }

    // Every way to the same optimum.
    private static IEnumerable<LinearSvmClassifier> Ways(LinearSvmClassifier learner) =>
        learner.Loss == HingeLoss.Hinge || learner.Penalty == LinearSvmPenalty.L1
            || learner.MultiClass == LinearSvmMultiClass.CrammerSinger ? [learner]
        : [learner with { Solver = LinearSvmSolver.CoordinateDescent }, learner with { Solver = LinearSvmSolver.TrustRegionNewton }];
}
