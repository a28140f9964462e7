using System.Text.Json;
using ClassicML.Metrics;

namespace ClassicML.Tests.Metrics;

public class ClassificationMetricTests
{
    // Sums of a few hundred terms, by the same formulas: a few hundred roundings of 1e-16.
    private const double Tolerance = 1e-12;

    [Theory]
    [InlineData("two-classes"), InlineData("two-classes-weights"), InlineData("three-classes"), InlineData("three-classes-weights")]
    [InlineData("six-classes"), InlineData("six-classes-weights"), InlineData("never-predicted"), InlineData("never-actual")]
    [InlineData("never-at-all"), InlineData("class-without-weight"), InlineData("only-one-predicted"), InlineData("all-right")]
    [InlineData("all-wrong"), InlineData("certain"), InlineData("not-normalised")]
    public void Equals_scikit_learn(string name)
    {
        using JsonDocument golden = JsonDocument.Parse(Repository.Golden("classification-metrics", name));
        JsonElement expected = golden.RootElement;
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
        foreach (Average average in Enum.GetValues<Average>())
        {
            JsonElement averaged = expected.GetProperty("averages").GetProperty(average.ToString().ToLowerInvariant());
            Assert.Equal(averaged.GetProperty("precision").GetDouble(), matrix.Precision(average), Tolerance);
            Assert.Equal(averaged.GetProperty("recall").GetDouble(), matrix.Recall(average), Tolerance);
            Assert.Equal(averaged.GetProperty("f1").GetDouble(), matrix.F1(average), Tolerance);
        }
        // scikit-learn ranks only probabilities, and only where every class occurs.
        bool ranks = probabilities is not null && outcome.Actual.ToArray().Distinct().Count() == classes
            && Enumerable.Range(0, probabilities.RowCount).All(i => Math.Abs(probabilities.Row(i).ToArray().Sum() - 1) < 1e-5);
        List<string> metrics = ["accuracy", "balanced_accuracy", "matthews_correlation"];
        if (probabilities is not null) metrics.Add("log_loss");
        if (ranks) metrics.Add("roc_auc");
        foreach (string metric in metrics)
            Assert.Equal(expected.GetProperty(metric).GetDouble(), ClassificationMetric.Find(metric.Replace('_', '-')).Compute(outcome), Tolerance);
        Assert.Equal(matrix.F1(Average.Macro), ClassificationMetric.F1Macro.Compute(outcome));
        Assert.Equal(matrix.F1(Average.Micro), ClassificationMetric.F1Micro.Compute(outcome));
        Assert.Equal(matrix.F1(Average.Weighted), ClassificationMetric.F1Weighted.Compute(outcome));
        Assert.Equal(matrix.Precision(Average.Macro), ClassificationMetric.PrecisionMacro.Compute(outcome));
        Assert.Equal(matrix.Recall(Average.Macro), ClassificationMetric.RecallMacro.Compute(outcome));
    }

    [Fact]
    public void A_metric_is_found_by_its_name_and_equals_itself_only()
    {
        foreach (Metric<ClassificationOutcome> metric in ClassificationMetric.All)
        {
            Assert.Equal(metric, ClassificationMetric.Find(metric.Name));
            Assert.Single(ClassificationMetric.All, other => other.Equals(metric));
            Assert.Equal(metric.Name != "log-loss", metric.HigherIsBetter);
        }
        string message = Assert.Throws<ArgumentException>(() => ClassificationMetric.Find("f2")).Message;
        Assert.Contains("a metric must be one of accuracy, balanced-accuracy, matthews-correlation, f1-macro", message);
        Assert.Contains("was 'f2'", message);
    }

    [Fact]
    public void A_metric_that_needs_probabilities_says_so()
    {
        var outcome = new ClassificationOutcome([0, 1], [0, 1], new ClassLabels(["a", "b"]));
        string message = Assert.Throws<ArgumentException>(() => ClassificationMetric.LogLoss.Compute(outcome)).Message;
        Assert.Contains("log-loss needs probabilities, and the model gives none", message);
        message = Assert.Throws<ArgumentException>(() => ClassificationMetric.RocAuc.Compute(outcome)).Message;
        Assert.Contains("roc-auc needs probabilities or decision scores", message);
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
    }
}
