using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>A comparison of regressors by nested cross-validation.</summary>
public sealed class RegressorNestedResult
{
    private readonly RegressionMetric metric;

    internal RegressorNestedResult(ImmutableArray<RegressorNestedEntry> entries, RegressionMetric metric)
    {
        this.metric = metric;
        Entries = entries;
    }

    /// <summary>The regressors, in the order given.</summary>
    public ImmutableArray<RegressorNestedEntry> Entries { get; }

    /// <summary>Every pair under the corrected resampled t-test.</summary>
    public ImmutableArray<(RegressorNestedEntry First, RegressorNestedEntry Second, SignificanceResult Test)> CorrectedT() =>
        [.. Entries.SelectMany((a, i) => Entries.Skip(i + 1).Select(b => (a, b, SignificanceTest.CorrectedT(a.Folds, b.Folds, metric))))];
}
