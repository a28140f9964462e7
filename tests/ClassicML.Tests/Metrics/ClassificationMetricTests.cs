using System.Text.Json;
using ClassicML.Metrics;

namespace ClassicML.Tests.Metrics;

public class ClassificationMetricTests
{
    // Sums of a few hundred terms, by the same formulas: a few hundred roundings of 1e-16.
    private const double Tolerance = 1e-12;

    public static TheoryData<string> Cases => [.. Golden.Cases("classification-metrics")];

    public static TheoryData<string> ScoreCases => [.. Golden.Cases("decision-scores")];

    [Theory, MemberData(nameof(Cases))]
    public void Equals_scikit_learn(string name)
    {
        JsonElement expected = Golden.Read("classification-metrics", name).Root;
        int classes = expected.GetProperty("classes").GetInt32();
        var labels = new ClassLabels(Enumerable.Range(0, classes));
        Matrix? probabilities =
            expected.TryGetProperty("probabilities", out JsonElement p) ? new Matrix(p.Deserialize<double[][]>()!) : null;
        var outcome = new ClassificationOutcome(
            expected.GetProperty("actual").Deserialize<int[]>(), expected.GetProperty("predicted").Deserialize<int[]>(), labels,
            probabilities, expected.GetProperty("weights").Deserialize<double[]?>());

        ConfusionMatrix matrix = outcome.Confusion;
        double[][] counts = expected.GetProperty("confusion").Deserialize<double[][]>()!;
        for (int k = 0; k < classes; k++)
        {
            Assert.Equal(counts[k], matrix.Counts.Row(k).ToArray());
            Assert.Equal(expected.GetProperty("precision")[k].GetDouble(), matrix.Precision(k), Tolerance);
            Assert.Equal(expected.GetProperty("recall")[k].GetDouble(), matrix.Recall(k), Tolerance);
            Assert.Equal(expected.GetProperty("f1")[k].GetDouble(), matrix.F1(k), Tolerance);
            Assert.Equal(expected.GetProperty("support")[k].GetDouble(), matrix.Support(k), Tolerance);
        }
        for (int k = 0; k < classes; k++)
        {
            Assert.Equal(expected.GetProperty("f_half")[k].GetDouble(), ClassificationMetric.FBeta(0.5, k).Compute(outcome), Tolerance);
            Assert.Equal(expected.GetProperty("f2")[k].GetDouble(), ClassificationMetric.FBeta(2, k).Compute(outcome), Tolerance);
            Assert.Equal(matrix.Precision(k), ClassificationMetric.Precision(k).Compute(outcome));
            Assert.Equal(matrix.Recall(k), ClassificationMetric.Recall(k).Compute(outcome));
            Assert.Equal(matrix.F1(k), ClassificationMetric.F1(k).Compute(outcome));
        }
        int[] subset = expected.GetProperty("subset").Deserialize<int[]>()!;
        foreach (Average average in Enum.GetValues<Average>())
        {
            string mean = average.ToString().ToLowerInvariant();
            JsonElement averaged = expected.GetProperty("averages").GetProperty(mean), some = expected.GetProperty("subset_averages").GetProperty(mean);
            Assert.Equal(averaged.GetProperty("precision").GetDouble(), ClassificationMetric.Find("precision-" + mean).Compute(outcome), Tolerance);
            Assert.Equal(averaged.GetProperty("recall").GetDouble(), ClassificationMetric.Find("recall-" + mean).Compute(outcome), Tolerance);
            Assert.Equal(averaged.GetProperty("f1").GetDouble(), ClassificationMetric.Find("f1-" + mean).Compute(outcome), Tolerance);
            Assert.Equal(averaged.GetProperty("f_half").GetDouble(), ClassificationMetric.FBeta(0.5, average).Compute(outcome), Tolerance);
            Assert.Equal(averaged.GetProperty("f2").GetDouble(), ClassificationMetric.FBeta(2, average).Compute(outcome), Tolerance);
            Assert.Equal(some.GetProperty("precision").GetDouble(), matrix.Precision(average, subset), Tolerance);
            Assert.Equal(some.GetProperty("recall").GetDouble(), matrix.Recall(average, subset), Tolerance);
            Assert.Equal(some.GetProperty("f1").GetDouble(), matrix.F1(average, subset), Tolerance);
            Assert.Equal(some.GetProperty("f_half").GetDouble(), matrix.FBeta(0.5, average, subset), Tolerance);
            Assert.Equal(some.GetProperty("f2").GetDouble(), matrix.FBeta(2, average, subset), Tolerance);
        }
        foreach ((Normalisation by, string key) in new[] { (Normalisation.Actual, "true"), (Normalisation.Predicted, "pred"), (Normalisation.All, "all") })
        {
            double[][] shares = expected.GetProperty("normalised").GetProperty(key).Deserialize<double[][]>()!;
            for (int a = 0; a < classes; a++)
                for (int b = 0; b < classes; b++) Assert.Equal(shares[a][b], matrix.Normalised(by)[a, b], Tolerance);
        }
        string[] counted = ["accuracy", "balanced_accuracy", "matthews_correlation", "cohen_kappa", "cohen_kappa_linear", "cohen_kappa_quadratic"];
        // The golden has what scikit-learn computes: rankings only of probabilities, and only where every class occurs.
        string[] read = ["log_loss", "brier_score", "average_precision", "roc_auc", "roc_auc_pairwise"];
        foreach (string metric in counted.Concat(read.Where(name => expected.TryGetProperty(name, out _))))
        {
            JsonElement value = expected.GetProperty(metric);
            // Kappa is no number there where all rows are of one class and predicted so.
            Assert.Equal(value.ValueKind == JsonValueKind.Null ? 0 : value.GetDouble(),
                ClassificationMetric.Find(metric.Replace('_', '-')).Compute(outcome), Tolerance);
        }
        if (probabilities is not null) TopK(expected, outcome);
    }

