namespace ClassicML.Linear;

/// <summary>Weighted mean, variance and reach of each column.</summary>
/// <remarks>
/// Sums are those of x - r, r being the first row that counts: an offset, however large, costs no digits, and a constant column has a
/// variance of exactly 0. In sparse rows r is 0 where a column isn't stored in every row. Sums go by fixed blocks: the bits do not depend
/// on the threads.
/// </remarks>
internal sealed class ColumnMoments
{
    public ColumnMoments(DesignRows rows, Func<int, double> weightOf, double total, bool fromFirst, CancellationToken cancellation)
    {
        int p = rows.ColumnCount, first = 0;
        Mean = new double[p];
        Variance = new double[p];
        Reach = new double[p];
        while (first < rows.RowCount && weightOf(first) == 0) first++;
        if (first == rows.RowCount) return;
        double[] from = fromFirst ? First(rows, first) : new double[p];
        int blocks = rows.BlockCount(3L * p);
        (double[] Sum, double[] Square, double[] Reach)[] parts = new (double[], double[], double[])[blocks];
        rows.ForBlocks(blocks, (block, start, end) =>
        {
            double[] sum = new double[p], square = new double[p], reach = new double[p];
            parts[block] = (sum, square, reach);
            for (int i = start; i < end; i++)
            {
                double share = weightOf(i) / total;
                if (share == 0) continue;
                if (rows.IsSparse)
                {
                    ReadOnlySpan<int> columns = rows.Sparse.RowColumns(i);
                    ReadOnlySpan<double> values = rows.Sparse.RowValues(i);
                    for (int at = 0; at < columns.Length; at++)
                    {
                        int j = columns[at];
                        double d = values[at] - from[j];
                        sum[j] += share * d;
                        square[j] += share * d * d;
                        reach[j] = Math.Max(reach[j], Math.Abs(d));
                    }
                }
                else RowKernels.AddMoments(rows.Dense.Row(i), from, share, sum, square, reach);
            }
        }, 6L * p, cancellation);
        foreach ((double[] sum, double[] square, double[] reach) in parts)
            for (int j = 0; j < p && sum is not null; j++)
            {
                Mean[j] += sum[j];
                Variance[j] += square[j];
                Reach[j] = Math.Max(Reach[j], reach[j]);
            }
        for (int j = 0; j < p; j++)
        {
            Variance[j] = Math.Max(0, Variance[j] - Mean[j] * Mean[j]);
            Mean[j] += from[j];
        }
    }

    /// <summary>x̄, p values.</summary>
    public double[] Mean { get; }

    /// <summary>(1/S) Σ sᵢ(xᵢⱼ - x̄ⱼ)², p values.</summary>
    public double[] Variance { get; }

    /// <summary>The largest |xᵢⱼ - rⱼ|, p values.</summary>
    public double[] Reach { get; }

    private static double[] First(DesignRows rows, int first)
    {
        if (!rows.IsSparse) return rows.Dense.Row(first).ToArray();
        double[] from = new double[rows.ColumnCount];
        int[] stored = new int[rows.ColumnCount];
        foreach (int j in rows.Sparse.Columns) stored[j]++;
        ReadOnlySpan<int> columns = rows.Sparse.RowColumns(first);
        for (int at = 0; at < columns.Length; at++)
            if (stored[columns[at]] == rows.RowCount) from[columns[at]] = rows.Sparse.RowValues(first)[at];
        return from;
    }
}
