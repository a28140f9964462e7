using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>A comparison of learners by nested cross-validation.</summary>
/// <typeparam name="TModel">What was fitted.</typeparam>
/// <typeparam name="TOutcome">What models say of rows.</typeparam>
public class NestedResult<TModel, TOutcome> where TModel : class, IModel where TOutcome : class
{
    private readonly Metric<TOutcome> metric;

    internal NestedResult(ImmutableArray<NestedEntry<TModel, TOutcome>> entries, Metric<TOutcome> metric)
    {
        Entries = entries;
        this.metric = metric;
    }

    private protected NestedResult(NestedResult<TModel, TOutcome> other) : this(other.Entries, other.metric)
    {
    }

    /// <summary>The learners, in the order given.</summary>
    public ImmutableArray<NestedEntry<TModel, TOutcome>> Entries { get; }

    /// <summary>Every pair under the corrected resampled t-test.</summary>
    public ImmutableArray<(NestedEntry<TModel, TOutcome> First, NestedEntry<TModel, TOutcome> Second, SignificanceResult Test)> CorrectedT() =>
        Pairs((a, b) => SignificanceTest.CorrectedT(a, b, metric));

    private protected ImmutableArray<(NestedEntry<TModel, TOutcome>, NestedEntry<TModel, TOutcome>, SignificanceResult)> Pairs(
        Func<CrossValidationResult<TModel, TOutcome>, CrossValidationResult<TModel, TOutcome>, SignificanceResult> test) =>
        [.. Entries.SelectMany((a, i) => Entries.Skip(i + 1).Select(b => (a, b, test(a.Folds, b.Folds))))];
}

/// <summary>A comparison of classifiers.</summary>
public sealed class NestedResult : NestedResult<IClassifierModel, ClassificationOutcome>
{
    private readonly ClassificationData data;

    internal NestedResult(NestedResult<IClassifierModel, ClassificationOutcome> result, ClassificationData data) : base(result) => this.data = data;

    /// <summary>Every pair under McNemar's test on the out-of-fold predictions.</summary>
    /// <exception cref="ArgumentException">The outer folds do not test every row.</exception>
    public ImmutableArray<(
        NestedEntry<IClassifierModel, ClassificationOutcome> First, NestedEntry<IClassifierModel, ClassificationOutcome> Second, SignificanceResult Test)>
        McNemar() => Pairs((a, b) => SignificanceTest.McNemar((CrossValidationResult)a, (CrossValidationResult)b, data));
}