    [Theory, MemberData(nameof(ScoreCases))]
    public void Decision_scores_equal_scikit_learn(string name)
    {
        JsonElement expected = Golden.Read("decision-scores", name).Root;
        int[] actual = expected.GetProperty("actual").Deserialize<int[]>()!;
        var outcome = new ClassificationOutcome(
            actual, actual, new ClassLabels(Enumerable.Range(0, expected.GetProperty("classes").GetInt32())), null,
            expected.GetProperty("weights").Deserialize<double[]?>(), new Matrix(expected.GetProperty("scores").Deserialize<double[][]>()!));
        Assert.Equal(expected.GetProperty("hinge_loss").GetDouble(), ClassificationMetric.HingeLoss.Compute(outcome), Tolerance);
        Assert.Equal(expected.GetProperty("average_precision").GetDouble(), ClassificationMetric.AveragePrecision.Compute(outcome), Tolerance);
        TopK(expected, outcome);
    }

    private static void TopK(JsonElement expected, ClassificationOutcome outcome)
    {
        double[] shares = expected.GetProperty("top_k_accuracy").Deserialize<double[]>()!;
        for (int k = 1; k <= shares.Length; k++) Assert.Equal(shares[k - 1], ClassificationMetric.TopKAccuracy(k).Compute(outcome), Tolerance);
        Assert.Equal(1, ClassificationMetric.TopKAccuracy(shares.Length + 1).Compute(outcome));
    }

    [Fact]
    public void A_metric_is_found_by_its_name_and_equals_itself_only()
    {
        foreach (Metric<ClassificationOutcome> metric in ClassificationMetric.All)
        {
            Assert.Equal(metric, ClassificationMetric.Find(metric.Name));
            Assert.Single(ClassificationMetric.All, other => other.Equals(metric));
            Assert.Equal(metric.Name is not ("log-loss" or "brier-score" or "hinge-loss"), metric.HigherIsBetter);
        }
        string message = Assert.Throws<ArgumentException>(() => ClassificationMetric.Find("f2")).Message;
        Assert.Contains("a metric must be one of accuracy, balanced-accuracy, matthews-correlation, f1-macro", message);
        Assert.Contains("hinge-loss, recall-of-K, precision-of-K, f1-of-K, f-beta-B-of-K, f-beta-B-macro", message);
        Assert.Contains("was 'f2'", message);
    }

