using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>Data on which tree code is known to go wrong.</summary>
public class TreePitfallTests
{
    [Theory]
    // The middle of neighbouring doubles rounds to one of them; it must not be the upper, which has to go right.
    [InlineData(1.0, 1.0000000000000002)]
    [InlineData(1.0000000000000002, 1.0000000000000004)]
    [InlineData(-1.0000000000000002, -1.0)]
    [InlineData(0.0, 5e-324)]
    [InlineData(-5e-324, 0.0)]
    [InlineData(5e-324, 1e-323)]
    [InlineData(1.5e-323, 2e-323)]
    // Differences below float's resolution, and the largest magnitudes.
    [InlineData(1e9, 1000000000.001)]
    [InlineData(1e74, 1e75)]
    [InlineData(-1e75, 1e75)]
    [InlineData(-1e75, -1e74)]
    public void A_threshold_parts_any_two_values(double lower, double upper)
    {
        DecisionTreeClassifierModel model = new DecisionTreeClassifier().Fit(TreeData.Column([upper, lower, upper, lower], [1, 0, 1, 0]));
        Assert.Equal(3, model.NodeCount);
        Assert.InRange(model.Thresholds[0], lower, Math.BitDecrement(upper));
        Assert.Equal([0, 1], model.Predict(new Matrix([lower, upper], 2, 1)));
    }

    [Fact]
    public void Values_that_differ_in_their_last_bits_are_ranked_right()
    {
        // 3000 neighbouring doubles share the upper half of their bits; the class changes at one place.
        double[] values = new double[3000];
        double value = 1;
        for (int i = 0; i < values.Length; i++, value = Math.BitIncrement(value)) values[i] = value;
        int[] order = new Rng(1).Permutation(values.Length);
        DecisionTreeClassifierModel model = new DecisionTreeClassifier().Fit(
            TreeData.Column([.. order.Select(i => values[i])], [.. order.Select(i => i < 1234 ? 0 : 1)]));
        Assert.Equal(3, model.NodeCount);
        Assert.Equal(values[1233], model.Thresholds[0]);
    }

    [Fact]
    public void Zero_and_minus_zero_are_one_value()
    {
        DecisionTreeClassifierModel model = new DecisionTreeClassifier().Fit(TreeData.Column([0.0, -0.0, 0.0, -0.0], [0, 1, 0, 1]));
        Assert.Equal(1, model.NodeCount);
        Assert.Equal([0.5, 0.5], model.PredictProbabilities(new Matrix([-0.0], 1, 1)).Span.ToArray());
    }

    [Fact]
    public void Equal_rows_of_different_classes_make_one_leaf_that_predicts_the_first()
    {
        DecisionTreeClassifierModel model = new DecisionTreeClassifier().Fit(TreeData.Column([3, 3, 3, 3], [1, 0, 1, 0]));
        Assert.Equal((1, 1, 0), (model.NodeCount, model.LeafCount, model.Depth));
        Assert.Equal([0], model.Predict(new Matrix([7.0], 1, 1)));
        Assert.Equal([0.0], model.FeatureImportances.ToArray());
    }

    [Fact]
    public void Constant_columns_are_never_asked_for()
    {
        double[][] x = [.. Enumerable.Range(0, 50).Select(i => (double[])[4, i, -1])];
        DecisionTreeClassifierModel model = new DecisionTreeClassifier().Fit(
            ClassificationData.Create(new Matrix(x), [.. Enumerable.Range(0, 50).Select(i => i / 7 % 3)]));
        Assert.All(model.SplitFeatures.ToArray(), feature => Assert.True(feature is 1 or -1));
        Assert.Equal([0, 1, 0], model.FeatureImportances.ToArray());
    }

    [Fact]
    public void One_class_or_one_row_makes_a_single_leaf()
    {
        foreach (ClassificationData data in new[] { TreeData.Column([1, 2, 3], [5, 5, 5]), TreeData.Column([1], [5]) })
        {
            DecisionTreeClassifierModel model = new DecisionTreeClassifier().Fit(data);
            Assert.Equal(1, model.NodeCount);
            Assert.Equal("5", model.PredictLabels(new Matrix([9.0], 1, 1))[0]);
            Assert.Equal("|--- class: 5\n", model.ToText());
        }
    }

    [Fact]
    public void Rows_of_weight_zero_take_no_part()
    {
        ClassificationData data = TreeData.Noisy(400, 5, weighted: true);
        int[] kept = [.. Enumerable.Range(0, 400).Where(i => data.Weights[i] > 0)];
        Assert.InRange(kept.Length, 1, 399);
        foreach (SplitCriterion criterion in Enum.GetValues<SplitCriterion>())
        {
            var learner = new DecisionTreeClassifier { Criterion = criterion, MinSamplesLeaf = 3, MinSamplesSplit = 9 };
            SplitSearchTests.Same(learner.Fit(data), learner.Fit(data.SelectRows(kept)));
        }
    }

    [Theory]
    [InlineData(1e-300), InlineData(1e-12), InlineData(1e12), InlineData(1e74)]
    public void The_scale_of_the_weights_does_not_matter(double scale)
    {
        ClassificationData data = TreeData.Noisy(200, 3, weighted: true);
        // A power of two scales without rounding.
        double exact = Math.ScaleB(1, Math.ILogB(scale));
        ClassificationData scaled = data.WithWeights([.. data.Weights.ToArray().Select(w => w * exact)]);
        foreach (SplitCriterion criterion in Enum.GetValues<SplitCriterion>())
        {
            var learner = new DecisionTreeClassifier { Criterion = criterion };
            DecisionTreeClassifierModel a = learner.Fit(data), b = learner.Fit(scaled);
            Assert.Equal(a.Thresholds.ToArray(), b.Thresholds.ToArray());
            Assert.Equal(a.ClassShares.ToArray(), b.ClassShares.ToArray());
            Assert.Equal([.. a.Weights.ToArray().Select(w => w * exact)], b.Weights.ToArray());
        }
    }

