using ClassicML.Calibration;

namespace ClassicML.Tests.Core;

/// <summary>What a calibrated classifier gives its learner to fit and to score, seen by learners that write it down.</summary>
public class CalibratedClassifierTests
{
    public static TheoryData<int, CalibrationMethod, bool> Cases { get; } = new MatrixTheoryData<int, CalibrationMethod, bool>(
        [2, 3], Enum.GetValues<CalibrationMethod>(), [false, true]);

    /// <summary>A learner that is sure of every row that it was fitted on, and knows nothing of others: had it seen the rows that it is
    /// calibrated on, its probabilities would be sure too. All scores of rows held out are zero, so they are the shares of the classes.
    /// </summary>
    [Theory, MemberData(nameof(Cases))]
    public void No_row_is_scored_by_a_model_that_was_fitted_on_it(int classes, CalibrationMethod method, bool weighted)
    {
        ClassificationData data = Numbered(60, classes, weighted);
        var learner = new Notebook(data) { Score = (seen, row, k) => !seen.Contains(row) ? 0 : data.Codes[row] == k ? 5 : -5 };
        CalibratedClassifierModel model = new CalibratedClassifier(learner) { Method = method, FoldCount = 4 }.Fit(data);
        Assert.Equal(5, learner.Fits.Count);
        Assert.Single(learner.Fits, rows => rows.Length == 60);
        // Each row is left out of one fold's fit.
        for (int row = 0; row < 60; row++) Assert.Equal(4, learner.Fits.Count(rows => rows.Contains(row)));

        double[] s = weighted ? data.Weights.ToArray() : [.. Enumerable.Repeat(1.0, 60)], shares = new double[classes];
        int counted = s.Count(weight => weight > 0);
        for (int k = 0; k < classes; k++)
        {
            double share = Enumerable.Range(0, 60).Sum(i => data.Codes[i] == k ? s[i] : 0) / s.Sum(), plus = counted * share;
            // The mean of Platt's targets, which are not quite 0 and 1.
            shares[k] = method == CalibrationMethod.Isotonic ? share
                : share * (plus + 1) / (plus + 2) + (1 - share) / (counted - plus + 2);
        }
        double sum = shares.Sum();
        Matrix p = model.PredictProbabilities(data.Features);
        // Newton stops at slopes of 1e-7.
        for (int i = 0; i < 60; i++)
            for (int k = 0; k < classes; k++) Assert.Equal(shares[k] / sum, p[i, k], 1e-6);
    }

    /// <summary>Scores that don't depend on the fit: the maps must be those of all rows' scores, classes and weights.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void Maps_are_fitted_on_every_row_with_its_own_score_class_and_weight(int classes, CalibrationMethod method, bool weighted)
    {
        ClassificationData data = Numbered(80, classes, weighted);
        foreach (Features x in new Features[] { data.Features, SparseMatrix.FromDense((Matrix)data.Features) })
        {
            var learner = new Notebook(data) { Score = (_, row, k) => Score(row, k) };
            CalibratedClassifierModel model = new CalibratedClassifier(learner) { Method = method }.Fit(data.WithFeatures(x));
            int width = classes == 2 ? 1 : 3;
            Matrix p = model.PredictProbabilities(x), scores = model.DecisionScores(x);
            double[,] expected = new double[80, classes];
            for (int m = 0; m < width; m++)
            {
                int k = width == 1 ? 1 : m;
                ScoreMap map = ScoreMap.Fit(method, [.. Enumerable.Range(0, 80).Select(row => Score(row, k))],
                    [.. Enumerable.Range(0, 80).Select(row => data.Codes[row] == k)], data.Weights);
                for (int i = 0; i < 80; i++)
                {
                    expected[i, k] = map.Probability(Score(i, k));
                    if (width == 1) expected[i, 0] = 1 - expected[i, 1];
                    Assert.Equal(Score(i, k), scores[i, m]);
                }
            }
            int[] codes = model.Predict(x);
            for (int i = 0; i < 80; i++)
            {
                double[] row = [.. Enumerable.Range(0, classes).Select(k => expected[i, k])];
                double sum = row.Sum();
                for (int k = 0; k < classes; k++) Assert.Equal(row[k] / sum, p[i, k], 1e-13);
                Assert.Equal(Array.IndexOf(p.Row(i).ToArray(), p.Row(i).ToArray().Max()), codes[i]);
            }
        }

        // Higher for the own class as a rule; of each class and of each other scale.
        double Score(int row, int k) => Math.Sin(7 * row + k) + (data.Codes[row] == k ? 1 : 0) + 0.1 * k;
    }

