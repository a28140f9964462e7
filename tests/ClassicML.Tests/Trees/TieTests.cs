using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>Splits of equal gain: which is taken, and that rounding tells none of them apart.</summary>
public class TieTests
{
    private const int Seeds = 600;

    // In a node of two rows every feature parts them, so all gain the same; with a constant one beside them that is never asked for.
    private static readonly Matrix TwoRows = new([0.0, 5, 2, 7, 0, 9, 1, 5, 1, 8, 2, 3], 2, 6);

    public static TheoryData<string> Drawing =>
    [
        "forest of classes", "forest of numbers", "some features", "absolute errors", "extra trees", "extra trees of numbers", "tree",
        "tree of numbers", "drawn thresholds",
    ];

    // Of five features each is taken in a fifth of the trees. Five deviations, nine kinds, five features: false in 3 of 100,000 choices of seeds.
    [Theory, MemberData(nameof(Drawing))]
    public void Features_of_equal_gain_are_taken_equally_often(string kind)
    {
        ClassificationData classes = ClassificationData.Create(TwoRows, [0, 1]);
        var numbers = new RegressionData(TwoRows, [1.0, 3]);
        int[] taken = kind switch
        {
            "forest of classes" => Roots(new RandomForestClassifier { TreeCount = Seeds, Bootstrap = false, MaxFeatures = MaxFeatures.All }.Fit(classes)),
            "forest of numbers" => Numbers(new RandomForestRegressor { TreeCount = Seeds, Bootstrap = false }.Fit(numbers)),
            "some features" => Roots(new RandomForestClassifier { TreeCount = Seeds, Bootstrap = false, MaxFeatures = MaxFeatures.Count(3) }.Fit(classes)),
            "absolute errors" => Numbers(new RandomForestRegressor
            {
                TreeCount = Seeds, Bootstrap = false, Criterion = RegressionCriterion.AbsoluteError,
            }.Fit(numbers)),
            "extra trees" => Roots(new ExtraTreesClassifier { TreeCount = Seeds, MaxFeatures = MaxFeatures.All }.Fit(classes)),
            "extra trees of numbers" => Numbers(new ExtraTreesRegressor { TreeCount = Seeds }.Fit(numbers)),
            "tree" => [.. Enumerable.Range(0, Seeds).Select(seed =>
                new DecisionTreeClassifier { MaxFeatures = MaxFeatures.Count(4), Seed = seed }.Fit(classes).SplitFeatures[0])],
            "tree of numbers" => [.. Enumerable.Range(0, Seeds).Select(seed =>
                new DecisionTreeRegressor { MaxFeatures = MaxFeatures.Count(4), Seed = seed }.Fit(numbers).SplitFeatures[0])],
            _ => [.. Enumerable.Range(0, Seeds).Select(seed =>
                new DecisionTreeRegressor { Splitter = Splitter.Random, Seed = seed }.Fit(numbers).SplitFeatures[0])],
        };
        Assert.DoesNotContain(1, taken);
        foreach (int feature in (int[])[0, 2, 3, 4, 5])
            Assert.Equal(Seeds / 5.0, taken.Count(one => one == feature), 5 * Math.Sqrt(Seeds * 0.2 * 0.8));

        static int[] Roots(ForestClassifierModel forest) => [.. forest.Nodes.Select(tree => tree.Features[0])];

        static int[] Numbers(ForestRegressorModel forest) => [.. forest.Nodes.Select(tree => tree.Features[0])];
    }