    // Whole weights below 2¹⁶ are counted, entropies of sums below 2²¹ read from a table; a power of two more they are neither.
    [Theory, InlineData(14), InlineData(20)]
    public void Whole_weights_grow_the_same_trees_however_large(int exponent)
    {
        ClassificationData noisy = TreeData.Noisy(200, 3, weighted: false);
        double[] small = [.. Enumerable.Range(0, 200).Select(i => (double)(i * i % 7))];
        double[] large = [.. small.Select(weight => Math.ScaleB(weight, exponent))];
        ClassificationData data = noisy.WithWeights(small), other = noisy.WithWeights(large);
        foreach (SplitCriterion criterion in Enum.GetValues<SplitCriterion>())
        {
            var tree = new DecisionTreeClassifier { Criterion = criterion, MinSamplesLeaf = 4 };
            Same(tree.Fit(data), tree.Fit(other));
            var forest = new RandomForestClassifier { Criterion = criterion, MinSamplesLeaf = 4, TreeCount = 3 };
            ForestClassifierModel few = forest.Fit(data), many = forest.Fit(other);
            for (int t = 0; t < 3; t++) Same(few.Tree(t), many.Tree(t));
        }

        void Same(DecisionTreeClassifierModel a, DecisionTreeClassifierModel b)
        {
            Assert.Equal(a.SplitFeatures.ToArray(), b.SplitFeatures.ToArray());
            Assert.Equal(a.Thresholds.ToArray(), b.Thresholds.ToArray());
            Assert.Equal(a.ClassShares.ToArray(), b.ClassShares.ToArray());
            Assert.Equal(a.Weights.ToArray().Select(weight => Math.ScaleB(weight, exponent)), b.Weights.ToArray());
        }
    }

    [Fact]
    public void Weights_of_every_magnitude_still_give_a_tree()
    {
        double[] values = [.. Enumerable.Range(0, 40).Select(i => (double)i)];
        ClassificationData data = TreeData.Column(values, [.. Enumerable.Range(0, 40).Select(i => i % 2)])
            .WithWeights([.. Enumerable.Range(0, 40).Select(i => Math.Pow(10, 9 * i - 290))]);
        foreach (SplitCriterion criterion in Enum.GetValues<SplitCriterion>())
        {
            DecisionTreeClassifierModel model = new DecisionTreeClassifier { Criterion = criterion }.Fit(data);
            Assert.All(model.ClassShares.ToArray(), share => Assert.InRange(share, 0, 1));
            Assert.All(model.Impurities.ToArray(), impurity => Assert.InRange(impurity, 0, 1));
        }
    }

    [Fact]
    public void A_chain_of_thousands_of_levels_does_not_overflow_the_stack()
    {
        // Alternating classes: cutting off the outermost row always gains most, so the tree is one chain.
        const int n = 4000;
        ClassificationData data = TreeData.Column(
            [.. Enumerable.Range(0, n).Select(i => (double)i)], [.. Enumerable.Range(0, n).Select(i => i % 2)]);
        DecisionTreeClassifierModel? model = null;
        string text = "";
        // 128 KiB would not hold one frame a level.
        var thread = new Thread(
            () =>
            {
                model = new DecisionTreeClassifier().Fit(data, new FitContext { MaxThreads = 1 });
                text = model.ToText(maxDepth: 3);
            },
            128 * 1024);
        thread.Start();
        thread.Join();
        Assert.Equal(n - 1, model!.Depth);
        Assert.Equal(data.Codes.ToArray(), model.Predict(data.Features));
        Assert.Contains("truncated branch of depth 3996", text);
    }

    [Fact]
    public void Columns_of_few_values_are_sorted()
    {
        // 60,000 rows of two values: a sort that is quadratic on equal keys would take minutes, and the suite not end in its time.
        const int n = 60_000;
        var rng = new Rng(3);
        double[] x = [.. Enumerable.Range(0, n).SelectMany(_ => (double[])[rng.NextInt(2), 7, rng.NextInt(3)])];
        int[] y = [.. Enumerable.Range(0, n).Select(_ => rng.NextInt(2))];
        DecisionTreeClassifierModel model = new DecisionTreeClassifier().Fit(ClassificationData.Create(Matrix.Wrap(x, n, 3), y));
        Assert.Equal(11, model.NodeCount);
    }

    [Fact]
    public void Radix_sort_is_stable_and_sorts_any_keys()
    {
        var rng = new Rng(9);
        foreach (int length in new[] { 0, 1, 2, 47, 48, 49, 300, 5000 })
            foreach (uint largest in new uint[] { 0, 1, 255, 256, 70_000, uint.MaxValue })
            {
                ulong[] words = [.. Enumerable.Range(0, length).Select(i => ((ulong)(rng.NextUInt32() % (largest + 1UL)) << 32) | (uint)i)];
                ulong[] expected = [.. words.Order()];
                RadixSort.Sort(words, new ulong[length], 0, largest);
                Assert.Equal(expected, words);
            }
    }
}
