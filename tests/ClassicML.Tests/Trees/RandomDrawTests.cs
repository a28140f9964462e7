using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>What trees and forests draw: features, thresholds, rows.</summary>
public class RandomDrawTests
{
    private const int Seeds = 3000;

    [Theory]
    [InlineData("all", 10, 10), InlineData("square-root", 10, 3), InlineData("log2", 10, 3), InlineData("log2", 1, 1)]
    [InlineData("4", 10, 4), InlineData("40", 10, 10), InlineData("0.25", 10, 2), InlineData("0.01", 10, 1)]
    // At the numbers where a rule takes one more, and just below.
    [InlineData("square-root", 16, 4), InlineData("square-root", 15, 3), InlineData("square-root", 1, 1), InlineData("square-root", 81, 9)]
    [InlineData("log2", 16, 4), InlineData("log2", 15, 3), InlineData("log2", 2, 1), InlineData("log2", 1024, 10)]
    [InlineData("0.25", 12, 3), InlineData("0.25", 11, 2), InlineData("1.0", 7, 7), InlineData("1", 7, 1), InlineData("7", 7, 7)]
    public void A_rule_says_how_many_features_are_tried(string rule, int featureCount, int tried) =>
        Assert.Equal(tried, MaxFeatures.Parse(rule).Of(featureCount));

    [Fact]
    public void A_rule_is_its_text_and_no_other()
    {
        MaxFeatures[] rules =
        [
            MaxFeatures.All, MaxFeatures.SquareRoot, MaxFeatures.Log2, MaxFeatures.Count(1), MaxFeatures.Count(12), MaxFeatures.Share(1),
            MaxFeatures.Share(0.3),
        ];
        Assert.Equal(["all", "square-root", "log2", "1", "12", "1.0", "0.3"], rules.Select(rule => rule.ToString()));
        foreach (MaxFeatures rule in rules) Assert.Equal([rule], rules.Where(other => other == MaxFeatures.Parse(rule.ToString())));
        Assert.True(MaxFeatures.All == default);
        Assert.Throws<FormatException>(() => MaxFeatures.Parse("some"));
        foreach (double share in (double[])[0, -0.1, 1.1, double.NaN]) Assert.ThrowsAny<ArgumentException>(() => MaxFeatures.Share(share));
        Assert.Contains("count must be at least 1, was 0", Assert.ThrowsAny<ArgumentException>(() => MaxFeatures.Count(0)).Message);
    }

    // Of nine columns the first tells the classes apart: its share of the roots is that of the columns tried. 3,000 trees, five deviations,
    // five kinds: false once in 300,000 choices of the seed.
    [Theory, InlineData("random-forest", 3), InlineData("extra-trees", 3)]
    [InlineData("random-forest-regressor", 9), InlineData("extra-trees-regressor", 9), InlineData("decision-tree", 9)]
    public void Forests_of_classes_try_the_root_of_the_features_and_others_all(string learner, int tried)
    {
        var rng = new Rng(5);
        Matrix x = Matrix.Wrap([.. Enumerable.Range(0, 40 * 9).Select(i => i % 9 == 0 ? (i < 180 ? 0 : 1) : rng.NextDouble())], 40, 9);
        int[] classes = [.. Enumerable.Range(0, 40).Select(i => i < 20 ? 0 : 1)];
        (string, string)[] options = learner == "decision-tree" ? [("MaxDepth", "1")] : [("MaxDepth", "1"), ("TreeCount", $"{Seeds}")];
        var numbers = new RegressionData(x, [.. classes.Select(code => (double)code)]);
        int[] roots = learner.EndsWith("regressor")
            ? [.. TreeLearners.Grow(learner, numbers, options).Select(tree => tree.SplitFeatures[0])]
            : [.. TreeLearners.Grow(learner, ClassificationData.Create(x, classes), options).Select(tree => tree.SplitFeatures[0])];
        Even(roots.Count(feature => feature == 0), roots.Length, tried / 9.0);
    }

