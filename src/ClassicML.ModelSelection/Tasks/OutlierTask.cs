using System.Collections.Immutable;
using ClassicML.Internal;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

internal sealed class OutlierTask : LearningTask<OutlierData, IOutlierModel, OutlierOutcome>
{
    public override string Learners => "outlier detectors";

    // Rows of one kind are dealt out as KFold deals them.
    public override ISplitter DefaultSplitter { get; } = new StratifiedKFold();

    public override IReadOnlyList<Metric<OutlierOutcome>> Metrics => OutlierMetric.All;

    public override OutlierOutcome Outcome(IOutlierModel model, OutlierData data) => OutlierOutcome.Of(model, data);

    private protected override ReadOnlySpan<int> Codes(OutlierData data) => Array.ConvertAll(data.IsOutlier.ToArray(), isOutlier => isOutlier ? 1 : 0);

    internal override string Describe(OutlierData data) =>
        $"{data.RowCount}×{data.FeatureCount} with {data.OutlierCount} known outliers, {DataHash.Of(data)}";

    internal override CrossValidationResult<IOutlierModel, OutlierOutcome> Together(
        OutlierData data, ImmutableArray<FoldResult<IOutlierModel, OutlierOutcome>> folds) =>
        new OutlierCrossValidationResult(data, folds);
}
