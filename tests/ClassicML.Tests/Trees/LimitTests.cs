using System.Globalization;
using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>Limits on growth at the very value from which they bind, depth first and best first; every learner keeps to them.</summary>
public class LimitTests
{
    // The root parts at 3.5 and its right side at 6.5: all weights are exact, and most impurities.
    private static readonly Matrix Column = new([0.0, 1, 2, 3, 4, 5, 6, 7], 8, 1);
    private static readonly int[] Classes = [0, 0, 0, 0, 1, 1, 1, 0];
    private static readonly double[] Targets = [1, 1, 1, 1, 5, 5, 5, 1];

    private static readonly double[] Full = [3.5, double.NaN, 6.5, double.NaN, double.NaN];
    private static readonly double[] Half = [3.5, double.NaN, double.NaN];
    private static readonly double[] Later = [3.5, double.NaN, 5.5, double.NaN, double.NaN];
    private static readonly double[] None = [double.NaN];

    public static TheoryData<string> Criteria => ["gini", "entropy", "error", "squared-error", "absolute-error", "friedman", "poisson"];

    // What the root and its right side lower the impurity by, W_t/W times the gain: of Gini 30/64 - 12/64 and 12/64; of errors 3/8 - 1/8
    // and 1/8; of squares 15/4 - 3/2 and 3/2; of magnitudes 12/8 - 4/8 and 4/8; of entropies those of 3/8 and of 1/4 in half of the rows;
    // of deviances Σ y·log(y/ȳ)/8 with the means 5/2, 4 and the values.
    public static TheoryData<string, double, double> Decreases => new()
    {
        { "gini", 0.28125, 0.1875 }, { "error", 0.25, 0.125 }, { "entropy", Entropy(0.375) - Entropy(0.25) / 2, Entropy(0.25) / 2 },
        { "squared-error", 2.25, 1.5 }, { "friedman", 2.25, 1.5 }, { "absolute-error", 1, 0.5 },
        {
            "poisson", (15 * Math.Log(2) + 5 * Math.Log(0.4) - 15 * Math.Log(1.25) - Math.Log(0.25)) / 8,
            (15 * Math.Log(1.25) + Math.Log(0.25)) / 8
        },
    };

    [Theory, MemberData(nameof(Criteria))]
    public void Rows_and_levels_bind_from_their_number_on(string criterion)
    {
        Assert.Equal(Full, Grow(criterion));
        Assert.Equal(Full, Grow(criterion, ("MaxDepth", 2)));
        Assert.Equal(Half, Grow(criterion, ("MaxDepth", 1)));
        // The right side has four rows, the root eight.
        Assert.Equal(Full, Grow(criterion, ("MinSamplesSplit", 4)));
        Assert.Equal(Half, Grow(criterion, ("MinSamplesSplit", 5)));
        Assert.Equal(Half, Grow(criterion, ("MinSamplesSplit", 8)));
        Assert.Equal(None, Grow(criterion, ("MinSamplesSplit", 9)));
        // One row lies beyond 6.5, two beyond 5.5, four beyond 3.5.
        Assert.Equal(Later, Grow(criterion, ("MinSamplesLeaf", 2)));
        Assert.Equal(Half, Grow(criterion, ("MinSamplesLeaf", 3)));
        Assert.Equal(Half, Grow(criterion, ("MinSamplesLeaf", 4)));
        Assert.Equal(None, Grow(criterion, ("MinSamplesLeaf", 5)));
    }

    [Theory, MemberData(nameof(Criteria))]
    public void A_share_of_the_weight_binds_from_its_value_on(string criterion)
    {
        Assert.Equal(Full, Grow(criterion, ("MinWeightShareLeaf", 0.125)));
        Assert.Equal(Later, Grow(criterion, ("MinWeightShareLeaf", Math.BitIncrement(0.125))));
        Assert.Equal(Later, Grow(criterion, ("MinWeightShareLeaf", 0.25)));
        Assert.Equal(Half, Grow(criterion, ("MinWeightShareLeaf", Math.BitIncrement(0.25))));
        Assert.Equal(Half, Grow(criterion, ("MinWeightShareLeaf", 0.5)));
        // Of 16 the last row weighs 8: it alone is a half, and all others are the other; so with the first.
        double[] last = [1, 1, 1, 1, 1, 1, 2, 8], first = [8, 2, 1, 1, 1, 1, 1, 1];
        Assert.Equal([6.5, double.NaN, double.NaN], Grow(criterion, last, ("MinWeightShareLeaf", 0.5)));
        Assert.Equal([0.5, double.NaN, double.NaN], Grow(criterion, first, ("MinWeightShareLeaf", 0.5)));
    }

    [Theory, MemberData(nameof(Decreases))]
    public void A_decrease_binds_from_its_value_on(string criterion, double root, double right)
    {
        // There is an allowance of 2⁻⁵² for rounding. Logarithms are not exact.
        bool isExact = criterion is not ("entropy" or "poisson");
        double at = isExact ? 0 : 1e-13, above = isExact ? 1e-14 : 1e-13;
        Assert.Equal(Full, Grow(criterion, ("MinImpurityDecrease", right - at)));
        Assert.Equal(Half, Grow(criterion, ("MinImpurityDecrease", right + above)));
        Assert.Equal(Half, Grow(criterion, ("MinImpurityDecrease", root - at)));
        Assert.Equal(None, Grow(criterion, ("MinImpurityDecrease", root + above)));
    }

