using ClassicML.Linear;

namespace ClassicML.Tests.Linear;

public class LogisticRegressionTests
{
    [Fact]
    public void The_score_is_the_log_odds_and_the_sigmoid_its_inverse()
    {
        (Matrix x, LogisticRegressionModel model) = TwoClasses();
        ReadOnlySpan<double> scores = model.DecisionScores(x).Span, p = model.PredictProbabilities(x).Span;
        for (int i = 0; i < x.RowCount; i++)
        {
            Assert.Equal(Math.Log(p[2 * i + 1] / p[2 * i]), scores[i], 1e-9);
            Assert.Equal(1 / (1 + Math.Exp(-scores[i])), p[2 * i + 1], 1e-12);
        }
    }

    [Fact]
    public void The_exponential_of_a_coefficient_is_an_odds_ratio()
    {
        (_, LogisticRegressionModel model) = TwoClasses();
        ReadOnlySpan<double> p = model.PredictProbabilities(new Matrix(new double[,] { { 1, 2 }, { 2, 2 } })).Span;
        double oddsRatio = p[3] / p[2] / (p[1] / p[0]);
        Assert.Equal(Math.Exp(model.Coefficients[0, 0]), oddsRatio, 1e-9);
    }

    [Fact]
    public void Growing_penalty_shrinks_the_weights()
    {
        double last = double.PositiveInfinity;
        foreach (double c in new[] { 100.0, 10, 1, 0.1, 0.01 })
        {
            ReadOnlySpan<double> w = (new LogisticRegression { C = c }).Fit(Blobs(3)).Coefficients.Span;
            double norm = ClassicML.Internal.Kernels.Dot(w, w);
            Assert.True(norm < last);
            last = norm;
        }
    }

    [Theory, InlineData(1, 0), InlineData(0, 1), InlineData(0.3, 2), InlineData(5, 0.01)]
    public void A_column_of_a_softmax_moves_to_where_the_penalty_is_least(double lambda1, double lambda2)
    {
        var rng = new Rng(6);
        for (int trial = 0; trial < 200; trial++)
        {
            double[] w = new double[2 + trial % 6];
            // Halves, so that weights are often equal or zero.
            for (int k = 0; k < w.Length; k++) w[k] = Math.Round(8 * rng.NextDouble() - 3) / 2;
            double[] moved = [.. w];
            LogisticShift.Apply(moved, lambda1, lambda2);
            for (int k = 1; k < w.Length; k++) Assert.Equal(w[k] - w[0], moved[k] - moved[0], 1e-14);
            // The penalty is convex along the direction, so no worse neighbours on both sides make it a minimum.
            foreach (double t in (double[])[-1, -1e-3, 1e-3, 1])
                Assert.True(Penalty(moved, 0) <= Penalty(moved, t) + 1e-12, $"{string.Join(' ', w)} by {t}");
            if (lambda2 == 0) Assert.Contains(moved, one => one == 0 || w.Length % 2 == 0);
        }

        double Penalty(double[] w, double t) => w.Sum(one => lambda1 * Math.Abs(one + t) + 0.5 * lambda2 * (one + t) * (one + t));
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        ClassificationData data = Blobs(3, 5000);
        double[] one = new LogisticRegression().Fit(data, new FitContext { MaxThreads = 1 }).Coefficients.Span.ToArray();
        double[] many = new LogisticRegression().Fit(data, new FitContext { MaxThreads = 8 }).Coefficients.Span.ToArray();
        Assert.Equal(one, many);
    }

    [Fact]
    public void A_batch_predicts_what_its_rows_predict()
    {
        ClassificationData data = Blobs(3);
        LogisticRegressionModel model = new LogisticRegression().Fit(data);
        var x = (Matrix)data.Features;
        Matrix batch = model.PredictProbabilities(x);
        for (int i = 0; i < x.RowCount; i++)
            Assert.Equal(batch.Row(i).ToArray(), model.PredictProbabilities(x.Rows(i, 1)).Span.ToArray());
    }

    [Fact]
    public void A_class_without_rows_has_probability_zero()
    {
        ClassificationData all = Blobs(3);
        int[] rows = [.. Enumerable.Range(0, all.RowCount).Where(i => all.Codes[i] != 1)];
        LogisticRegressionModel model = new LogisticRegression().Fit(all.SelectRows(rows));
        Matrix p = model.PredictProbabilities(all.Features);
        for (int i = 0; i < all.RowCount; i++)
        {
            Assert.Equal(0, p[i, 1]);
            Assert.Equal(1, p[i, 0] + p[i, 2], 1e-12);
        }
    }

