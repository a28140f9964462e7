using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>Targets of any size, and options, data and models of a size that must be refused or must not be allocated.</summary>
public class MagnitudeTests
{
    [Theory, InlineData(-680), InlineData(-350), InlineData(-201), InlineData(-30), InlineData(40), InlineData(246)]
    public void Targets_of_any_size_grow_the_same_tree(int exponent)
    {
        // A power of two changes no bits of sums and ratios, so the unscaled tree is the right answer.
        RegressionData data = RegressionTreeTests.Wavy(120, 4);
        RegressionData scaled = new(data.Features, [.. data.Targets.ToArray().Select(y => Math.ScaleB(y, exponent))]);
        foreach (RegressionCriterion criterion in Enum.GetValues<RegressionCriterion>())
        {
            var learner = new DecisionTreeRegressor { Criterion = criterion };
            DecisionTreeRegressorModel plain = learner.Fit(data), other = learner.Fit(scaled);
            Assert.Equal(plain.Thresholds.ToArray(), other.Thresholds.ToArray());
            Assert.Equal([.. plain.Values.ToArray().Select(value => Math.ScaleB(value, exponent))], other.Values.ToArray());
            int degree = criterion is RegressionCriterion.SquaredError or RegressionCriterion.Friedman ? 2 : 1;
            Assert.Equal([.. plain.Impurities.ToArray().Select(value => Math.ScaleB(value, degree * exponent))], other.Impurities.ToArray());
            Assert.All(other.FeatureImportances.ToArray(), share => Assert.InRange(share, 0, 1));
            // Squares below the least double are 0, and importances are made of them.
            if (degree * exponent > -900) Assert.Equal(plain.FeatureImportances.ToArray(), other.FeatureImportances.ToArray());
            ForestRegressorModel forest = new RandomForestRegressor { Criterion = criterion, TreeCount = 5 }.Fit(scaled);
            Assert.InRange(forest.Score(scaled) is var score && degree * exponent < -900 ? 1 : score, 0.7, 1);
            double[] predicted = forest.Predict(scaled.Features);
            double[] expected = new RandomForestRegressor { Criterion = criterion, TreeCount = 5 }.Fit(data).Predict(data.Features);
            Assert.Equal([.. expected.Select(value => Math.ScaleB(value, exponent))], predicted);
        }
    }

    [Fact]
    public void The_largest_targets_have_finite_impurities_and_importances()
    {
        double[] targets = [.. Enumerable.Range(0, 40).Select(i => i % 3 == 0 ? -1e75 : 1e75)];
        var data = new RegressionData(new Matrix([.. Enumerable.Range(0, 40).Select(i => (double[])[i, i % 3])]), targets);
        foreach (RegressionCriterion criterion in Enum.GetValues<RegressionCriterion>())
        {
            RegressionData some = criterion == RegressionCriterion.Poisson ? new(data.Features, [.. targets.Select(Math.Abs)]) : data;
            DecisionTreeRegressorModel tree = new DecisionTreeRegressor { Criterion = criterion }.Fit(some);
            Assert.All(tree.Impurities.ToArray(), impurity => Assert.True(double.IsFinite(impurity)));
            Assert.Equal(criterion == RegressionCriterion.Poisson ? 0 : 1, tree.FeatureImportances.ToArray().Sum(), 1e-12);
            Assert.Equal(some.Targets.ToArray(), tree.Predict(some.Features));
            ForestRegressorModel forest = new RandomForestRegressor { Criterion = criterion, TreeCount = 5 }.Fit(some);
            Assert.All(forest.FeatureImportances.ToArray(), share => Assert.InRange(share, 0, 1));
        }
    }

    // As scikit-learn, which says inf of a side whose mean is 0.
    [Fact]
    public void Poisson_leaves_no_side_of_zeros_alone()
    {
        var learner = new DecisionTreeRegressor { Criterion = RegressionCriterion.Poisson };
        var data = new RegressionData(new Matrix([1.0, 2, 3, 4, 5, 6], 6, 1), [0, 0, 1, 1, 2, 3]);
        // Trees of scikit-learn 1.2.1.
        Assert.Equal([4.5, 3.5, double.NaN, double.NaN, 5.5, double.NaN, double.NaN], learner.Fit(data).Thresholds.ToArray());
        Assert.Equal([1 / 3.0, 1 / 3.0, 1 / 3.0, 1, 2, 3], learner.Fit(data).Predict(data.Features), (a, b) => Math.Abs(a - b) < 1e-15);
        data = new RegressionData(data.Features, [0, 0, 0, 1, 1, 5]);
        Assert.Equal([5.5, 4.5, double.NaN, double.NaN, double.NaN], learner.Fit(data).Thresholds.ToArray());
        Assert.Equal([0.25, 0.25, 0.25, 0.25, 1, 5], learner.Fit(data).Predict(data.Features));
    }

