using System.Runtime.InteropServices;

namespace ClassicML.Linear;

/// <summary>Rows in a form in which centred sums keep their digits: x = scale·(x' + shift), x' being what products read.</summary>
/// <remarks>
/// Mostly x' is x itself. Where a mean exceeds a hundred deviations (a year, a time stamp, a pressure), xᵀr - x̄Σr would lose what the
/// mean has more digits than the deviation: then x' is a copy whose columns of that kind are moved to their means. Sparse rows stay sparse:
/// a share d of stored values bounds mean² by variance·d/(1 - d), so such a column is stored in nearly every row already. Where squares of
/// all columns would leave the range of numbers, x' is a copy scaled by a power of two, which rounds nothing.
/// </remarks>
internal sealed class CentredRows
{
    private const double LargestOffset = 100, Largest = 1e50, Least = 1e-50;

    // Columns that reach less far count as constant: their weights could overflow.
    private const double LeastReach = 1e-200, LeastVariance = 1e-290;

    private readonly double[] shift;

    public CentredRows(Features x, Func<int, double> weightOf, double total, bool centre, FitContext context)
    {
        Rows = new DesignRows(x, context);
        IsCentred = centre;
        shift = new double[x.ColumnCount];
        ColumnMoments moments = Moments(fromFirst: centre);
        double reach = moments.Reach.Max();
        bool usable = reach >= LeastReach;
        if (usable && reach is > Largest or < Least)
        {
            Scale = Math.ScaleB(1, Math.ILogB(reach));
            Rows = new DesignRows(Scaled(1 / Scale), context);
            moments = Moments(fromFirst: centre);
        }
        if (centre && usable)
        {
            bool Far(int j) => Math.Abs(moments.Mean[j]) > LargestOffset * Math.Sqrt(moments.Variance[j]);
            int[] far = [.. Enumerable.Range(0, shift.Length).Where(Far)];
            // Constant columns need no copy, but move with one, to exactly 0.
            if (far.Any(j => moments.Reach[j] > 0))
            {
                foreach (int j in far) shift[j] = moments.Mean[j];
                Rows = new DesignRows(Shifted(), context);
                moments = Moments(fromFirst: false);
            }
        }
        Mean = moments.Mean;
        Variance = moments.Variance;
        for (int j = 0; j < shift.Length; j++)
        {
            if (!centre) Variance[j] += Mean[j] * Mean[j];
            // A few units in the last place of the mean are rounding.
            double rounding = 4 * (Math.BitIncrement(1.0) - 1) * (shift[j] + Mean[j]);
            if (!usable || Variance[j] <= Math.Max(LeastVariance, centre ? rounding * rounding : 0)) Variance[j] = 0;
            if (!centre) Mean[j] = 0;
        }
        Varying = [.. Enumerable.Range(0, shift.Length).Where(j => Variance[j] > 0)];

        ColumnMoments Moments(bool fromFirst) => new(Rows, weightOf, total, fromFirst, context.Cancellation);
    }

    /// <summary>x'.</summary>
    public DesignRows Rows { get; }

    /// <summary>Whether there is a mean to take off.</summary>
    public bool IsCentred { get; }

    /// <summary>A power of two.</summary>
    public double Scale { get; } = 1;

    /// <summary>The weighted mean of x', p values; zero where nothing is centred.</summary>
    public double[] Mean { get; }

    /// <summary>The weighted variance of x', or mean square where nothing is centred: exactly 0 where a column is constant up to
    /// rounding.</summary>
    public double[] Variance { get; }

    /// <summary>The columns that are not constant.</summary>
    public int[] Varying { get; }

    /// <summary>x̄ of a column in its own units.</summary>
    public double MeanOf(int column) => Scale * (shift[column] + Mean[column]);

    private Features Scaled(double factor)
    {
        double[] values = (Rows.IsSparse ? Rows.Sparse.Values : Rows.Dense.Span).ToArray();
        for (int at = 0; at < values.Length; at++) values[at] *= factor;
        return Rows.IsSparse
            ? new SparseMatrix(Rows.Sparse.RowStarts, Rows.Sparse.Columns, values, Rows.ColumnCount)
            : Matrix.Wrap(values, Rows.RowCount, Rows.ColumnCount);
    }

    private Features Shifted()
    {
        int p = Rows.ColumnCount;
        if (!Rows.IsSparse)
        {
            double[] moved = Rows.Dense.Span.ToArray();
            for (int at = 0; at < moved.Length; at += p)
                for (int j = 0; j < p; j++) moved[at + j] -= shift[j];
            return Matrix.Wrap(moved, Rows.RowCount, p);
        }
        int[] far = [.. Enumerable.Range(0, p).Where(j => shift[j] != 0)], starts = new int[Rows.RowCount + 1];
        List<int> columns = new(Rows.Sparse.StoredCount);
        List<double> values = new(Rows.Sparse.StoredCount);
        for (int i = 0; i < Rows.RowCount; i++)
        {
            ReadOnlySpan<int> own = Rows.Sparse.RowColumns(i);
            int next = 0;
            for (int at = 0; at < own.Length; at++)
            {
                while (next < far.Length && far[next] < own[at]) Add(far[next++], 0);
                if (next < far.Length && far[next] == own[at]) next++;
                Add(own[at], Rows.Sparse.RowValues(i)[at]);
            }
            while (next < far.Length) Add(far[next++], 0);
            starts[i + 1] = columns.Count;
        }
        return new SparseMatrix(starts, CollectionsMarshal.AsSpan(columns), CollectionsMarshal.AsSpan(values), p);

        void Add(int j, double value)
        {
            columns.Add(j);
            values.Add(value - shift[j]);
        }
    }
}
