namespace ClassicML.Trees;

/// <summary>The trees of learners that differ in how many they grow and how deep, from one growth that holds them all.</summary>
/// <remarks>
/// A tree depends on its number and a node on its path, so fewer trees are the first of more, and a lower depth cuts them off. Best-first
/// growth takes nodes in another order below another depth, so with a limit on leaves the depths must be equal.
/// </remarks>
internal static class SharedTrees
{
    /// <summary>The tree of each learner, from that of the deepest.</summary>
    public static (IReadOnlyList<TreeNodes> Trees, bool Stopped) Of<TLearner>(
        IReadOnlyList<TLearner> learners, Func<TLearner, (TreeNodes Nodes, bool Stopped)> grow) where TLearner : TreeOptions
    {
        (TreeNodes nodes, bool stopped) = grow(learners.MaxBy(learner => learner.MaxDepth ?? int.MaxValue)!);
        IReadOnlyList<TreeNodes[]> cut = Cut([.. learners.Select(learner => (1, learner.MaxDepth ?? int.MaxValue))], [nodes]);
        return ([.. cut.Select(trees => trees[0])], stopped);
    }

    /// <summary>The trees of each forest.</summary>
    /// <param name="forests">The forests.</param>
    /// <param name="grow">Grows a forest; fewer trees where the caller asked to stop.</param>
    public static IReadOnlyList<TreeNodes[]> Of(IReadOnlyList<ForestSettings> forests, Func<ForestSettings, TreeNodes[]> grow)
    {
        ForestSettings largest = forests[0] with
        {
            TreeCount = forests.Max(forest => forest.TreeCount),
            Limits = forests[0].Limits with { MaxDepth = forests.Max(forest => forest.Limits.MaxDepth) },
        };
        return Cut([.. forests.Select(forest => (forest.TreeCount, forest.Limits.MaxDepth))], grow(largest));
    }

    private static IReadOnlyList<TreeNodes[]> Cut(IReadOnlyList<(int Count, int Depth)> wanted, TreeNodes[] grown)
    {
        var cut = new Dictionary<int, TreeNodes[]> { [wanted.Max(each => each.Depth)] = grown };
        foreach (IGrouping<int, int> counts in wanted.GroupBy(each => each.Depth, each => each.Count))
            if (!cut.ContainsKey(counts.Key)) cut[counts.Key] = [.. grown.Take(counts.Max()).Select(tree => tree.CutAt(counts.Key))];
        return [.. wanted.Select(each => cut[each.Depth].Take(each.Count).ToArray())];
    }
}
