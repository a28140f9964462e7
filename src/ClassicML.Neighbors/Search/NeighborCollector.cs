namespace ClassicML.Neighbors;

/// <summary>The neighbours of one query so far. Few are kept sorted, many in a binary heap with the worst on top, those within a radius in a list.</summary>
internal sealed class NeighborCollector
{
    private const int MostSorted = 64;

    // For the next rows that are asked alone: a stack, since a metric of a user's own may ask a model for neighbours.
    [ThreadStatic]
    private static NeighborCollector? spare;

    private NeighborCollector? below;

    private NeighborQuery query;
    private int limit;
    private double radiusRank;
    private Neighbor[] kept = [];
    private int count;

    public NeighborCollector(NeighborQuery query) => Begin(query);

    /// <summary>What a newcomer's rank must not exceed: of k nearest the k-th best so far, infinity until there are k.</summary>
    public double Worst { get; private set; }

    /// <summary>An empty one, which the thread has kept where it was given back.</summary>
    public static NeighborCollector Take(NeighborQuery query)
    {
        if (spare is not { } top) return new NeighborCollector(query);
        (spare, top.below) = (top.below, null);
        top.Begin(query);
        return top;
    }

    /// <summary>Keeps it for the thread's next row.</summary>
    public void GiveBack() => (below, spare) = (spare, this);

    public void Add(double rank, int row)
    {
        var neighbor = new Neighbor(rank, row);
        if (limit == 0) AddWithin(neighbor);
        else if (count < limit) AddFirst(neighbor);
        else if (limit <= MostSorted)
        {
            if (neighbor.IsBefore(kept[limit - 1])) Insert(neighbor, limit - 1);
        }
        else if (neighbor.IsBefore(kept[0])) ReplaceWorst(neighbor);
    }

    /// <summary>The neighbours, nearest first. Nothing may be added any more until <see cref="Clear"/>.</summary>
    public ReadOnlySpan<Neighbor> Sorted()
    {
        Span<Neighbor> found = kept.AsSpan(0, count);
        if (limit == 0 || limit > MostSorted) found.Sort();
        return found;
    }

    public void Clear()
    {
        count = 0;
        Worst = radiusRank;
    }

    private void Begin(NeighborQuery asked)
    {
        query = asked;
        limit = asked.Count;
        radiusRank = limit > 0 ? double.PositiveInfinity : asked.Metric.RankWithin(asked.Radius);
        int room = limit > 0 ? limit : 16;
        if (kept.Length < room) kept = new Neighbor[room];
        Clear();
    }

    private void AddWithin(Neighbor neighbor)
    {
        if (!(query.Metric.FromRank(neighbor.Rank) <= query.Radius)) return;
        if (count == kept.Length) Array.Resize(ref kept, 2 * count);
        kept[count++] = neighbor;
    }

    private void AddFirst(Neighbor neighbor)
    {
        if (limit <= MostSorted) Insert(neighbor, count);
        else
        {
            int at = count;
            for (; at > 0 && kept[(at - 1) / 2].IsBefore(neighbor); at = (at - 1) / 2) kept[at] = kept[(at - 1) / 2];
            kept[at] = neighbor;
        }
        if (++count == limit) Worst = kept[limit <= MostSorted ? limit - 1 : 0].Rank;
    }

    private void Insert(Neighbor neighbor, int at)
    {
        Neighbor[] sorted = kept;
        for (; at > 0 && neighbor.IsBefore(sorted[at - 1]); at--) sorted[at] = sorted[at - 1];
        sorted[at] = neighbor;
        if (count == limit) Worst = sorted[limit - 1].Rank;
    }

    private void ReplaceWorst(Neighbor neighbor)
    {
        int at = 0;
        for (int child; (child = 2 * at + 1) < limit; at = child)
        {
            if (child + 1 < limit && kept[child].IsBefore(kept[child + 1])) child++;
            if (!neighbor.IsBefore(kept[child])) break;
            kept[at] = kept[child];
        }
        kept[at] = neighbor;
        Worst = kept[0].Rank;
    }
}
