using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ClassicML.Trees;

/// <summary>Trees laid out for prediction: 16 bytes a node, breadth-first, siblings side by side, leaves that lead back to themselves.</summary>
/// <remarks>
/// A node's right child stands right after its left one, so a step is one comparison and one addition. A leaf asks feature 0 for a value
/// at most infinity and has itself as left child, so rows may go on stepping in place while others of their batch still descend. Eight rows
/// descend together: their steps don't depend on one another, so their cache misses overlap. Rows with missing values, and all rows where
/// nodes ask for categories, go alone, with more questions a step.
/// </remarks>
internal sealed class FlatForest
{
    /// <summary>The rows that pass through one tree before the next tree is fetched.</summary>
    public const int BatchSize = 64;

    private readonly Node[] nodes;
    private readonly int[] roots;
    // For leaves, where their values are; for other nodes -1.
    private readonly int[] leaves;
    private readonly double[] values;
    private readonly MissingSide[] missing;
    private readonly Dictionary<int, double[]> categories = [];
    private readonly int featureCount;

    public FlatForest(IReadOnlyList<TreeNodes> trees, int featureCount)
    {
        this.featureCount = featureCount;
        ValueWidth = trees[0].ValueWidth;
        int count = 0, leafCount = 0;
        foreach (TreeNodes tree in trees)
        {
            count = checked(count + tree.Count);
            leafCount += (tree.Count + 1) / 2;
        }
        nodes = new Node[count];
        leaves = new int[count];
        missing = new MissingSide[count];
        values = new double[checked(leafCount * ValueWidth)];
        roots = new int[trees.Count];
        int at = 0, leaf = 0;
        for (int t = 0; t < roots.Length; t++)
        {
            roots[t] = at;
            Lay(trees[t], ref at, ref leaf);
        }
    }

    /// <summary>How many numbers a leaf predicts.</summary>
    public int ValueWidth { get; }

    /// <summary>The number of trees.</summary>
    public int TreeCount => roots.Length;

