using ClassicML.ModelSelection;

namespace ClassicML.Cli.Selection;

/// <summary>A learner on the outer folds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Mean">The mean of the metric that is compared.</param>
/// <param name="Deviation">The standard deviation of the folds' scores.</param>
/// <param name="Scores">The score of each fold.</param>
/// <param name="MoreMeans">The means of further metrics.</param>
/// <param name="Winners">What the search chose in each fold; none where nothing is varied.</param>
/// <param name="OptimismGap">By how much the search promised more than the fold kept, on average; null where nothing is varied.</param>
/// <param name="FitSeconds">The mean time of a fit with its search.</param>
/// <param name="PredictSecondsPerRow">The time of predicting and scoring a test row, the median of the folds': the first of all loads code.</param>
internal sealed record NestedEntryResult(
    string Name, double Mean, double Deviation, double[] Scores, IReadOnlyDictionary<string, double> MoreMeans, IReadOnlyDictionary<string, string>[] Winners,
    double? OptimismGap, double FitSeconds, double PredictSecondsPerRow)
{
    /// <summary>The learners from the best to the worst; of equal ones the first.</summary>
    public static NestedEntryResult[] Ranked<TData, TModel, TOutcome>(
        SelectionData<TData, TModel, TOutcome> data, IReadOnlyCollection<NestedEntry<TModel, TOutcome>> entries, Invocation run)
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
    {
        SelectionData<TData, TModel, TOutcome>.NoteUndefined(data.Metric, entries.Select(entry => entry.Folds.Mean(data.Metric)), run);
        // NaN is worse than every number.
        return [.. entries.Select(Of).OrderBy(entry => double.IsNaN(entry.Mean)).ThenBy(entry => data.Metric.HigherIsBetter ? -entry.Mean : entry.Mean)];

        NestedEntryResult Of(NestedEntry<TModel, TOutcome> entry) => new(
            entry.Name, entry.Folds.Mean(data.Metric), entry.Folds.Deviation(data.Metric), [.. entry.Folds.Scores(data.Metric)],
            data.Metrics.Skip(1).ToDictionary(metric => metric.Name, entry.Folds.Mean), [.. entry.Winners.Select(winner => winner.Settings.ToDictionary())],
            entry.OptimismGap, entry.Folds.Folds.Average(fold => fold.FitTime.TotalSeconds),
            entry.Folds.Folds.Select(fold => fold.ScoreTime.TotalSeconds / fold.Fold.Test.Length).Order().ElementAt(entry.Folds.Folds.Length / 2));
    }
}

/// <summary>A test whether two learners differ.</summary>
/// <param name="First">One.</param>
/// <param name="Second">The other.</param>
/// <param name="Difference">The first's score less the second's; for McNemar the difference of the shares of right predictions.</param>
/// <param name="Statistic">The test's statistic.</param>
/// <param name="PValue">How often a difference this large comes about between equal learners.</param>
/// <param name="HolmPValue">The same with Holm's correction over all pairs.</param>
internal sealed record PairResult(string First, string Second, double Difference, double Statistic, double PValue, double HolmPValue)
{
    /// <summary>Every pair.</summary>
    public static PairResult[] All<TModel, TOutcome>(
        IReadOnlyList<NestedEntry<TModel, TOutcome>> entries, Func<NestedEntry<TModel, TOutcome>, NestedEntry<TModel, TOutcome>, SignificanceResult> test)
        where TModel : class, IModel
        where TOutcome : class =>
        Of([.. entries.SelectMany((first, i) => entries.Skip(i + 1).Select(second => (first.Name, second.Name, test(first, second))))]);

    public static PairResult[] Of((string First, string Second, SignificanceResult Test)[] pairs)
    {
        var holm = SignificanceTest.Holm(pairs.Select(pair => pair.Test.PValue));
        return [.. pairs.Select((pair, i) => new PairResult(pair.First, pair.Second, pair.Test.Difference, pair.Test.Statistic, pair.Test.PValue, holm[i]))];
    }
}

/// <summary>Names of learners that are compared.</summary>
internal static class NestedNames
{
    /// <summary>A name that no other has: the second svm is svm-2.</summary>
    public static string Free(string name, IEnumerable<string> taken)
    {
        HashSet<string> all = [.. taken];
        return Enumerable.Range(2, all.Count).Select(n => FormattableString.Invariant($"{name}-{n}")).Prepend(name).First(free => !all.Contains(free));
    }
}
