using System.Collections.Concurrent;

namespace ClassicML.Trees;

/// <summary>Finds the best split of a node over the features it tries.</summary>
/// <remarks>
/// Features are drawn without replacement until enough are seen, and on until one is not constant there, as in scikit-learn. A feature
/// that is constant at a node is so below it, and is not read again there. Features are searched independently and compared by score, then
/// number, so neither their order nor the threads change the result.
/// </remarks>
internal sealed class NodeSearch<TCriterion> where TCriterion : struct, ICriterion<TCriterion>
{
    // Row-feature pairs, some 4 ns each: a loop over threads pays above about 100 µs.
    private const long ParallelSize = 40_000;

    private readonly RankCodes codes;
    private readonly GrowthLimits limits;
    private readonly FitContext context;
    private readonly FeatureSearch<TCriterion> own;
    private readonly ConcurrentBag<FeatureSearch<TCriterion>> others = [];
    private readonly uint[] payloads;
    private readonly int[] features;
    private readonly int[] swaps;
    private readonly Split[] candidates;
    private readonly bool[] constants;
    private TCriterion criterion;

    public NodeSearch(RankCodes codes, TCriterion criterion, GrowthLimits limits, FitContext context)
    {
        this.codes = codes;
        this.criterion = criterion;
        this.limits = limits;
        this.context = context;
        own = new FeatureSearch<TCriterion>(codes, criterion, limits);
        payloads = new uint[codes.RowCount];
        features = [.. Enumerable.Range(0, codes.FeatureCount)];
        swaps = new int[codes.FeatureCount];
        candidates = new Split[codes.FeatureCount];
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
    /// <param name="weight">Their weight.</param>
    /// <param name="leastWeight">The least weight of a side.</param>
    /// <param name="key">The key of the node's random numbers.</param>
    /// <param name="known">Which features are constant at the node; those found to be are added.</param>
    public Split Find(ReadOnlyMemory<int> rows, double weight, double leastWeight, ulong key, Span<ulong> known)
    {
        criterion.Enter(rows.Span, payloads);
        bool all = limits.FeatureCount >= features.Length;
        if (all && !limits.IsRandom && context.Threads > 1 && (long)rows.Length * features.Length >= ParallelSize)
            return FindByThreads(rows, weight, leastWeight, known);

        var stream = new NodeStream(key);
        Split best = Split.None;
        int seen = 0;
        bool found = false;
        for (; seen < features.Length && (seen < limits.FeatureCount || !found); seen++)
        {
            if (!all) Draw(ref stream, seen);
            int feature = features[seen];
            if ((known[feature >> 6] >> (feature & 63) & 1) != 0) continue;
            double draw = limits.IsRandom ? stream.NextDouble() : 0;
            Split split = own.Find(feature, rows.Span, payloads.AsSpan(0, rows.Length), weight, leastWeight, draw, out bool isConstant);
            if (isConstant) known[feature >> 6] |= 1UL << (feature & 63);
            found |= !isConstant;
            if (split.Feature >= 0) best = best.Feature < 0 ? split : Split.Better(best, split);
        }
        // Back to ascending order, so that the draws of a node depend on nothing before it.
        if (!all)
            while (--seen >= 0) (features[seen], features[swaps[seen]]) = (features[swaps[seen]], features[seen]);
        return best;
    }

    private void Draw(ref NodeStream stream, int place)
    {
        int at = place + stream.NextInt(features.Length - place);
        swaps[place] = at;
        (features[place], features[at]) = (features[at], features[place]);
    }

    private Split FindByThreads(ReadOnlyMemory<int> rows, double weight, double leastWeight, Span<ulong> known)
    {
        for (int feature = 0; feature < features.Length; feature++)
        {
            candidates[feature] = Split.None;
            constants[feature] = (known[feature >> 6] >> (feature & 63) & 1) != 0;
        }
        Workers.For(features.Length, context.Threads, feature =>
        {
            if (constants[feature]) return;
            if (!others.TryTake(out FeatureSearch<TCriterion>? search))
                search = new FeatureSearch<TCriterion>(codes, criterion.ForThread(), limits);
            candidates[feature] = search.Find(
                feature, rows.Span, payloads.AsSpan(0, rows.Length), weight, leastWeight, 0, out constants[feature]);
            others.Add(search);
        }, context.Cancellation);
        Split best = Split.None;
        for (int feature = 0; feature < features.Length; feature++)
        {
            if (constants[feature]) known[feature >> 6] |= 1UL << (feature & 63);
            if (candidates[feature].Feature >= 0) best = best.Feature < 0 ? candidates[feature] : Split.Better(best, candidates[feature]);
        }
        return best;
    }
}
