using System.Collections.Immutable;

namespace ClassicML.ModelSelection;

/// <summary>k disjoint parts that keep each group whole: rows of one patient, writer or day never stand on both sides.</summary>
/// <remarks>scikit-learn's rule: groups from the largest to the smallest, each to the part that has the fewest rows so far.</remarks>
public sealed record GroupKFold : ISplitter
{
    /// <summary>The number of parts, k. Default 5, at least 2, at most the number of groups.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int FoldCount { get; init => field = Check.AtLeast(value, 2, nameof(FoldCount)); } = 5;

    /// <inheritdoc/>
    public ImmutableArray<Fold> Split(int rowCount, ReadOnlySpan<int> codes, ReadOnlySpan<int> groups)
    {
        Groups of = Groups.Of(rowCount, groups, nameof(GroupKFold));
        if (FoldCount > of.Count)
            throw new ArgumentException($"FoldCount must be at most the number of groups, {of.Count}, was {FoldCount}", nameof(groups));
        int[] sizes = new int[of.Count], foldOf = new int[of.Count];
        foreach (int group in of.OfRow) sizes[group]++;
        int[] rows = new int[FoldCount];
        // Of equal groups the last comes first, as in scikit-learn, which sorts ascending and turns round.
        foreach (int group in Enumerable.Range(0, of.Count).OrderBy(g => sizes[g]).Reverse())
        {
            int fold = rows.IndexOf(rows.Min());
            rows[fold] += sizes[group];
            foldOf[group] = fold;
        }
        return Fold.FromTestFolds(Array.ConvertAll(of.OfRow, group => foldOf[group]), FoldCount);
    }
}