    [Fact]
    public void Running_out_of_iterations_is_reported()
    {
        FitReport report = new LogisticRegression { MaxIterations = 2 }.Fit(Blobs(3)).Report;
        Assert.False(report.Converged);
        Assert.Contains("the limit of 2 iterations was reached", report.Reason);
    }

    [Fact]
    public void Bad_input_is_refused_in_words()
    {
        ClassificationData data = Blobs(2);
        Assert.Contains("C must be positive, was -1", Fail(() => new LogisticRegression { C = -1 }));
        Assert.Contains("needs rows of at least two classes", Fail(() => new LogisticRegression().Fit(data.SelectRows([0, 2, 4]))));
        Assert.Contains(
            "the model was fitted on 2 features, this matrix has 3",
            Fail(() => new LogisticRegression().Fit(data).Predict(new Matrix(new double[1, 3]))));
        Assert.Contains(
            "row 0, column 1 is missing",
            Fail(() => new LogisticRegression().Fit(data).Predict(new Matrix(new double[,] { { 1, double.NaN } }))));
    }

    [Fact]
    public void A_fit_can_be_cancelled_and_stopped()
    {
        var done = new CancellationToken(true);
        Assert.ThrowsAny<OperationCanceledException>(() => new LogisticRegression().Fit(Blobs(3), new FitContext { Cancellation = done }));
        Assert.True(new LogisticRegression().Fit(Blobs(3), new FitContext { Stop = done }).Report.Stopped);
    }

    private static (Matrix, LogisticRegressionModel) TwoClasses()
    {
        ClassificationData data = Blobs(2);
        return ((Matrix)data.Features, new LogisticRegression().Fit(data));
    }

    private static ClassificationData Blobs(int classes, int rows = 120)
    {
        var rng = new Rng(1);
        double[] x = new double[rows * 2];
        int[] y = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            y[i] = i % classes;
            x[2 * i] = y[i] + 2 * rng.NextDouble();
            x[2 * i + 1] = (y[i] == 1 ? 2 : 0) + 3 * rng.NextDouble();
        }
        return ClassificationData.Create(Matrix.Wrap(x, rows, 2), y);
    }

    // With 320 rows for each parameter a share of them gives the start; a fit from an earlier model has none.
    [Theory]
    [InlineData(2, false, Penalty.L2)]
    [InlineData(2, true, Penalty.L1)]
    [InlineData(3, false, Penalty.L1)]
    [InlineData(3, true, Penalty.L2)]
    public void A_start_from_a_share_of_the_rows_changes_no_optimum(int classes, bool rare, Penalty penalty)
    {
        const int rows = 6000;
        var rng = new Rng(3);
        double[] x = new double[rows * 3], weights = new double[rows];
        int[] y = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < 3; j++) x[i * 3 + j] = 2 * rng.NextDouble() - 1;
            weights[i] = 0.5 + rng.NextDouble();
            // The last class may lie where no share has a row of it.
            y[i] = rare && i is not (>= 700 and < 800) ? rng.NextInt(classes - 1) : x[i * 3] + rng.NextDouble() > 0.5 ? classes - 1 : 0;
        }
        ClassificationData data = ClassificationData.Create(Matrix.Wrap(x, rows, 3), y).WithWeights(weights);
        var learner = new LogisticRegression
        {
            Penalty = penalty, C = 0.1, Tolerance = 1e-11,
            Solver = penalty == Penalty.L1 ? LogisticSolver.CoordinateDescent : LogisticSolver.NewtonCholesky,
        };
        LogisticRegressionModel rough = (learner with { Tolerance = 0.1, C = 1 }).Fit(data), plain = learner.FitFrom(data, rough);
        LogisticRegressionModel model = learner.Fit(data);
        Assert.True(model.Report.Converged);
        // Both violate no condition by more than 1e-11, with curvatures above 1e-4.
        for (int j = 0; j < model.Coefficients.Span.Length; j++)
            Assert.Equal(plain.Coefficients.Span[j], model.Coefficients.Span[j], 1e-6);
    }
}
