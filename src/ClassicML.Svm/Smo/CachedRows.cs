namespace ClassicML.Svm;

/// <summary>Makes rows of a kernel matrix over some of its columns.</summary>
internal interface IRowMaker
{
    /// <summary>Writes the rows of some items, each as long as there are columns.</summary>
    void Make(ReadOnlySpan<int> items, ReadOnlySpan<float[]> rows);
}

/// <summary>Rows that are made when they are first asked for, all of a request together; the most recently used ones are kept within
/// a budget.</summary>
internal sealed class CachedRows : IKernelRows
{
    private readonly Func<int[], IRowMaker> makerOf;
    private readonly IRowMaker maker;
    private readonly int[] columns;
    private readonly long budget;
    private readonly float[]?[] rows;
    // A list through the items that have a row, from the most recently used to the least; the last place is its head and tail.
    private readonly int[] next, previous;
    private readonly int capacity;
    private int cached;

    /// <param name="count">The number of items of the matrix.</param>
    /// <param name="columns">The items of the columns, rising.</param>
    /// <param name="makerOf">Gives what makes rows over given columns.</param>
    /// <param name="budget">The most bytes to keep.</param>
    public CachedRows(int count, int[] columns, Func<int[], IRowMaker> makerOf, long budget)
    {
        this.makerOf = makerOf;
        this.columns = columns;
        this.budget = budget;
        maker = makerOf(columns);
        rows = new float[count][];
        (next, previous) = (new int[count + 1], new int[count + 1]);
        next[count] = previous[count] = count;
        capacity = (int)Math.Min(budget / (4L * Math.Max(1, columns.Length)), int.MaxValue);
        Stretches = [(0, columns.Length)];
    }

    public int Width => columns.Length;

    public IReadOnlyList<(int Start, int End)> Stretches { get; }

    public int ColumnOf(int item) => columns.Length == rows.Length ? item : Array.BinarySearch(columns, item);

    public ReadOnlySpan<float> Row(int item) => rows[item]!;

    public void Require(ReadOnlySpan<int> items)
    {
        var missing = new List<int>();
        foreach (int item in items)
        {
            if (rows[item] is null)
            {
                // A place in the list keeps it from being asked for twice.
                rows[item] = [];
                missing.Add(item);
            }
            else if (rows[item]!.Length > 0)
            {
                Unlink(item);
            }
            else
            {
                continue;
            }
            LinkFirst(item);
        }
        if (missing.Count == 0) return;
        float[][] made = new float[missing.Count][];
        for (int k = 0; k < made.Length; k++) made[k] = Buffer(items.Length);
        maker.Make(missing.ToArray(), made);
        for (int k = 0; k < made.Length; k++) rows[missing[k]] = made[k];
    }

    public IKernelRows Only(int[] items)
    {
        var fewer = new CachedRows(rows.Length, items, makerOf, budget);
        int[] from = Array.ConvertAll(items, ColumnOf);
        for (int item = previous[rows.Length], left = cached; item < rows.Length; item = previous[item], left--)
        {
            // From the least recently used on, so that the order stays; what would not fit is left behind.
            if (left > fewer.capacity) continue;
            float[] row = rows[item]!, shorter = GC.AllocateUninitializedArray<float>(items.Length);
            for (int c = 0; c < from.Length; c++) shorter[c] = row[from[c]];
            rows[item] = null;
            fewer.rows[item] = shorter;
            fewer.LinkFirst(item);
            fewer.cached++;
        }
        return fewer;
    }

    // The row of the least recently used item, if there is no more room. Those of the request are the first of the list.
    private float[] Buffer(int required)
    {
        int oldest = previous[rows.Length];
        if (cached < Math.Max(capacity, required) || rows[oldest]!.Length != Width)
        {
            cached++;
            return GC.AllocateUninitializedArray<float>(Width);
        }
        float[] taken = rows[oldest]!;
        rows[oldest] = null;
        Unlink(oldest);
        return taken;
    }

    private void LinkFirst(int item)
    {
        int head = rows.Length;
        (next[item], previous[item]) = (next[head], head);
        previous[next[head]] = item;
        next[head] = item;
    }

    private void Unlink(int item)
    {
        next[previous[item]] = next[item];
        previous[next[item]] = previous[item];
    }
}