    // Two kinds, four shares, five deviations each: false once in 200,000 choices of the seed.
    [Fact]
    public void Thresholds_are_drawn_evenly_between_the_values_of_each_node()
    {
        RegressionData wavy = OutOfBagTests.Weighted(300);
        var numbers = new RegressionData(((Matrix)wavy.Features).SelectColumns([0]), wavy.Targets.ToArray(), wavy.Weights.ToArray());
        ClassificationData classes = TreeData.Noisy(300, 1, weighted: true);
        List<double> drawn = [], ofClasses = [];
        foreach (DecisionTreeRegressorModel tree in TreeLearners.Grow("extra-trees-regressor", numbers, ("TreeCount", "10")))
            drawn.AddRange(Places(tree.Nodes, (Matrix)numbers.Features, numbers.Weights, tree.DecisionPath(numbers.Features)));
        foreach (DecisionTreeClassifierModel tree in TreeLearners.Grow("extra-trees", classes, ("TreeCount", "10")))
            ofClasses.AddRange(Places(tree.Nodes, (Matrix)classes.Features, classes.Weights, tree.DecisionPath(classes.Features)));
        foreach (List<double> places in (List<double>[])[drawn, ofClasses])
        {
            Assert.True(places.Count > 900);
            foreach (double share in (double[])[0.1, 0.25, 0.5, 0.9]) Even(places.Count(place => place < share), places.Count, share);
        }
    }

    [Theory, InlineData("decision-tree"), InlineData("extra-trees")]
    public void A_drawn_threshold_parts_the_known_values_of_its_node(string learner)
    {
        ClassificationData clean = TreeData.Noisy(300, 5, weighted: true);
        var rng = new Rng(6);
        Matrix x = Matrix.Wrap([.. ((Matrix)clean.Features).Span.ToArray().Select(v => rng.NextInt(5) == 0 ? double.NaN : v)], 300, 5);
        ClassificationData classes = clean.WithFeatures(x);
        double[] targets = [.. Enumerable.Range(0, 300).Select(i => classes.Codes[i] + rng.NextDouble())];
        var numbers = new RegressionData(x, targets, classes.Weights.ToArray());
        (string, string)[] options = [learner == "decision-tree" ? ("Splitter", "random") : ("TreeCount", "5")];
        var places = new List<double>();
        foreach (DecisionTreeClassifierModel tree in TreeLearners.Grow(learner, classes, options))
            places.AddRange(Places(tree.Nodes, x, classes.Weights, tree.DecisionPath(x)));
        foreach (DecisionTreeRegressorModel tree in TreeLearners.Grow(learner + "-regressor", numbers, options))
            places.AddRange(Places(tree.Nodes, x, classes.Weights, tree.DecisionPath(x)));
        Assert.True(places.Count > 100);
        Assert.All(places, place => Assert.InRange(place, 0, Math.BitDecrement(1.0)));
    }

    [Fact]
    public void Each_node_draws_its_features_evenly_and_by_itself()
    {
        // Columns without equal values and classes at random: whatever is drawn can be asked for, and a node of two rows or more goes on.
        var rng = new Rng(4);
        Matrix x = Matrix.Wrap([.. Enumerable.Range(0, 300).Select(_ => rng.NextDouble())], 60, 5);
        ClassificationData data = ClassificationData.Create(x, [.. Enumerable.Range(0, 60).Select(_ => rng.NextInt(2))]);
        var learner = new DecisionTreeClassifier { MaxFeatures = MaxFeatures.Count(1), MaxDepth = 2 };
        int[,] counts = new int[5, 5];
        for (int seed = 0; seed < Seeds; seed++)
        {
            DecisionTreeClassifierModel model = (learner with { Seed = seed }).Fit(data);
            int child = model.SplitFeatures[1] >= 0 ? 1 : model.RightChildren[0];
            counts[model.SplitFeatures[0], model.SplitFeatures[child]]++;
        }
        for (int root = 0; root < 5; root++)
        {
            int[] below = [.. Enumerable.Range(0, 5).Select(j => counts[root, j])];
            Even(below.Sum(), Seeds, 0.2);
            foreach (int count in below) Even(count, below.Sum(), 0.2);
        }
    }

