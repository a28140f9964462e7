using System.Text.Json;
using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>
/// Missing values, categories and monotonic constraints in trees of XGBoost and of scikit-learn's histogram gradient boosting, wherever no
/// tie decides; tools/golden/tree_mixed.py says what is compared and why.
/// </summary>
public class GoldenMixedTreeTests
{
    public static TheoryData<string> Cases => [.. Golden.Cases("decision-tree-mixed")];

    [Theory, MemberData(nameof(Cases))]
    public void Equals_trees_of_boosting_libraries(string name)
    {
        Golden expected = Golden.Read("decision-tree-mixed", name);
        var data = new RegressionData(expected.Matrix("x"), expected.Numbers("y"), expected.Weights);
        DecisionTreeRegressorModel model = new DecisionTreeRegressor
        {
            MaxDepth = expected["depth"].GetInt32(),
            MinSamplesLeaf = expected["leaf"].GetInt32(),
            MonotonicConstraints = MonotonicConstraints.Of(
                [.. expected.Codes("constraints").Index().Where(one => one.Item != 0)]),
            CategoricalFeatures = CategoricalFeatures.Of(expected.Codes("categories")),
        }.Fit(data);
        int splits = 0;
        foreach (JsonElement node in expected["nodes"].EnumerateArray())
        {
            int at = 0;
            foreach (char turn in node.GetProperty("path").GetString()!)
                at = turn == 'L' ? model.LeftChildren[at] : model.RightChildren[at];
            Assert.Equal(node.GetProperty("rows").GetInt32(), model.RowCounts[at]);
            // Theirs is a float, or a mean of floats, of up to 30.
            Assert.Equal(node.GetProperty("value").GetDouble(), model.Values[at], 3e-6);
            if (!node.TryGetProperty("feature", out JsonElement feature)) continue;
            Assert.Equal(feature.GetInt32(), model.SplitFeatures[at]);
            if (model.SplitFeatures[at] < 0) continue;
            CompareSplit(node, model, at);
            splits++;
        }
        Assert.True(splits > 1);
    }

    private static void CompareSplit(JsonElement node, DecisionTreeRegressorModel model, int at)
    {
        int left = model.LeftChildren[at], right = model.RightChildren[at];
        Assert.Equal(node.GetProperty("left").GetInt32(), model.RowCounts[left]);
        bool isOrdered = node.GetProperty("ordered").GetBoolean();
        Assert.Equal(isOrdered, double.IsFinite(model.Thresholds[at]));
        if (node.GetProperty("threshold").Deserialize<double?>() is { } threshold) Assert.Equal(threshold, model.Thresholds[at]);
        if (node.TryGetProperty("categories", out JsonElement categories))
            Assert.Equal(categories.Deserialize<double[]>(), model.LeftCategories(at).ToArray());
        if (node.GetProperty("missing").GetString() is { } side) Assert.Equal(side == "left", model.IsMissingLeft(at));
        double gain = Loss(at) - Loss(left) - Loss(right);
        // Sums of some 200 squares of up to 900.
        Assert.Equal(node.GetProperty("gain").GetDouble(), gain, 1e-8);

        double Loss(int each) => model.Weights[each] * model.Impurities[each];
    }
}
