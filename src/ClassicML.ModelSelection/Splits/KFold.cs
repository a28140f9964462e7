using System.Collections.Immutable;

namespace ClassicML.ModelSelection;

/// <summary>k disjoint parts of the rows, each the test set once: k models, k scores.</summary>
/// <remarks>
/// As in scikit-learn the first n mod k parts have one row more. Without a seed the parts are runs of neighbouring rows, which is wrong for
/// rows sorted by class (Iris is): give a seed, or use <see cref="StratifiedKFold"/>.
/// </remarks>
public sealed record KFold : ISplitter
{
    /// <summary>The number of parts, k. Default 5, at least 2, at most the number of rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int FoldCount { get; init => field = Check.AtLeast(value, 2, nameof(FoldCount)); } = 5;

    /// <summary>The seed of the random order in which rows are dealt out; none, the default, deals them in their order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public int? Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <inheritdoc/>
    public ImmutableArray<Fold> Split(int rowCount, ReadOnlySpan<int> codes, ReadOnlySpan<int> groups)
    {
        if (FoldCount > rowCount)
            throw new ArgumentException($"FoldCount must be at most the number of rows, {rowCount}, was {FoldCount}", nameof(rowCount));
        int[] order = Seed is { } seed ? new Rng((ulong)seed).Permutation(rowCount) : [.. Enumerable.Range(0, rowCount)];
        int[] testFold = new int[rowCount];
        for (int fold = 0, next = 0; fold < FoldCount; fold++)
            for (int left = rowCount / FoldCount + (fold < rowCount % FoldCount ? 1 : 0); left > 0; left--) testFold[order[next++]] = fold;
        return Fold.FromTestFolds(testFold, FoldCount);
    }
}
