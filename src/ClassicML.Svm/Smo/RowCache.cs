namespace ClassicML.Svm;

/// <summary>The rows of a kernel matrix in the order of a solver's variables, the most recently used ones kept within a memory
/// limit.</summary>
/// <remarks>
/// A position is where a variable stands in the solver's arrays; items[position] is its item, or -1 for a hole, whose entries are 0.
/// Several
/// positions may have one item. Rows that are missing are made in batches: the one asked for and those that the solver will want next.
/// </remarks>
internal sealed class RowCache
{
    private readonly IKernelSource source;
    private readonly long budget;
    private readonly Stack<float[]> free = new();
    private int[] items = [], runs = [];
    private IKernelPanel panel = null!;
    private float[]?[] rows = [];
    // A list through the positions that have a row, from the most recently used to the least; the last place is its head and tail.
    private int[] next = [], previous = [];
    private int cached, capacity;

    /// <param name="source">The kernel matrix.</param>
    /// <param name="items">The item of each position.</param>
    /// <param name="budget">The most bytes of rows to keep; a few rows are kept in any case.</param>
    public RowCache(IKernelSource source, int[] items, long budget)
    {
        this.source = source;
        this.budget = budget;
        Reset(items);
    }

    /// <summary>How many rows are worth asking for at once.</summary>
    public int BatchSize => panel.BatchSize;

    /// <summary>Whether a position's row is at hand.</summary>
    public bool Has(int position) => rows[position] is not null;

    /// <summary>Starts again with other positions.</summary>
    public void Reset(int[] positions)
    {
        items = positions;
        panel = source.Panel([.. positions.Where(item => item >= 0).Distinct().Order()]);
        runs = Runs();
        rows = new float[positions.Length][];
        (next, previous) = (new int[positions.Length + 1], new int[positions.Length + 1]);
        next[^1] = previous[^1] = positions.Length;
        cached = 0;
        free.Clear();
        capacity = (int)Math.Clamp(budget / (4L * Math.Max(1, positions.Length)), 2 * panel.BatchSize + 8, int.MaxValue);
    }

    /// <summary>Keeps the given positions only (-1 makes a hole), in the rows at hand too.</summary>
    public void Restrict(ReadOnlySpan<int> keep)
    {
        float[]?[] old = rows;
        int[] kept = new int[keep.Length];
        for (int k = 0; k < keep.Length; k++) kept[k] = keep[k] < 0 ? -1 : items[keep[k]];
        Reset(kept);
        for (int k = 0; k < keep.Length && cached < capacity; k++)
        {
            if (keep[k] < 0 || old[keep[k]] is not { } row) continue;
            float[] shorter = new float[keep.Length];
            for (int c = 0; c < keep.Length; c++)
                if (keep[c] >= 0) shorter[c] = row[keep[c]];
            old[keep[k]] = null;
            rows[k] = shorter;
            LinkFirst(k);
            cached++;
        }
    }

    /// <summary>The row of a position: K(item, items[k]) for each position k. It stays as it is until about as many others were asked for
    /// as fit.</summary>
    /// <param name="position">Which.</param>
    /// <param name="wanted">Positions without a row whose rows are likely to be asked for soon; used if the row has to be made.</param>
    public float[] Row(int position, ReadOnlySpan<int> wanted = default)
    {
        if (rows[position] is { } row)
        {
            Unlink(position);
            LinkFirst(position);
            return row;
        }
        int count = Math.Min(wanted.Length, panel.BatchSize - 1);
        Span<int> batch = stackalloc int[count + 1], batchItems = stackalloc int[count + 1];
        for (int k = 0; k < count; k++) batch[k] = wanted[k];
        batch[count] = position;
        for (int k = 0; k <= count; k++) batchItems[k] = items[batch[k]];
        panel.Fill(batchItems);
        for (int k = 0; k <= count; k++)
        {
            float[] made = Buffer();
            Scatter(panel.Row(k), made);
            rows[batch[k]] = made;
            LinkFirst(batch[k]);
            cached++;
        }
        return rows[position]!;
    }

    private float[] Buffer()
    {
        if (free.TryPop(out float[]? spare)) return spare;
        if (cached < capacity) return new float[items.Length];
        int oldest = previous[items.Length];
        float[] taken = rows[oldest]!;
        rows[oldest] = null;
        Unlink(oldest);
        cached--;
        return taken;
    }

    // Runs of positions whose columns follow one another: position, column, length.
    private int[] Runs()
    {
        var found = new List<int>();
        for (int start = 0; start < items.Length;)
        {
            if (items[start] < 0)
            {
                start++;
                continue;
            }
            int column = panel.ColumnOf(items[start]), end = start + 1;
            while (end < items.Length && items[end] >= 0 && panel.ColumnOf(items[end]) == column + end - start) end++;
            found.AddRange([start, column, end - start]);
            start = end;
        }
        return [.. found];
    }

    private void Scatter(ReadOnlySpan<float> row, float[] to)
    {
        for (int k = 0; k < runs.Length; k += 3)
        {
            int position = runs[k], column = runs[k + 1], length = runs[k + 2];
            if (length < 4)
                for (int c = 0; c < length; c++) to[position + c] = row[column + c];
            else row.Slice(column, length).CopyTo(to.AsSpan(position));
        }
    }

    private void LinkFirst(int position)
    {
        int head = items.Length;
        (next[position], previous[position]) = (next[head], head);
        previous[next[head]] = position;
        next[head] = position;
    }

    private void Unlink(int position)
    {
        next[previous[position]] = next[position];
        previous[next[position]] = previous[position];
    }
}
