using System.Collections.Immutable;
using ClassicML.Internal;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

internal sealed class RegressionTask : LearningTask<RegressionData, IRegressorModel, RegressionOutcome>
{
    public override string Learners => "regressors";

    public override ISplitter DefaultSplitter { get; } = new KFold();

    public override IReadOnlyList<Metric<RegressionOutcome>> Metrics => RegressionMetric.All;

    public override Metric<RegressionOutcome> FindMetric(string name) => RegressionMetric.Find(name);

    public override RegressionOutcome Outcome(IRegressorModel model, RegressionData data) => RegressionOutcome.Of(model, data);

    internal override bool IsBuiltIn(Metric<RegressionOutcome> metric) => RegressionMetric.TryFind(metric.Name, out _);

    private protected override ReadOnlySpan<int> Codes(RegressionData data) => default;

    internal override string Describe(RegressionData data) => $"{data.RowCount}×{data.FeatureCount} with numbers, {DataHash.Of(data)}";

    internal override CrossValidationResult<IRegressorModel, RegressionOutcome> Together(
        RegressionData data, ImmutableArray<FoldResult<IRegressorModel, RegressionOutcome>> folds) =>
        new RegressorCrossValidationResult(data, folds);

    internal override ImmutableArray<Fold> FiveByTwo(RegressionData data, int seed)
    {
        Check.AtLeast(seed, 0, nameof(seed));
        return [.. Enumerable.Range(0, 5).SelectMany(repeat =>
            new KFold { FoldCount = 2, Seed = (int)((5L * seed + repeat) & int.MaxValue) }.Split(data))];
    }
}
