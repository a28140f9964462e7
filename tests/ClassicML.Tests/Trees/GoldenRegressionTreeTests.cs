using System.Text.Json;
using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>Regression trees and limited trees of scikit-learn; tools/golden/tree_regression.py says what is compared.</summary>
public class GoldenRegressionTreeTests
{
    public static TheoryData<string> Regressions => [.. Golden.Cases("decision-tree-regressor")];

    public static TheoryData<string> Limits => [.. Golden.Cases("decision-tree-limits")];

    [Theory, MemberData(nameof(Regressions))]
    public void A_regression_tree_equals_scikit_learns(string name)
    {
        JsonElement expected = Golden.Read("decision-tree-regressor", name).Root, options = expected.GetProperty("options");
        var x = new Matrix(expected.GetProperty("x").Deserialize<double[][]>()!);
        double[]? weights = expected.GetProperty("weights").Deserialize<double[]?>();
        var data = new RegressionData(x, expected.GetProperty("y").Deserialize<double[]>(), weights);
        var learner = new DecisionTreeRegressor
        {
            Criterion = Enum.Parse<RegressionCriterion>(expected.GetProperty("criterion").GetString()!),
            MaxDepth = Optional(options, "max_depth"),
            MinSamplesLeaf = Optional(options, "min_samples_leaf") ?? 1,
            MinSamplesSplit = Optional(options, "min_samples_split") ?? 2,
            MaxLeafCount = Optional(options, "max_leaf_nodes"),
            MinImpurityDecrease = Number(options, "min_impurity_decrease"),
            MinWeightShareLeaf = Number(options, "min_weight_fraction_leaf"),
        };
        DecisionTreeRegressorModel model = learner.Fit(data);
        foreach (JsonElement node in Shared(expected))
        {
            int at = Walk(node, model.LeftChildren, model.RightChildren);
            Assert.Equal(node.GetProperty("feature").GetInt32(), model.SplitFeatures[at]);
            if (model.SplitFeatures[at] >= 0) Assert.Equal(node.GetProperty("threshold").GetDouble(), model.Thresholds[at]);
            Assert.Equal(node.GetProperty("rows").GetInt32(), model.RowCounts[at]);
            Assert.Equal(node.GetProperty("value").GetDouble(), model.Values[at], 1e-9);
            // scikit-learn takes the mean of squares less the squared mean, which loses digits.
            double impurity = node.GetProperty("impurity").GetDouble();
            Assert.Equal(impurity, model.Impurities[at], 1e-8 * Math.Max(1, Math.Abs(impurity)));
        }
        if (!expected.GetProperty("unique").GetBoolean()) return;
        double[] predictions = expected.GetProperty("predictions").Deserialize<double[]>()!;
        double[] ours = model.Predict(x);
        for (int i = 0; i < ours.Length; i++) Assert.Equal(predictions[i], ours[i], 1e-9);
        double[] importances = expected.GetProperty("importances").Deserialize<double[]>()!;
        for (int j = 0; j < importances.Length; j++) Assert.Equal(importances[j], model.FeatureImportances[j], 1e-9);
    }

    [Theory, MemberData(nameof(Limits))]
    public void A_limited_tree_equals_scikit_learns(string name)
    {
        JsonElement expected = Golden.Read("decision-tree-limits", name).Root, options = expected.GetProperty("options");
        var x = new Matrix(expected.GetProperty("x").Deserialize<double[][]>()!);
        ClassificationData data = ClassificationData.Create(x, expected.GetProperty("y").Deserialize<int[]>());
        DecisionTreeClassifierModel model = new DecisionTreeClassifier
        {
            MaxLeafCount = Optional(options, "max_leaf_nodes"),
            MaxDepth = Optional(options, "max_depth"),
            MinWeightShareLeaf = Number(options, "min_weight_fraction_leaf"),
            ClassWeights = options.TryGetProperty("class_weight", out _) ? ClassWeights.Balanced : ClassWeights.None,
        }.Fit(data);
        Assert.Contains(model.NodeCount, expected.GetProperty("sizes").Deserialize<int[]>()!);
        foreach (JsonElement node in Shared(expected))
        {
            int at = Walk(node, model.LeftChildren, model.RightChildren);
            Assert.Equal(node.GetProperty("feature").GetInt32(), model.SplitFeatures[at]);
            if (model.SplitFeatures[at] >= 0) Assert.Equal(node.GetProperty("threshold").GetDouble(), model.Thresholds[at]);
            Assert.Equal(node.GetProperty("rows").GetInt32(), model.RowCounts[at]);
            // A few roundings of sums of weights.
            Assert.Equal(node.GetProperty("impurity").GetDouble(), model.Impurities[at], 1e-12);
        }
        if (expected.GetProperty("predictions").Deserialize<int[]?>() is { } predictions) Assert.Equal(predictions, model.Predict(x));
    }

    // The nodes that all trees of scikit-learn have; at least one asks a question.
    private static JsonElement[] Shared(JsonElement expected)
    {
        JsonElement[] nodes = [.. expected.GetProperty("shared").EnumerateArray()];
        Assert.Contains(nodes, node => node.GetProperty("feature").GetInt32() >= 0);
        return nodes;
    }

    private static int Walk(JsonElement node, ReadOnlySpan<int> lefts, ReadOnlySpan<int> rights)
    {
        int at = 0;
        foreach (char turn in node.GetProperty("path").GetString()!) at = turn == 'L' ? lefts[at] : rights[at];
        return at;
    }

    private static int? Optional(JsonElement options, string name) =>
        options.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : null;

    private static double Number(JsonElement options, string name) =>
        options.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : 0;
}
