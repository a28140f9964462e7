using System.Collections.Immutable;
using ClassicML.Internal;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

internal sealed class ClassificationTask : LearningTask<ClassificationData, IClassifierModel, ClassificationOutcome>
{
    public override string Learners => "classifiers";

    public override ISplitter DefaultSplitter { get; } = new StratifiedKFold();

    public override IReadOnlyList<Metric<ClassificationOutcome>> Metrics => ClassificationMetric.All;

    public override Metric<ClassificationOutcome> FindMetric(string name) => ClassificationMetric.Find(name);

    public override ClassificationOutcome Outcome(IClassifierModel model, ClassificationData data) => ClassificationOutcome.Of(model, data);

    internal override bool IsBuiltIn(Metric<ClassificationOutcome> metric) => ClassificationMetric.TryFind(metric.Name, out _);

    private protected override ReadOnlySpan<int> Codes(ClassificationData data) => data.Codes;

    internal override string Describe(ClassificationData data) =>
        $"{data.RowCount}×{data.FeatureCount} in {data.ClassCount} classes, {DataHash.Of(data)}";

    internal override CrossValidationResult<IClassifierModel, ClassificationOutcome> Together(
        ClassificationData data, ImmutableArray<FoldResult<IClassifierModel, ClassificationOutcome>> folds) =>
        new CrossValidationResult(data, folds);
}
