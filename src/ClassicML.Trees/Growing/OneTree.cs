namespace ClassicML.Trees;

/// <summary>Grows one tree on all rows that weigh something.</summary>
internal sealed class OneTree(TreeInput input, GrowthLimits limits, int seed, FitContext context) : IGrowth<(TreeNodes Nodes, bool Stopped)>
{
    public (TreeNodes Nodes, bool Stopped) Grow<TCriterion>(TCriterion criterion) where TCriterion : struct, ICriterion<TCriterion>
    {
        RowWeights rows = input.Rows;
        var codes = new RankCodes(input.X, rows.Numbers, null, limits.IsCategorical, context);
        var grower = new TreeGrower<TCriterion>(codes, criterion, limits, context);
        int[] all = [.. Enumerable.Range(0, rows.Count)];
        TreeNodes nodes = grower.Grow(all, rows.Values, rows.AreWhole, rows.Exponent, Rng.DeriveSeed((ulong)seed, 0));
        return (nodes, grower.Stopped);
    }
}