    /// <summary>Adds what each tree predicts for each row to the row's sums, tree by tree.</summary>
    /// <param name="rows">At most <see cref="BatchSize"/> rows, row-major.</param>
    /// <param name="sums">Rows×<see cref="ValueWidth"/>.</param>
    public void AddMeans(ReadOnlySpan<double> rows, Span<double> sums)
    {
        int count = rows.Length / featureCount, width = ValueWidth;
        Span<int> at = stackalloc int[BatchSize];
        bool isPlain = IsPlain(rows);
        for (int t = 0; t < roots.Length; t++)
        {
            Descend(t, rows, at[..count], isPlain);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<double> leaf = values.AsSpan(at[i] * width, width);
                Span<double> sum = sums.Slice(i * width, width);
                for (int k = 0; k < sum.Length && k < leaf.Length; k++) sum[k] += leaf[k];
            }
        }
    }

    /// <summary>Adds one for the class that each tree predicts for each row; of equal shares the first class.</summary>
    public void AddVotes(ReadOnlySpan<double> rows, Span<double> sums)
    {
        int count = rows.Length / featureCount, width = ValueWidth;
        Span<int> at = stackalloc int[BatchSize];
        bool isPlain = IsPlain(rows);
        for (int t = 0; t < roots.Length; t++)
        {
            Descend(t, rows, at[..count], isPlain);
            for (int i = 0; i < count; i++) sums[i * width + ArgMax(values.AsSpan(at[i] * width, width))]++;
        }
    }

    /// <summary>What a tree predicts for a row.</summary>
    public ReadOnlySpan<double> ValuesOf(int tree, ReadOnlySpan<double> row)
    {
        Span<int> at = stackalloc int[1];
        Descend(tree, row, at, IsPlain(row));
        return values.AsSpan(at[0] * ValueWidth, ValueWidth);
    }

    /// <summary>The first of the largest.</summary>
    public static int ArgMax(ReadOnlySpan<double> shares)
    {
        int best = 0;
        for (int k = 1; k < shares.Length; k++)
            if (shares[k] > shares[best]) best = k;
        return best;
    }

    // Whether every question is one comparison.
    private bool IsPlain(ReadOnlySpan<double> rows) => categories.Count == 0 && !TreeInput.HasMissing(rows);

    // The number of the leaf that each row falls into.
    private void Descend(int tree, ReadOnlySpan<double> rows, Span<int> found, bool isPlain)
    {
        if (!isPlain)
        {
            for (int row = 0; row < found.Length; row++) found[row] = LeafOf(tree, rows.Slice(row * featureCount, featureCount));
            return;
        }
        ref Node all = ref MemoryMarshal.GetArrayDataReference(nodes);
        int i = 0;
        for (; i + 8 <= found.Length; i += 8)
        {
            ref double x = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows), (nint)i * featureCount);
            nint p = featureCount;
            int a0 = roots[tree], a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
            int moved;
            do
            {
                int b0 = Step(ref all, a0, ref x);
                int b1 = Step(ref all, a1, ref Unsafe.Add(ref x, p));
                int b2 = Step(ref all, a2, ref Unsafe.Add(ref x, 2 * p));
                int b3 = Step(ref all, a3, ref Unsafe.Add(ref x, 3 * p));
                int b4 = Step(ref all, a4, ref Unsafe.Add(ref x, 4 * p));
                int b5 = Step(ref all, a5, ref Unsafe.Add(ref x, 5 * p));
                int b6 = Step(ref all, a6, ref Unsafe.Add(ref x, 6 * p));
                int b7 = Step(ref all, a7, ref Unsafe.Add(ref x, 7 * p));
                moved = (a0 ^ b0) | (a1 ^ b1) | (a2 ^ b2) | (a3 ^ b3) | (a4 ^ b4) | (a5 ^ b5) | (a6 ^ b6) | (a7 ^ b7);
                (a0, a1, a2, a3, a4, a5, a6, a7) = (b0, b1, b2, b3, b4, b5, b6, b7);
            }
            while (moved != 0);
            (found[i], found[i + 1], found[i + 2], found[i + 3]) = (leaves[a0], leaves[a1], leaves[a2], leaves[a3]);
            (found[i + 4], found[i + 5], found[i + 6], found[i + 7]) = (leaves[a4], leaves[a5], leaves[a6], leaves[a7]);
        }
        for (; i < found.Length; i++)
        {
            ref double x = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows), (nint)i * featureCount);
            int at = roots[tree];
            for (int next; (next = Step(ref all, at, ref x)) != at;) at = next;
            found[i] = leaves[at];
        }
    }

    private int LeafOf(int tree, ReadOnlySpan<double> row)
    {
        int at = roots[tree];
        while (leaves[at] < 0)
        {
            Node node = nodes[at];
            double value = row[node.Feature];
            bool goesLeft = value <= node.Threshold
                || !(value > node.Threshold) && TreeNodes.GoesLeft(value, missing[at], categories.GetValueOrDefault(at));
            at = node.Left + (goesLeft ? 0 : 1);
        }
        return leaves[at];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Step(ref Node all, int at, ref double row)
    {
        ref Node node = ref Unsafe.Add(ref all, at);
        return node.Left + (Unsafe.Add(ref row, node.Feature) > node.Threshold ? 1 : 0);
    }

    private void Lay(TreeNodes tree, ref int at, ref int leaf)
    {
        var queue = new Queue<(int From, int To)>();
        queue.Enqueue((0, at));
        int free = at + 1;
        while (queue.TryDequeue(out (int From, int To) next))
        {
            int feature = tree.Features[next.From];
            if (feature < 0)
            {
                nodes[next.To] = new Node(double.PositiveInfinity, 0, next.To);
                tree.ValuesOf(next.From).CopyTo(values.AsSpan(leaf * ValueWidth));
                leaves[next.To] = leaf++;
                continue;
            }
            nodes[next.To] = new Node(tree.Thresholds[next.From], feature, free);
            leaves[next.To] = -1;
            missing[next.To] = tree.Missing[next.From];
            if (tree.CategoriesOf(next.From) is { } set) categories.Add(next.To, set);
            queue.Enqueue((tree.Lefts[next.From], free));
            queue.Enqueue((tree.Rights[next.From], free + 1));
            free += 2;
        }
        at = free;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Node(double threshold, int feature, int left)
    {
        public readonly double Threshold = threshold;
        public readonly int Feature = feature;
        public readonly int Left = left;
    }
}
