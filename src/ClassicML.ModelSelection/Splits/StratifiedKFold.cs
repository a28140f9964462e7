using System.Collections.Immutable;

namespace ClassicML.ModelSelection;

/// <summary>k disjoint parts of the rows in which each class has the share that it has in all, as nearly as whole rows allow.</summary>
/// <remarks>
/// scikit-learn's rule: the rows, sorted by class (classes in the order of their first row), are dealt out to the parts in turn, which
/// fixes how many rows of each class a part gets; which ones they are goes by row order, or at random under a seed. A class with fewer rows
/// than parts is missing from some test sets; it is an error only when no class has as many.
/// </remarks>
public sealed record StratifiedKFold : ISplitter
{
    /// <summary>The number of parts, k. Default 5, at least 2, at most the number of rows of the largest class.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int FoldCount { get; init => field = Check.AtLeast(value, 2, nameof(FoldCount)); } = 5;

    /// <summary>The seed by which rows of a class are dealt out at random; none, the default, deals them in their order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public int? Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <inheritdoc/>
    public ImmutableArray<Fold> Split(int rowCount, ReadOnlySpan<int> codes, ReadOnlySpan<int> groups)
    {
        Check.Length(codes.Length, rowCount, nameof(codes), "row");
        (int[] ofRow, int classCount) = ByFirstRow(codes);
        int[] counts = new int[classCount];
        foreach (int code in ofRow) counts[code]++;
        if (FoldCount > counts.Max())
            throw new ArgumentException(
                $"FoldCount must be at most the number of rows of the largest class, {counts.Max()}, was {FoldCount}", nameof(codes));

        int[] testFold = new int[rowCount];
        int dealt = 0;
        for (int code = 0; code < classCount; code++)
        {
            // The rows of this class stand at dealt … dealt + count - 1 of the sorted rows; position i goes to part i mod k.
            int[] folds = new int[counts[code]];
            for (int i = 0; i < folds.Length; i++) folds[i] = (dealt + i) % FoldCount;
            dealt += folds.Length;
            Array.Sort(folds);
            if (Seed is { } seed) new Rng((ulong)seed, (ulong)code).Shuffle(folds.AsSpan());
            for (int row = 0, next = 0; row < rowCount; row++)
                if (ofRow[row] == code) testFold[row] = folds[next++];
        }
        return Fold.FromTestFolds(testFold, FoldCount);
    }

    // Classes renumbered in the order of their first row; those without rows drop out.
    private static (int[] Codes, int Count) ByFirstRow(ReadOnlySpan<int> codes)
    {
        var renumbered = new Dictionary<int, int>();
        int[] result = new int[codes.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            if (!renumbered.TryGetValue(codes[i], out result[i])) renumbered.Add(codes[i], result[i] = renumbered.Count);
        }
        return (result, renumbered.Count);
    }
}
