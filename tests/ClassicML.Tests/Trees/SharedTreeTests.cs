using ClassicML.ModelSelection;
using ClassicML.Trees;
using CsCheck;

namespace ClassicML.Tests.Trees;

/// <summary>What a search shares among trees and forests leaves every bit as plain fits would.</summary>
public class SharedTreeTests
{
    private static readonly Gen<(int Depth, int Trees, double Alpha, ForestVoting Voting)[]> Candidates =
        Gen.Select(Gen.Int[0, 7], Gen.Int[1, 6], Gen.Double[0, 0.02], Gen.Enum<ForestVoting>()).Array[1, 5];

    private static readonly Gen<IClassifier<IClassifierModel>[]> Classifiers =
        from kind in Gen.Int[0, 2]
        from criterion in Gen.Enum<SplitCriterion>()
        from leaf in Gen.Int[1, 4]
        from outOfBag in Gen.Bool
        from candidates in Candidates
        select Learners(kind, criterion, leaf, outOfBag, candidates);

    private static readonly Gen<IRegressor<IRegressorModel>[]> Regressors =
        from kind in Gen.Int[0, 2]
        from criterion in Gen.Enum<RegressionCriterion>()
        from leaf in Gen.Int[1, 4]
        from outOfBag in Gen.Bool
        from candidates in Candidates
        select Learners(kind, criterion, leaf, outOfBag, candidates);

    [Fact]
    public void One_deep_forest_holds_every_smaller_one() => Classifiers.Sample(learners =>
    {
        ClassificationData data = TreeData.Noisy(80, 4, weighted: true);
        var first = (ISharesWork<ClassificationData, IClassifierModel>)learners[0];
        Assert.All(learners, learner => Assert.True(first.SharesWith(learner)));
        IReadOnlyList<IClassifierModel> shared = first.FitShared(learners, data, data.Features);
        for (int i = 0; i < learners.Length; i++) Assert.Equal(Written(learners[i].Fit(data)), Written(shared[i]));
    }, iter: 60);

    [Fact]
    public void One_deep_regression_forest_holds_every_smaller_one() => Regressors.Sample(learners =>
    {
        RegressionData data = RegressionTreeTests.Wavy(80, 4);
        data = new RegressionData(data.Features, data.Targets.ToArray(), [.. Enumerable.Range(0, 80).Select(i => i % 7 / 3.0)]);
        var first = (ISharesWork<RegressionData, IRegressorModel>)learners[0];
        Assert.All(learners, learner => Assert.True(first.SharesWith(learner)));
        IReadOnlyList<IRegressorModel> shared = first.FitShared(learners, data, data.Features);
        for (int i = 0; i < learners.Length; i++) Assert.Equal(Written(learners[i].Fit(data)), Written(shared[i]));
    }, iter: 60);

    [Fact]
    public void Learners_that_differ_in_more_do_not_share()
    {
        var tree = new DecisionTreeClassifier();
        Assert.True(tree.SharesWith(tree with { MaxDepth = 3, PruningAlpha = 0.1 }));
        Assert.False(tree.SharesWith(tree with { MinSamplesLeaf = 2 }));
        Assert.False(tree.SharesWith(new RandomForestClassifier()));
        // Best first, a lower depth is not the same tree cut off.
        Assert.False((tree with { MaxLeafCount = 9 }).SharesWith(tree with { MaxLeafCount = 9, MaxDepth = 3 }));
        var forest = new RandomForestClassifier();
        Assert.True(forest.SharesWith(forest with { TreeCount = 7, MaxDepth = 2, Voting = ForestVoting.Majority }));
        Assert.False(forest.SharesWith(forest with { Seed = 1 }));
        Assert.False(forest.SharesWith(new ExtraTreesClassifier()));
        Assert.True(new ExtraTreesClassifier().SharesWith(new ExtraTreesClassifier { TreeCount = 7 }));
    }

    [Fact]
    public void Regressors_that_differ_in_more_do_not_share()
    {
        var tree = new DecisionTreeRegressor();
        Assert.True(tree.SharesWith(tree with { MaxDepth = 3, PruningAlpha = 0.1 }));
        Assert.False(tree.SharesWith(tree with { Criterion = RegressionCriterion.Poisson }));
        Assert.False(tree.SharesWith(new RandomForestRegressor()));
        Assert.False((tree with { MaxLeafCount = 9 }).SharesWith(tree with { MaxLeafCount = 9, MaxDepth = 3 }));
        var forest = new RandomForestRegressor();
        Assert.True(forest.SharesWith(forest with { TreeCount = 7, MaxDepth = 2 }));
        Assert.False(forest.SharesWith(forest with { SampleShare = 0.5 }));
        Assert.False(forest.SharesWith(new ExtraTreesRegressor { Bootstrap = true }));
        Assert.True(new ExtraTreesRegressor().SharesWith(new ExtraTreesRegressor { TreeCount = 7 }));
    }

