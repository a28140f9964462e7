using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>The defaults that the documentation of the learners names.</summary>
public class TreeDefaultsTests
{
    public static TheoryData<string> Learners =>
    [
        "decision-tree", "random-forest", "extra-trees", "decision-tree-regressor", "random-forest-regressor", "extra-trees-regressor",
    ];

    [Theory, MemberData(nameof(Learners))]
    public void Growth_is_not_limited(string name)
    {
        var learner = (TreeOptions)BuiltIn.Registry.Find(name)!.CreateDefault();
        Assert.Equal(((int?)null, (int?)null), (learner.MaxDepth, learner.MaxLeafCount));
        Assert.Equal((2, 1), (learner.MinSamplesSplit, learner.MinSamplesLeaf));
        Assert.Equal((0.0, 0.0), (learner.MinWeightShareLeaf, learner.MinImpurityDecrease));
        Assert.Equal((CategoricalFeatures.None, MonotonicConstraints.None), (learner.CategoricalFeatures, learner.MonotonicConstraints));
        Assert.Equal(0, learner.Seed);
        Assert.Equal(name is "random-forest" or "extra-trees" ? MaxFeatures.SquareRoot : MaxFeatures.All, learner.MaxFeatures);
        Assert.Equal(name.StartsWith("extra"), learner.IsRandom);
        if (learner is not ForestOptions forest) return;
        Assert.Equal((100, name.StartsWith("random"), 1.0, (int?)null, false),
            (forest.TreeCount, forest.Bootstrap, forest.SampleShare, forest.MaxBins, forest.OutOfBag));
        if (forest is ForestRegressor numbers) Assert.Equal(RegressionCriterion.SquaredError, numbers.Criterion);
        if (forest is not ForestClassifier classes) return;
        Assert.Equal((SplitCriterion.Gini, ForestVoting.MeanProbability), (classes.Criterion, classes.Voting));
        Assert.Equal((ClassWeights.None, false), (classes.ClassWeights, classes.BalanceSamples));
    }

    [Fact]
    public void Single_trees_are_neither_random_nor_cut()
    {
        var tree = new DecisionTreeClassifier();
        Assert.Equal((SplitCriterion.Gini, Splitter.Best, 0.0), (tree.Criterion, tree.Splitter, tree.PruningAlpha));
        Assert.Equal(ClassWeights.None, tree.ClassWeights);
        var numbers = new DecisionTreeRegressor();
        Assert.Equal((RegressionCriterion.SquaredError, Splitter.Best, 0.0), (numbers.Criterion, numbers.Splitter, numbers.PruningAlpha));
    }
}
