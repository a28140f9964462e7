namespace ClassicML.Trees;

/// <summary>Grows a classification tree, depth first, left before right.</summary>
/// <remarks>
/// Problem: among trees whose every node asks "is feature j at most t?", find one of pure leaves. The best tree is NP-hard to find, so each
/// node takes the split that gains most by itself: CART (Breiman, Friedman, Olshen, Stone: "Classification and Regression Trees", 1984).
/// A node of weight W_t becomes a leaf where its depth, its rows or its impurity (at most 2⁻⁵²) say so, where no boundary leaves enough
/// rows on both sides, or where W_t/W·(I - W_L/W_t·I_L - W_R/W_t·I_R) + 2⁻⁵² lies below the least decrease asked for. So a split that gains
/// nothing is taken too, which lets a tree learn exclusive-or. All of that is scikit-learn's rule. Unlike scikit-learn, which reads
/// features as floats and takes values less than 1e-7 apart for equal, values are compared as the doubles they are.
/// Storage: codes column-major n×p (<see cref="RankCodes"/>), the rows of a node as a range of one array, partitioned in place and stably.
/// Time O(n·p) to rank, then O(n·p·K) a level; memory 4·n·p bytes and some 50·n a thread. Nodes wait on a stack of our own, so depth is
/// bounded by memory alone. The result does not depend on the threads, nor on the order of the rows.
/// </remarks>
internal sealed class TreeBuilder<TImpurity> where TImpurity : struct, IImpurity
{
    // 2⁻⁵², the allowance for rounding that scikit-learn makes.
    private const double Epsilon = 2.220446049250313e-16;
    private const int ProgressInterval = 256;

    private readonly TImpurity impurity;
    private readonly DecisionTreeClassifier options;
    private readonly RankCodes codes;
    private readonly TrainingRows training;
    private readonly FitContext context;
    private readonly SplitFinder<TImpurity> finder;
    private readonly TreeNodes nodes;
    private readonly int[] rows;
    private readonly int[] aside;
    private readonly Stack<Pending> pending = new();

    public TreeBuilder(TImpurity impurity, DecisionTreeClassifier options, Matrix x, TrainingRows training, FitContext context)
    {
        this.impurity = impurity;
        this.options = options;
        this.training = training;
        this.context = context;
        codes = new RankCodes(x, training.Numbers, context);
        finder = new SplitFinder<TImpurity>(impurity, codes, training, options.MinSamplesLeaf, context);
        nodes = new TreeNodes(training.ClassCount);
        rows = [.. Enumerable.Range(0, training.Count)];
        aside = new int[training.Count];
    }

    /// <summary>Whether the caller asked to stop before the tree was complete.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Grows the tree.</summary>
    public TreeNodes Build()
    {
        Pending root = Measure(0, rows.Length, depth: 0, parent: -1);
        pending.Push(root);
        while (pending.TryPop(out Pending node))
        {
            context.ThrowIfCancelled();
            int number = Add(node);
            if (nodes.Count % ProgressInterval == 1) context.Progress?.Report(new FitProgress("node", nodes.Count, 0));
            if (!MaySplit(node)) continue;
            if (context.Stop.IsCancellationRequested)
            {
                Stopped = true;
                continue;
            }
            Split split = finder.Find(rows.AsMemory(node.Start, node.Count), node.ClassWeights);
            if (split.Feature < 0) continue;

            int leftCount = Partition(node, split);
            Pending left = Measure(node.Start, leftCount, node.Depth + 1, parent: -1);
            Pending right = Measure(node.Start + leftCount, node.Count - leftCount, node.Depth + 1, number);
            double gain = node.Impurity - right.Weight / node.Weight * right.Impurity - left.Weight / node.Weight * left.Impurity;
            if (node.Weight / root.Weight * gain + Epsilon < options.MinImpurityDecrease) continue;

            nodes.SetSplit(number, split.Feature, codes.Threshold(split.Feature, split.Code, split.NextCode));
            pending.Push(right);
            pending.Push(left);
        }
        context.Progress?.Report(new FitProgress("node", nodes.Count, nodes.Count));
        return nodes;
    }

    private bool MaySplit(in Pending node) =>
        !(node.Depth >= options.MaxDepth)
        && node.Count >= options.MinSamplesSplit
        && node.Count / 2 >= options.MinSamplesLeaf
        && node.Impurity > Epsilon;

    private Pending Measure(int start, int count, int depth, int parent)
    {
        double[] classWeights = training.ClassWeights(rows.AsSpan(start, count));
        double weight = 0;
        foreach (double classWeight in classWeights) weight += classWeight;
        return new Pending(start, count, depth, parent, classWeights, weight, impurity.Of(classWeights, weight));
    }

    private int Add(in Pending node)
    {
        int number = nodes.AddLeaf(node.Impurity, Math.ScaleB(node.Weight, training.WeightExponent), node.Count);
        Span<double> shares = nodes.SharesOf(number);
        for (int k = 0; k < shares.Length; k++) shares[k] = node.ClassWeights[k] / node.Weight;
        if (node.Parent >= 0) nodes.SetRight(node.Parent, number);
        return number;
    }

    // Both sides keep the order of their rows. Returns the number that went left.
    private int Partition(in Pending node, in Split split)
    {
        ReadOnlySpan<int> column = codes.Column(split.Feature);
        Span<int> range = rows.AsSpan(node.Start, node.Count);
        int left = 0, right = 0;
        foreach (int row in range)
        {
            if (column[row] <= split.Code) range[left++] = row;
            else aside[right++] = row;
        }
        aside.AsSpan(0, right).CopyTo(range[left..]);
        return left;
    }

    /// <summary>A node to be added: rows, depth, the parent that it is the right child of or -1, and what its rows amount to.</summary>
    private readonly record struct Pending(
        int Start, int Count, int Depth, int Parent, double[] ClassWeights, double Weight, double Impurity);
}
