using System.Text.Json;
using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

public class PruningTests
{
    public static TheoryData<string> Cases =>
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "tests", "golden", "decision-tree-pruning"))
            .Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void Prices_and_pruned_trees_equal_scikit_learns(string name)
    {
        using JsonDocument golden = JsonDocument.Parse(Repository.Golden("decision-tree-pruning", name));
        JsonElement expected = golden.RootElement;
        var x = new Matrix(expected.GetProperty("x").Deserialize<double[][]>()!);
        double[] y = expected.GetProperty("y").Deserialize<double[]>()!;
        double[]? weights = expected.GetProperty("weights").Deserialize<double[]?>();
        string criterion = expected.GetProperty("criterion").GetString()!.Replace("_", "", StringComparison.Ordinal);
        int leaf = expected.GetProperty("leaf").GetInt32();
        Func<double, (IReadOnlyList<PruningStep> Path, int LeafCount, double[] Predictions)> grow;
        if (Enum.TryParse(criterion, ignoreCase: true, out SplitCriterion impurity))
        {
            ClassificationData data = ClassificationData.Create(x, [.. y.Select(code => (int)code)]);
            if (weights is not null) data = data.WithWeights(weights);
            var learner = new DecisionTreeClassifier { Criterion = impurity, MinSamplesLeaf = leaf };
            grow = alpha =>
            {
                DecisionTreeModel model = (learner with { PruningAlpha = alpha }).Fit(data);
                return (model.PruningPath(), model.LeafCount, [.. model.Predict(x).Select(code => (double)code)]);
            };
        }
        else
        {
            var loss = Enum.Parse<RegressionCriterion>(criterion, ignoreCase: true);
            var learner = new DecisionTreeRegressor { Criterion = loss, MinSamplesLeaf = leaf };
            var data = new RegressionData(x, y, weights);
            grow = alpha =>
            {
                DecisionTreeRegressorModel model = (learner with { PruningAlpha = alpha }).Fit(data);
                return (model.PruningPath(), model.LeafCount, model.Predict(x));
            };
        }

        PruningStep[] path = [.. grow(0).Path];
        path = [.. path.Where((step, i) => i + 1 == path.Length || path[i + 1].Alpha - step.Alpha > 1e-9 * path[^1].Alpha)];
        // scikit-learn's impurity of a regression tree is a difference of means of squares, which loses digits.
        double rounding = 1e-10 * Math.Max(1, path[^1].Impurity);
        Close(expected.GetProperty("alphas").Deserialize<double[]>()!, [.. path.Select(step => step.Alpha)], rounding);
        Close(expected.GetProperty("impurities").Deserialize<double[]>()!, [.. path.Select(step => step.Impurity)], rounding);
        foreach (JsonElement cut in expected.GetProperty("cuts").EnumerateArray())
        {
            (_, int leafCount, double[] predictions) = grow(cut.GetProperty("alpha").GetDouble());
            Assert.Equal(cut.GetProperty("leaves").GetInt32(), leafCount);
            Close(cut.GetProperty("predictions").Deserialize<double[]>()!, predictions, 1e-9);
        }

        static void Close(double[] theirs, double[] ours, double tolerance)
        {
            Assert.Equal(theirs.Length, ours.Length);
            for (int i = 0; i < ours.Length; i++) Assert.Equal(theirs[i], ours[i], tolerance);
        }
    }

    [Fact]
    public void The_path_is_that_of_a_plain_search_for_the_weakest_link()
    {
        foreach (bool weighted in new[] { false, true })
        {
            ClassificationData data = TreeData.Noisy(150, 4, weighted);
            var learner = new DecisionTreeClassifier { Criterion = SplitCriterion.Entropy };
            DecisionTreeModel tree = learner.Fit(data);
            PruningStep[] path = [.. tree.PruningPath()];
            var cut = new HashSet<int>();
            for (int step = 0; step < path.Length; step++)
            {
                // Sums over up to a hundred leaves, in another order.
                Assert.Equal(Leaves(tree, 0, cut).Sum(leaf => Cost(tree, leaf)), path[step].Impurity, 1e-12);
                if (step + 1 == path.Length) break;
                (double alpha, int node) = Inner(tree, 0, cut).Select(node => (Link(tree, node, cut), node)).Min();
                Assert.Equal(alpha, path[step + 1].Alpha, 1e-12);
                // Of links that differ by rounding only, take the one that was taken: any gives the same price.
                cut.Add(node);
            }
            Assert.Equal([0], Leaves(tree, 0, cut));
        }
    }

    [Fact]
    public void A_pruned_tree_is_the_grown_one_cut_back_to_what_pays()
    {
        ClassificationData data = TreeData.Noisy(300, 5, weighted: false);
        DecisionTreeModel full = new DecisionTreeClassifier().Fit(data);
        PruningStep[] path = [.. full.PruningPath()];
        int previous = full.LeafCount + 1;
        foreach (PruningStep step in path.Where((_, i) => i % 8 == 1))
        {
            // Between two prices the tree is the same, so half a rounding more than the price is safe.
            DecisionTreeModel pruned = new DecisionTreeClassifier { PruningAlpha = step.Alpha * (1 + 1e-12) + 1e-15 }.Fit(data);
            double impurity = Leaves(pruned, 0, []).Sum(leaf => Cost(pruned, leaf));
            Assert.True(pruned.LeafCount < previous);
            Assert.True(impurity >= step.Impurity - 1e-12);
            Assert.Equal(full.SplitFeatures[0], pruned.SplitFeatures[0] < 0 ? full.SplitFeatures[0] : pruned.SplitFeatures[0]);
            previous = pruned.LeafCount + 1;
        }
        Assert.Equal(1, new DecisionTreeClassifier { PruningAlpha = 1 }.Fit(data).NodeCount);
        Assert.Equal(1, new DecisionTreeRegressor { PruningAlpha = 1e9 }.Fit(RegressionTreeTests.Wavy(50, 3)).NodeCount);
    }

    private static double Cost(DecisionTreeModel tree, int node) => tree.Weights[node] / tree.Weights[0] * tree.Impurities[node];

    private static double Link(DecisionTreeModel tree, int node, HashSet<int> cut)
    {
        int[] leaves = [.. Leaves(tree, node, cut)];
        return (Cost(tree, node) - leaves.Sum(leaf => Cost(tree, leaf))) / (leaves.Length - 1);
    }

    private static IEnumerable<int> Leaves(DecisionTreeModel tree, int node, HashSet<int> cut) =>
        tree.SplitFeatures[node] < 0 || cut.Contains(node)
            ? [node]
            : Leaves(tree, tree.LeftChildren[node], cut).Concat(Leaves(tree, tree.RightChildren[node], cut));

    private static IEnumerable<int> Inner(DecisionTreeModel tree, int node, HashSet<int> cut) =>
        tree.SplitFeatures[node] < 0 || cut.Contains(node)
            ? []
            : Inner(tree, tree.LeftChildren[node], cut).Concat(Inner(tree, tree.RightChildren[node], cut)).Append(node);
}
