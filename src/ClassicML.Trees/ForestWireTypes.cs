using ClassicML.Wire;

namespace ClassicML.Trees;

/// <summary>The wire forms of forests.</summary>
internal static class ForestWireTypes
{
    internal const string FeaturesText = "all, square-root, log2, a number or a share with a point";
    internal const string WeightsText = "none, balanced, or label=weight pairs by commas";
    internal const string CategoriesText = "numbers of columns by commas, or none";
    internal const string ConstraintsText = "column=1 or column=-1 by commas, or none";

    private static readonly Interval Bins = new(2, 255);
    private static readonly Interval HalfShare = new(0, 0.5);
    private static readonly Interval SomeShare = new(0, 1, LowOpen: true);

    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireOptions<RandomForestClassifier>("random-forest", WireKind.Classifier, "Classification trees on bootstrap samples that try random features", () => new())
            .Integer(nameof(RandomForestClassifier.TreeCount), 1, l => l.TreeCount, (l, count) => l with { TreeCount = count })
            .Choice(nameof(RandomForestClassifier.Criterion), l => l.Criterion, (l, criterion) => l with { Criterion = criterion })
            .OptionalInteger(nameof(RandomForestClassifier.MaxDepth), 1, l => l.MaxDepth, (l, depth) => l with { MaxDepth = depth })
            .Integer(nameof(RandomForestClassifier.MinSamplesSplit), 2, l => l.MinSamplesSplit, (l, rows) => l with { MinSamplesSplit = rows })
            .Integer(nameof(RandomForestClassifier.MinSamplesLeaf), 1, l => l.MinSamplesLeaf, (l, rows) => l with { MinSamplesLeaf = rows })
            .Number(nameof(RandomForestClassifier.MinWeightShareLeaf), HalfShare, l => l.MinWeightShareLeaf, (l, share) => l with { MinWeightShareLeaf = share })
            .Number(nameof(RandomForestClassifier.MinImpurityDecrease), Interval.NonNegative, l => l.MinImpurityDecrease, (l, d) => l with { MinImpurityDecrease = d })
            .OptionalInteger(nameof(RandomForestClassifier.MaxLeafCount), 2, l => l.MaxLeafCount, (l, count) => l with { MaxLeafCount = count })
            .Text(nameof(RandomForestClassifier.MaxFeatures), FeaturesText, l => l.MaxFeatures, (l, rule) => l with { MaxFeatures = rule }, MaxFeatures.Parse)
            .Flag(nameof(RandomForestClassifier.Bootstrap), l => l.Bootstrap, (l, on) => l with { Bootstrap = on })
            .Number(nameof(RandomForestClassifier.SampleShare), SomeShare, l => l.SampleShare, (l, share) => l with { SampleShare = share })
            .OptionalInteger(nameof(RandomForestClassifier.MaxBins), Bins, l => l.MaxBins, (l, bins) => l with { MaxBins = bins })
            .Flag(nameof(RandomForestClassifier.OutOfBag), l => l.OutOfBag, (l, on) => l with { OutOfBag = on })
            .Text(nameof(RandomForestClassifier.ClassWeights), WeightsText, l => l.ClassWeights, (l, w) => l with { ClassWeights = w }, ClassWeights.Parse)
            .Flag(nameof(RandomForestClassifier.BalanceSamples), l => l.BalanceSamples, (l, on) => l with { BalanceSamples = on })
            .Choice(nameof(RandomForestClassifier.Voting), l => l.Voting, (l, voting) => l with { Voting = voting })
            .Text(nameof(RandomForestClassifier.CategoricalFeatures), CategoriesText, l => l.CategoricalFeatures, (l, c) => l with { CategoricalFeatures = c }, CategoricalFeatures.Parse)
            .Text(nameof(RandomForestClassifier.MonotonicConstraints), ConstraintsText, l => l.MonotonicConstraints, (l, c) => l with { MonotonicConstraints = c }, MonotonicConstraints.Parse)
            .Integer(nameof(RandomForestClassifier.Seed), 0, l => l.Seed, (l, seed) => l with { Seed = seed }),
        new WireOptions<RandomForestRegressor>("random-forest-regressor", WireKind.Regressor, "Regression trees on bootstrap samples", () => new())
            .Integer(nameof(RandomForestRegressor.TreeCount), 1, l => l.TreeCount, (l, count) => l with { TreeCount = count })
            .Choice(nameof(RandomForestRegressor.Criterion), l => l.Criterion, (l, criterion) => l with { Criterion = criterion })
            .OptionalInteger(nameof(RandomForestRegressor.MaxDepth), 1, l => l.MaxDepth, (l, depth) => l with { MaxDepth = depth })
            .Integer(nameof(RandomForestRegressor.MinSamplesSplit), 2, l => l.MinSamplesSplit, (l, rows) => l with { MinSamplesSplit = rows })
            .Integer(nameof(RandomForestRegressor.MinSamplesLeaf), 1, l => l.MinSamplesLeaf, (l, rows) => l with { MinSamplesLeaf = rows })
            .Number(nameof(RandomForestRegressor.MinWeightShareLeaf), HalfShare, l => l.MinWeightShareLeaf, (l, share) => l with { MinWeightShareLeaf = share })
            .Number(nameof(RandomForestRegressor.MinImpurityDecrease), Interval.NonNegative, l => l.MinImpurityDecrease, (l, d) => l with { MinImpurityDecrease = d })
            .OptionalInteger(nameof(RandomForestRegressor.MaxLeafCount), 2, l => l.MaxLeafCount, (l, count) => l with { MaxLeafCount = count })
            .Text(nameof(RandomForestRegressor.MaxFeatures), FeaturesText, l => l.MaxFeatures, (l, rule) => l with { MaxFeatures = rule }, MaxFeatures.Parse)
            .Flag(nameof(RandomForestRegressor.Bootstrap), l => l.Bootstrap, (l, on) => l with { Bootstrap = on })
            .Number(nameof(RandomForestRegressor.SampleShare), SomeShare, l => l.SampleShare, (l, share) => l with { SampleShare = share })
            .OptionalInteger(nameof(RandomForestRegressor.MaxBins), Bins, l => l.MaxBins, (l, bins) => l with { MaxBins = bins })
            .Flag(nameof(RandomForestRegressor.OutOfBag), l => l.OutOfBag, (l, on) => l with { OutOfBag = on })
            .Text(nameof(RandomForestRegressor.CategoricalFeatures), CategoriesText, l => l.CategoricalFeatures, (l, c) => l with { CategoricalFeatures = c }, CategoricalFeatures.Parse)
            .Text(nameof(RandomForestRegressor.MonotonicConstraints), ConstraintsText, l => l.MonotonicConstraints, (l, c) => l with { MonotonicConstraints = c }, MonotonicConstraints.Parse)
            .Integer(nameof(RandomForestRegressor.Seed), 0, l => l.Seed, (l, seed) => l with { Seed = seed }),
        new WireOptions<ExtraTreesClassifier>("extra-trees", WireKind.Classifier, "Classification trees with random features and thresholds", () => new())
            .Integer(nameof(ExtraTreesClassifier.TreeCount), 1, l => l.TreeCount, (l, count) => l with { TreeCount = count })
            .Choice(nameof(ExtraTreesClassifier.Criterion), l => l.Criterion, (l, criterion) => l with { Criterion = criterion })
            .OptionalInteger(nameof(ExtraTreesClassifier.MaxDepth), 1, l => l.MaxDepth, (l, depth) => l with { MaxDepth = depth })
            .Integer(nameof(ExtraTreesClassifier.MinSamplesSplit), 2, l => l.MinSamplesSplit, (l, rows) => l with { MinSamplesSplit = rows })
            .Integer(nameof(ExtraTreesClassifier.MinSamplesLeaf), 1, l => l.MinSamplesLeaf, (l, rows) => l with { MinSamplesLeaf = rows })
            .Number(nameof(ExtraTreesClassifier.MinWeightShareLeaf), HalfShare, l => l.MinWeightShareLeaf, (l, share) => l with { MinWeightShareLeaf = share })
            .Number(nameof(ExtraTreesClassifier.MinImpurityDecrease), Interval.NonNegative, l => l.MinImpurityDecrease, (l, d) => l with { MinImpurityDecrease = d })
            .OptionalInteger(nameof(ExtraTreesClassifier.MaxLeafCount), 2, l => l.MaxLeafCount, (l, count) => l with { MaxLeafCount = count })
            .Text(nameof(ExtraTreesClassifier.MaxFeatures), FeaturesText, l => l.MaxFeatures, (l, rule) => l with { MaxFeatures = rule }, MaxFeatures.Parse)
            .Flag(nameof(ExtraTreesClassifier.Bootstrap), l => l.Bootstrap, (l, on) => l with { Bootstrap = on })
            .Number(nameof(ExtraTreesClassifier.SampleShare), SomeShare, l => l.SampleShare, (l, share) => l with { SampleShare = share })
            .OptionalInteger(nameof(ExtraTreesClassifier.MaxBins), Bins, l => l.MaxBins, (l, bins) => l with { MaxBins = bins })
            .Flag(nameof(ExtraTreesClassifier.OutOfBag), l => l.OutOfBag, (l, on) => l with { OutOfBag = on })
            .Text(nameof(ExtraTreesClassifier.ClassWeights), WeightsText, l => l.ClassWeights, (l, w) => l with { ClassWeights = w }, ClassWeights.Parse)
            .Flag(nameof(ExtraTreesClassifier.BalanceSamples), l => l.BalanceSamples, (l, on) => l with { BalanceSamples = on })
            .Choice(nameof(ExtraTreesClassifier.Voting), l => l.Voting, (l, voting) => l with { Voting = voting })
            .Text(nameof(ExtraTreesClassifier.CategoricalFeatures), CategoriesText, l => l.CategoricalFeatures, (l, c) => l with { CategoricalFeatures = c }, CategoricalFeatures.Parse)
            .Text(nameof(ExtraTreesClassifier.MonotonicConstraints), ConstraintsText, l => l.MonotonicConstraints, (l, c) => l with { MonotonicConstraints = c }, MonotonicConstraints.Parse)
            .Integer(nameof(ExtraTreesClassifier.Seed), 0, l => l.Seed, (l, seed) => l with { Seed = seed }),
        new WireOptions<ExtraTreesRegressor>("extra-trees-regressor", WireKind.Regressor, "Regression trees with random thresholds", () => new())
            .Integer(nameof(ExtraTreesRegressor.TreeCount), 1, l => l.TreeCount, (l, count) => l with { TreeCount = count })
            .Choice(nameof(ExtraTreesRegressor.Criterion), l => l.Criterion, (l, criterion) => l with { Criterion = criterion })
            .OptionalInteger(nameof(ExtraTreesRegressor.MaxDepth), 1, l => l.MaxDepth, (l, depth) => l with { MaxDepth = depth })
            .Integer(nameof(ExtraTreesRegressor.MinSamplesSplit), 2, l => l.MinSamplesSplit, (l, rows) => l with { MinSamplesSplit = rows })
            .Integer(nameof(ExtraTreesRegressor.MinSamplesLeaf), 1, l => l.MinSamplesLeaf, (l, rows) => l with { MinSamplesLeaf = rows })
            .Number(nameof(ExtraTreesRegressor.MinWeightShareLeaf), HalfShare, l => l.MinWeightShareLeaf, (l, share) => l with { MinWeightShareLeaf = share })
            .Number(nameof(ExtraTreesRegressor.MinImpurityDecrease), Interval.NonNegative, l => l.MinImpurityDecrease, (l, d) => l with { MinImpurityDecrease = d })
            .OptionalInteger(nameof(ExtraTreesRegressor.MaxLeafCount), 2, l => l.MaxLeafCount, (l, count) => l with { MaxLeafCount = count })
            .Text(nameof(ExtraTreesRegressor.MaxFeatures), FeaturesText, l => l.MaxFeatures, (l, rule) => l with { MaxFeatures = rule }, MaxFeatures.Parse)
            .Flag(nameof(ExtraTreesRegressor.Bootstrap), l => l.Bootstrap, (l, on) => l with { Bootstrap = on })
            .Number(nameof(ExtraTreesRegressor.SampleShare), SomeShare, l => l.SampleShare, (l, share) => l with { SampleShare = share })
            .OptionalInteger(nameof(ExtraTreesRegressor.MaxBins), Bins, l => l.MaxBins, (l, bins) => l with { MaxBins = bins })
            .Flag(nameof(ExtraTreesRegressor.OutOfBag), l => l.OutOfBag, (l, on) => l with { OutOfBag = on })
            .Text(nameof(ExtraTreesRegressor.CategoricalFeatures), CategoriesText, l => l.CategoricalFeatures, (l, c) => l with { CategoricalFeatures = c }, CategoricalFeatures.Parse)
            .Text(nameof(ExtraTreesRegressor.MonotonicConstraints), ConstraintsText, l => l.MonotonicConstraints, (l, c) => l with { MonotonicConstraints = c }, MonotonicConstraints.Parse)
            .Integer(nameof(ExtraTreesRegressor.Seed), 0, l => l.Seed, (l, seed) => l with { Seed = seed }),
        new WireType<ForestModel>("forest-model", WireKind.Model, "The trees of a classification forest", Write, Read),
        new WireType<ForestRegressorModel>("forest-regressor-model", WireKind.Model, "The trees of a regression forest", WriteRegressor, ReadRegressor),
    ];

    private static void Write(ForestModel forest, WireWriter w)
    {
        w.Integer("FeatureCount", forest.FeatureCount).Labels("Labels", forest.Labels).Choice("Voting", forest.Voting);
        TreeNodesWire.Write(w, forest.Nodes);
        WriteEstimate(w, forest.OutOfBag);
        w.Report(forest.Report);
    }

    private static ForestModel Read(WireReader r)
    {
        int featureCount = r.Integer("FeatureCount", minimum: 1);
        ClassLabels labels = r.Labels("Labels", minimum: 1);
        var voting = r.Choice<ForestVoting>("Voting");
        TreeNodes[] trees = TreeNodesWire.Read(r, featureCount, labels.Count);
        return new ForestModel(trees, featureCount, labels, voting, ReadEstimate(r, labels.Count), r.Report());
    }

    private static void WriteRegressor(ForestRegressorModel forest, WireWriter w)
    {
        w.Integer("FeatureCount", forest.FeatureCount);
        TreeNodesWire.Write(w, forest.Nodes);
        WriteEstimate(w, forest.OutOfBag);
        w.Report(forest.Report);
    }

    private static ForestRegressorModel ReadRegressor(WireReader r)
    {
        int featureCount = r.Integer("FeatureCount", minimum: 1);
        TreeNodes[] trees = TreeNodesWire.Read(r, featureCount, null);
        return new ForestRegressorModel(trees, featureCount, ReadEstimate(r, 1), r.Report());
    }

    private static void WriteEstimate(WireWriter w, OutOfBagEstimate? estimate) =>
        w.Number("OutOfBagScore", estimate?.Score).Matrix("OutOfBagPredictions", estimate?.Predictions ?? Matrix.Wrap([], 0, 0));

    private static OutOfBagEstimate? ReadEstimate(WireReader r, int width)
    {
        double? score = r.OptionalNumber("OutOfBagScore", Interval.Any, orNaN: true);
        Matrix predictions = r.Matrix("OutOfBagPredictions", orNaN: true);
        Check.Length(predictions.ColumnCount, score is null ? 0 : width, "OutOfBagPredictions, by columns,", "value of a prediction");
        return score is { } given ? new OutOfBagEstimate(predictions, given) : null;
    }
}
