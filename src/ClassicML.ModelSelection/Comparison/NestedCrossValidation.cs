using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>Compares learners with their tuning: outer folds test what the search of each learner chose on the other rows alone.</summary>
/// <remarks>
/// Each entry is a search (or a plain learner, which has nothing to tune). All meet the same outer folds, so differences are paired and
/// can be tested. S. Varma, R. Simon, "Bias in error estimation when using cross-validation for model selection", 2006.
/// </remarks>
public static class NestedCrossValidation
{
    private const string Stage = "outer fold";

    /// <summary>Runs it for classifiers.</summary>
    /// <param name="learners">Name and learner of each entry; names differ.</param>
    /// <param name="data">The rows. Groups reach the splitters at both levels.</param>
    /// <param name="outer">The outer folds; by default <see cref="StratifiedKFold"/> with five, in row order.</param>
    /// <param name="metrics">What to score; by default the accuracy. The first one is compared.</param>
    /// <param name="context">Cancellation, progress in outer folds over all learners with the remaining time, and a thread limit.</param>
    /// <exception cref="ArgumentException">There is no entry, a name comes twice, or the rows are refused.</exception>
    public static NestedResult Run(
        IEnumerable<KeyValuePair<string, IClassifier<IClassifierModel>>> learners, ClassificationData data, ISplitter? outer = null,
        IEnumerable<ClassificationMetric>? metrics = null, FitContext context = default)
    {
        ImmutableArray<KeyValuePair<string, IClassifier<IClassifierModel>>> entries = Entries(learners);
        ImmutableArray<ClassificationMetric> all = [.. metrics ?? [ClassificationMetric.Accuracy]];
        ImmutableArray<Fold> folds = (outer ?? new StratifiedKFold()).Split(data);
        var results = CrossValidation.Run([.. entries.Select(entry => entry.Value)], data, folds, all, withTrainScores: false, Stage, context);
        return new NestedResult(
            [.. entries.Zip(results, (entry, result) => new NestedEntry(entry.Key, entry.Value, result, all[0]))], data, all[0]);
    }

    /// <summary>Runs it for regressors.</summary>
    /// <param name="learners">Name and learner of each entry; names differ.</param>
    /// <param name="data">The rows. Groups reach the splitters at both levels.</param>
    /// <param name="outer">The outer folds; by default <see cref="KFold"/> with five, in row order.</param>
    /// <param name="metrics">What to score; by default R². The first one is compared.</param>
    /// <param name="context">Cancellation, progress in outer folds over all learners with the remaining time, and a thread limit.</param>
    /// <exception cref="ArgumentException">There is no entry, a name comes twice, or the rows are refused.</exception>
    public static RegressorNestedResult Run(
        IEnumerable<KeyValuePair<string, IRegressor<IRegressorModel>>> learners, RegressionData data, ISplitter? outer = null,
        IEnumerable<RegressionMetric>? metrics = null, FitContext context = default)
    {
        ImmutableArray<KeyValuePair<string, IRegressor<IRegressorModel>>> entries = Entries(learners);
        ImmutableArray<RegressionMetric> all = [.. metrics ?? [RegressionMetric.R2]];
        ImmutableArray<Fold> folds = (outer ?? new KFold()).Split(data);
        var results = CrossValidation.Run([.. entries.Select(entry => entry.Value)], data, folds, all, withTrainScores: false, Stage, context);
        return new RegressorNestedResult(
            [.. entries.Zip(results, (entry, result) => new RegressorNestedEntry(entry.Key, entry.Value, result, all[0]))], all[0]);
    }

    private static ImmutableArray<KeyValuePair<string, T>> Entries<T>(IEnumerable<KeyValuePair<string, T>> learners) where T : class
    {
        ImmutableArray<KeyValuePair<string, T>> entries = [.. Check.NotNull(learners, nameof(learners))];
        if (entries.IsEmpty) throw new ArgumentException("there must be at least one learner", nameof(learners));
        foreach (IGrouping<string, KeyValuePair<string, T>> same in entries.GroupBy(entry => entry.Key))
            if (same.Count() > 1) throw new ArgumentException($"'{same.Key}' comes twice", nameof(learners));
        foreach ((_, T learner) in entries) Check.NotNull(learner, nameof(learners));
        return entries;
    }
}
