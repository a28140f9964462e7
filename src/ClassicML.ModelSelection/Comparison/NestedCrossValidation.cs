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
    /// <summary>Runs it.</summary>
    /// <param name="learners">Name and learner of each entry; names differ.</param>
    /// <param name="data">The rows. Groups reach the splitters at both levels.</param>
    /// <param name="outer">The outer folds; by default <see cref="StratifiedKFold"/> with five, in row order.</param>
    /// <param name="metrics">What to score; by default the accuracy. The first one is compared.</param>
    /// <param name="context">Cancellation, progress in outer folds over all learners, and a thread limit.</param>
    /// <exception cref="ArgumentException">There is no entry, a name comes twice, or the rows are refused.</exception>
    public static NestedResult Run(
        IEnumerable<KeyValuePair<string, IClassifier<IClassifierModel>>> learners, ClassificationData data, ISplitter? outer = null,
        IEnumerable<ClassificationMetric>? metrics = null, FitContext context = default)
    {
        KeyValuePair<string, IClassifier<IClassifierModel>>[] entries = [.. Check.NotNull(learners, nameof(learners))];
        if (entries.Length == 0) throw new ArgumentException("there must be at least one learner", nameof(learners));
        foreach (IGrouping<string, KeyValuePair<string, IClassifier<IClassifierModel>>> same in entries.GroupBy(entry => entry.Key))
            if (same.Count() > 1) throw new ArgumentException($"'{same.Key}' comes twice", nameof(learners));
        ImmutableArray<ClassificationMetric> all = [.. metrics ?? [ClassificationMetric.Accuracy]];
        outer ??= new StratifiedKFold();
        int done = 0;
        var results = ImmutableArray.CreateBuilder<NestedEntry>(entries.Length);
        foreach ((string name, IClassifier<IClassifierModel> learner) in entries)
        {
            int before = done;
            var inner = context with { Progress = context.Progress is null ? null : new Sum(context.Progress, before, entries.Length) };
            CrossValidationResult folds = CrossValidation.Run(learner, data, outer, all, context: inner);
            done += folds.Folds.Length;
            results.Add(new NestedEntry(name, folds, all[0]));
        }
        return new NestedResult(results.MoveToImmutable(), data, all[0]);
    }

    private sealed class Sum(IProgress<FitProgress> to, int before, int entries) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => to.Report(new FitProgress("outer fold", before + value.Done, entries * value.Total));
    }
}

/// <summary>What nested cross-validation says of one learner.</summary>
public sealed class NestedEntry
{
    private readonly ClassificationMetric metric;

    internal NestedEntry(string name, CrossValidationResult folds, ClassificationMetric metric)
    {
        this.metric = metric;
        Name = name;
        Folds = folds;
    }

    /// <summary>The name it was given.</summary>
    public string Name { get; }

    /// <summary>The outer folds.</summary>
    public CrossValidationResult Folds { get; }

    /// <summary>What the inner search chose in each outer fold; empty for a learner that is no search.</summary>
    public ImmutableArray<Candidate> Winners => [.. Searches.Select(search => search.BestCandidate)];

    /// <summary>
    /// By how much the inner search promised more than the outer fold kept, on average; above zero the promise was optimistic, whichever way
    /// the metric points. Null for a learner that is no search.
    /// </summary>
    public double? OptimismGap
    {
        get
        {
            double[] promised = [.. Searches.Select(search => search.BestScore)];
            if (promised.Length == 0) return null;
            double gap = Spread.Mean(promised) - Folds.Mean(metric);
            return metric.HigherIsBetter ? gap : -gap;
        }
    }

    private IEnumerable<SearchModel> Searches => Folds.Folds.Select(fold => fold.Model).OfType<SearchModel>();
}

/// <summary>A comparison of learners by nested cross-validation.</summary>
public sealed class NestedResult
{
    private readonly ClassificationData data;
    private readonly ClassificationMetric metric;

    internal NestedResult(ImmutableArray<NestedEntry> entries, ClassificationData data, ClassificationMetric metric)
    {
        this.data = data;
        this.metric = metric;
        Entries = entries;
    }

    /// <summary>The learners, in the order given.</summary>
    public ImmutableArray<NestedEntry> Entries { get; }

    /// <summary>Every pair under the corrected resampled t-test.</summary>
    public ImmutableArray<(NestedEntry First, NestedEntry Second, SignificanceResult Test)> CorrectedT() =>
        Pairs((a, b) => SignificanceTest.CorrectedT(a, b, metric));

    /// <summary>Every pair under McNemar's test on the out-of-fold predictions.</summary>
    /// <exception cref="ArgumentException">The outer folds do not test every row.</exception>
    public ImmutableArray<(NestedEntry First, NestedEntry Second, SignificanceResult Test)> McNemar() =>
        Pairs((a, b) => SignificanceTest.McNemar(a, b, data));

    private ImmutableArray<(NestedEntry, NestedEntry, SignificanceResult)> Pairs(Func<CrossValidationResult, CrossValidationResult, SignificanceResult> test) =>
        [.. Entries.SelectMany((a, i) => Entries.Skip(i + 1).Select(b => (a, b, test(a.Folds, b.Folds))))];
}