    [Fact]
    public void A_decrease_is_in_the_callers_units()
    {
        // Targets whose squares would underflow are scaled within the fit; 1e-10 is far beyond what they lower.
        var data = new RegressionData(Column, [.. Targets.Select(target => Math.ScaleB(target, -250))]);
        foreach (RegressionCriterion criterion in Enum.GetValues<RegressionCriterion>())
        {
            Assert.Equal(5, new DecisionTreeRegressor { Criterion = criterion }.Fit(data).NodeCount);
            Assert.Equal(1, new DecisionTreeRegressor { Criterion = criterion, MinImpurityDecrease = 1e-10 }.Fit(data).NodeCount);
        }
    }

    [Theory]
    [InlineData("decision-tree", "best"), InlineData("decision-tree", "random")]
    [InlineData("random-forest", ""), InlineData("extra-trees", "")]
    public void Every_learner_keeps_to_the_limits_also_with_missing_values_and_categories(string learner, string splitter)
    {
        ClassificationData clean = TreeData.Noisy(500, 4, weighted: true);
        var rng = new Rng(6);
        Matrix x = Matrix.Wrap([.. ((Matrix)clean.Features).Span.ToArray().Select(v => rng.NextInt(7) == 0 ? double.NaN : v)], 500, 4);
        ClassificationData classes = clean.WithFeatures(x);
        double[] targets = [.. Enumerable.Range(0, 500).Select(i => classes.Codes[i] + rng.NextDouble())];
        var numbers = new RegressionData(x, targets, classes.Weights.ToArray());
        (string, string) own = splitter == "" ? ("TreeCount", "4") : ("Splitter", splitter);
        foreach (int most in (int[])[9, 25])
        {
            (string, string)[] options =
            [
                own, ("CategoricalFeatures", "2"), ("MaxLeafCount", most == 25 ? "" : $"{most}"), ("MaxDepth", "5"),
                ("MinSamplesLeaf", "11"), ("MinSamplesSplit", "40"), ("MinWeightShareLeaf", "0.04"),
            ];
            foreach (DecisionTreeClassifierModel tree in TreeLearners.Grow(learner, classes, options))
                Holds(tree.SplitFeatures, tree.RowCounts, tree.Weights, tree.Depth, tree.LeafCount);
            foreach (DecisionTreeRegressorModel tree in TreeLearners.Grow(learner + "-regressor", numbers, options))
                Holds(tree.SplitFeatures, tree.RowCounts, tree.Weights, tree.Depth, tree.LeafCount);

            void Holds(ReadOnlySpan<int> features, ReadOnlySpan<int> rows, ReadOnlySpan<double> weights, int depth, int leaves)
            {
                Assert.InRange(leaves, 3, most);
                Assert.InRange(depth, 2, 5);
                for (int node = 0; node < features.Length; node++)
                {
                    Assert.True(features[node] < 0 || rows[node] >= 40);
                    Assert.True(rows[node] >= 11);
                    // Sums of weights in another order.
                    Assert.True(weights[node] >= 0.04 * weights[0] * (1 - 1e-12));
                }
            }
        }
    }

    [Fact]
    public void Limits_on_rows_count_distinct_rows_of_a_sample()
    {
        double[] x = [.. Enumerable.Range(0, 20).Select(i => (double)i)];
        ClassificationData data = TreeData.Column(x, [.. Enumerable.Range(0, 20).Select(i => i % 2)]);
        ForestClassifierModel forest = new RandomForestClassifier { TreeCount = 20, MinSamplesSplit = 8, MinSamplesLeaf = 3 }.Fit(data);
        bool anyHeavier = false;
        for (int t = 0; t < 20; t++)
        {
            DecisionTreeClassifierModel tree = forest.Tree(t);
            Assert.Equal((ForestSamples.Drawn(data, 0, t).Count(count => count > 0), 20.0), (tree.RowCounts[0], tree.Weights[0]));
            for (int node = 0; node < tree.NodeCount; node++)
            {
                Assert.True(tree.RowCounts[node] >= (tree.SplitFeatures[node] >= 0 ? 8 : 3));
                // Eight draws of fewer rows are not split.
                anyHeavier |= tree.SplitFeatures[node] < 0 && tree.RowCounts[node] < 8 && tree.Weights[node] >= 8;
            }
        }
        Assert.True(anyHeavier);
    }

    private static double Entropy(double p) => -p * Math.Log2(p) - (1 - p) * Math.Log2(1 - p);

    private static double[] Grow(string criterion, params (string Option, double Value)[] limits) => Grow(criterion, null, limits);

    // The thresholds of the tree, which are the same best first.
    private static double[] Grow(string criterion, double[]? weights, params (string Option, double Value)[] limits)
    {
        (string, string)[] options =
            [("Criterion", criterion), .. limits.Select(limit => (limit.Option, limit.Value.ToString("R", CultureInfo.InvariantCulture)))];
        double[] plain = Thresholds(options);
        Assert.Equal(plain, Thresholds([.. options, ("MaxLeafCount", "8")]));
        return plain;

        double[] Thresholds((string, string)[] all)
        {
            var classes = new ClassificationData(Column, Classes, new ClassLabels([0, 1]), weights);
            var numbers = new RegressionData(Column, Targets, weights);
            return criterion is "gini" or "entropy" or "error"
                ? TreeLearners.Grow("decision-tree", classes, all)[0].Thresholds.ToArray()
                : TreeLearners.Grow("decision-tree-regressor", numbers, all)[0].Thresholds.ToArray();
        }
    }
}
