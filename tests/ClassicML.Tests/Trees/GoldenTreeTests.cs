using System.Text.Json;
using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>Trees of scikit-learn; tools/golden/trees.py says what is compared where ties are drawn at random.</summary>
public class GoldenTreeTests
{
    public static TheoryData<string> Cases => [.. Golden.Cases("decision-tree")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Equals_scikit_learn(string name)
    {
        JsonElement expected = Golden.Read("decision-tree", name).Root;
        var x = new Matrix(expected.GetProperty("x").Deserialize<double[][]>()!);
        ClassificationData data = ClassificationData.Create(x, expected.GetProperty("y").Deserialize<int[]>());
        if (expected.GetProperty("weights").Deserialize<double[]?>() is { } weights) data = data.WithWeights(weights);

        DecisionTreeClassifierModel model = Learner(expected.GetProperty("options")).Fit(data);

        if (expected.GetProperty("accuracy").Deserialize<double?>() is { } accuracy) Assert.Equal(accuracy, Accuracy(model, data), 1e-12);
        if (expected.GetProperty("sizes").Deserialize<int[]?>() is { } sizes)
            Assert.Equal(sizes, model.RowCounts.ToArray().Order());
        CompareShared(expected.GetProperty("shared"), model);
        if (expected.GetProperty("unique").GetBoolean()) CompareTree(expected, model, x);
    }

    private static void CompareShared(JsonElement shared, DecisionTreeClassifierModel model)
    {
        Assert.Contains(shared.EnumerateArray(), node => node.GetProperty("feature").GetInt32() >= 0);
        foreach (JsonElement node in shared.EnumerateArray())
        {
            int at = 0;
            foreach (char turn in node.GetProperty("path").GetString()!)
                at = turn == 'L' ? model.LeftChildren[at] : model.RightChildren[at];
            Assert.Equal(node.GetProperty("feature").GetInt32(), model.SplitFeatures[at]);
            if (model.SplitFeatures[at] >= 0) Assert.Equal(node.GetProperty("threshold").GetDouble(), model.Thresholds[at]);
            Assert.Equal(node.GetProperty("rows").GetInt32(), model.RowCounts[at]);
            // The same sum of at most K terms, perhaps in another form.
            Assert.Equal(node.GetProperty("impurity").GetDouble(), model.Impurities[at], 1e-14);
        }
    }

    private static void CompareTree(JsonElement expected, DecisionTreeClassifierModel model, Matrix x)
    {
        JsonElement tree = expected.GetProperty("tree");
        int[] features = tree.GetProperty("features").Deserialize<int[]>()!;
        Assert.Equal(features, model.SplitFeatures.ToArray());
        // Features are exact in single precision, so the midpoints are the same doubles.
        double[] thresholds = [.. model.Thresholds.ToArray().Select(t => double.IsNaN(t) ? 0 : t)];
        Assert.Equal(tree.GetProperty("thresholds").Deserialize<double[]>()!, thresholds);
        Assert.Equal(tree.GetProperty("left").Deserialize<int[]>()!, model.LeftChildren.ToArray());
        Assert.Equal(tree.GetProperty("right").Deserialize<int[]>()!, model.RightChildren.ToArray());
        Assert.Equal(tree.GetProperty("rows").Deserialize<int[]>()!, model.RowCounts.ToArray());
        Assert.Equal(features.Length, model.NodeCount);
        Assert.Equal(expected.GetProperty("leaves").GetInt32(), model.LeafCount);
        Assert.Equal(expected.GetProperty("depth").GetInt32(), model.Depth);
        // Weights are multiples of 1/4, so their sums are exact; shares and impurities are a few roundings each.
        Assert.Equal(tree.GetProperty("weights").Deserialize<double[]>()!, model.Weights.ToArray());
        Close(tree.GetProperty("impurities").Deserialize<double[]>()!, model.Impurities, 1e-14);
        double[] shares = [.. tree.GetProperty("shares").Deserialize<double[][]>()!.SelectMany(row => row)];
        Close(shares, model.ClassShares, 1e-15);
        // A sum over the nodes of differences of impurities.
        Close(expected.GetProperty("importances").Deserialize<double[]>()!, model.FeatureImportances, 1e-13);

        int[] leaves = expected.GetProperty("leafOfRow").Deserialize<int[]>()!;
        Assert.Equal(leaves, model.Apply(x));
        Assert.Equal(expected.GetProperty("predictions").Deserialize<int[]>()!, model.PredictLabels(x).Select(int.Parse));
        Matrix probabilities = model.PredictProbabilities(x);
        for (int i = 0; i < leaves.Length; i++)
            Close(shares[(leaves[i] * model.Labels.Count)..((leaves[i] + 1) * model.Labels.Count)], probabilities.Row(i), 1e-15);
        if (expected.GetProperty("text").GetString() is { } text) Assert.Equal(text, model.ToText(maxDepth: 2));
    }

    private static DecisionTreeClassifier Learner(JsonElement options) => new()
    {
        Criterion = Enum.Parse<SplitCriterion>(options.GetProperty("Criterion").GetString()!),
        MaxDepth = options.GetProperty("MaxDepth").Deserialize<int?>(),
        MinSamplesSplit = options.GetProperty("MinSamplesSplit").GetInt32(),
        MinSamplesLeaf = options.GetProperty("MinSamplesLeaf").GetInt32(),
        MinImpurityDecrease = options.GetProperty("MinImpurityDecrease").GetDouble(),
    };

    private static double Accuracy(DecisionTreeClassifierModel model, ClassificationData data)
    {
        int[] predictions = model.Predict(data.Features);
        double right = 0, all = 0;
        for (int i = 0; i < predictions.Length; i++)
        {
            double weight = data.Weights.IsEmpty ? 1 : data.Weights[i];
            all += weight;
            if (predictions[i] == data.Codes[i]) right += weight;
        }
        return right / all;
    }
}