    [Fact]
    public void Metrics_without_a_number_are_listed_by_their_names()
    {
        (string Name, Metric<ClassificationOutcome> Metric)[] named =
        [
            ("accuracy", ClassificationMetric.Accuracy), ("balanced-accuracy", ClassificationMetric.BalancedAccuracy),
            ("matthews-correlation", ClassificationMetric.MatthewsCorrelation), ("f1-macro", ClassificationMetric.F1Macro),
            ("f1-micro", ClassificationMetric.F1Micro), ("f1-weighted", ClassificationMetric.F1Weighted),
            ("precision-macro", ClassificationMetric.PrecisionMacro), ("precision-micro", ClassificationMetric.PrecisionMicro),
            ("precision-weighted", ClassificationMetric.PrecisionWeighted), ("recall-macro", ClassificationMetric.RecallMacro),
            ("recall-micro", ClassificationMetric.RecallMicro), ("recall-weighted", ClassificationMetric.RecallWeighted),
            ("cohen-kappa", ClassificationMetric.CohenKappa), ("cohen-kappa-linear", ClassificationMetric.CohenKappaLinear),
            ("cohen-kappa-quadratic", ClassificationMetric.CohenKappaQuadratic), ("log-loss", ClassificationMetric.LogLoss),
            ("brier-score", ClassificationMetric.BrierScore), ("roc-auc", ClassificationMetric.RocAuc),
            ("roc-auc-pairwise", ClassificationMetric.RocAucPairwise), ("average-precision", ClassificationMetric.AveragePrecision),
            ("hinge-loss", ClassificationMetric.HingeLoss),
        ];
        Assert.Equal(named.Select(one => one.Name), ClassificationMetric.All.Select(metric => metric.Name));
        Assert.Equal(named.Select(one => one.Metric), ClassificationMetric.All);
    }

    [Fact]
    public void Metrics_with_a_number_have_names_that_are_read_back()
    {
        (string Name, Metric<ClassificationOutcome> Metric)[] named =
        [
            ("recall-of-1", ClassificationMetric.Recall(1)), ("precision-of-0", ClassificationMetric.Precision(0)), ("f1-of-12", ClassificationMetric.F1(12)),
            ("f-beta-2-of-1", ClassificationMetric.FBeta(2, 1)), ("f-beta-0-5-of-1", ClassificationMetric.FBeta(0.5, 1)),
            ("f-beta-2-macro", ClassificationMetric.FBeta(2, Average.Macro)), ("f-beta-0-5-micro", ClassificationMetric.FBeta(0.5, Average.Micro)),
            ("f-beta-0-001-weighted", ClassificationMetric.FBeta(0.001, Average.Weighted)), ("f-beta-1000-of-0", ClassificationMetric.FBeta(1000, 0)),
            ("f-beta-0-3333333333333333-of-2", ClassificationMetric.FBeta(1.0 / 3, 2)), ("top-3-accuracy", ClassificationMetric.TopKAccuracy(3)),
        ];
        var outcome = new ClassificationOutcome(
            [0, 1, 2, 2], [0, 2, 2, 1], new ClassLabels(Enumerable.Range(0, 13)),
            Matrix.Wrap([.. Enumerable.Range(0, 52).Select(i => i * 7 % 5 / 4.0)], 4, 13));
        foreach ((string name, Metric<ClassificationOutcome> metric) in named)
        {
            Assert.Equal((name, true), (metric.Name, metric.HigherIsBetter));
            Assert.True(ClassificationMetric.TryFind(name, out Metric<ClassificationOutcome>? found));
            Assert.Equal(metric, found);
            Assert.Equal(metric.Compute(outcome), found.Compute(outcome));
        }
        Assert.Equal(named.Length, named.Select(one => one.Metric).Distinct().Count());
        // F-beta of 1 is F1, by name as well.
        Assert.Equal(ClassificationMetric.F1(3), ClassificationMetric.FBeta(1, 3));
        Assert.Equal([ClassificationMetric.F1Macro, ClassificationMetric.F1Micro, ClassificationMetric.F1Weighted],
            new[] { Average.Macro, Average.Micro, Average.Weighted }.Select(average => ClassificationMetric.FBeta(1, average)));
        Assert.Contains("beta must be in [0.001, 1000], was 0", Fail(() => ClassificationMetric.FBeta(0, 1)));
        Assert.Contains("beta must be in [0.001, 1000], was Infinity", Fail(() => ClassificationMetric.FBeta(double.PositiveInfinity, Average.Macro)));
        Assert.Contains("average must be one of Macro", Fail(() => ClassificationMetric.FBeta(2, (Average)9)));
        Assert.Contains("positive must be at least 0, was -1", Fail(() => ClassificationMetric.Recall(-1)));
        Assert.Contains("k must be at least 1, was 0", Fail(() => ClassificationMetric.TopKAccuracy(0)));
    }

