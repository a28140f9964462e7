using System.Collections.Concurrent;

namespace ClassicML.Trees;

/// <summary>Grows the trees of a forest, one thread a tree.</summary>
/// <remarks>
/// Random forests (Breiman: "Random forests", Machine Learning 45, 2001): for each of k trees draw a bootstrap sample of n rows with
/// replacement, and grow a tree that at each node draws d features without replacement and takes the best split by these. Columns are ranked
/// once for all trees. A row drawn several times is one row of that weight, so limits on rows count distinct rows, as in scikit-learn.
/// Tree t depends on the seed and t alone, and a node on the tree's seed and its path alone: so the threads don't matter, more trees leave
/// the first ones as they are, and a lower depth cuts them off.
/// </remarks>
internal sealed class ForestGrowth(TreeInput input, ForestSettings settings, IReadOnlyList<TreeNodes> earlier, FitContext context)
    : IGrowth<TreeNodes[]>
{
    /// <summary>The first trees in their order; fewer than wanted where the caller asked to stop.</summary>
    public TreeNodes[] Grow<TCriterion>(TCriterion criterion) where TCriterion : struct, ICriterion<TCriterion>
    {
        var trees = new TreeNodes?[settings.TreeCount];
        for (int t = 0; t < earlier.Count && t < trees.Length; t++) trees[t] = earlier[t];
        int first = Math.Min(earlier.Count, trees.Length), missing = trees.Length - first;
        if (missing == 0) return trees!;

        RowWeights rows = input.Rows;
        var codes = new RankCodes(input.X, rows.Numbers, settings.MaxBins, settings.Limits.IsCategorical, context);
        FitContext each = context.ForEachOf(missing);
        var free = new ConcurrentBag<(TreeGrower<TCriterion> Grower, BootstrapSample Sample)>();
        int done = 0;
        Workers.For(missing, context.Threads, i =>
        {
            // The first is grown in any case: a forest has at least one tree.
            if (first + i > 0 && context.Stop.IsCancellationRequested) return;
            if (!free.TryTake(out (TreeGrower<TCriterion> Grower, BootstrapSample Sample) own))
                own = (new TreeGrower<TCriterion>(codes, criterion.ForTrees(), settings.Limits, each), new BootstrapSample(rows, settings));
            ulong seed = Rng.DeriveSeed((ulong)settings.Seed, (ulong)(first + i));
            own.Sample.Draw(seed);
            trees[first + i] = own.Grower.Grow(own.Sample.InBag, own.Sample.Weights, own.Sample.AreWhole, rows.Exponent, Rng.DeriveSeed(seed, 0));
            free.Add(own);
            context.Progress?.Report(new FitProgress("tree", first + Interlocked.Increment(ref done), trees.Length));
        }, context.Cancellation);
        // A thread may have begun a later tree before another met the stop; a tree's number says what it was drawn from, so none moves up.
        return [.. trees.TakeWhile(tree => tree is not null)!];
    }
}
