using ClassicML.Wire;

namespace ClassicML.Trees;

/// <summary>The wire forms of forests.</summary>
internal static class ForestWireTypes
{
    public static IReadOnlyList<WireType> All { get; } =
    [
        TreeWireOptions.ClassForest(new WireOptions<RandomForestClassifier>(
            "random-forest", WireKind.Classifier, "Classification trees on bootstrap samples that try random features", () => new())),
        TreeWireOptions.NumberForest(new WireOptions<RandomForestRegressor>(
            "random-forest-regressor", WireKind.Regressor, "Regression trees on bootstrap samples", () => new())),
        TreeWireOptions.ClassForest(new WireOptions<ExtraTreesClassifier>(
            "extra-trees", WireKind.Classifier, "Classification trees with random features and thresholds", () => new())),
        TreeWireOptions.NumberForest(new WireOptions<ExtraTreesRegressor>(
            "extra-trees-regressor", WireKind.Regressor, "Regression trees with random thresholds", () => new())),
        new WireType<ForestClassifierModel>("forest-model", WireKind.Model, "The trees of a classification forest", Write, Read),
        new WireType<ForestRegressorModel>("forest-regressor-model", WireKind.Model, "The trees of a regression forest", WriteRegressor, ReadRegressor),
    ];

    private static void Write(ForestClassifierModel forest, WireWriter w)
    {
        w.Integer("FeatureCount", forest.FeatureCount).Labels("Labels", forest.Labels).Choice("Voting", forest.Voting);
        TreeNodesWire.Write(w, forest.Nodes, forest.Levels);
        WriteEstimate(w, forest.OutOfBag);
        w.Report(forest.Report);
    }

    private static ForestClassifierModel Read(WireReader r)
    {
        int featureCount = r.Integer("FeatureCount", minimum: 1);
        ClassLabels labels = r.Labels("Labels", minimum: 1);
        var voting = r.Choice<ForestVoting>("Voting");
        TableLevels? levels = TableLevelsWire.Read(r, featureCount);
        TreeNodes[] trees = TreeNodesWire.Read(r, featureCount, levels, labels.Count);
        return new ForestClassifierModel(
            trees, featureCount, levels, labels, voting, ReadEstimate(r, labels.Count), TableLevelsWire.Report(r, levels));
    }

    private static void WriteRegressor(ForestRegressorModel forest, WireWriter w)
    {
        w.Integer("FeatureCount", forest.FeatureCount);
        TreeNodesWire.Write(w, forest.Nodes, forest.Levels);
        WriteEstimate(w, forest.OutOfBag);
        w.Report(forest.Report);
    }

    private static ForestRegressorModel ReadRegressor(WireReader r)
    {
        int featureCount = r.Integer("FeatureCount", minimum: 1);
        TableLevels? levels = TableLevelsWire.Read(r, featureCount);
        TreeNodes[] trees = TreeNodesWire.Read(r, featureCount, levels, null);
        return new ForestRegressorModel(trees, featureCount, levels, ReadEstimate(r, 1), TableLevelsWire.Report(r, levels));
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