    [Fact]
    public void Without_replacement_a_feature_is_among_d_of_p_draws_with_chance_d_over_p()
    {
        // The first column tells the classes apart, the others are noise: it is asked for whenever it is drawn.
        var rng = new Rng(5);
        Matrix x = Matrix.Wrap([.. Enumerable.Range(0, 200).Select(i => i % 5 == 0 ? i : rng.NextDouble())], 40, 5);
        ClassificationData data = ClassificationData.Create(x, [.. Enumerable.Range(0, 40).Select(i => i < 20 ? 0 : 1)]);
        var learner = new DecisionTreeClassifier { MaxFeatures = MaxFeatures.Count(3), MaxDepth = 1 };
        Even(Enumerable.Range(0, Seeds).Count(seed => (learner with { Seed = seed }).Fit(data).SplitFeatures[0] == 0), Seeds, 0.6);
    }

    [Fact]
    public void Drawn_thresholds_lie_evenly_between_the_least_and_the_largest_value()
    {
        ClassificationData data = TreeData.Column([-1, 0.5, 3, double.NaN], [0, 1, 2, 2]);
        var targets = new RegressionData(data.Features, [1, 2, 3, 3]);
        foreach (bool numbers in new[] { false, true })
        {
            double[] drawn = [.. Enumerable.Range(0, Seeds).Select(seed => numbers
                ? new DecisionTreeRegressor { Splitter = Splitter.Random, Seed = seed }.Fit(targets).Thresholds[0]
                : new DecisionTreeClassifier { Splitter = Splitter.Random, Seed = seed }.Fit(data).Thresholds[0])];
            Assert.All(drawn, threshold => Assert.InRange(threshold, -1, Math.BitDecrement(3.0)));
            foreach (double share in new[] { 0.1, 0.25, 0.5, 0.9 })
                Even(drawn.Count(threshold => threshold < -1 + 4 * share), Seeds, share);
        }
    }

    [Fact]
    public void Of_drawn_thresholds_the_best_is_taken()
    {
        // Any threshold of the second column tells the classes apart; none of the others does.
        double[][] x = [.. Enumerable.Range(0, 40).Select(i => (double[])[i % 7, i % 2, i % 5])];
        ClassificationData data = ClassificationData.Create(new Matrix(x), [.. Enumerable.Range(0, 40).Select(i => i % 2)]);
        for (int seed = 0; seed < 50; seed++)
        {
            DecisionTreeClassifierModel model = new DecisionTreeClassifier { Splitter = Splitter.Random, Seed = seed }.Fit(data);
            Assert.Equal((3, 1), (model.NodeCount, model.SplitFeatures[0]));
        }
    }