    // One metric has one name, so what would be another spelling of it, or has a number out of range, is none.
    [Theory, InlineData("recall-of-01"), InlineData("recall-of-"), InlineData("recall-of-99999999999"), InlineData("recall-of-1\n"), InlineData("f1-of--1")]
    [InlineData("f-beta-1-macro"), InlineData("f-beta-1-of-0"), InlineData("f-beta-2-0-macro"), InlineData("f-beta-0-0001-macro")]
    [InlineData("f-beta-1001-of-1")]
    [InlineData("f-beta-02-of-1"), InlineData("f-beta-2-mean"), InlineData("f-beta--5-macro"), InlineData("f-beta-0-5-5-macro"), InlineData("top-0-accuracy")]
    [InlineData("top-03-accuracy"), InlineData("top-k-accuracy"), InlineData("Accuracy"), InlineData("recall-of-٣"), InlineData("")]
    public void What_is_no_name_finds_nothing(string name)
    {
        Assert.False(ClassificationMetric.TryFind(name, out Metric<ClassificationOutcome>? metric));
        Assert.Null(metric);
        Assert.Contains($"was '{name}'", Fail(() => ClassificationMetric.Find(name)));
    }

    [Fact]
    public void Metrics_of_one_class_name_it_by_code_and_refuse_one_that_is_not_there()
    {
        // Of the three "b" two are found; of the three called "b" two are.
        var outcome = new ClassificationOutcome([1, 1, 1, 0, 0], [1, 1, 0, 1, 0], new ClassLabels(["a", "b"]));
        Assert.Equal(2 / 3.0, ClassificationMetric.Recall(1).Compute(outcome));
        Assert.Equal(0.5, ClassificationMetric.Precision(0).Compute(outcome));
        Assert.Contains("f-beta-2-of-2 needs a class of code 2, and there are 2 classes: a, b", Fail(() => ClassificationMetric.FBeta(2, 2).Compute(outcome)));
        // A class without rows, or never predicted, counts 0.
        var rare = new ClassificationOutcome([0, 0], [0, 0], new ClassLabels(["a", "b"]));
        Metric<ClassificationOutcome>[] ofRare =
            [ClassificationMetric.Recall(1), ClassificationMetric.Precision(1), ClassificationMetric.F1(1), ClassificationMetric.FBeta(2, 1)];
        Assert.All(ofRare, metric => Assert.Equal(0, metric.Compute(rare)));
    }

