using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

internal sealed class ClassificationTask : LearningTask<ClassificationData, IClassifierModel, ClassificationOutcome>
{
    public override string Learners => "classifiers";

    public override ISplitter DefaultSplitter { get; } = new StratifiedKFold();

    public override IReadOnlyList<Metric<ClassificationOutcome>> Metrics => ClassificationMetric.All;

    public override Metric<ClassificationOutcome> FindMetric(string name) => ClassificationMetric.Find(name);

    public override ImmutableArray<Fold> Split(ISplitter splitter, ClassificationData data) => splitter.Split(data);

    public override ClassificationOutcome Outcome(IClassifierModel model, ClassificationData data) => ClassificationOutcome.Of(model, data);

    internal override bool IsBuiltIn(Metric<ClassificationOutcome> metric) => ClassificationMetric.TryFind(metric.Name, out _);

    internal override ClassificationData Draw(ClassificationData data, int count, Rng rng) =>
        data.SelectRows(HoldOut.Draw(data.RowCount, data.Codes, count, rng).Test.AsSpan());

    internal override double FewestRows(ClassificationData data, int foldCount) => 2.0 * foldCount * data.ClassCounts().Count(count => count > 0);

    internal override string Describe(ClassificationData data) =>
        $"{data.RowCount}×{data.FeatureCount} in {data.ClassCount} classes, {DataHash.Of(data)}";

    internal override CrossValidationResult<IClassifierModel, ClassificationOutcome> Together(ClassificationData data, ImmutableArray<FoldResult<IClassifierModel, ClassificationOutcome>> folds) =>
        new CrossValidationResult(data, folds);

    internal override ImmutableArray<Fold> FiveByTwo(ClassificationData data, int seed) =>
        new RepeatedStratifiedKFold { FoldCount = 2, RepeatCount = 5, Seed = seed }.Split(data);
}
