using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>What a search needs to know of its kind of learner: how to divide, fit and score. The first metric decides.</summary>
internal interface ISearchSubject<TData, TModel>
{
    ImmutableArray<string> Metrics { get; }

    bool HigherIsBetter { get; }

    ImmutableArray<Fold> Split(ISplitter splitter, TData data);

    TData Select(TData data, ReadOnlySpan<int> rows);

    /// <summary>A random choice of so many rows; of classes in their shares.</summary>
    TData Draw(TData data, int count, Rng rng);

    /// <summary>The fewest rows that folds of data such as this make sense on: two to test on in each fold, and of each class.</summary>
    double FewestRows(TData data, int foldCount);

    Features FeaturesOf(TData data);

    TData WithFeatures(TData data, Features features);

    TModel Fit(object learner, TData data, FitContext context);

    /// <summary>Whether two learners share work.</summary>
    bool ShareFits(object learner, object other);

    /// <summary>The models of learners that share work, or of one that can; null for one that can't.</summary>
    IReadOnlyList<TModel>? FitShared(IReadOnlyList<object> learners, TData train, Features queries, FitContext context);

    /// <summary>Whether a transformer is one that can be fitted on this kind of data.</summary>
    bool IsStage(object transformer);

    ITransformerModel FitStage(object transformer, TData data, FitContext context);

    /// <summary>Whether two transformers share work.</summary>
    bool ShareStages(object transformer, object other) =>
        transformer is ISharesWorkTransformer shares && other is ITransformer<ITransformerModel> one && shares.SharesWith(one);

    /// <summary>The score by each metric.</summary>
    double[] Score(TModel model, TData test);

    /// <summary>Shape and fingerprint of data, for a journal.</summary>
    string Describe(TData data);
}

/// <summary>Classifiers.</summary>
internal sealed class ClassifierSubject(ImmutableArray<ClassificationMetric> metrics) : ISearchSubject<ClassificationData, IClassifierModel>
{
    public ImmutableArray<string> Metrics { get; } = [.. metrics.Select(metric => metric.Name)];

    public bool HigherIsBetter => metrics[0].HigherIsBetter;

    public static ClassifierSubject Of(ClassificationMetric metric, ImmutableArray<ClassificationMetric> more) =>
        new([metric, .. more.Where(other => other != metric).Distinct()]);

    public ImmutableArray<Fold> Split(ISplitter splitter, ClassificationData data) => splitter.Split(data);

    public ClassificationData Select(ClassificationData data, ReadOnlySpan<int> rows) => data.SelectRows(rows);

    public ClassificationData Draw(ClassificationData data, int count, Rng rng) =>
        data.SelectRows(HoldOut.Draw(data.RowCount, data.Codes, count, rng).Test.AsSpan());

    public double FewestRows(ClassificationData data, int foldCount) => 2.0 * foldCount * data.ClassCounts().Count(count => count > 0);

    public Features FeaturesOf(ClassificationData data) => data.Features;

    public ClassificationData WithFeatures(ClassificationData data, Features features) => data.WithFeatures(features);

    public IClassifierModel Fit(object learner, ClassificationData data, FitContext context) => ((IClassifier<IClassifierModel>)learner).Fit(data, context);

    public bool ShareFits(object learner, object other) => learner is ISharesWork shares && shares.SharesWith((IClassifier<IClassifierModel>)other);

    public IReadOnlyList<IClassifierModel>? FitShared(IReadOnlyList<object> learners, ClassificationData train, Features queries, FitContext context) =>
        (learners[0] as ISharesWork)?.FitShared([.. learners.Cast<IClassifier<IClassifierModel>>()], train, queries, context);

    public bool IsStage(object transformer) => transformer is ISupervisedTransformer<ITransformerModel>;

    public ITransformerModel FitStage(object transformer, ClassificationData data, FitContext context) =>
        ((ISupervisedTransformer<ITransformerModel>)transformer).Fit(data, context);

    public double[] Score(IClassifierModel model, ClassificationData test)
    {
        ClassificationOutcome outcome = ClassificationOutcome.Of(model, test);
        return [.. metrics.Select(metric => metric.Compute(outcome))];
    }

    public string Describe(ClassificationData data) => $"{data.RowCount}×{data.FeatureCount} in {data.ClassCount} classes, {DataHash.Of(data)}";
}

/// <summary>Regressors.</summary>
internal sealed class RegressorSubject(ImmutableArray<RegressionMetric> metrics) : ISearchSubject<RegressionData, IRegressorModel>
{
    public ImmutableArray<string> Metrics { get; } = [.. metrics.Select(metric => metric.Name)];

    public bool HigherIsBetter => metrics[0].HigherIsBetter;

    public static RegressorSubject Of(RegressionMetric metric, ImmutableArray<RegressionMetric> more) =>
        new([metric, .. more.Where(other => other != metric).Distinct()]);

    public ImmutableArray<Fold> Split(ISplitter splitter, RegressionData data) => splitter.Split(data);

    public RegressionData Select(RegressionData data, ReadOnlySpan<int> rows) => data.SelectRows(rows);

    public RegressionData Draw(RegressionData data, int count, Rng rng) =>
        data.SelectRows(HoldOut.Draw(data.RowCount, default, count, rng).Test.AsSpan());

    public double FewestRows(RegressionData data, int foldCount) => 2.0 * foldCount;

    public Features FeaturesOf(RegressionData data) => data.Features;

    public RegressionData WithFeatures(RegressionData data, Features features) => data.WithFeatures(features);

    public IRegressorModel Fit(object learner, RegressionData data, FitContext context) => ((IRegressor<IRegressorModel>)learner).Fit(data, context);

    public bool ShareFits(object learner, object other) =>
        learner is ISharesWorkRegressor shares && shares.SharesWith((IRegressor<IRegressorModel>)other);

    public IReadOnlyList<IRegressorModel>? FitShared(IReadOnlyList<object> learners, RegressionData train, Features queries, FitContext context) =>
        (learners[0] as ISharesWorkRegressor)?.FitShared([.. learners.Cast<IRegressor<IRegressorModel>>()], train, queries, context);

    public bool IsStage(object transformer) => transformer is ITransformer<ITransformerModel>;

    public ITransformerModel FitStage(object transformer, RegressionData data, FitContext context) =>
        ((ITransformer<ITransformerModel>)transformer).Fit(data.Features, context);

    public double[] Score(IRegressorModel model, RegressionData test)
    {
        RegressionOutcome outcome = RegressionOutcome.Of(model, test);
        return [.. metrics.Select(metric => metric.Compute(outcome))];
    }

    public string Describe(RegressionData data) => $"{data.RowCount}×{data.FeatureCount} with numbers, {DataHash.Of(data)}";
}
