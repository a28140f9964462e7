using ClassicML.Wire;

namespace ClassicML.Trees;

/// <summary>The wire forms of the options that learners of trees share.</summary>
internal static class TreeWireOptions
{
    public const string WeightsText = "none, balanced, or label=weight pairs by commas";

    public static WireOptions<T> Single<T>(WireOptions<T> options) where T : SingleTreeOptions => Tree(options)
        .Choice(nameof(SingleTreeOptions.Splitter), l => l.Splitter, (l, splitter) => l with { Splitter = splitter })
        .Number(nameof(SingleTreeOptions.PruningAlpha), Interval.NonNegative, l => l.PruningAlpha, (l, alpha) => l with { PruningAlpha = alpha });

    public static WireOptions<T> ClassForest<T>(WireOptions<T> options) where T : ForestClassifier => Forest(options
            .Choice(nameof(ForestClassifier.Criterion), l => l.Criterion, (l, criterion) => l with { Criterion = criterion }))
        .Text(nameof(ForestClassifier.ClassWeights), WeightsText, l => l.ClassWeights, (l, w) => l with { ClassWeights = w }, ClassWeights.Parse)
        .Flag(nameof(ForestClassifier.BalanceSamples), l => l.BalanceSamples, (l, on) => l with { BalanceSamples = on })
        .Choice(nameof(ForestClassifier.Voting), l => l.Voting, (l, voting) => l with { Voting = voting });

    public static WireOptions<T> NumberForest<T>(WireOptions<T> options) where T : ForestRegressor => Forest(options
        .Choice(nameof(ForestRegressor.Criterion), l => l.Criterion, (l, criterion) => l with { Criterion = criterion }));

    private static WireOptions<T> Forest<T>(WireOptions<T> options) where T : ForestOptions => Tree(options
        .Integer(nameof(ForestOptions.TreeCount), 1, l => l.TreeCount, (l, count) => l with { TreeCount = count })
        .Flag(nameof(ForestOptions.Bootstrap), l => l.Bootstrap, (l, on) => l with { Bootstrap = on })
        .Number(nameof(ForestOptions.SampleShare), new Interval(0, 1, LowOpen: true), l => l.SampleShare, (l, share) => l with { SampleShare = share })
        .OptionalInteger(nameof(ForestOptions.MaxBins), new Interval(2, 255), l => l.MaxBins, (l, bins) => l with { MaxBins = bins })
        .Flag(nameof(ForestOptions.OutOfBag), l => l.OutOfBag, (l, on) => l with { OutOfBag = on }));

    private static WireOptions<T> Tree<T>(WireOptions<T> options) where T : TreeOptions => options
        .OptionalInteger(nameof(TreeOptions.MaxDepth), 1, l => l.MaxDepth, (l, depth) => l with { MaxDepth = depth })
        .Integer(nameof(TreeOptions.MinSamplesSplit), 2, l => l.MinSamplesSplit, (l, rows) => l with { MinSamplesSplit = rows })
        .Integer(nameof(TreeOptions.MinSamplesLeaf), 1, l => l.MinSamplesLeaf, (l, rows) => l with { MinSamplesLeaf = rows })
        .Number(nameof(TreeOptions.MinWeightShareLeaf), new Interval(0, 0.5), l => l.MinWeightShareLeaf, (l, share) => l with { MinWeightShareLeaf = share })
        .Number(nameof(TreeOptions.MinImpurityDecrease), Interval.NonNegative, l => l.MinImpurityDecrease, (l, least) => l with { MinImpurityDecrease = least })
        .OptionalInteger(nameof(TreeOptions.MaxLeafCount), 2, l => l.MaxLeafCount, (l, count) => l with { MaxLeafCount = count })
        .Text(nameof(TreeOptions.MaxFeatures), "all, square-root, log2, a number or a share with a point",
            l => l.MaxFeatures, (l, rule) => l with { MaxFeatures = rule }, MaxFeatures.Parse)
        .Text(nameof(TreeOptions.CategoricalFeatures), "numbers or names of columns by commas, or none",
            l => l.CategoricalFeatures, (l, c) => l with { CategoricalFeatures = c }, CategoricalFeatures.Parse)
        .Text(nameof(TreeOptions.MonotonicConstraints), "column=1 or column=-1 by commas, columns by number or name, or none",
            l => l.MonotonicConstraints, (l, c) => l with { MonotonicConstraints = c }, MonotonicConstraints.Parse)
        .Integer(nameof(TreeOptions.Seed), 0, l => l.Seed, (l, seed) => l with { Seed = seed });
}
