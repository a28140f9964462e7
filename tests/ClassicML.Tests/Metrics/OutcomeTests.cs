using ClassicML.Linear;
using ClassicML.Metrics;

namespace ClassicML.Tests.Metrics;

public class OutcomeTests
{
    [Fact]
    public void An_outcome_is_what_it_was_given_and_keeps_copies()
    {
        int[] actual = [0, 1, 1], predicted = [0, 1, 0];
        double[] weights = [1, 2, 3];
        var labels = new ClassLabels(["a", "b"]);
        var probabilities = new Matrix(new double[,] { { 0.5, 0.5 }, { 0, 1 }, { 1, 0 } });
        var outcome = new ClassificationOutcome(actual, predicted, labels, probabilities, weights);
        actual[0] = predicted[0] = 1;
        weights[0] = 7;
        Assert.Equal(3, outcome.RowCount);
        Assert.Equal([0, 1, 1], outcome.Actual);
        Assert.Equal([0, 1, 0], outcome.Predicted);
        Assert.Equal([1.0, 2, 3], outcome.Weights);
        Assert.Same(labels, outcome.Labels);
        Assert.Same(probabilities, outcome.Probabilities);
        // What ranks rows is the probabilities where there are some; what is counted is counted once.
        Assert.Same(probabilities, outcome.Scores);
        Assert.Same(outcome.Confusion, outcome.Confusion);
        Assert.Equal(0.5, outcome.Confusion.Accuracy);
        var bare = new ClassificationOutcome([0], [0], labels);
        Assert.Null(bare.Probabilities);
        Assert.Null(bare.Scores);
        Assert.Null(bare.DecisionScores);
        // One score ranks both of two classes; where there are probabilities, they rank.
        var scored = new ClassificationOutcome([0, 1], [0, 1], labels, null, [], new Matrix(new double[,] { { -2 }, { 3 } }));
        Assert.Equal([2.0, -2, -3, 3], scored.Scores!.Span.ToArray());
        Assert.Equal([-2.0, 3], scored.DecisionScores!.Span.ToArray());
        var both = new ClassificationOutcome([0], [0], labels, new Matrix(new double[,] { { 1, 0 } }), [], new Matrix(new double[,] { { -2 } }));
        Assert.Same(both.Probabilities, both.Scores);
        Assert.True(bare.Weights.IsEmpty);
        Assert.Contains("row 0 has weight NaN", Fail(() => new ClassificationOutcome([0], [0], labels, null, [double.NaN])));
        Assert.Contains("predicted must have 1 entries", Fail(() => new ClassificationOutcome([0], [0, 0], labels)));
        Assert.Contains("row 0 has class code -1", Fail(() => new ClassificationOutcome([0], [-1], labels)));
        Assert.Contains("probabilities must have 1 entries, one for each row, has 2",
            Fail(() => new ClassificationOutcome([0], [0], labels, new Matrix(new double[2, 2]))));
    }

    [Fact]
    public void An_outcome_of_numbers_is_what_it_was_given_and_keeps_copies()
    {
        double[] actual = [1, 2, 3], predicted = [1, 4, 3], weights = [1, 0.5, 2];
        var outcome = new RegressionOutcome(actual, predicted, weights);
        actual[0] = predicted[0] = weights[0] = 9;
        Assert.Equal(3, outcome.RowCount);
        Assert.Equal([1.0, 2, 3], outcome.Actual);
        Assert.Equal([1.0, 4, 3], outcome.Predicted);
        Assert.Equal([1.0, 0.5, 2], outcome.Weights);
        Assert.Equal(1 / 3.5, RegressionMetric.MeanAbsoluteError.Compute(outcome), 1e-15);
        Assert.True(new RegressionOutcome([1], [1]).Weights.IsEmpty);
        Assert.Contains("row 0 of actual is Infinity", Fail(() => new RegressionOutcome([double.PositiveInfinity], [1])));
    }

    [Fact]
    public void An_outcome_of_a_model_of_numbers_has_its_predictions_by_the_names_of_columns_and_the_datas_weights()
    {
        double[,] rows = { { 1, 0 }, { 0, 1 }, { 2, 3 }, { 5, 1 } };
        LinearRegressionModel model = new LinearRegression().Fit(new RegressionData(new Matrix(rows), [1, 10, 32, 15], featureNames: ["ones", "tens"]));
        // 10·7 + 2 and 10·1 + 4, of columns in the other order.
        var data = new RegressionData(new Matrix(new double[,] { { 7, 2 }, { 1, 4 } }), [72, 20], [1, 3], featureNames: ["tens", "ones"]);
        RegressionOutcome outcome = RegressionOutcome.Of(model, data);
        Assert.Equal([72, 14], outcome.Predicted.ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([72.0, 20], outcome.Actual);
        Assert.Equal([1.0, 3], outcome.Weights);
        Assert.Equal(6 * 3 / 4.0, RegressionMetric.MeanAbsoluteError.Compute(outcome), 1e-12);
        Assert.Contains("tens", Fail(() => RegressionOutcome.Of(model, new RegressionData(new Matrix(rows), new double[4], featureNames: ["ones", "tons"]))));
        Assert.Contains("2 features", Fail(() => RegressionOutcome.Of(model, new RegressionData(new Matrix(new double[1, 3]), [0]))));
        Assert.Throws<ArgumentNullException>(() => RegressionOutcome.Of(null!, data));
        Assert.Throws<ArgumentNullException>(() => RegressionOutcome.Of(model, null!));
    }

    [Fact]
    public void Metrics_of_one_name_are_equal_and_show_it()
    {
        Assert.Equal(ClassificationMetric.LogLoss.GetHashCode(), ClassificationMetric.Find("log-loss").GetHashCode());
        Assert.True(ClassificationMetric.LogLoss.Equals((object)ClassificationMetric.Find("log-loss")));
        Assert.False(ClassificationMetric.LogLoss.Equals(ClassificationMetric.Accuracy) || ClassificationMetric.LogLoss.Equals(null));
        Assert.Equal(ClassificationMetric.All.Select(metric => metric.Name), ClassificationMetric.All.Select(metric => metric.ToString()));
        Assert.Equal(RegressionMetric.R2.GetHashCode(), RegressionMetric.Find("r2").GetHashCode());
        Assert.True(RegressionMetric.R2.Equals((object)RegressionMetric.Find("r2")));
        Assert.False(RegressionMetric.R2.Equals(RegressionMetric.MeanAbsoluteError) || RegressionMetric.R2.Equals(null));
        Assert.Equal(RegressionMetric.All.Select(metric => metric.Name), RegressionMetric.All.Select(metric => metric.ToString()));
    }
}