    [Fact]
    public void A_metric_that_needs_probabilities_says_so()
    {
        var outcome = new ClassificationOutcome([0, 1], [0, 1], new ClassLabels(["a", "b"]));
        string message = Assert.Throws<ArgumentException>(() => ClassificationMetric.LogLoss.Compute(outcome)).Message;
        Assert.Contains("log-loss needs probabilities, and the model gives none", message);
        message = Assert.Throws<ArgumentException>(() => ClassificationMetric.RocAuc.Compute(outcome)).Message;
        Assert.Contains("roc-auc needs probabilities or decision scores", message);
        Assert.Contains("brier-score needs probabilities, and the model gives none", Fail(() => ClassificationMetric.BrierScore.Compute(outcome)));
        Assert.Contains("hinge-loss needs decision scores, and the model gives none", Fail(() => ClassificationMetric.HingeLoss.Compute(outcome)));
        foreach (Metric<ClassificationOutcome> metric in (Metric<ClassificationOutcome>[])
            [ClassificationMetric.AveragePrecision, ClassificationMetric.RocAucPairwise, ClassificationMetric.TopKAccuracy(2)])
            Assert.Contains($"{metric} needs probabilities or decision scores", Fail(() => metric.Compute(outcome)));
    }

    [Fact]
    public void A_brier_score_of_two_classes_is_half_of_that_of_their_sum()
    {
        // Always ½ costs ¼; of three classes, a certain mistake 2.
        Assert.Equal(0.25, ClassificationMetrics.BrierScore(new Matrix(new double[,] { { 0.5, 0.5 }, { 0.5, 0.5 } }), [0, 1]));
        Assert.Equal(2, ClassificationMetrics.BrierScore(new Matrix(new double[,] { { 1, 0, 0 } }), [1]));
        Assert.Equal(0.01, ClassificationMetrics.BrierScore(new Matrix(new double[,] { { 0.1, 0.9 } }), [1]), 1e-15);
        Assert.Equal(0.02, ClassificationMetrics.BrierScore(new Matrix(new double[,] { { 0.1, 0.9, 0 } }), [1]), 1e-15);
        // Rounding is no fault, anything more is.
        Assert.Equal(1, ClassificationMetrics.BrierScore(new Matrix(new double[,] { { -1e-16, 1 + 1e-15 } }), [0]), 1e-14);
        Assert.Contains("row 0, column 1 is 1.5; probabilities must be in [0, 1]",
            Fail(() => ClassificationMetrics.BrierScore(new Matrix(new double[,] { { 0, 1.5 } }), [0])));
        Assert.Contains("a Brier score needs at least two classes, there is 1",
            Fail(() => ClassificationMetrics.BrierScore(new Matrix(new double[1, 1]), [0])));
    }

    [Fact]
    public void Of_equal_scores_the_higher_code_comes_first_and_of_two_classes_the_first()
    {
        var three = new Matrix(new double[,] { { 1, 1, 1 }, { 1, 1, 1 }, { 1, 1, 1 } });
        Assert.Equal(1 / 3.0, ClassificationMetrics.TopKAccuracy(three, [0, 1, 2], 1));
        Assert.Equal(0, ClassificationMetrics.TopKAccuracy(three, [0, 0, 0], 2));
        Assert.Equal(1, ClassificationMetrics.TopKAccuracy(three, [1, 1, 2], 2));
        Assert.Equal(0.25, ClassificationMetrics.TopKAccuracy(new Matrix(new double[2, 2]), [0, 1], 1, [1, 3]));
        Assert.Contains("row 1 has score NaN", Fail(() => ClassificationMetrics.TopKAccuracy(new Matrix(new[,] { { 1, 2 }, { 1, double.NaN } }), [0, 1], 1)));
        Assert.Contains("k must be at least 1", Fail(() => ClassificationMetrics.TopKAccuracy(three, [0, 1, 2], 0)));
    }