    [Fact]
    public void Options_that_do_not_fit_together_are_refused_when_shared_too()
    {
        var forest = new ExtraTreesRegressor { OutOfBag = true };
        RegressionData data = RegressionTreeTests.Wavy(20, 3);
        var refusal = Assert.Throws<ArgumentException>(() => forest.FitShared([forest], data, data.Features));
        Assert.Contains("OutOfBag needs Bootstrap", refusal.Message);
    }

    [Fact]
    public void A_search_finds_the_same_with_and_without()
    {
        ClassificationData data = TreeData.Noisy(150, 4, weighted: false);
        SearchModel search = new GridSearch(ParameterGrid.For(new RandomForestClassifier())
            .Vary("trees", [3, 9], (f, count) => f with { TreeCount = count })
            .Vary("depth", [2, 4, 8], (f, depth) => f with { MaxDepth = depth }))
        { Splitter = new StratifiedKFold { FoldCount = 3, Seed = 1 } }.Fit(data);
        foreach (CandidateResult result in search.Results)
            Assert.Equal(
                CrossValidation.Run(result.Candidate.Classifier, data, new StratifiedKFold { FoldCount = 3, Seed = 1 })
                    .Mean(ClassicML.Metrics.ClassificationMetric.Accuracy),
                result.MeanScore, 1e-15);
    }

    [Fact]
    public void A_search_of_regressors_finds_the_same_with_and_without()
    {
        RegressionData data = RegressionTreeTests.Wavy(150, 4);
        var folds = new KFold { FoldCount = 3, Seed = 1 };
        RegressorSearchModel found = new RegressorGridSearch(ParameterGrid.For(new RandomForestRegressor())
            .Vary("trees", [3, 9], (f, count) => f with { TreeCount = count })
            .Vary("depth", [2, 4, 8], (f, depth) => f with { MaxDepth = depth }))
        { Splitter = folds }.Fit(data);
        foreach (CandidateResult result in found.Results)
            Assert.Equal(
                CrossValidation.Run(result.Candidate.Regressor, data, folds).Mean(ClassicML.Metrics.RegressionMetric.R2),
                result.MeanScore, 1e-15);
    }

    private static IClassifier<IClassifierModel>[] Learners(
        int kind, SplitCriterion criterion, int leaf, bool outOfBag, (int Depth, int Trees, double Alpha, ForestVoting Voting)[] candidates) =>
    [
        .. candidates.Select(IClassifier<IClassifierModel> (c) => kind switch
        {
            0 => new DecisionTreeClassifier
            {
                Criterion = criterion, MinSamplesLeaf = leaf, MaxDepth = c.Depth == 0 ? null : c.Depth, PruningAlpha = c.Alpha,
                MaxFeatures = MaxFeatures.Count(2),
            },
            1 => new RandomForestClassifier
            {
                Criterion = criterion, MinSamplesLeaf = leaf, MaxDepth = c.Depth == 0 ? null : c.Depth, TreeCount = c.Trees,
                Voting = c.Voting, OutOfBag = outOfBag, BalanceSamples = !outOfBag,
            },
            _ => new ExtraTreesClassifier
            {
                Criterion = criterion, MinSamplesLeaf = leaf, MaxDepth = c.Depth == 0 ? null : c.Depth, TreeCount = c.Trees, Voting = c.Voting,
            },
        }),
    ];

    private static IRegressor<IRegressorModel>[] Learners(
        int kind, RegressionCriterion criterion, int leaf, bool outOfBag,
        (int Depth, int Trees, double Alpha, ForestVoting Voting)[] candidates) =>
    [
        .. candidates.Select(IRegressor<IRegressorModel> (c) => kind switch
        {
            0 => new DecisionTreeRegressor
            {
                Criterion = criterion, MinSamplesLeaf = leaf, MaxDepth = c.Depth == 0 ? null : c.Depth, PruningAlpha = c.Alpha,
                MaxFeatures = MaxFeatures.Count(2), MonotonicConstraints = MonotonicConstraints.Of((2, 1)),
            },
            1 => new RandomForestRegressor
            {
                Criterion = criterion, MinSamplesLeaf = leaf, MaxDepth = c.Depth == 0 ? null : c.Depth, TreeCount = c.Trees,
                OutOfBag = outOfBag,
            },
            _ => new ExtraTreesRegressor
            {
                Criterion = criterion, MinSamplesLeaf = leaf, MaxDepth = c.Depth == 0 ? null : c.Depth, TreeCount = c.Trees,
            },
        }),
    ];
}
