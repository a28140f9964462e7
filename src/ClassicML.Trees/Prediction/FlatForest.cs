using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ClassicML.Internal;

namespace ClassicML.Trees;

/// <summary>Trees laid out for prediction: 16 bytes a node, siblings side by side, leaves that lead back to themselves.</summary>
/// <remarks>
/// A node's right child stands right after its left one, so a step is one comparison and one addition. The pair that most rows go on to
/// follows next, often in the same cache line. A leaf's threshold is not a number, which no value exceeds; its bits hold the number of the
/// leaf, and its left child is itself. Leaves that predict the same share what they predict: fully grown trees have a leaf of each class and
/// thousands of copies. The rows of a batch descend together, a step each in turn; steps don't depend on one another, so their cache misses
/// overlap. Rows with missing values, and all rows where nodes ask for categories, go alone, with more questions a step.
/// </remarks>
internal sealed class FlatForest
{
    /// <summary>The rows that pass through one tree before the next tree is fetched.</summary>
    public const int BatchSize = 128;

    // A row that descends alone takes as long as some ten that descend together.
    private const int MostAlone = 10;

    // Trees that one row descends in turns, where there are no gathers: as many cache misses as a core has under way. And those whose leaves are found
    // before they are added up.
    private const int TreesTogether = 8, TreesAtOnce = 4 * NarrowForest.TreesTogether;

    // Values of a row that are rounded to floats in 4 kB.
    private const int OnStack = 1024;

    private readonly Node[] nodes;
    private readonly int[] roots;
    private readonly LeafMasks masks = new();
    private readonly NarrowForest? narrow;
    // Where the tree's questions and leaves begin in the masks, one more than there are trees; a tree that does not fit has no questions.
    private readonly (int Question, int Leaf)[] masked;
    private readonly double[] values;
    private readonly MissingSide[] missing;
    private readonly Dictionary<int, double[]> categories = [];
    private readonly int featureCount;

    public FlatForest(IReadOnlyList<TreeNodes> trees, int featureCount)
    {
        this.featureCount = featureCount;
        ValueWidth = trees[0].ValueWidth;
        long count = trees.Sum(tree => (long)tree.Count);
        if (count > Array.MaxLength)
            throw new ArgumentException(
                $"a forest can have at most {Array.MaxLength} nodes, these {trees.Count} trees have {count}; grow fewer, or limit their depth");
        nodes = new Node[count];
        missing = new MissingSide[count];
        roots = new int[trees.Count];
        masked = new (int, int)[trees.Count + 1];
        var leaves = new DistinctLeaves(ValueWidth);
        int at = 0;
        for (int t = 0; t < roots.Length; t++)
        {
            roots[t] = at;
            int[] numbers = Lay(trees[t], leaves, ref at);
            if (LeafMasks.Fits(trees[t])) masks.Add(trees[t], numbers);
            masked[t + 1] = (masks.QuestionCount, masks.LeafCount);
        }
        values = leaves.Values;
        narrow = categories.Count > 0 ? null : NarrowForest.Of(nodes, roots, featureCount, values.Length / ValueWidth);
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
        using var batch = new Batch(this, rows);
        for (int t = 0; t < roots.Length; t++)
        {
            ReadOnlySpan<int> leaves = batch.LeavesOf(t);
            ref double sum = ref MemoryMarshal.GetReference(sums), leaf = ref MemoryMarshal.GetArrayDataReference(values);
            int width = ValueWidth;
            foreach (int number in leaves)
            {
                ref double own = ref Unsafe.Add(ref leaf, (nint)number * width);
                nint k = 0;
                for (; k + 4 <= width; k += 4)
                    (Vector256.LoadUnsafe(ref sum, (nuint)k) + Vector256.LoadUnsafe(ref own, (nuint)k)).StoreUnsafe(ref sum, (nuint)k);
                for (; k < width; k++) Unsafe.Add(ref sum, k) += Unsafe.Add(ref own, k);
                sum = ref Unsafe.Add(ref sum, width);
            }
        }
    }

    /// <summary>Adds one for the class that each tree predicts for each row; of equal shares the first class.</summary>
    public void AddVotes(ReadOnlySpan<double> rows, Span<double> sums)
    {
        using var batch = new Batch(this, rows);
        for (int t = 0; t < roots.Length; t++)
        {
            ReadOnlySpan<int> leaves = batch.LeavesOf(t);
            for (int i = 0; i < leaves.Length; i++) sums[i * ValueWidth + ArgMax(ValuesOf(leaves[i]))]++;
        }
    }

