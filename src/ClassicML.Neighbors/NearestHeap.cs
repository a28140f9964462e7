namespace ClassicML.Neighbors;

/// <summary>The k best neighbours so far, as a binary heap with the worst on top.</summary>
internal sealed class NearestHeap(int k)
{
    private readonly Neighbor[] heap = new Neighbor[k];
    private int count;

    /// <summary>What a newcomer's distance must not exceed: the k-th best so far, infinity until there are k.</summary>
    public double Worst { get; private set; } = double.PositiveInfinity;

    public void Add(Neighbor neighbor)
    {
        if (count < k)
        {
            int at = count++;
            for (; at > 0 && heap[(at - 1) / 2].CompareTo(neighbor) < 0; at = (at - 1) / 2) heap[at] = heap[(at - 1) / 2];
            heap[at] = neighbor;
        }
        else if (neighbor.CompareTo(heap[0]) < 0)
        {
            int at = 0;
            for (int child; (child = 2 * at + 1) < k; at = child)
            {
                if (child + 1 < k && heap[child + 1].CompareTo(heap[child]) > 0) child++;
                if (heap[child].CompareTo(neighbor) <= 0) break;
                heap[at] = heap[child];
            }
            heap[at] = neighbor;
        }
        if (count == k) Worst = heap[0].SquaredDistance;
    }

    /// <summary>The neighbours, nearest first. The heap is used up.</summary>
    public Neighbor[] Sorted()
    {
        heap.AsSpan().Sort();
        return heap;
    }
}
