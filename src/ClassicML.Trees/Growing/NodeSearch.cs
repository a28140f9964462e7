using System.Collections.Concurrent;

namespace ClassicML.Trees;

/// <summary>Finds the best split of a node over the features it tries.</summary>
/// <remarks>
/// Features are drawn without replacement until enough are seen, and on until one is not constant there, as in scikit-learn. A feature
/// that is constant at a node is so below it, and is not read again there. Features are searched independently and compared by score, then by
/// number or by a random order that the node's key gives (<see cref="NodeTerms"/>), so the threads don't change the result. In a forest the
/// order must be random: in a node of two rows all features gain the same, and most nodes of a full tree are small. Were the lowest always
/// taken, the trees would differ less, and predict by fewer features than they have.
/// </remarks>
internal sealed class NodeSearch<TCriterion> where TCriterion : struct, ICriterion<TCriterion>
{
    // Row-feature pairs, some 4 ns each: a loop over threads pays above about 100 µs.
    private const long ParallelSize = 40_000;

    // Features that a thread searches at a time: at least a cache line of codes.
    private const int BlockSize = 64;

    private readonly RankCodes codes;
    private readonly GrowthLimits limits;
    private readonly FitContext context;
    private readonly FeatureSearch<TCriterion> own;
    private readonly ConcurrentBag<FeatureSearch<TCriterion>> others = [];
    private readonly uint[] payloads;
    private readonly int[] features;
    private readonly int[] swaps;
    private readonly int[] chosen;
    private readonly double[] draws;
    private readonly bool[] constants;
    private TCriterion criterion;

    public NodeSearch(RankCodes codes, TCriterion criterion, GrowthLimits limits, FitContext context)
    {
        this.codes = codes;
        this.criterion = criterion;
        this.limits = limits;
        this.context = context;
        own = new FeatureSearch<TCriterion>(codes, criterion, limits);
        payloads = new uint[codes.RowCount + WordPacking.Slack];
        features = [.. Enumerable.Range(0, codes.FeatureCount)];
        swaps = new int[codes.FeatureCount];
        chosen = new int[codes.FeatureCount];
        draws = new double[codes.FeatureCount];
        constants = new bool[codes.FeatureCount];
    }

    /// <summary>The words of 64 features in which a node notes those that are constant.</summary>
    public int ConstantWordCount => (codes.FeatureCount + 63) / 64;

    /// <summary>The criterion of the tree to come.</summary>
    public void Use(TCriterion criterion)
    {
        this.criterion = criterion;
        own.Use(criterion);
        others.Clear();
    }

    /// <summary>The best split of a node, or <see cref="Split.None"/>.</summary>
    /// <param name="rows">The node's rows.</param>
    /// <param name="node">Their codes.</param>
    /// <param name="summary">What they amount to.</param>
    /// <param name="leastWeight">The least weight of a side.</param>
    /// <param name="bounds">What the sides may predict.</param>
    /// <param name="key">The key of the node's random numbers.</param>
    /// <param name="known">Which features are constant at the node; those found to be are added.</param>
    public Split Find(
        ReadOnlySpan<int> rows, NodeCodes node, in NodeSummary summary, double leastWeight, ValueBounds bounds, ulong key, Span<ulong> known)
    {
        criterion.Enter(rows, payloads);
        var terms = new NodeTerms(
            summary.Weight, leastWeight, bounds, new ScoreGrid(criterion.ScoreSize(summary)), limits.DrawsTies ? NodeStream.OrderKey(key) : null);
        var stream = new NodeStream(key);
        bool all = limits.FeatureCount >= features.Length;
        int seen = 0, count = 0;
        while (seen < Math.Min(limits.FeatureCount, features.Length)) Visit(ref stream, all, known, ref seen, ref count);
        Split best = Search(node, count, terms, known, out bool found);
        while (!found && seen < features.Length)
        {
            count = 0;
            Visit(ref stream, all, known, ref seen, ref count);
            best = Search(node, count, terms, known, out found);
        }
        // Back to ascending order, so that the draws of a node depend on nothing before it.
        if (!all)
            while (--seen >= 0) (features[seen], features[swaps[seen]]) = (features[swaps[seen]], features[seen]);
        return best;
    }

    // Looks at one more feature, and notes it to be searched unless it is known to be constant.
    private void Visit(ref NodeStream stream, bool all, ReadOnlySpan<ulong> known, ref int seen, ref int count)
    {
        if (!all)
        {
            int at = seen + stream.NextInt(features.Length - seen);
            swaps[seen] = at;
            (features[seen], features[at]) = (features[at], features[seen]);
        }
        int feature = features[seen++];
        if ((known[feature >> 6] >> (feature & 63) & 1) != 0) return;
        chosen[count] = feature;
        if (limits.IsRandom) draws[count] = stream.NextDouble();
        count++;
    }

    private Split Search(NodeCodes node, int count, in NodeTerms terms, Span<ulong> known, out bool found)
    {
        Split best = Split.None;
        found = false;
        if (count == 0) return best;
        if (context.Threads == 1 || (long)node.Places.Length * count < ParallelSize)
        {
            best = own.Find(chosen.AsSpan(0, count), draws, node, payloads, terms, constants.AsSpan(0, count));
        }
        else
        {
            best = SearchOverThreads(node, count, terms);
        }
        for (int j = 0; j < count; j++)
        {
            if (constants[j]) known[chosen[j] >> 6] |= 1UL << (chosen[j] & 63);
            else found = true;
        }
        return best;
    }

    // Apart, since what a lambda captures is allocated at once, and most nodes are small.
    private Split SearchOverThreads(NodeCodes node, int count, NodeTerms terms)
    {
        int block = Math.Min(BlockSize, (count + context.Threads - 1) / context.Threads);
        var candidates = new Split[(count + block - 1) / block];
        Workers.ForBlocks(count, block, context.Threads, (start, end) =>
        {
            if (!others.TryTake(out FeatureSearch<TCriterion>? search))
                search = new FeatureSearch<TCriterion>(codes, criterion.ForThread(), limits);
            candidates[start / block] = search.Find(
                chosen.AsSpan(start, end - start), draws.AsSpan(start, end - start), node, payloads, terms,
                constants.AsSpan(start, end - start));
            others.Add(search);
        }, context.Cancellation);
        Split best = Split.None;
        foreach (Split candidate in candidates)
            if (candidate.Feature >= 0) best = best.Feature < 0 ? candidate : terms.Better(best, candidate);
        return best;
    }
}