    /// <summary>What the trees predict for one row together: the bits of a batch, without allocating.</summary>
    /// <param name="row">p values.</param>
    /// <param name="voting">Whether shares or votes are averaged.</param>
    /// <param name="means">Receives <see cref="ValueWidth"/> values.</param>
    public void PredictRow(ReadOnlySpan<double> row, ForestVoting voting, Span<double> means)
    {
        means.Clear();
        bool isNarrow = narrow is not null && Avx2.IsSupported;
        float[]? rented = null;
        Span<float> floats = !isNarrow ? [] : row.Length <= OnStack ? stackalloc float[row.Length]
            : (rented = ArrayPool<float>.Shared.Rent(row.Length)).AsSpan(0, row.Length);
        // What is missing is no float.
        bool areFloats = isNarrow && NarrowForest.Floor(row, floats), isPlain = areFloats || IsPlain(row);
        Span<int> leaves = stackalloc int[TreesAtOnce];
        for (int first = 0; first < roots.Length; first += TreesAtOnce)
        {
            Span<int> some = leaves[..Math.Min(TreesAtOnce, roots.Length - first)];
            if (!isPlain) some.Fill(-1);
            else if (isNarrow) narrow!.DescendTrees(first, floats, areFloats, leaves[..RoundUp(some.Length, NarrowForest.TreesTogether)]);
            else Descend(ref MemoryMarshal.GetReference(row), first, some);
            for (int i = 0; i < some.Length; i++)
                if (some[i] < 0) some[i] = LeafOf(first + i, row);
            if (voting == ForestVoting.Majority)
                foreach (int leaf in some) means[ArgMax(ValuesOf(leaf))]++;
            else AddMeans(some, means);
        }
        foreach (ref double mean in means) mean /= roots.Length;
        if (rented is not null) ArrayPool<float>.Shared.Return(rented);
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    // Each sum stays in a register while the leaves pass by.
    private void AddMeans(ReadOnlySpan<int> leaves, Span<double> sums)
    {
        ref double leaf = ref MemoryMarshal.GetArrayDataReference(values);
        ref double to = ref MemoryMarshal.GetReference(sums);
        nuint width = (nuint)ValueWidth, k = 0;
        for (; k + 4 <= width; k += 4)
        {
            Vector256<double> sum = Vector256.LoadUnsafe(ref to, k);
            foreach (int number in leaves) sum += Vector256.LoadUnsafe(ref leaf, (nuint)number * width + k);
            sum.StoreUnsafe(ref to, k);
        }
        for (; k + 2 <= width; k += 2)
        {
            Vector128<double> sum = Vector128.LoadUnsafe(ref to, k);
            foreach (int number in leaves) sum += Vector128.LoadUnsafe(ref leaf, (nuint)number * width + k);
            sum.StoreUnsafe(ref to, k);
        }
        if (k == width) return;
        double last = Unsafe.Add(ref to, k);
        foreach (int number in leaves) last += Unsafe.Add(ref leaf, (nuint)number * width + k);
        Unsafe.Add(ref to, k) = last;
    }

    // One row down some trees, a step in each of a few in turn, so that their cache misses overlap; where one ends the next tree begins. A leaf leads
    // back to itself.
    private void Descend(ref double row, int firstTree, Span<int> leaves)
    {
        ref Node first = ref MemoryMarshal.GetArrayDataReference(nodes);
        Span<uint> places = stackalloc uint[TreesTogether];
        Span<int> trees = stackalloc int[TreesTogether];
        int begun = 0, under = 0;
        for (; begun < leaves.Length && under < TreesTogether; begun++, under++) (places[under], trees[under]) = ((uint)roots[firstTree + begun], begun);
        while (under > 0)
            for (int i = 0; i < under; i++)
            {
                uint place = places[i], next = Unsafe.Add(ref first, place).Next(ref row);
                places[i] = next;
                if (next != place) continue;
                leaves[trees[i]] = Unsafe.Add(ref first, place).Leaf;
                if (begun < leaves.Length) (places[i], trees[i]) = ((uint)roots[firstTree + begun], begun++);
                else (places[i], trees[i]) = (places[--under], trees[under]);
            }
    }

    /// <summary>What a leaf predicts.</summary>
    public ReadOnlySpan<double> ValuesOf(int leaf) => values.AsSpan(leaf * ValueWidth, ValueWidth);

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

    private int LeafOf(int tree, ReadOnlySpan<double> row)
    {
        int at = roots[tree];
        while (nodes[at].Left != at)
        {
            Node node = nodes[at];
            double value = row[node.Feature];
            bool goesLeft = value <= node.Threshold
                || !(value > node.Threshold) && TreeNodes.GoesLeft(value, missing[at], categories.GetValueOrDefault(at));
            at = node.Left + (goesLeft ? 0 : 1);
        }
        return nodes[at].Leaf;
    }

    // Returns the number of the leaf that a node of the tree is.
    private int[] Lay(TreeNodes tree, DistinctLeaves leaves, ref int at)
    {
        int[] numbers = new int[tree.Count];
        var stack = new Stack<(int From, int To)>();
        stack.Push((0, at));
        int free = at + 1;
        while (stack.TryPop(out (int From, int To) next))
        {
            int feature = tree.Features[next.From];
            if (feature < 0)
            {
                numbers[next.From] = leaves.Find(tree.ValuesOf(next.From));
                nodes[next.To] = Node.OfLeaf(numbers[next.From], next.To);
                continue;
            }
            nodes[next.To] = new Node(tree.Thresholds[next.From], feature, free);
            missing[next.To] = tree.Missing[next.From];
            if (tree.CategoriesOf(next.From) is { } set) categories.Add(next.To, set);
            (int From, int To) left = (tree.Lefts[next.From], free), right = (tree.Rights[next.From], free + 1);
            bool mostGoLeft = tree.RowCounts[left.From] >= tree.RowCounts[right.From];
            stack.Push(mostGoLeft ? right : left);
            stack.Push(mostGoLeft ? left : right);
            free += 2;
        }
        at = free;
        return numbers;
    }

    /// <summary>At most <see cref="BatchSize"/> rows that pass through the trees together.</summary>
    public readonly ref struct Batch : IDisposable
    {
        private readonly FlatForest forest;
        private readonly ReadOnlySpan<double> rows;
        private readonly double[]? columns;
        private readonly float[]? floats;
        private readonly bool areFloats;
        private readonly int[] found;
        private readonly int count;
        private readonly bool isPlain;

        public Batch(FlatForest forest, ReadOnlySpan<double> rows)
        {
            this.forest = forest;
            this.rows = rows;
            count = rows.Length / forest.featureCount;
            found = ArrayPool<int>.Shared.Rent(BatchSize);
            isPlain = forest.IsPlain(rows);
            if (!isPlain) return;
            if (forest.masks.TreeCount > 0)
            {
                columns = ArrayPool<double>.Shared.Rent(rows.Length + LeafMasks.Together);
                Transposition.Copy(rows, columns.AsSpan(0, rows.Length), count, forest.featureCount);
            }
            if (forest.narrow is null || forest.masks.TreeCount == forest.roots.Length) return;
            floats = ArrayPool<float>.Shared.Rent(rows.Length);
            areFloats = NarrowForest.Floor(rows, floats);
        }

        /// <summary>The number of the leaf of a tree that each row falls into; overwritten by the next call.</summary>
        public ReadOnlySpan<int> LeavesOf(int tree)
        {
            Span<int> leaves = found.AsSpan(0, count);
            (int Question, int Leaf) first = forest.masked[tree], end = forest.masked[tree + 1];
            int root = forest.roots[tree], width = forest.featureCount;
            if (!isPlain) leaves.Fill(-1);
            else if (end.Question > first.Question) forest.masks.Find(first.Question..end.Question, first.Leaf, columns, count, leaves);
            else if (floats is null || forest.narrow!.Descend(root, floats, areFloats, width, leaves) > count / MostAlone)
                Descent.Run(ref forest.nodes[0], root, rows, width, leaves);
            for (int i = 0; i < leaves.Length; i++)
                if (leaves[i] < 0) leaves[i] = forest.LeafOf(tree, rows.Slice(i * width, width));
            return leaves;
        }

        public void Dispose()
        {
            ArrayPool<int>.Shared.Return(found);
            if (columns is not null) ArrayPool<double>.Shared.Return(columns);
            if (floats is not null) ArrayPool<float>.Shared.Return(floats);
        }
    }

    /// <summary>A question, or a leaf.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Node(double threshold, int feature, int left)
    {
        private const long NotANumber = 0x7FF8_0000_0000_0000;

        public readonly double Threshold = threshold;
        public readonly int Feature = feature;
        public readonly int Left = left;

        /// <summary>The number of the leaf, where the left child is the node itself.</summary>
        public int Leaf => (int)BitConverter.DoubleToInt64Bits(Threshold);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public uint Next(ref double row) => (uint)Left + (Unsafe.Add(ref row, (nuint)(uint)Feature) > Threshold ? 1u : 0u);

        public static Node OfLeaf(int leaf, int self) => new(BitConverter.Int64BitsToDouble(NotANumber | (uint)leaf), 0, self);
    }

    /// <summary>What leaves predict, each prediction once.</summary>
    private sealed class DistinctLeaves(int width)
    {
        // The newest leaf of each hash, and for each leaf the one of its hash before it, -1 for none.
        private readonly Dictionary<int, int> newest = [];
        private readonly List<int> older = [];
        private double[] values = new double[16 * width];

        public double[] Values => values[..(older.Count * width)];

        /// <summary>The number of the leaf that predicts this.</summary>
        public int Find(ReadOnlySpan<double> leaf)
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(leaf));
            ref int last = ref CollectionsMarshal.GetValueRefOrAddDefault(newest, hash.ToHashCode(), out bool isKnown);
            if (!isKnown) last = -1;
            for (int known = last; known >= 0; known = older[known])
                if (MemoryMarshal.AsBytes(values.AsSpan(known * width, width)).SequenceEqual(MemoryMarshal.AsBytes(leaf))) return known;
            int count = older.Count, needed = checked((count + 1) * width);
            if (values.Length < needed) Array.Resize(ref values, (int)Math.Min(2L * needed, Array.MaxLength));
            leaf.CopyTo(values.AsSpan(count * width));
            older.Add(last);
            return last = count;
        }
    }
}