    [Theory, InlineData(2, 3), InlineData(3, 5), InlineData(3, 2), InlineData(2, 50)]
    public void Folds_share_out_each_class_and_what_weighs_something(int classes, int foldCount)
    {
        ClassificationData data = Numbered(61, classes, weighted: true);
        var learner = new Notebook(data) { Score = (_, row, _) => row };
        new CalibratedClassifier(learner) { FoldCount = foldCount }.Fit(data);
        // What each fit left out.
        int[][] folds = [.. learner.Fits.Where(rows => rows.Length < 61).Select(rows => Enumerable.Range(0, 61).Except(rows).ToArray())];
        Assert.Equal(foldCount, folds.Length);
        Assert.Equal(Enumerable.Range(0, 61), folds.SelectMany(rows => rows).Order());
        Even(folds.Select(rows => rows.Length));
        for (int k = 0; k < classes; k++) Even(folds.Select(rows => rows.Count(row => data.Codes[row] == k && data.Weights[row] > 0)));
        // Each fit has the weights of its rows.
        Assert.All(learner.Weights, pair => Assert.Equal(pair.Rows.Select(row => data.Weights[row]), pair.Weights));

        var other = new Notebook(data) { Score = (_, row, _) => row };
        new CalibratedClassifier(other) { FoldCount = foldCount, Seed = 1 }.Fit(data);
        Assert.NotEqual(folds.Select(rows => string.Join(' ', rows)).Order(), other.Fits.Where(rows => rows.Length < 61)
            .Select(rows => string.Join(' ', Enumerable.Range(0, 61).Except(rows))).Order());

        static void Even(IEnumerable<int> counts) => Assert.InRange(counts.Max() - counts.Min(), 0, 1);
    }

    [Fact]
    public void More_folds_than_rows_leave_one_row_out_each()
    {
        ClassificationData data = Numbered(12, 2, weighted: false);
        var learner = new Notebook(data) { Score = (_, row, _) => Math.Cos(row) };
        new CalibratedClassifier(learner) { FoldCount = 40 }.Fit(data);
        Assert.Equal(13, learner.Fits.Count);
        Assert.Equal(12, learner.Fits.Count(rows => rows.Length == 11));
    }

    /// <summary>A row that scores below all of every class has nothing to share out: the classes that had rows get the same.</summary>
    [Fact]
    public void A_row_that_no_class_wants_is_shared_out_among_classes_that_had_rows()
    {
        ClassificationData all = Numbered(90, 3, weighted: false);
        foreach (int[] rows in new int[][] { [.. Enumerable.Range(0, 90)], [.. Enumerable.Range(0, 90).Where(i => all.Codes[i] != 1)] })
        {
            ClassificationData data = all.SelectRows(rows);
            var learner = new Notebook(all) { Score = (_, row, k) => row == 0 ? -10 : all.Codes[row] == k ? 1 : -1 };
            CalibratedClassifierModel model = new CalibratedClassifier(learner) { Method = CalibrationMethod.Isotonic }
                .Fit(data.SelectRows([.. Enumerable.Range(1, rows.Length - 1)]));
            Matrix p = model.PredictProbabilities(all.Features);
            bool whole = rows.Length == 90;
            double[] even = whole ? [1.0 / 3, 1.0 / 3, 1.0 / 3] : [0.5, 0, 0.5];
            Assert.Equal(even, p.Row(0).ToArray());
            // Others are told apart.
            for (int i = 1; i < 90; i++)
                if (whole || all.Codes[i] != 1) Assert.Equal(1, p[i, all.Codes[i]]);
        }
    }

    [Fact]
    public void A_fit_can_be_cancelled_and_its_report_is_that_of_the_model_of_all_rows()
    {
        ClassificationData data = Numbered(60, 2, weighted: false);
        var learner = new Notebook(data) { Score = (_, row, _) => row };
        CalibratedClassifierModel model = new CalibratedClassifier(learner).Fit(data);
        Assert.Equal(60, model.Report.Iterations);
        Assert.Equal(["number"], model.Report.FeatureNames!.Value);
        Assert.Equal(60, Assert.IsType<Notebook.Model>(model.Inner).Report.Iterations);
        Assert.Throws<OperationCanceledException>(() =>
            new CalibratedClassifier(learner).Fit(data, new FitContext { Cancellation = new CancellationToken(true) }));
    }