    [Fact]
    public void A_hinge_loss_is_zero_from_a_margin_of_one_on()
    {
        var two = new Matrix(new double[,] { { 1 }, { -3 }, { 0.25 }, { 2 } });
        // Margins 1, 3, 0.25 and -2.
        Assert.Equal((0.75 + 3) / 4, ClassificationMetrics.HingeLoss(two, [1, 0, 1, 0]));
        var three = new Matrix(new double[,] { { 3, 1, 2 }, { 0, 0.5, 0 } });
        Assert.Equal((0 + 0.5) / 2, ClassificationMetrics.HingeLoss(three, [0, 1]));
        // A class that the scores rule out costs everything, unless its rows weigh nothing.
        var ruledOut = new Matrix(new[,] { { 1, 0, double.NegativeInfinity }, { 1, 0, double.NegativeInfinity } });
        Assert.Equal(double.PositiveInfinity, ClassificationMetrics.HingeLoss(ruledOut, [0, 2]));
        Assert.Equal(0, ClassificationMetrics.HingeLoss(ruledOut, [0, 2], [1, 0]));
        // The difference of scores near the end of doubles, and a mean of such.
        var huge = new Matrix(new[,] { { 0, 1.5e308, 0 }, { 0, 1.5e308, 0 } });
        Assert.Equal(1.5e308, ClassificationMetrics.HingeLoss(huge, [0, 2]));
        Assert.Contains("row 0 has class code 2; codes must be in [0, 2)", Fail(() => ClassificationMetrics.HingeLoss(new Matrix(new double[1, 1]), [2])));
    }

    [Fact]
    public void A_certain_mistake_costs_36_and_not_infinity()
    {
        var certain = new Matrix(new double[,] { { 1, 0 } });
        Assert.Equal(52 * Math.Log(2), LogLoss.Of(certain, [1]), 1e-9);
        Assert.Equal(0, LogLoss.Of(certain, [0]), 1e-15);
    }

    [Fact]
    public void Guessing_costs_the_logarithm_of_the_number_of_classes() =>
        Assert.Equal(Math.Log(4), LogLoss.Of(new Matrix(new double[,] { { 0.25, 0.25, 0.25, 0.25 } }), [2]), 1e-15);

    [Fact]
    public void Bad_input_is_refused_in_words()
    {
        var labels = new ClassLabels(["a", "b"]);
        var probabilities = new Matrix(new double[,] { { 0.5, 0.5 } });
        Assert.Contains("a metric needs at least one row", Fail(() => new ConfusionMatrix([], [], labels)));
        Assert.Contains("predicted must have 2 entries, one for each row, has 1", Fail(() => new ConfusionMatrix([0, 1], [0], labels)));
        Assert.Contains("row 1 has class code 2; codes must be in [0, 2)", Fail(() => new ConfusionMatrix([0, 2], [0, 0], labels)));
        Assert.Contains("row 0 has weight -1", Fail(() => new ConfusionMatrix([0, 1], [0, 0], labels, [-1, 1])));
        Assert.Contains("every weight is zero", Fail(() => new ConfusionMatrix([0, 1], [0, 0], labels, [0, 0])));
        Assert.Contains("codes must have 1 entries", Fail(() => LogLoss.Of(probabilities, [0, 1])));
        Assert.Contains(
            "log loss needs at least two classes, there is 1", Fail(() => LogLoss.Of(new Matrix(new double[,] { { 1 } }), [0])));
        Assert.Contains("row 0, column 1 is missing", Fail(() => LogLoss.Of(new Matrix(new[,] { { 0.5, double.NaN } }), [0])));
        Assert.Contains(
            "probabilities must have 2 entries, one for each class, has 3",
            Fail(() => new ClassificationOutcome([0], [0], labels, new Matrix(new double[1, 3]))));
        Assert.Contains("decisionScores must have 2 entries, one for each class, has 3",
            Fail(() => new ClassificationOutcome([0], [0], labels, null, [], new Matrix(new double[1, 3]))));
        Assert.Contains("decisionScores must have 3 entries, one for each class, has 1",
            Fail(() => new ClassificationOutcome([0], [0], new ClassLabels([1, 2, 3]), null, [], new Matrix(new double[1, 1]))));
        Assert.Contains("decisionScores must have 1 entries, one for each row, has 2",
            Fail(() => new ClassificationOutcome([0], [0], labels, null, [], new Matrix(new double[2, 1]))));
    }
}
