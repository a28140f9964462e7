using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

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
