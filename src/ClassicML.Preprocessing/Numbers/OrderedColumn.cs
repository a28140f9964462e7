namespace ClassicML.Preprocessing;

/// <summary>The values of one column in order, missing ones left out: what is stored, with the zeros of sparse rows among it.</summary>
internal readonly ref struct OrderedColumn
{
    // Columns that are gathered in one pass over the rows: a cache line holds so many of their values.
    private const int GroupSize = 8;

    private readonly ReadOnlySpan<double> stored;
    private readonly int zeros, firstZero;

    private OrderedColumn(Span<double> stored, int zeros)
    {
        stored.Sort();
        this.stored = stored;
        this.zeros = zeros;
        while (zeros > 0 && firstZero < stored.Length && stored[firstZero] < 0) firstZero++;
    }

    /// <summary>The number of values.</summary>
    public int Count => stored.Length + zeros;

    /// <summary>The value of a rank, in [0, <see cref="Count"/>).</summary>
    public double this[int rank] => rank < firstZero ? stored[rank] : rank < firstZero + zeros ? 0 : stored[rank - zeros];

    /// <summary>Whether there is but one value, or none.</summary>
    public bool IsConstant => Count == 0 || this[0] == this[Count - 1];

    /// <summary>The value below which a share of the values lies, between two of them on the line that joins them (Hyndman and Fan's
    /// definition 7, as NumPy); NaN without values.</summary>
    public double Quantile(double share)
    {
        double place = share * (Count - 1);
        return Between((int)place, place - (int)place);
    }

    /// <summary>Quantiles of equal steps, <paramref name="count"/> of them from the smallest value to the largest. They rise.</summary>
    public double[] Quantiles(int count)
    {
        double[] quantiles = new double[count];
        for (int i = 0; i < count; i++)
        {
            // Ranks are whole numbers and shares, so that a value's own rank gives the value, whatever rounding says.
            (long rank, long rest) = count == 1 ? (0, 0) : Math.DivRem((long)i * Math.Max(0, Count - 1), count - 1);
            quantiles[i] = Between((int)rank, (double)rest / Math.Max(1, count - 1));
        }
        return quantiles;
    }

    // From the nearer of both, so that quantiles rise.
    private double Between(int rank, double rest)
    {
        if (Count == 0) return double.NaN;
        double low = this[rank], high = this[Math.Min(rank + 1, Count - 1)];
        return rest < 0.5 ? low + (high - low) * rest : high - (high - low) * (1 - rest);
    }

    /// <summary>Takes the columns of rows, dense or sparse, one by one, in any order, on several threads.</summary>
    public static void ForEach(Features x, FitContext context, OrderedColumnAction action)
    {
        int p = x.ColumnCount, n = x.RowCount;
        SparseMatrix? columns = (x as SparseMatrix)?.Transpose();
        Workers.ForBlocks(p, GroupSize, ColumnTiles.Threads(x, context.Threads), (start, end) =>
        {
            if (columns is not null)
            {
                for (int j = start; j < end; j++)
                {
                    ReadOnlySpan<double> values = columns.RowValues(j);
                    double[] own = new double[values.Length];
                    int count = 0;
                    foreach (double value in values) Keep(value, own, ref count);
                    action(j, new OrderedColumn(own.AsSpan(0, count), n - values.Length));
                }
                return;
            }
            var rows = (Matrix)x;
            double[] gathered = new double[(end - start) * n];
            Span<int> counts = stackalloc int[GroupSize];
            for (int i = 0; i < n; i++)
            {
                ReadOnlySpan<double> row = rows.Row(i)[start..end];
                for (int k = 0; k < row.Length; k++) Keep(row[k], gathered.AsSpan(k * n), ref counts[k]);
            }
            for (int j = start; j < end; j++) action(j, new OrderedColumn(gathered.AsSpan((j - start) * n, counts[j - start]), 0));
        }, context.Cancellation);
    }

    // Adding zero makes of -0 the one zero that there is.
    private static void Keep(double value, Span<double> to, ref int count)
    {
        if (!double.IsNaN(value)) to[count++] = value + 0.0;
    }
}

/// <summary>Takes one column.</summary>
internal delegate void OrderedColumnAction(int column, OrderedColumn values);
