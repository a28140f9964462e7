using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>Best-first growth against the full tree: of its questions those that lower the impurity most, one after another.</summary>
public class BestFirstTests
{
    [Theory, InlineData(SplitCriterion.Gini), InlineData(SplitCriterion.Entropy)]
    public void The_leaf_of_a_tree_of_classes_that_lowers_most_is_split_first(SplitCriterion criterion)
    {
        ClassificationData data = TreeData.Noisy(200, 4, weighted: true);
        var learner = new DecisionTreeClassifier { Criterion = criterion };
        DecisionTreeClassifierModel full = learner.Fit(data);
        foreach (int leaves in (int[])[2, 3, 4, 7, 12, 20])
        {
            DecisionTreeClassifierModel model = (learner with { MaxLeafCount = leaves }).Fit(data);
            Assert.Equal(
                BestFirst(leaves, full.SplitFeatures, full.LeftChildren, full.RightChildren, full.Weights, full.Impurities),
                Questions(model.SplitFeatures, model.LeftChildren, model.RightChildren));
            Assert.Equal(leaves, model.LeafCount);
        }
    }

    [Theory, InlineData(RegressionCriterion.SquaredError), InlineData(RegressionCriterion.AbsoluteError)]
    [InlineData(RegressionCriterion.Friedman), InlineData(RegressionCriterion.Poisson)]
    public void The_leaf_of_a_tree_of_numbers_that_lowers_most_is_split_first(RegressionCriterion criterion)
    {
        RegressionData data = OutOfBagTests.Weighted(200);
        var learner = new DecisionTreeRegressor { Criterion = criterion, MinSamplesLeaf = 3 };
        DecisionTreeRegressorModel full = learner.Fit(data);
        foreach (int leaves in (int[])[2, 3, 4, 7, 12, 20])
        {
            DecisionTreeRegressorModel model = (learner with { MaxLeafCount = leaves }).Fit(data);
            Assert.Equal(
                BestFirst(leaves, full.SplitFeatures, full.LeftChildren, full.RightChildren, full.Weights, full.Impurities),
                Questions(model.SplitFeatures, model.LeftChildren, model.RightChildren));
            Assert.Equal(leaves, model.LeafCount);
        }
    }

    [Fact]
    public void Of_leaves_that_lower_as_much_the_first_is_split()
    {
        // Each side of the first column gains the same by the second.
        Matrix x = new(new double[,] { { 0, 0 }, { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 0 }, { 1, 1 } });
        DecisionTreeClassifierModel classes = new DecisionTreeClassifier { MaxLeafCount = 3 }.Fit(ClassificationData.Create(x, [0, 0, 1, 2, 2, 3]));
        Assert.Equal([0, 1, -1, -1, -1], classes.SplitFeatures.ToArray());
        var targets = new RegressionData(x, [0, 0, 3, 10, 10, 13]);
        DecisionTreeRegressorModel numbers = new DecisionTreeRegressor { MaxLeafCount = 3 }.Fit(targets);
        Assert.Equal([0, 1, -1, -1, -1], numbers.SplitFeatures.ToArray());
        // What is told of the nodes is that of their rows, in the order of the tree.
        Assert.Equal([6, 3, 2, 1, 3], numbers.RowCounts.ToArray());
        Assert.Equal([6, 1, 0, 3, 11], numbers.Values.ToArray());
        Assert.Equal([1, 2, -1, -1, -1], numbers.LeftChildren.ToArray());
        Assert.Equal([4, 3, -1, -1, -1], numbers.RightChildren.ToArray());
    }

    // The paths of the nodes that are split, of leaves the one of largest W·I - W_L·I_L - W_R·I_R each time; with their features.
    private static string[] BestFirst(
        int leaves, ReadOnlySpan<int> features, ReadOnlySpan<int> lefts, ReadOnlySpan<int> rights, ReadOnlySpan<double> weights,
        ReadOnlySpan<double> impurities)
    {
        var open = new List<(int Node, string Path)> { (0, "") };
        var split = new List<string>();
        while (split.Count + 1 < leaves)
        {
            (double Lowered, int At) best = (double.NegativeInfinity, -1);
            for (int at = 0; at < open.Count; at++)
            {
                int node = open[at].Node;
                if (features[node] < 0) continue;
                double lowered = weights[node] * impurities[node] - weights[lefts[node]] * impurities[lefts[node]]
                    - weights[rights[node]] * impurities[rights[node]];
                // No two of these data are so near that rounding decides.
                Assert.True(Math.Abs(lowered - best.Lowered) > 1e-9);
                if (lowered > best.Lowered) best = (lowered, at);
            }
            (int chosen, string path) = open[best.At];
            open.RemoveAt(best.At);
            split.Add($"{path}: {features[chosen]}");
            open.Add((lefts[chosen], path + "L"));
            open.Add((rights[chosen], path + "R"));
        }
        return [.. split.Order(StringComparer.Ordinal)];
    }

    private static string[] Questions(ReadOnlySpan<int> features, ReadOnlySpan<int> lefts, ReadOnlySpan<int> rights)
    {
        string[] paths = new string[features.Length];
        paths[0] = "";
        var questions = new List<string>();
        for (int node = 0; node < features.Length; node++)
        {
            if (features[node] < 0) continue;
            questions.Add($"{paths[node]}: {features[node]}");
            (paths[lefts[node]], paths[rights[node]]) = (paths[node] + "L", paths[node] + "R");
        }
        return [.. questions.Order(StringComparer.Ordinal)];
    }
}
