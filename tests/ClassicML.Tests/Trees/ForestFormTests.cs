using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>The forms in which forests predict, at the sizes where one takes over from another, against a walk down each tree.</summary>
public class ForestFormTests
{
    // Masks hold 64 leaves, and rows are asked 32 at a time and 128 in a batch.
    public static TheoryData<int, string> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, string>();
            foreach (int leaves in (int[])[1, 2, 3, 63, 64, 65])
                foreach (string shape in (string[])["to the left", "to the right", "balanced"]) shapes.Add(leaves, shape);
            return shapes;
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Trees_around_the_size_of_masks_find_their_leaves(int leaves, string shape)
    {
        foreach (int width in (int[])[1, 2, 4, 7])
        {
            var rng = new Rng((ulong)(leaves + width));
            const int p = 5;
            TreeNodes[] trees = [.. Enumerable.Range(0, 3).Select(_ => Tree(rng, leaves, width, p, shape))];
            foreach (int rows in (int[])[1, 31, 32, 33, 127, 128, 129, 260]) Compare(trees, Rows(rng, trees, rows, p), p);
        }
    }

    [Fact]
    public void Small_and_large_trees_stand_side_by_side()
    {
        var rng = new Rng(5);
        TreeNodes[] trees = [.. ((int[])[64, 65, 1, 200, 64, 3]).Select(leaves => Tree(rng, leaves, 3, 4, "balanced"))];
        // So many that several threads take batches.
        Compare(trees, Rows(rng, trees, 900, 4), 4);
    }

    // A node of eight bytes counts children from its tree's root in what 32 bits leave beside the feature: with 2¹⁶ features 2¹⁵ nodes.
    [Theory, InlineData(16_384), InlineData(16_385)]
    public void Trees_around_the_size_of_narrow_nodes_find_their_leaves(int leaves)
    {
        var rng = new Rng(8);
        const int p = 1 << 16;
        TreeNodes[] trees = [Tree(rng, 300, 1, p, "balanced"), Tree(rng, leaves, 1, p, "balanced")];
        double[] x = new double[20 * p];
        foreach (ref double value in x.AsSpan()) value = rng.NextDouble();
        // One row goes right everywhere, to the leaf that is laid last; one left.
        x.AsSpan(0, p).Fill(2);
        x.AsSpan(p, p).Fill(-1);
        Compare(trees, Matrix.Wrap(x, 20, p), p);
        Compare(trees, Matrix.Wrap(Array.ConvertAll(x, value => (double)(float)value), 20, p), p);
    }

    [Fact]
    public void Missing_values_and_categories_go_where_a_tree_sends_them()
    {
        var rng = new Rng(9);
        foreach (int leaves in (int[])[5, 64, 90])
        {
            TreeNodes[] trees = [.. Enumerable.Range(0, 4).Select(_ => Tree(rng, leaves, 3, 6, "balanced"))];
            Matrix x = Rows(rng, trees, 150, 6);
            double[] values = [.. x.Span.ToArray().Select(value => rng.NextInt(5) == 0 ? double.NaN : Math.Round(8 * value) / 8)];
            Compare(trees, Matrix.Wrap(values, 150, 6), 6);
            foreach (TreeNodes tree in trees)
                for (int node = 0; node < tree.Count; node += 3)
                {
                    if (tree.Features[node] < 0) continue;
                    tree.SetSplit(node, tree.Features[node], double.NaN);
                    tree.SetCategories(node, [0.25, 0.5, 0.875]);
                }
            Compare(trees, Matrix.Wrap(values, 150, 6), 6);
        }
    }