    // The stream of the root gives a number for each feature in turn: how far its threshold lies from the least to the largest known value.
    [Theory, InlineData(40), InlineData(43)]
    public void Of_all_questions_that_are_drawn_the_one_that_gains_most_is_asked(int rows)
    {
        var rng = new Rng(2);
        double[][] x = [.. Enumerable.Range(0, rows).Select(i => (double[])
        [
            Math.Sin(i), rng.NextDouble(), rng.NextInt(6), i % 5 == 0 ? double.NaN : Math.Cos(i), rng.NextInt(8) == 0 ? double.NaN : i % 9,
        ])];
        double[] codes = [.. Enumerable.Range(0, rows).Select(_ => (double)rng.NextInt(3))];
        double[] weights = [.. codes.Select(_ => 0.5 + rng.NextDouble())];
        var data = new ClassificationData(new Matrix(x), [.. codes.Select(code => (int)code)], new ClassLabels([0, 1, 2]), weights);
        var numbers = new RegressionData(data.Features, codes, weights);
        var classSearch = new ReferenceSearch(x, codes, weights) { ClassCount = 3, Criterion = SplitCriterion.Gini };
        var numberSearch = new ReferenceSearch(x, codes, weights) { ClassCount = 0, Loss = RegressionCriterion.SquaredError };
        var classTree = new DecisionTreeClassifier { Splitter = Splitter.Random, MaxDepth = 1 };
        var numberTree = new DecisionTreeRegressor { Splitter = Splitter.Random, MaxDepth = 1 };
        for (int seed = 0; seed < 30; seed++)
        {
            var stream = new NodeStream(Rng.DeriveSeed((ulong)seed, 0));
            double[] thresholds = [.. Enumerable.Range(0, 5).Select(j =>
            {
                double[] known = [.. x.Select(row => row[j]).Where(value => !double.IsNaN(value))];
                return known.Min() + stream.NextDouble() * (known.Max() - known.Min());
            })];
            DecisionTreeClassifierModel model = (classTree with { Seed = seed }).Fit(data);
            Holds(classSearch, thresholds, model.SplitFeatures[0], model.Thresholds[0], model.IsMissingLeft(0));
            DecisionTreeRegressorModel other = (numberTree with { Seed = seed }).Fit(numbers);
            Holds(numberSearch, thresholds, other.SplitFeatures[0], other.Thresholds[0], other.IsMissingLeft(0));
        }

        void Holds(ReferenceSearch search, double[] thresholds, int feature, double threshold, bool isMissingLeft)
        {
            (int Feature, bool IsMissingLeft)[] all = [.. Enumerable.Range(0, 5).SelectMany(j => new[] { (j, false), (j, true) })];
            var best = all.MaxBy(question => Gain(question.Feature, question.IsMissingLeft));
            Assert.Equal((best.Feature, thresholds[best.Feature]), (feature, threshold));
            if (feature > 2) Assert.Equal(best.IsMissingLeft, isMissingLeft);

            double Gain(int j, bool missingLeft)
            {
                int[] node = [.. Enumerable.Range(0, rows)];
                int[] left = [.. node.Where(i => x[i][j] <= thresholds[j] || missingLeft && double.IsNaN(x[i][j]))];
                return search.Gain(node, left, [.. node.Except(left)]);
            }
        }
    }

    [Theory, InlineData(1.0, 90), InlineData(0.5, 45), InlineData(0.33, 30), InlineData(0.001, 1)]
    public void A_sample_has_the_share_of_rows_that_was_asked_for(double share, int drawn)
    {
        ClassificationData data = TreeData.Noisy(90, 3, weighted: false);
        RegressionData numbers = RegressionTreeTests.Wavy(90, 3);
        ForestClassifierModel forest = new RandomForestClassifier { TreeCount = 5, SampleShare = share }.Fit(data);
        ForestClassifierModel extra = new ExtraTreesClassifier { TreeCount = 5, SampleShare = share, Bootstrap = true }.Fit(data);
        ForestRegressorModel regression = new RandomForestRegressor { TreeCount = 5, SampleShare = share }.Fit(numbers);
        for (int t = 0; t < 5; t++)
        {
            Assert.Equal(drawn, forest.Tree(t).Weights[0]);
            Assert.Equal(drawn, extra.Tree(t).Weights[0]);
            Assert.Equal(drawn, regression.Tree(t).Weights[0]);
        }
        // Without a bootstrap every tree has all rows once, whatever the share.
        DecisionTreeClassifierModel all = new ExtraTreesClassifier { TreeCount = 1, SampleShare = share }.Fit(data).Tree(0);
        Assert.Equal((90, 90), (all.RowCounts[0], all.Weights[0]));
    }