    [Fact]
    public void The_set_of_many_categories_is_made_once()
    {
        // Level 7k mod n has mean k, so that the best set is a half by rank, and each cut up to it is better than the one before.
        const int levels = 20_000;
        double[] x = [.. Enumerable.Range(0, levels).Select(k => (double)(7L * k % levels))];
        double[] y = [.. Enumerable.Range(0, levels).Select(k => (double)k)];
        var data = new RegressionData(Matrix.Wrap(x, levels, 1), y);
        var learner = new DecisionTreeRegressor { CategoricalFeatures = CategoricalFeatures.Of(0), MaxDepth = 1 };
        long before = GC.GetAllocatedBytesForCurrentThread();
        DecisionTreeRegressorModel model = learner.Fit(data, new FitContext { MaxThreads = 1 });
        // Some 300 bytes a level; a set at each improvement took 2.5 GB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000_000);
        Assert.Equal(3, model.NodeCount);
        Assert.Equal((levels - 1) / 2.0, model.Values[0]);
        Assert.Equal([(levels / 2 - 1) / 2.0, (levels + levels / 2 - 1) / 2.0], model.Values[1..].ToArray().Order());
    }

    [Fact]
    public void More_trees_than_memory_holds_are_refused_before_any_is_grown()
    {
        ClassificationData data = TreeData.Noisy(30, 3, weighted: false);
        RegressionData numbers = RegressionTreeTests.Wavy(30, 3);
        Action[] fits =
        [
            () => new RandomForestClassifier { TreeCount = int.MaxValue }.Fit(data),
            () => new ExtraTreesClassifier { TreeCount = int.MaxValue }.Fit(data),
            () => new RandomForestRegressor { TreeCount = int.MaxValue }.Fit(numbers),
            () => new ExtraTreesRegressor { TreeCount = int.MaxValue }.Fit(numbers),
        ];
        foreach (Action fit in fits)
        {
            ArgumentException refusal = Assert.Throws<ArgumentException>(fit);
            Assert.Equal("TreeCount", refusal.ParamName);
            Assert.Contains("TreeCount is 2147483647: so many trees take at least 1048575 MiB", refusal.Message);
        }
    }

    [Fact]
    public void More_leaves_or_pairs_than_an_array_holds_are_refused()
    {
        var data = new RegressionData(new Matrix([1.0, 2], 2, 1), [1.0, 2]);
        ForestRegressorModel forest = new RandomForestRegressor { TreeCount = 2000 }.Fit(data);
        Matrix many = Matrix.Wrap(new double[1_100_000], 1_100_000, 1);
        Assert.Contains("fewer rows", Assert.Throws<ArgumentException>(() => forest.Apply(many)).Message);
        Assert.Contains("fewer rows", Assert.Throws<ArgumentException>(() => forest.Proximity(many)).Message);
    }

    [Fact]
    public void A_model_takes_memory_for_its_nodes_and_not_for_its_features()
    {
        DecisionTreeClassifierModel small = new DecisionTreeClassifier().Fit(TreeData.Noisy(50, 3, weighted: false));
        DecisionTreeRegressorModel number = new DecisionTreeRegressor().Fit(RegressionTreeTests.Wavy(50, 3));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var tree = new DecisionTreeClassifierModel(small.Nodes, int.MaxValue, null, small.Labels, new FitReport());
        var forest = new ForestClassifierModel([small.Nodes, small.Nodes], int.MaxValue, null, small.Labels, ForestVoting.Majority, null, new FitReport());
        var treeOfNumbers = new DecisionTreeRegressorModel(number.Nodes, int.MaxValue, null, new FitReport());
        var forestOfNumbers = new ForestRegressorModel([number.Nodes], int.MaxValue, null, null, new FitReport());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.All(
            (int[])[tree.FeatureCount, forest.FeatureCount, treeOfNumbers.FeatureCount, forestOfNumbers.FeatureCount],
            count => Assert.Equal(int.MaxValue, count));
    }
}