    // Folds are fitted on fewer rows than all, and only they end early here.
    [Theory, InlineData(true), InlineData(false)]
    public void It_converged_where_each_of_its_fits_did(bool whole)
    {
        ClassificationData data = Numbered(60, 2, weighted: false);
        var learner = new Notebook(data) { Score = (_, row, _) => row, Reason = rows => rows == 60 == whole ? "tired" : null };
        FitReport report = new CalibratedClassifier(learner).Fit(data).Report;
        Assert.Equal((false, false, "tired"), (report.Converged, report.Stopped, report.Reason));
        Assert.True(new CalibratedClassifier(learner with { Reason = _ => null }).Fit(data).Report.Converged);
    }

    [Fact]
    public void A_learner_can_be_put_in_anothers_place_and_the_model_says_its_method()
    {
        ClassificationData data = Numbered(60, 2, weighted: false);
        Notebook first = new(data) { Score = (_, row, _) => row }, second = new(data) { Score = (_, row, _) => -row };
        var learner = new CalibratedClassifier(first) { Method = CalibrationMethod.Isotonic };
        Assert.Same(first, learner.Learner);
        CalibratedClassifierModel model = (learner with { Learner = second }).Fit(data);
        Assert.Empty(first.Fits);
        Assert.Equal(5 + 1, second.Fits.Count);
        Assert.Equal(-7, model.DecisionScores(data.Features)[7, 0]);
        Assert.Equal((CalibrationMethod.Isotonic, CalibrationMethod.Platt), (model.Method, new CalibratedClassifier(first).Fit(data).Method));
        Assert.StartsWith("Learner must not be null", Assert.Throws<ArgumentNullException>(() => new CalibratedClassifier(null!)).Message);
        Assert.StartsWith("Learner must not be null", Assert.Throws<ArgumentNullException>(() => learner with { Learner = null! }).Message);
    }

    // Rows that are known by the number in their column; classes of unequal frequency; some weights of zero.
    private static ClassificationData Numbered(int rows, int classes, bool weighted)
    {
        Matrix x = Matrix.Wrap([.. Enumerable.Range(0, rows).Select(i => (double)i)], rows, 1);
        int[] y = [.. Enumerable.Range(0, rows).Select(i => (i * i % 7) switch { < 2 => 0, 2 => 1, _ => classes - 1 })];
        ClassificationData data = ClassificationData.Create(x, y, ["number"]);
        return weighted ? data.WithWeights([.. Enumerable.Range(0, rows).Select(i => i % 5 == 3 ? 0.0 : 0.5 + i % 3)]) : data;
    }

    /// <summary>A learner that writes down which rows it is fitted on. Its scores are a function of these, a row and a class.</summary>
    private sealed record Notebook(ClassificationData All) : IClassifier<Notebook.Model>
    {
        public required Func<HashSet<int>, int, int, double> Score { get; init; }

        /// <summary>Why a fit of so many rows does not converge, or null.</summary>
        public Func<int, string?> Reason { get; init; } = _ => null;

        public List<int[]> Fits { get; } = [];

        public List<(int[] Rows, double[] Weights)> Weights { get; } = [];

        public Model Fit(ClassificationData data, FitContext context = default)
        {
            int[] rows = Numbers(data.Features);
            // Folds are fitted beside one another.
            lock (Fits)
            {
                Fits.Add(rows);
                Weights.Add((rows, data.Weights.ToArray()));
            }
            string? reason = Reason(rows.Length);
            return new Model(this, [.. rows], new FitReport
            {
                Iterations = rows.Length, FeatureNames = data.FeatureNames, Converged = reason is null, Reason = reason,
            });
        }

        private static int[] Numbers(Features x)
        {
            Matrix dense = x is SparseMatrix sparse ? sparse.ToDense() : (Matrix)x;
            return [.. dense.Span.ToArray().Select(value => (int)value)];
        }

        public sealed class Model(Notebook learner, HashSet<int> seen, FitReport report) : IClassifierModel, IDecisionScores
        {
            public ClassLabels Labels => learner.All.Labels;

            public int FeatureCount => 1;

            public FitReport Report => report;

            public int ScoreCount => Labels.Count == 2 ? 1 : Labels.Count;

            public void DecisionScores(Features x, Memory<double> destination)
            {
                int[] rows = Numbers(x);
                for (int i = 0; i < rows.Length; i++)
                    for (int m = 0; m < ScoreCount; m++)
                        destination.Span[i * ScoreCount + m] = learner.Score(seen, rows[i], ScoreCount == 1 ? 1 : m);
            }

            public void Predict(Features x, Memory<int> destination) => throw new InvalidOperationException("only scores are asked for");
        }
    }
}
