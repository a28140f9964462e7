using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>A kind of learning, as selection sees it: how its data is divided, and how its models are scored.</summary>
/// <remarks>
/// Searches, cross-validation, nested comparison and curves are written once, for any task. <see cref="GridSearch"/> and the like are their
/// faces for classifiers, <see cref="RegressorGridSearch"/> and the like for regressors, <see cref="OutlierGridSearch"/> for outlier detectors.
/// </remarks>
/// <typeparam name="TData">What its learners are fitted on.</typeparam>
/// <typeparam name="TModel">What they return.</typeparam>
/// <typeparam name="TOutcome">What a model says of rows, for metrics to look at.</typeparam>
public abstract class LearningTask<TData, TModel, TOutcome>
    where TData : class, IData<TData>
    where TModel : class, IModel
    where TOutcome : class
{
    private protected LearningTask()
    {
    }

    /// <summary>Its learners in words, such as "classifiers".</summary>
    public abstract string Learners { get; }

    /// <summary>The folds where none are given: five, in row order.</summary>
    public abstract ISplitter DefaultSplitter { get; }

    /// <summary>What is compared where nothing is given.</summary>
    public Metric<TOutcome> DefaultMetric => Metrics[0];

    /// <summary>The built-in metrics that have no number of their own, the default first.</summary>
    public abstract IReadOnlyList<Metric<TOutcome>> Metrics { get; }

    /// <summary>The built-in metric of a name: one of <see cref="Metrics"/>, or one with a number, such as "recall-of-1" or "pinball-loss-0-9".</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public virtual Metric<TOutcome> FindMetric(string name) => Metric.Find(Metrics, name);

    /// <summary>The folds of the rows.</summary>
    /// <exception cref="ArgumentException">The rows can't be divided so.</exception>
    public ImmutableArray<Fold> Split(ISplitter splitter, TData data) =>
        Check.NotNull(splitter, nameof(splitter)).Split(Check.NotNull(data, nameof(data)).RowCount, Codes(data), data.Groups);

    /// <summary>What a model says of rows.</summary>
    /// <exception cref="ArgumentException">The model was fitted on other features, by number or by name.</exception>
    public abstract TOutcome Outcome(TModel model, TData data);

    /// <summary>Whether a metric has the name of a built-in one, by which it can be written.</summary>
    internal virtual bool IsBuiltIn(Metric<TOutcome> metric) => Metrics.Contains(metric);

    /// <summary>What folds keep the shares of: a code for each row, or empty.</summary>
    private protected abstract ReadOnlySpan<int> Codes(TData data);

    /// <summary>A random choice of so many rows; of classes in their shares.</summary>
    internal TData Draw(TData data, int count, Rng rng) => data.SelectRows(HoldOut.Draw(data.RowCount, Codes(data), count, rng).Test.AsSpan());

    /// <summary>The fewest rows that folds of data such as this make sense on: two to test on in each fold, and of each class.</summary>
    internal double FewestRows(TData data, int foldCount) => 2.0 * foldCount * Math.Max(1, new HashSet<int>(Codes(data).ToArray()).Count);

    /// <summary>Shape and fingerprint of data, for a journal.</summary>
    internal abstract string Describe(TData data);

    /// <summary>The folds of a cross-validation, together.</summary>
    internal abstract CrossValidationResult<TModel, TOutcome> Together(TData data, ImmutableArray<FoldResult<TModel, TOutcome>> folds);

    /// <summary>Five repeats of two folds.</summary>
    internal virtual ImmutableArray<Fold> FiveByTwo(TData data, int seed) =>
        Split(new RepeatedStratifiedKFold { FoldCount = 2, RepeatCount = 5, Seed = seed }, data);
}

/// <summary>The tasks.</summary>
public static class LearningTask
{
    /// <summary>Classifiers, by accuracy and on stratified folds where nothing else is given.</summary>
    public static LearningTask<ClassificationData, IClassifierModel, ClassificationOutcome> Classification { get; } = new ClassificationTask();

    /// <summary>Regressors, by R² where nothing else is given.</summary>
    public static LearningTask<RegressionData, IRegressorModel, RegressionOutcome> Regression { get; } = new RegressionTask();

    /// <summary>Outlier detectors, by the area under the ROC curve and on folds stratified by known outliers where nothing else is given.</summary>
    public static LearningTask<OutlierData, IOutlierModel, OutlierOutcome> Outliers { get; } = new OutlierTask();
}
