using System.Numerics;

namespace ClassicML.Trees;

/// <summary>Grows trees one after another on the same codes, depth first, left before right; with a limit on leaves, best first.</summary>
/// <remarks>
/// Problem: among trees whose every node asks "is feature j at most t?", find one of pure leaves. The best tree is NP-hard to find, so each
/// node takes the split that gains most by itself: CART (Breiman, Friedman, Olshen, Stone: "Classification and Regression Trees", 1984). A
/// node of weight W_t becomes a leaf where its depth, its rows or its impurity (at most 2⁻⁵², or 2⁻⁵² of the root's where that is less than
/// 1) say so, where no boundary leaves enough rows on both sides, or where W_t/W·(I - W_L/W_t·I_L - W_R/W_t·I_R) + 2⁻⁵² lies below the
/// least decrease asked for. So a split that gains nothing is taken too, which lets a tree learn exclusive-or. All of that is
/// scikit-learn's rule, but that its 2⁻⁵² doesn't shrink with the root's impurity, so that targets of size 1e-9 are never split there.
/// Unlike scikit-learn, which reads features as floats and takes values less than 1e-7 apart for equal, values are compared as the doubles
/// they are. Storage: codes (<see cref="RankCodes"/>), the rows of a node as a range of one array, partitioned in place and stably. Time
/// O(n·p) to rank once for all trees, then O(n·p) a level, times K for entropy and error; memory one code a value, those of one byte twice,
/// and some 80·n bytes a thread. Nodes wait on a stack of our own, so depth is bounded by memory alone. The result does not depend on the
/// threads.
/// </remarks>
internal sealed class TreeGrower<TCriterion> where TCriterion : struct, ICriterion<TCriterion>
{
    // 2⁻⁵², the allowance for rounding that scikit-learn makes.
    private const double Epsilon = 2.220446049250313e-16;
    private const int ProgressInterval = 256;

    // Rows whose cache lines are asked for before they are read.
    private const int Ahead = 16;

    private readonly RankCodes codes;
    private readonly GrowthLimits limits;
    private readonly FitContext context;
    private readonly NodeSearch<TCriterion> search;
    private readonly SubtreeCodes subtree;
    private readonly int[] rows;
    private readonly int[] aside;
    private readonly double[] scratch;
    private readonly ulong[] constants;
    private readonly bool[] sides;
    // It changes through its interface, which the analyser doesn't see.
#pragma warning disable IDE0044
    private TCriterion criterion;
#pragma warning restore IDE0044
    private Pending[] stack = new Pending[64];
    private ulong[] stackConstants;
    private int stacked;
    private TreeNodes nodes;
    private int exponent;
    private double rootWeight;
    private double leastImpurity;

    public TreeGrower(RankCodes codes, TCriterion criterion, GrowthLimits limits, FitContext context)
    {
        (this.codes, this.criterion, this.limits, this.context) = (codes, criterion, limits, context);
        search = new NodeSearch<TCriterion>(codes, criterion, limits, context);
        subtree = new SubtreeCodes(codes.Rows, codes.RowCount, isDepthFirst: limits.MaxLeafCount is null);
        rows = new int[codes.RowCount];
        aside = new int[codes.RowCount];
        scratch = new double[criterion.ValueWidth];
        constants = new ulong[search.ConstantWordCount];
        stackConstants = new ulong[stack.Length * constants.Length];
        sides = new bool[codes.LargestCategory + 1];
        nodes = new TreeNodes(criterion.ValueWidth);
    }

