namespace ClassicML.Trees;

/// <summary>Grows one tree on all rows that weigh something.</summary>
internal sealed class OneTree(Matrix x, RowWeights rows, GrowthLimits limits, int seed, FitContext context) : IGrowth<(TreeNodes Nodes, bool Stopped)>
{
    public (TreeNodes Nodes, bool Stopped) Grow<TCriterion>(TCriterion criterion) where TCriterion : struct, ICriterion<TCriterion>
    {
        var codes = new RankCodes(x, rows.Numbers, null, limits.Categories, context);
        var grower = new TreeGrower<TCriterion>(codes, criterion, limits, context);
        int[] all = [.. Enumerable.Range(0, rows.Count)];
        TreeNodes nodes = grower.Grow(all, rows.Values, rows.AreWhole, rows.Exponent, Rng.DeriveSeed((ulong)seed, 0));
        return (nodes, grower.Stopped);
    }
}