    [Fact]
    public void Of_equal_shares_and_equal_votes_the_first_class_is_predicted()
    {
        // Two trees say one class each; a tree that can't tell votes for the first.
        TreeNodes first = Leaf(0.75, 0.25), second = Leaf(0.25, 0.75), even = Leaf(0.5, 0.5);
        Check([second, first], [0.5, 0.5], [0.5, 0.5]);
        Check([second, second, even], [1.0 / 3, 2.0 / 3], [1.0 / 3, 2.0 / 3]);
        Check([second, even], [0.375, 0.625], [0.5, 0.5]);
        // Two barely sure votes outvote a sure one, but not its probability.
        Check([Leaf(0.9, 0.1), Leaf(0.4, 0.6), Leaf(0.4, 0.6)], [(0.9 + 0.4 + 0.4) / 3, (0.1 + 0.6 + 0.6) / 3], [1.0 / 3, 2.0 / 3]);

        static void Check(TreeNodes[] trees, double[] shares, double[] votes)
        {
            var labels = new ClassLabels([0, 1]);
            Matrix row = new([0.0], 1, 1);
            foreach (ForestVoting voting in Enum.GetValues<ForestVoting>())
            {
                double[] expected = voting == ForestVoting.Majority ? votes : shares;
                var forest = new ForestClassifierModel(trees, 1, null, labels, voting, null, new FitReport());
                Assert.Equal((voting, trees.Length), (forest.Voting, forest.TreeCount));
                Assert.Equal(expected, forest.PredictProbabilities(row).Span.ToArray());
                Assert.Equal([expected[1] > expected[0] ? 1 : 0], forest.Predict(row));
            }
        }
    }

    // One column has no features of equal gain to draw among.
    [Fact]
    public void A_forest_of_one_tree_on_all_rows_is_that_tree()
    {
        ClassificationData classes = TreeData.Noisy(300, 1, weighted: true);
        DecisionTreeClassifierModel tree = new DecisionTreeClassifier { MinSamplesLeaf = 3 }.Fit(classes);
        ForestClassifierModel forest = new RandomForestClassifier { TreeCount = 1, Bootstrap = false, MinSamplesLeaf = 3 }.Fit(classes);
        SplitSearchTests.Same(tree, forest.Tree(0));
        Assert.Equal(tree.Predict(classes.Features), forest.Predict(classes.Features));
        Assert.Equal(tree.PredictProbabilities(classes.Features).Span, forest.PredictProbabilities(classes.Features).Span);
        Assert.Equal(tree.FeatureImportances.ToArray(), forest.FeatureImportances.ToArray());
        RegressionData wavy = OutOfBagTests.Weighted(300);
        var numbers = new RegressionData(((Matrix)wavy.Features).SelectColumns([0]), wavy.Targets.ToArray(), wavy.Weights.ToArray());
        foreach (RegressionCriterion criterion in Enum.GetValues<RegressionCriterion>())
        {
            DecisionTreeRegressorModel one = new DecisionTreeRegressor { Criterion = criterion }.Fit(numbers);
            ForestRegressorModel all = new RandomForestRegressor { TreeCount = 1, Bootstrap = false, Criterion = criterion }.Fit(numbers);
            Assert.Equal(one.Thresholds.ToArray(), all.Tree(0).Thresholds.ToArray());
            Assert.Equal(one.Predict(numbers.Features), all.Predict(numbers.Features));
            Assert.Equal(one.Apply(numbers.Features), all.Apply(numbers.Features));
        }
    }

    [Fact]
    public void There_are_no_trees_but_those_of_the_forest()
    {
        ClassificationData data = TreeData.Noisy(40, 2, weighted: false);
        ForestClassifierModel forest = new RandomForestClassifier { TreeCount = 3 }.Fit(data);
        foreach (int index in (int[])[-1, 3]) Assert.Throws<ArgumentOutOfRangeException>(() => forest.Tree(index));
        ForestRegressorModel numbers = new ExtraTreesRegressor { TreeCount = 3 }.Fit(OutOfBagTests.Weighted(40));
        Assert.Equal(3, numbers.TreeCount);
        foreach (int index in (int[])[-1, 3]) Assert.Throws<ArgumentOutOfRangeException>(() => numbers.Tree(index));
        Assert.Equal((3.0, 3.0), (forest.Report.Details["trees"], numbers.Report.Details["trees"]));
        Assert.Equal(Enumerable.Range(0, 3).Sum(t => forest.Tree(t).NodeCount), forest.Report.Details["nodes"]);
        Assert.Equal(Enumerable.Range(0, 3).Sum(t => numbers.Tree(t).NodeCount), numbers.Report.Details["nodes"]);
    }