    /// <summary>Whether the caller asked to stop before a tree was complete.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Grows a tree.</summary>
    /// <param name="sample">The rows, in the order of the codes.</param>
    /// <param name="weights">The weight of each row of the codes, or null for 1 each.</param>
    /// <param name="areWhole">Whether the weights are whole numbers below 2¹⁶.</param>
    /// <param name="exponent">A weight in the caller's units is 2^this times one of these.</param>
    /// <param name="key">The key of the root's random numbers.</param>
    public TreeNodes Grow(ReadOnlySpan<int> sample, double[]? weights, bool areWhole, int exponent, ulong key)
    {
        this.exponent = exponent;
        nodes = new TreeNodes(criterion.ValueWidth);
        sample.CopyTo(rows);
        criterion.Weigh(weights, areWhole);
        search.Use(criterion);
        subtree.Leave();
        NodeSummary all = criterion.Measure(rows.AsSpan(0, sample.Length), scratch);
        rootWeight = all.Weight;
        leastImpurity = Epsilon * Math.Min(1, all.Impurity);
        Array.Clear(constants);
        var root = new Pending(0, sample.Length, 0, -1, key, ValueBounds.None);
        if (limits.MaxLeafCount is { } most) new BestFirst(this, most).Grow(root);
        else GrowDepthFirst(root);
        context.Progress?.Report(new FitProgress("node", nodes.Count, nodes.Count));
        nodes.SendUnseenMissing();
        nodes.Trim();
        return nodes;
    }

    private void GrowDepthFirst(in Pending root)
    {
        stacked = 0;
        Push(root);
        while (stacked > 0)
        {
            Pending node = Pop();
            context.ThrowIfCancelled();
            int number = Add(node, out NodeSummary summary);
            if (nodes.Count % ProgressInterval == 1) context.Progress?.Report(new FitProgress("node", nodes.Count, 0));
            if (!MaySplit(node, summary)) continue;
            (Split split, int leftCount, _) = Cut(node, summary, needsGain: limits.MinImpurityDecrease > 0);
            if (split.Feature < 0) continue;
            (ValueBounds left, ValueBounds right) = BoundsBelow(node, split, leftCount);
            SetSplit(number, split);
            Push(node.Right(leftCount, number, right));
            Push(node.Left(leftCount, left));
        }
    }

    // Splits the rows of a node, or says by feature -1 that it stays a leaf. The gain is W_t/W times the split's.
    private (Split Split, int LeftCount, double Gain) Cut(in Pending node, in NodeSummary summary, bool needsGain)
    {
        Memory<int> own = rows.AsMemory(node.Start, node.Count);
        NodeCodes from = subtree.Of(node.Start, own);
        Split split = search.Find(
            own.Span, from, summary, limits.MinWeightShareLeaf * rootWeight, node.Bounds, node.Key, constants);
        if (split.Feature < 0) return (split, 0, 0);
        int leftCount = Partition(own.Span, split, from.Codes, from.Places.Span);
        if (!needsGain) return (split, leftCount, 0);
        NodeSummary left = criterion.Measure(rows.AsSpan(node.Start, leftCount), scratch);
        NodeSummary right = criterion.Measure(rows.AsSpan(node.Start + leftCount, node.Count - leftCount), scratch);
        double gain = summary.Impurity - right.Weight / summary.Weight * right.Impurity - left.Weight / summary.Weight * left.Impurity;
        gain *= summary.Weight / rootWeight;
        bool isEnough = Math.ScaleB(gain, criterion.Exponents.Impurity) + Epsilon >= limits.MinImpurityDecrease;
        return (isEnough ? split : Split.None, leftCount, gain);
    }

    private bool MaySplit(in Pending node, in NodeSummary summary)
    {
        bool may = node.Depth < limits.MaxDepth
            && node.Count >= limits.MinSamplesSplit
            && node.Count / 2 >= limits.MinSamplesLeaf
            && summary.Weight >= 2 * limits.MinWeightShareLeaf * rootWeight
            && summary.Impurity > leastImpurity;
        if (may && context.Stop.IsCancellationRequested) Stopped = true;
        return may && !Stopped;
    }

    private int Add(in Pending node, out NodeSummary summary)
    {
        summary = criterion.Measure(rows.AsSpan(node.Start, node.Count), scratch);
        return Add(node, summary, scratch);
    }