    [Fact]
    public void A_tree_that_tries_all_features_takes_the_lowest_of_equal_gain()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Assert.Equal(0, new DecisionTreeClassifier { Seed = seed }.Fit(ClassificationData.Create(TwoRows, [0, 1])).SplitFeatures[0]);
            Assert.Equal(0, new DecisionTreeRegressor { Seed = seed }.Fit(new RegressionData(TwoRows, [1, 3])).SplitFeatures[0]);
        }
    }

    // Friedman's first function (1991) with five columns that say nothing, few rows, and all features tried at each node. As forests of other
    // seeds have other errors, means over 8 seeds are compared: five of their deviations are passed by chance once in some 5,000 choices of
    // seeds (Student's t of 14 degrees). With the lowest feature taken, R² differs by 0.03 between the two orders; this allows some 0.014.
    [Fact]
    public void The_order_of_columns_does_not_matter_to_a_forest()
    {
        var rng = new Rng(8);
        const int n = 160, p = 10, held = 64;
        double[][] x = [.. Enumerable.Range(0, n).Select(_ => Enumerable.Range(0, p).Select(_ => rng.NextDouble()).ToArray())];
        double[] y = [.. x.Select(r => 10 * Math.Sin(Math.PI * r[0] * r[1]) + 20 * Math.Pow(r[2] - 0.5, 2) + 10 * r[3] + 5 * r[4]
            + Enumerable.Range(0, 12).Sum(_ => rng.NextDouble()) - 6)];
        double[] forward = Scores(row => row), backward = Scores(row => [.. row.Reverse()]);
        double deviation = Math.Sqrt((Variance(forward) + Variance(backward)) / forward.Length);
        Assert.InRange(deviation, 0, 0.004);
        Assert.Equal(forward.Average(), backward.Average(), 5 * deviation);

        double[] Scores(Func<double[], double[]> order)
        {
            var train = new RegressionData(new Matrix([.. x[held..].Select(order)]), y[held..]);
            var test = new RegressionData(new Matrix([.. x[..held].Select(order)]), y[..held]);
            return [.. Enumerable.Range(0, 8).Select(seed => new RandomForestRegressor { TreeCount = 500, Seed = seed }.Fit(train).Score(test))];
        }

        static double Variance(double[] values)
        {
            double mean = values.Average();
            return values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
        }
    }

    [Fact]
    public void Drawn_ties_do_not_depend_on_the_threads()
    {
        // Columns of two values in pairs of equals, and enough of them that threads share a node.
        var rng = new Rng(4);
        const int n = 600, p = 200;
        double[] x = new double[n * p];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < p; j += 2) x[i * p + j] = x[i * p + j + 1] = rng.NextInt(2);
        ClassificationData data = ClassificationData.Create(Matrix.Wrap(x, n, p), [.. Enumerable.Range(0, n).Select(_ => rng.NextInt(3))]);
        var learner = new DecisionTreeClassifier { MaxFeatures = MaxFeatures.Share(0.9), Seed = 3 };
        DecisionTreeClassifierModel one = learner.Fit(data, new FitContext { MaxThreads = 1 });
        SplitSearchTests.Same(one, learner.Fit(data, new FitContext { MaxThreads = 8 }));
        // Of two equal columns the higher is taken as well as the lower.
        Assert.Contains(one.SplitFeatures.ToArray(), feature => feature >= 0 && feature % 2 == 1);
    }

    // Equal weights are no weights, whatever they are: 0.01 is no sum of powers of two, so sums of it are rounded.
    [Theory, InlineData(0.01), InlineData(0.1), InlineData(1.0 / 3), InlineData(1e-5), InlineData(7.7)]
    public void Equal_weights_that_are_no_whole_numbers_break_no_ties(double weight)
    {
        for (int seed = 0; seed < 40; seed++)
        {
            var rng = new Rng((ulong)seed);
            const int n = 40, p = 4;
            Matrix x = Matrix.Wrap([.. Enumerable.Range(0, n * p).Select(_ => (double)rng.NextInt(4))], n, p);
            int[] y = [.. Enumerable.Range(0, n).Select(_ => rng.NextInt(3))];
            double[] weights = [.. Enumerable.Repeat(weight, n)];
            ClassificationData data = ClassificationData.Create(x, y);
            foreach (SplitCriterion criterion in Enum.GetValues<SplitCriterion>())
            {
                var learner = new DecisionTreeClassifier { Criterion = criterion };
                DecisionTreeClassifierModel plain = learner.Fit(data), weighted = learner.Fit(data.WithWeights(weights));
                Assert.Equal(plain.SplitFeatures.ToArray(), weighted.SplitFeatures.ToArray());
                Assert.Equal(plain.Thresholds.ToArray(), weighted.Thresholds.ToArray());
            }
            double[] targets = [.. y.Select(k => k + 1.0)];
            foreach (RegressionCriterion criterion in Enum.GetValues<RegressionCriterion>())
            {
                var learner = new DecisionTreeRegressor { Criterion = criterion };
                DecisionTreeRegressorModel plain = learner.Fit(new RegressionData(x, targets));
                DecisionTreeRegressorModel weighted = learner.Fit(new RegressionData(x, targets, weights));
                Assert.Equal(plain.SplitFeatures.ToArray(), weighted.SplitFeatures.ToArray());
                Assert.Equal(plain.Thresholds.ToArray(), weighted.Thresholds.ToArray());
            }
        }
    }

    // Reversing a column turns its order round, and with it that of the sums, but no gain: the same rows part.
    [Fact]
    public void Sums_in_another_order_break_no_ties()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            var rng = new Rng((ulong)seed);
            const int n = 30;
            double[] value = [.. Enumerable.Range(0, n).Select(_ => rng.NextDouble())];
            double[] y = [.. value.Select(v => Math.Sin(9 * v) + 0.1 * rng.NextDouble() + 1.2)];
            Matrix x = new([.. value.Select(v => (double[])[v, -v])]);
            foreach (RegressionCriterion criterion in Enum.GetValues<RegressionCriterion>())
            {
                DecisionTreeRegressorModel model = new DecisionTreeRegressor { Criterion = criterion }.Fit(new RegressionData(x, y));
                Assert.DoesNotContain(1, model.SplitFeatures.ToArray());
            }
        }
    }

    // Either cut parts two rows from the four others, of which two are like them. Sums by code; with classes that no row has, which make
    // these too many, rows that are sorted.
    [Theory, InlineData(2), InlineData(6)]
    public void Of_thresholds_of_equal_gain_the_lowest_is_taken(int classCount)
    {
        Matrix x = new([0.0, 1, 2, 3, 4, 5], 6, 1);
        var classes = new ClassificationData(x, [0, 0, 1, 1, 0, 0], new ClassLabels(Enumerable.Range(0, classCount)));
        foreach (SplitCriterion criterion in Enum.GetValues<SplitCriterion>())
            foreach (ClassificationData data in (ClassificationData[])[classes, classes.WithWeights([0.3, 0.3, 0.3, 0.3, 0.3, 0.3])])
                Assert.Equal(1.5, new DecisionTreeClassifier { Criterion = criterion, MinSamplesLeaf = 2 }.Fit(data).Thresholds[0]);
        var numbers = new RegressionData(x, [1, 1, 4, 4, 1, 1]);
        foreach (RegressionCriterion criterion in Enum.GetValues<RegressionCriterion>())
            Assert.Equal(1.5, new DecisionTreeRegressor { Criterion = criterion, MinSamplesLeaf = 2 }.Fit(numbers).Thresholds[0]);
    }

    [Theory, InlineData(3), InlineData(9)]
    public void Missing_values_go_right_where_either_side_gains_the_same_unless_a_lower_threshold_does(int classCount)
    {
        // Their class is no other row's, so it spoils either side alike.
        DecisionTreeClassifierModel right = new DecisionTreeClassifier().Fit(new ClassificationData(
            new Matrix([0, 0, 1, 1, double.NaN], 5, 1), [0, 0, 1, 1, 2], new ClassLabels(Enumerable.Range(0, classCount))));
        Assert.Equal((0.5, false), (right.Thresholds[0], right.IsMissingLeft(0)));
        // With two rows a side: at 0.5 {A, B} and {B, C} where missing goes left, at 1.5 {A, B} and {C, B} where it goes right.
        DecisionTreeClassifierModel left = new DecisionTreeClassifier { MinSamplesLeaf = 2 }.Fit(new ClassificationData(
            new Matrix([0, 1, 2, double.NaN], 4, 1), [0, 1, 2, 1], new ClassLabels(Enumerable.Range(0, classCount))));
        Assert.Equal((0.5, true), (left.Thresholds[0], left.IsMissingLeft(0)));
    }

    // Of scikit-learn's test_mae. At most 4: Σ w|y - median| = (0.6·0 + 0.1·3) + (0.3·3 + 1·0 + 0.3·1) = 1.5. At most 6.5:
    // (0.6·0 + 0.3·1 + 0.1·3 + 0.3·3) + 0 = 1.5. Equal, so the lower threshold.
    [Fact]
    public void Equal_absolute_errors_go_to_the_lowest_threshold()
    {
        var data = new RegressionData(new Matrix([3.0, 5, 3, 8, 5], 5, 1), [6, 7, 3, 4, 3], [0.6, 0.3, 0.1, 1.0, 0.3]);
        DecisionTreeRegressorModel model = new DecisionTreeRegressor { Criterion = RegressionCriterion.AbsoluteError }.Fit(data);
        Assert.Equal([4, double.NaN, 6.5, double.NaN, double.NaN], model.Thresholds.ToArray());
        Assert.Equal([4.0, 6, 4, 5, 4], model.Values.ToArray());
        double[] impurities = [2.5 / 2.3, 0.3 / 0.7, 1.2 / 1.6, 1.2 / 0.6, 0];
        for (int node = 0; node < 5; node++) Assert.Equal(impurities[node], model.Impurities[node], 1e-15);
    }
}
