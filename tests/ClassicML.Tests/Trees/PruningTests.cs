using System.Text.Json;
using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

public class PruningTests
{
    public static TheoryData<string> Cases => [.. Golden.Cases("decision-tree-pruning")];

    [Theory, MemberData(nameof(Cases))]
    public void Prices_and_pruned_trees_equal_scikit_learns(string name)
    {
        Golden expected = Golden.Read("decision-tree-pruning", name);
        Matrix x = expected.Matrix("x");
        double[] y = expected.Numbers("y");
        double[]? weights = expected["weights"].Deserialize<double[]?>();
        string criterion = expected["criterion"].GetString()!.Replace("_", "", StringComparison.Ordinal);
        int leaf = expected["leaf"].GetInt32();
        Func<double, (IReadOnlyList<PruningStep> Path, int LeafCount, double[] Predictions)> grow;
        if (Enum.TryParse(criterion, ignoreCase: true, out SplitCriterion impurity))
        {
            ClassificationData data = ClassificationData.Create(x, [.. y.Select(code => (int)code)]);
            if (weights is not null) data = data.WithWeights(weights);
            var learner = new DecisionTreeClassifier { Criterion = impurity, MinSamplesLeaf = leaf };
            grow = alpha =>
            {
                DecisionTreeClassifierModel model = (learner with { PruningAlpha = alpha }).Fit(data);
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
        double unit = Math.Max(1, path[^1].Impurity);
        Close([.. expected.Numbers("alphas").Select(alpha => alpha / unit)], [.. path.Select(step => step.Alpha / unit)], 1e-10);
        Close([.. expected.Numbers("impurities").Select(one => one / unit)], [.. path.Select(step => step.Impurity / unit)], 1e-10);
        foreach (JsonElement cut in expected["cuts"].EnumerateArray())
        {
            (_, int leafCount, double[] predictions) = grow(cut.GetProperty("alpha").GetDouble());
            Assert.Equal(cut.GetProperty("leaves").GetInt32(), leafCount);
            Close(cut.GetProperty("predictions").Deserialize<double[]>()!, predictions, 1e-11);
        }
    }

    [Fact]
    public void The_path_is_that_of_a_plain_search_for_the_weakest_link()
    {
        foreach (bool weighted in new[] { false, true })
        {
            ClassificationData data = TreeData.Noisy(150, 4, weighted);
            var learner = new DecisionTreeClassifier { Criterion = SplitCriterion.Entropy };
            DecisionTreeClassifierModel tree = learner.Fit(data);
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
        DecisionTreeClassifierModel full = new DecisionTreeClassifier().Fit(data);
        PruningStep[] path = [.. full.PruningPath()];
        int previous = full.LeafCount + 1;
        foreach (PruningStep step in path.Where((_, i) => i % 8 == 1))
        {
            // Between two prices the tree is the same, so half a rounding more than the price is safe.
            DecisionTreeClassifierModel pruned = new DecisionTreeClassifier { PruningAlpha = step.Alpha * (1 + 1e-12) + 1e-15 }.Fit(data);
            double impurity = Leaves(pruned, 0, []).Sum(leaf => Cost(pruned, leaf));
            Assert.True(pruned.LeafCount < previous);
            Assert.True(impurity >= step.Impurity - 1e-12);
            Assert.Equal(full.SplitFeatures[0], pruned.SplitFeatures[0] < 0 ? full.SplitFeatures[0] : pruned.SplitFeatures[0]);
            previous = pruned.LeafCount + 1;
        }
        Assert.Equal(1, new DecisionTreeClassifier { PruningAlpha = 1 }.Fit(data).NodeCount);
        Assert.Equal(1, new DecisionTreeRegressor { PruningAlpha = 1e9 }.Fit(RegressionTreeTests.Wavy(50, 3)).NodeCount);
    }

    // By hand. The root parts at 3.5, its right side at 6.5; all numbers are exact. Classes: R of the root 15/32, of its right side 3/16,
    // so α of the right side 3/16 and then of the root 15/32 - 3/16 = 9/32. Numbers: 15/4 and 3/2, so 3/2 and 9/4.
    [Fact]
    public void A_subtree_that_is_worth_just_its_price_is_cut()
    {
        Matrix x = new([0.0, 1, 2, 3, 4, 5, 6, 7], 8, 1);
        ClassificationData classes = ClassificationData.Create(x, [0, 0, 0, 0, 1, 1, 1, 0]);
        var numbers = new RegressionData(x, [1, 1, 1, 1, 5, 5, 5, 1]);
        PruningStep[] ofClasses = [new(0, 0), new(0.1875, 0.1875), new(0.28125, 0.46875)];
        PruningStep[] ofNumbers = [new(0, 0), new(1.5, 1.5), new(2.25, 3.75)];
        Assert.Equal(ofClasses, new DecisionTreeClassifier().Fit(classes).PruningPath());
        Assert.Equal(ofNumbers, new DecisionTreeRegressor().Fit(numbers).PruningPath());
        foreach ((double alpha, int above, int at) in new[] { (0.1875, 5, 3), (0.28125, 3, 1) })
        {
            Assert.Equal(above, new DecisionTreeClassifier { PruningAlpha = Math.BitDecrement(alpha) }.Fit(classes).NodeCount);
            Assert.Equal(at, new DecisionTreeClassifier { PruningAlpha = alpha }.Fit(classes).NodeCount);
        }
        foreach ((double alpha, int above, int at) in new[] { (1.5, 5, 3), (2.25, 3, 1) })
        {
            Assert.Equal(above, new DecisionTreeRegressor { PruningAlpha = Math.BitDecrement(alpha) }.Fit(numbers).NodeCount);
            Assert.Equal(at, new DecisionTreeRegressor { PruningAlpha = alpha }.Fit(numbers).NodeCount);
        }
        // What is left is the tree as it was.
        DecisionTreeRegressorModel cut = new DecisionTreeRegressor { PruningAlpha = 1.5 }.Fit(numbers);
        Assert.Equal([1, 1, 1, 1, 4, 4, 4, 4], cut.Predict(x));
        Assert.Equal([3.5, double.NaN, double.NaN], cut.Thresholds.ToArray());
        Assert.Equal([8, 4, 4], cut.RowCounts.ToArray());
        Assert.Equal([3.75, 0, 3], cut.Impurities.ToArray());
    }

    // The tree of a price is the least of all prunings of least R + α·leaves, whose costs are told apart by more than rounding.
    [Theory, InlineData(false), InlineData(true)]
    public void The_tree_of_a_price_is_the_best_of_all_prunings(bool weighted)
    {
        ClassificationData data = TreeData.Noisy(120, 4, weighted);
        RegressionData numbers = weighted ? OutOfBagTests.Weighted(120) : RegressionTreeTests.Wavy(120, 4);
        DecisionTreeClassifierModel full = new DecisionTreeClassifier().Fit(data);
        DecisionTreeRegressorModel regression = new DecisionTreeRegressor { MinSamplesLeaf = 2 }.Fit(numbers);
        var random = new Rng(3);
        for (int trial = 0; trial < 25; trial++)
        {
            double alpha = Math.Pow(10, -3 * random.NextDouble());
            (double _, int leaves) = Best(full.Nodes, 0, 0.1 * alpha);
            Assert.Equal(leaves, new DecisionTreeClassifier { PruningAlpha = 0.1 * alpha }.Fit(data).LeafCount);
            (_, leaves) = Best(regression.Nodes, 0, alpha);
            Assert.Equal(leaves, new DecisionTreeRegressor { MinSamplesLeaf = 2, PruningAlpha = alpha }.Fit(numbers).LeafCount);
        }

        static (double Cost, int Leaves) Best(TreeNodes tree, int node, double alpha)
        {
            double own = tree.Weights[node] / tree.Weights[0] * tree.Impurities[node] + alpha;
            if (tree.Features[node] < 0) return (own, 1);
            (double left, int some) = Best(tree, tree.Lefts[node], alpha);
            (double right, int others) = Best(tree, tree.Rights[node], alpha);
            return own <= left + right ? (own, 1) : (left + right, some + others);
        }
    }

    private static double Cost(DecisionTreeClassifierModel tree, int node) => tree.Weights[node] / tree.Weights[0] * tree.Impurities[node];

    private static double Link(DecisionTreeClassifierModel tree, int node, HashSet<int> cut)
    {
        int[] leaves = [.. Leaves(tree, node, cut)];
        return (Cost(tree, node) - leaves.Sum(leaf => Cost(tree, leaf))) / (leaves.Length - 1);
    }

    private static IEnumerable<int> Leaves(DecisionTreeClassifierModel tree, int node, HashSet<int> cut) =>
        tree.SplitFeatures[node] < 0 || cut.Contains(node)
            ? [node]
            : Leaves(tree, tree.LeftChildren[node], cut).Concat(Leaves(tree, tree.RightChildren[node], cut));

    private static IEnumerable<int> Inner(DecisionTreeClassifierModel tree, int node, HashSet<int> cut) =>
        tree.SplitFeatures[node] < 0 || cut.Contains(node)
            ? []
            : Inner(tree, tree.LeftChildren[node], cut).Concat(Inner(tree, tree.RightChildren[node], cut)).Append(node);
}
