namespace ClassicML.Trees;

/// <summary>Where the codes of a node are read: among those of all rows or, below a node that is small enough, in a copy.</summary>
/// <remarks>
/// The rows of a small node lie scattered over memory, and each level below it would wait for them anew. So the first node of a subtree
/// whose codes fit <see cref="CopyBytes"/> has them copied side by side, and all below it read those from the second cache. Depth-first
/// growth leaves a subtree before it enters the next, so one copy is enough.
/// </remarks>
internal sealed class SubtreeCodes
{
    // A half of the smallest second cache of a processor with AVX-512.
    private const int CopyBytes = 1 << 19;

    // A node of fewer rows has too few levels below it.
    private const int LeastCapacity = 64;

    private readonly CodeRows all;
    private readonly CodeRows copy;
    private readonly int capacity;
    // Where in the copy each row is.
    private readonly int[] placeOf;
    private readonly int[] places;
    // The part of the grower's rows that is copied.
    private int start, end;

    /// <param name="all">The codes of all rows.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="isDepthFirst">Whether a tree is grown depth first.</param>
    public SubtreeCodes(CodeRows all, int rowCount, bool isDepthFirst)
    {
        this.all = all;
        int fit = CopyBytes / all.RowBytes;
        capacity = isDepthFirst && fit >= LeastCapacity ? Math.Min(fit, rowCount) : 0;
        copy = all.Empty(capacity);
        placeOf = new int[rowCount];
        places = new int[rowCount];
    }

    /// <summary>Forgets the copy, before another tree.</summary>
    public void Leave() => start = end = 0;

    /// <summary>The codes of a node.</summary>
    /// <param name="from">Where the node's rows begin in the grower's rows.</param>
    /// <param name="rows">The node's rows.</param>
    public NodeCodes Of(int from, ReadOnlyMemory<int> rows)
    {
        ReadOnlySpan<int> own = rows.Span;
        if (from < start || from + own.Length > end)
        {
            if (own.Length > capacity) return new NodeCodes(all, rows);
            all.CopyTo(copy, own);
            for (int i = 0; i < own.Length; i++) placeOf[own[i]] = i;
            (start, end) = (from, from + own.Length);
        }
        for (int i = 0; i < own.Length; i++) places[i] = placeOf[own[i]];
        return new NodeCodes(copy, places.AsMemory(0, own.Length));
    }
}

/// <summary>The codes of a node: those of some rows, and the place of each of its own among them.</summary>
internal readonly record struct NodeCodes(CodeRows Codes, ReadOnlyMemory<int> Places);
