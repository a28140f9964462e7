using System.Globalization;
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
        DecisionTreeRegressorModel model = Learner(expected).Fit(data);
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

    [Theory, MemberData(nameof(Cases))]
    public void Categories_as_text_grow_the_same_trees(string name)
    {
        Golden expected = Golden.Read("decision-tree-mixed", name);
        Matrix x = expected.Matrix("x");
        int[] categories = expected.Codes("categories");
        // Texts whose ordinal order is that of the numbers, and constraints by name.
        var table = new Table(Enumerable.Range(0, x.ColumnCount).Select(j => (TableColumn)(categories.Contains(j)
            ? new TextColumn($"column {j}", Enumerable.Range(0, x.RowCount).Select(i => double.IsNaN(x[i, j]) ? null : Text(x[i, j])))
            : new NumberColumn($"column {j}", Enumerable.Range(0, x.RowCount).Select(i => (double?)x[i, j])))));
        DecisionTreeRegressor learner = Learner(expected);
        DecisionTreeRegressorModel model = learner.Fit(new RegressionData(x, expected.Numbers("y"), expected.Weights));
        DecisionTreeRegressorModel same = (learner with
        {
            CategoricalFeatures = CategoricalFeatures.None,
            MonotonicConstraints = MonotonicConstraints.Of([.. learner.MonotonicConstraints.Directions.Select(one => ($"column {one.Key}", one.Value))]),
        }).Fit(new RegressionData(table, expected.Numbers("y"), expected.Weights));
        Assert.Equal(model.SplitFeatures, same.SplitFeatures);
        Assert.Equal(model.Thresholds, same.Thresholds);
        Assert.Equal(model.Values, same.Values);
        Assert.Equal(model.RowCounts, same.RowCounts);
        for (int node = 0; node < model.NodeCount; node++)
            Assert.Equal(Array.ConvertAll(model.LeftCategories(node).ToArray(), Text), same.LeftLevels(node));
        Assert.Equal(model.Predict(x), same.Predict(table));

        static string Text(double category) => category.ToString("000", CultureInfo.InvariantCulture);
    }

    private static DecisionTreeRegressor Learner(Golden expected) => new()
    {
        MaxDepth = expected["depth"].GetInt32(),
        MinSamplesLeaf = expected["leaf"].GetInt32(),
        MonotonicConstraints = MonotonicConstraints.Of([.. expected.Codes("constraints").Index().Where(one => one.Item != 0)]),
        CategoricalFeatures = CategoricalFeatures.Of(expected.Codes("categories")),
    };

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