    [Fact]
    public void Leaves_and_proximities_of_numbers_are_those_of_the_trees()
    {
        RegressionData data = OutOfBagTests.Weighted(70);
        ForestRegressorModel forest = new ExtraTreesRegressor { TreeCount = 6, MinSamplesLeaf = 8 }.Fit(data);
        int[][] leaves = [.. Enumerable.Range(0, 6).Select(t => forest.Tree(t).Apply(data.Features))];
        Assert.Equal(Enumerable.Range(0, 70).SelectMany(i => leaves.Select(tree => tree[i])), forest.Apply(data.Features));
        Matrix proximity = forest.Proximity(data.Features);
        for (int i = 0; i < 70; i++)
            for (int j = 0; j < 70; j++) Assert.Equal(leaves.Count(tree => tree[i] == tree[j]) / 6.0, proximity[i, j]);
        DecisionTreeRegressorModel one = forest.Tree(2);
        Assert.Equal(one.DecisionPath(data.Features).Select(path => path[^1]), one.Apply(data.Features));
        Assert.Equal(one.SplitFeatures.ToArray().Count(feature => feature < 0), one.LeafCount);
        Assert.Equal(one.DecisionPath(data.Features).Max(path => path.Length) - 1, one.Depth);
    }

    // Each row's sums over the trees in their order, by a walk down each.
    private static void Compare(TreeNodes[] trees, Matrix x, int p)
    {
        int width = trees[0].ValueWidth;
        double[] sums = new double[x.RowCount * width];
        foreach (TreeNodes tree in trees)
            for (int i = 0; i < x.RowCount; i++)
            {
                ReadOnlySpan<double> leaf = tree.ValuesOf(tree.Leaf(x.Row(i)));
                for (int k = 0; k < width; k++) sums[i * width + k] += leaf[k];
            }
        foreach (ref double sum in sums.AsSpan()) sum /= trees.Length;
        if (width == 1)
        {
            Assert.Equal(sums, new ForestRegressorModel(trees, p, null, null, new FitReport()).Predict(x));
            return;
        }
        var labels = new ClassLabels(Enumerable.Range(0, width));
        var forest = new ForestClassifierModel(trees, p, null, labels, ForestVoting.MeanProbability, null, new FitReport());
        Assert.Equal(sums, forest.PredictProbabilities(x).Span.ToArray());
    }

    // Some rows meet a threshold exactly, some go right everywhere, some left.
    private static Matrix Rows(Rng rng, TreeNodes[] trees, int rows, int p)
    {
        double[] x = [.. Enumerable.Range(0, rows * p).Select(_ => rng.NextDouble())];
        for (int i = 0; i < rows; i++)
        {
            TreeNodes tree = trees[i % trees.Length];
            int node = i % tree.Count;
            if (i % 4 == 1) Array.Fill(x, i % 8 == 1 ? 2 : -1, i * p, p);
            else if (i % 4 == 2 && tree.Features[node] >= 0) x[i * p + tree.Features[node]] = tree.Thresholds[node];
        }
        return Matrix.Wrap(x, rows, p);
    }

    private static TreeNodes Tree(Rng rng, int leaves, int width, int p, string shape)
    {
        var nodes = new TreeNodes(width);
        Add(leaves);
        nodes.Trim();
        return nodes;

        int Add(int count)
        {
            int node = nodes.AddLeaf(1);
            foreach (ref double value in nodes.ValuesOf(node)) value = rng.NextDouble();
            nodes.SetSummary(node, 0, count);
            if (count == 1) return node;
            int left = shape switch { "to the left" => count - 1, "to the right" => 1, _ => count / 2 };
            nodes.SetSplit(node, rng.NextInt(p), rng.NextDouble());
            nodes.SetMissing(node, rng.NextInt(2) == 0 ? MissingSide.Left : MissingSide.Right);
            Add(left);
            nodes.SetRight(node, Add(count - left));
            return node;
        }
    }

    private static TreeNodes Leaf(double first, double second)
    {
        var nodes = new TreeNodes(2);
        int node = nodes.AddLeaf(1);
        (nodes.ValuesOf(node)[0], nodes.ValuesOf(node)[1]) = (first, second);
        nodes.Trim();
        return nodes;
    }
}