    [Fact]
    public void More_trees_grown_later_are_those_of_a_plain_fit_for_every_learner()
    {
        ClassificationData data = TreeData.Noisy(120, 4, weighted: true);
        RegressionData numbers = RegressionTreeTests.Wavy(120, 4);
        var forest = new RandomForestClassifier { TreeCount = 7, OutOfBag = true, BalanceSamples = true };
        Same(forest.Fit(data), forest.FitMore(data, (forest with { TreeCount = 3 }).Fit(data)));
        var extra = new ExtraTreesClassifier { TreeCount = 7, Voting = ForestVoting.Majority };
        Same(extra.Fit(data), extra.FitMore(data, (extra with { TreeCount = 3 }).Fit(data)));
        var regression = new RandomForestRegressor { TreeCount = 7, OutOfBag = true };
        Same(regression.Fit(numbers), regression.FitMore(numbers, (regression with { TreeCount = 3 }).Fit(numbers)));
        var extraRegression = new ExtraTreesRegressor { TreeCount = 7 };
        Same(extraRegression.Fit(numbers), extraRegression.FitMore(numbers, (extraRegression with { TreeCount = 3 }).Fit(numbers)));

        Assert.Contains("fitted on 4 features", Assert.Throws<ArgumentException>(
            () => regression.FitMore(RegressionTreeTests.Wavy(50, 3), regression.Fit(numbers))).Message);
        Assert.Contains("the earlier forest has classes", Assert.Throws<ArgumentException>(
            () => extra.FitMore(Datasets.Iris(), extra.Fit(data))).Message);
    }

    [Fact]
    public void Rows_of_weight_zero_are_never_drawn()
    {
        ClassificationData data = TreeData.Noisy(200, 4, weighted: true);
        int[] kept = [.. Enumerable.Range(0, 200).Where(i => data.Weights[i] > 0)];
        RegressionData numbers = RegressionTreeTests.Wavy(200, 4);
        numbers = new RegressionData(numbers.Features, numbers.Targets.ToArray(), data.Weights.ToArray());
        Assert.InRange(kept.Length, 1, 199);
        var random = new RandomForestClassifier { TreeCount = 5 };
        Same(random.Fit(data), random.Fit(data.SelectRows(kept)));
        var extra = new ExtraTreesClassifier { TreeCount = 5 };
        Same(extra.Fit(data), extra.Fit(data.SelectRows(kept)));
        foreach (RegressionCriterion criterion in Enum.GetValues<RegressionCriterion>())
        {
            var forest = new RandomForestRegressor { TreeCount = 5, Criterion = criterion };
            Same(forest.Fit(numbers), forest.Fit(numbers.SelectRows(kept)));
            var tree = new DecisionTreeRegressor { Criterion = criterion, MinSamplesLeaf = 3 };
            Same(tree.Fit(numbers), tree.Fit(numbers.SelectRows(kept)));
        }
    }

    // Where between the least and the largest known value of its node each threshold lies.
    private static List<double> Places(TreeNodes tree, Matrix x, ReadOnlySpan<double> weights, int[][] paths)
    {
        var places = new List<double>();
        for (int node = 0; node < tree.Count; node++)
        {
            if (tree.Features[node] < 0) continue;
            double least = double.PositiveInfinity, largest = double.NegativeInfinity, threshold = tree.Thresholds[node];
            for (int i = 0; i < paths.Length; i++)
            {
                double value = x[i, tree.Features[node]];
                if (weights[i] == 0 || double.IsNaN(value) || !paths[i].Contains(node)) continue;
                (least, largest) = (Math.Min(least, value), Math.Max(largest, value));
            }
            // Of equal values only whether they are known is left to ask.
            Assert.Equal(least == largest, double.IsPositiveInfinity(threshold));
            if (least < largest) places.Add((threshold - least) / (largest - least));
        }
        return places;
    }

    // Five standard deviations of the number of successes.
    private static void Even(int successes, int trials, double chance) =>
        Assert.Equal(trials * chance, successes, 5 * Math.Sqrt(trials * chance * (1 - chance)));

    private static void Same(object expected, object actual) => Assert.Equal(Written(expected), Written(actual));
}
