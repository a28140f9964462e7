using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Trees;

/// <summary>Trees of at most 64 leaves, whose rows find their leaf without descending, 32 rows at a time.</summary>
/// <remarks>
/// Source: C. Lucchese et al., QuickScorer: a fast algorithm to rank documents with additive ensembles of regression trees, SIGIR 2015;
/// by vectors of rows: Exploiting CPU SIMD extensions to speed-up document scoring with tree ensembles, SIGIR 2016.
/// A row has a bit for each leaf, the leftmost leaf's the highest, all set at first. Where a row goes right at a node, reached or not, the
/// bits of the leaves below its left child are cleared. Of the leaves that are left the first is the row's own: a node above it where the
/// row goes right has cleared all leaves before it, and no node clears it. So all nodes can be asked in any order, without a branch.
/// </remarks>
internal sealed class LeafMasks
{
    /// <summary>The rows that are asked together.</summary>
    public const int Together = 32;

    private const int MostLeaves = 64;

    private readonly List<Question> questions = [];
    private readonly List<int> leaves = [];

    /// <summary>Where the questions of the next tree to be added begin.</summary>
    public int QuestionCount => questions.Count;

    /// <summary>Where the leaves of the next tree to be added begin.</summary>
    public int LeafCount => leaves.Count;

    /// <summary>The number of trees that were added.</summary>
    public int TreeCount { get; private set; }

    /// <summary>Whether a tree is small enough.</summary>
    public static bool Fits(TreeNodes tree) => (tree.Count + 1) / 2 <= MostLeaves;

    /// <summary>Adds a tree that fits.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="numbers">For each node of it the number of the leaf that it is.</param>
    public void Add(TreeNodes tree, int[] numbers)
    {
        Add(tree, 0, leaves.Count, numbers);
        TreeCount++;
    }

    /// <summary>The leaf of each row.</summary>
    /// <param name="questionRange">The tree's questions.</param>
    /// <param name="firstLeaf">The first of the tree's leaves.</param>
    /// <param name="columns">The rows' values, column by column, and <see cref="Together"/> more of any kind, which are read too.</param>
    /// <param name="stride">From a column to the next, at least the number of rows.</param>
    /// <param name="found">Receives a leaf for each row.</param>
    public void Find(Range questionRange, int firstLeaf, ReadOnlySpan<double> columns, int stride, Span<int> found)
    {
        ReadOnlySpan<Question> asked = CollectionsMarshal.AsSpan(questions)[questionRange];
        ReadOnlySpan<int> ofTree = CollectionsMarshal.AsSpan(leaves)[firstLeaf..];
        ref double x = ref MemoryMarshal.GetReference(columns);
        Span<ulong> left = stackalloc ulong[Together];
        for (int row = 0; row < found.Length; row += Together)
        {
            Vector512<ulong> v0 = Vector512<ulong>.AllBitsSet, v1 = v0, v2 = v0, v3 = v0;
            foreach (ref readonly Question question in asked)
            {
                nuint at = (nuint)question.Feature * (nuint)stride + (nuint)row;
                Vector512<double> threshold = Vector512.Create(question.Threshold);
                Vector512<ulong> mask = Vector512.Create(question.Mask);
                v0 = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.LoadUnsafe(ref x, at), threshold).AsUInt64(), v0 & mask, v0);
                v1 = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.LoadUnsafe(ref x, at + 8), threshold).AsUInt64(), v1 & mask, v1);
                v2 = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.LoadUnsafe(ref x, at + 16), threshold).AsUInt64(), v2 & mask, v2);
                v3 = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.LoadUnsafe(ref x, at + 24), threshold).AsUInt64(), v3 & mask, v3);
            }
            v0.CopyTo(left);
            v1.CopyTo(left[8..]);
            v2.CopyTo(left[16..]);
            v3.CopyTo(left[24..]);
            int count = Math.Min(Together, found.Length - row);
            for (int i = 0; i < count; i++) found[row + i] = ofTree[BitOperations.LeadingZeroCount(left[i])];
        }
    }

    private void Add(TreeNodes tree, int node, int firstLeaf, int[] numbers)
    {
        if (tree.Features[node] < 0)
        {
            leaves.Add(numbers[node]);
            return;
        }
        int before = leaves.Count - firstLeaf, place = questions.Count;
        questions.Add(default);
        Add(tree, tree.Lefts[node], firstLeaf, numbers);
        int after = leaves.Count - firstLeaf;
        ulong leftLeaves = (ulong.MaxValue >> before) & ~(ulong.MaxValue >> after);
        questions[place] = new Question(tree.Thresholds[node], ~leftLeaves, tree.Features[node]);
        Add(tree, tree.Rights[node], firstLeaf, numbers);
    }

    private readonly record struct Question(double Threshold, ulong Mask, int Feature);
}
