using ClassicML.Trees;
using ClassicML.Wire;

namespace ClassicML.Tests.Trees;

/// <summary>What trees and forests draw: features, thresholds, rows.</summary>
public class RandomDrawTests
{
    private const int Seeds = 3000;

    [Theory]
    [InlineData("all", 10, 10), InlineData("square-root", 10, 3), InlineData("log2", 10, 3), InlineData("log2", 1, 1)]
    [InlineData("4", 10, 4), InlineData("40", 10, 10), InlineData("0.25", 10, 2), InlineData("0.01", 10, 1)]
    public void A_rule_says_how_many_features_are_tried(string rule, int featureCount, int tried) =>
        Assert.Equal(tried, MaxFeatures.Parse(rule).Of(featureCount));

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
            DecisionTreeModel model = (learner with { Seed = seed }).Fit(data);
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
            DecisionTreeModel model = new DecisionTreeClassifier { Splitter = Splitter.Random, Seed = seed }.Fit(data);
            Assert.Equal((3, 1), (model.NodeCount, model.SplitFeatures[0]));
        }
    }

    [Theory, InlineData(1.0, 90), InlineData(0.5, 45), InlineData(0.33, 30), InlineData(0.001, 1)]
    public void A_sample_has_the_share_of_rows_that_was_asked_for(double share, int drawn)
    {
        ClassificationData data = TreeData.Noisy(90, 3, weighted: false);
        RegressionData numbers = RegressionTreeTests.Wavy(90, 3);
        ForestModel forest = new RandomForestClassifier { TreeCount = 5, SampleShare = share }.Fit(data);
        ForestModel extra = new ExtraTreesClassifier { TreeCount = 5, SampleShare = share, Bootstrap = true }.Fit(data);
        ForestRegressorModel regression = new RandomForestRegressor { TreeCount = 5, SampleShare = share }.Fit(numbers);
        for (int t = 0; t < 5; t++)
        {
            Assert.Equal(drawn, forest.Tree(t).Weights[0]);
            Assert.Equal(drawn, extra.Tree(t).Weights[0]);
            Assert.Equal(drawn, regression.Tree(t).Weights[0]);
        }
        // Without a bootstrap every tree has all rows once, whatever the share.
        DecisionTreeModel all = new ExtraTreesClassifier { TreeCount = 1, SampleShare = share }.Fit(data).Tree(0);
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

    // Five standard deviations of the number of successes.
    private static void Even(int successes, int trials, double chance) =>
        Assert.Equal(trials * chance, successes, 5 * Math.Sqrt(trials * chance * (1 - chance)));

    private static void Same(object expected, object actual) => Assert.Equal(Written(expected), Written(actual));

    private static string Written(object model) => BuiltIn.Registry.Write(model).Without(WireReader.ElapsedName).ToString();
}