    private int Add(in Pending node, in NodeSummary summary, ReadOnlySpan<double> values)
    {
        int number = nodes.AddLeaf(node.Count);
        values.CopyTo(nodes.ValuesOf(number));
        if (limits.Directions is not null) node.Bounds.Clip(nodes.ValuesOf(number));
        double impurity = summary.Impurity;
        if (criterion.Exponents is { Value: not 0 } exponents)
        {
            foreach (ref double value in nodes.ValuesOf(number)) value = Math.ScaleB(value, exponents.Value);
            impurity = Math.ScaleB(impurity, exponents.Impurity);
        }
        nodes.SetSummary(number, impurity, Math.ScaleB(summary.Weight, exponent));
        if (node.Parent >= 0) nodes.SetRight(node.Parent, number);
        return number;
    }

    private (ValueBounds Left, ValueBounds Right) BoundsBelow(in Pending node, in Split split, int leftCount)
    {
        int direction = limits.DirectionOf(split.Feature, split.Threshold);
        if (direction == 0) return (node.Bounds, node.Bounds);
        criterion.Measure(rows.AsSpan(node.Start, leftCount), scratch);
        double left = scratch[^1];
        criterion.Measure(rows.AsSpan(node.Start + leftCount, node.Count - leftCount), scratch);
        return node.Bounds.Part(left, scratch[^1], direction);
    }

    private void SetSplit(int number, in Split split)
    {
        nodes.SetSplit(number, split.Feature, split.Threshold);
        nodes.SetMissing(number, split.Missing);
        if (split.LeftCodes is null) return;
        CodeColumn column = codes[split.Feature];
        nodes.SetCategories(number, [.. split.LeftCodes.Where(code => code != column.MissingCode).Select(code => column.Lows[code])]);
    }

    // Both sides keep the order of their rows. Returns the number that went left.
    private int Partition(Span<int> range, in Split split, CodeRows from, ReadOnlySpan<int> places) =>
        from.Columns is not null ? Partition(from.Columns[split.Feature], 1, split, range, places)
        : from.Bytes is not null ? Partition(from.Bytes.AsSpan(split.Feature), codes.FeatureCount, split, range, places)
        : from.Shorts is not null ? Partition(from.Shorts.AsSpan(split.Feature), codes.FeatureCount, split, range, places)
        : Partition(from.Ints.AsSpan(split.Feature), codes.FeatureCount, split, range, places);

    // The feature's codes lie a stride apart.
    private int Partition<TCode>(Span<TCode> column, int stride, in Split split, Span<int> range, ReadOnlySpan<int> places)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        if (split.LeftCodes is not null) return PartitionBySet<TCode>(column, stride, split.LeftCodes, range, places);
        TCode code = TCode.CreateTruncating(split.Code);
        // A missing value has a code above all others.
        TCode missing = split.Missing == MissingSide.Left ? TCode.CreateTruncating(codes[split.Feature].MissingCode) : code;
        int left = 0, right = 0;
        for (int i = 0; i < range.Length; i++)
        {
            if (i + Ahead < range.Length) Cache.Fetch(ref column[places[i + Ahead] * stride]);
            TCode own = column[places[i] * stride];
            int row = range[i];
            bool goesLeft = own <= code | own == missing;
            // Both are written, so that nothing depends on a guess.
            range[left] = row;
            aside[right] = row;
            left += goesLeft ? 1 : 0;
            right += goesLeft ? 0 : 1;
        }
        aside.AsSpan(0, right).CopyTo(range[left..]);
        return left;
    }

    private int PartitionBySet<TCode>(ReadOnlySpan<TCode> column, int stride, int[] leftCodes, Span<int> range, ReadOnlySpan<int> places)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        foreach (int code in leftCodes) sides[code] = true;
        int left = 0, right = 0;
        for (int i = 0; i < range.Length; i++)
        {
            int row = range[i];
            if (sides[int.CreateTruncating(column[places[i] * stride])]) range[left++] = row;
            else aside[right++] = row;
        }
        aside.AsSpan(0, right).CopyTo(range[left..]);
        foreach (int code in leftCodes) sides[code] = false;
        return left;
    }

    // The constants noted so far go with the node.
    private void Push(in Pending node)
    {
        if (stacked == stack.Length)
        {
            Array.Resize(ref stack, 2 * stacked);
            Array.Resize(ref stackConstants, stack.Length * constants.Length);
        }
        constants.CopyTo(stackConstants, stacked * constants.Length);
        stack[stacked++] = node;
    }

    private Pending Pop()
    {
        stacked--;
        stackConstants.AsSpan(stacked * constants.Length, constants.Length).CopyTo(constants);
        return stack[stacked];
    }

    /// <summary>
    /// A node to be added: rows, depth, the parent that it is the right child of or -1, the key of its random numbers, what it may predict.
    /// </summary>
    private readonly record struct Pending(int Start, int Count, int Depth, int Parent, ulong Key, ValueBounds Bounds)
    {
        public Pending Left(int leftCount, ValueBounds bounds) =>
            new(Start, leftCount, Depth + 1, -1, NodeStream.Child(Key, isRight: false), bounds);

        public Pending Right(int leftCount, int parent, ValueBounds bounds) =>
            new(Start + leftCount, Count - leftCount, Depth + 1, parent, NodeStream.Child(Key, isRight: true), bounds);
    }

    /// <summary>Splits the leaf of largest gain until there are enough leaves; then numbers the nodes in preorder.</summary>
    private sealed class BestFirst(TreeGrower<TCriterion> grower, int mostLeaves)
    {
        private readonly List<Found> found = [];
        // Of equal gains the leaf that came first.
        private readonly PriorityQueue<int, (double, int)> open = new();

        public void Grow(in Pending root)
        {
            Find(root);
            for (int leaves = 1; leaves < mostLeaves && open.TryDequeue(out int at, out _); leaves++)
            {
                Found node = found[at];
                node.Children = found.Count;
                (ValueBounds left, ValueBounds right) = grower.BoundsBelow(node.Node, node.Split, node.LeftCount);
                node.Constants!.CopyTo(grower.constants, 0);
                Find(node.Node.Left(node.LeftCount, left));
                node.Constants!.CopyTo(grower.constants, 0);
                Find(node.Node.Right(node.LeftCount, -1, right));
            }
            Emit();
        }

        private void Find(in Pending node)
        {
            grower.context.ThrowIfCancelled();
            // Its rows are in order now; once it is split, only those of its sides are.
            NodeSummary summary = grower.criterion.Measure(grower.rows.AsSpan(node.Start, node.Count), grower.scratch);
            var one = new Found { Node = node, Summary = summary, Values = [.. grower.scratch] };
            found.Add(one);
            if (!grower.MaySplit(node, summary)) return;
            (one.Split, one.LeftCount, double gain) = grower.Cut(node, summary, needsGain: true);
            one.Constants = [.. grower.constants];
            if (one.Split.Feature >= 0) open.Enqueue(found.Count - 1, (-gain, found.Count - 1));
        }

        private void Emit()
        {
            var pending = new Stack<(int At, int Parent)>();
            pending.Push((0, -1));
            while (pending.TryPop(out (int At, int Parent) next))
            {
                Found one = found[next.At];
                int number = grower.Add(one.Node with { Parent = next.Parent }, one.Summary, one.Values);
                if (one.Children == 0) continue;
                grower.SetSplit(number, one.Split);
                pending.Push((one.Children + 1, number));
                pending.Push((one.Children, -1));
            }
        }

        private sealed class Found
        {
            public required Pending Node { get; init; }

            public required NodeSummary Summary { get; init; }

            public required double[] Values { get; init; }

            public Split Split { get; set; }

            public int LeftCount { get; set; }

            public int Children { get; set; }

            public ulong[]? Constants { get; set; }
        }
    }
}
