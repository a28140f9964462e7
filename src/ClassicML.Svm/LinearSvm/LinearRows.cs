using ClassicML.Internal;

namespace ClassicML.Svm;

/// <summary>The rows of a linear SVM, dense or sparse, with a column of a constant behind the others for the intercept.</summary>
/// <remarks>Weight vectors have p + 1 values; the last is the constant column's.</remarks>
internal sealed class LinearRows
{
    private readonly Matrix? dense;
    private readonly SparseMatrix? sparse;

    /// <param name="x">n×p, complete.</param>
    /// <param name="constant">The value of the last column; 0 for no intercept.</param>
    public LinearRows(Features x, double constant)
    {
        (dense, sparse) = (x as Matrix, x as SparseMatrix);
        (RowCount, ColumnCount, Constant) = (x.RowCount, x.ColumnCount, constant);
    }

    public int RowCount { get; }

    /// <summary>p, without the constant.</summary>
    public int ColumnCount { get; }

    public double Constant { get; }

    public Matrix? Dense => dense;

    /// <summary>wᵀx.</summary>
    public double Dot(int row, ReadOnlySpan<double> w)
    {
        double last = Constant * w[ColumnCount];
        if (dense is not null) return Kernels.Dot(dense.Row(row), w[..ColumnCount]) + last;
        ReadOnlySpan<int> columns = sparse!.RowColumns(row);
        ReadOnlySpan<double> values = sparse.RowValues(row);
        double sum = 0;
        for (int k = 0; k < columns.Length; k++) sum += values[k] * w[columns[k]];
        return sum + last;
    }

    /// <summary>w ← w + scale·x.</summary>
    public void Add(int row, double scale, Span<double> w)
    {
        w[ColumnCount] += scale * Constant;
        if (dense is not null)
        {
            Kernels.AddScaled(scale, dense.Row(row), w[..ColumnCount]);
            return;
        }
        ReadOnlySpan<int> columns = sparse!.RowColumns(row);
        ReadOnlySpan<double> values = sparse.RowValues(row);
        for (int k = 0; k < columns.Length; k++) w[columns[k]] += scale * values[k];
    }

    /// <summary>d ← d + scale·x², element by element.</summary>
    public void AddSquares(int row, double scale, Span<double> d)
    {
        d[ColumnCount] += scale * Constant * Constant;
        if (dense is not null)
        {
            ReadOnlySpan<double> x = dense.Row(row);
            for (int j = 0; j < x.Length; j++) d[j] += scale * x[j] * x[j];
            return;
        }
        ReadOnlySpan<int> columns = sparse!.RowColumns(row);
        ReadOnlySpan<double> values = sparse.RowValues(row);
        for (int k = 0; k < columns.Length; k++) d[columns[k]] += scale * values[k] * values[k];
    }

    /// <summary>‖x‖².</summary>
    public double SquaredNorm(int row)
    {
        ReadOnlySpan<double> values = dense is not null ? dense.Row(row) : sparse!.RowValues(row);
        return Kernels.Dot(values, values) + Constant * Constant;
    }

    /// <summary>The stored values column by column, the constant last: where each column starts, the rows and the values.</summary>
    public (int[] Starts, int[] Rows, double[] Values) Columns()
    {
        SparseMatrix stored = sparse ?? SparseMatrix.FromDense(dense!);
        int p = ColumnCount, ones = Constant == 0 ? 0 : RowCount;
        int[] starts = new int[p + 2];
        foreach (int column in stored.Columns) starts[column + 1]++;
        starts[p + 1] = ones;
        for (int j = 0; j <= p; j++) starts[j + 1] += starts[j];
        int[] rows = new int[starts[^1]], next = starts[..(p + 1)];
        double[] values = new double[rows.Length];
        for (int i = 0; i < RowCount; i++)
        {
            ReadOnlySpan<int> columns = stored.RowColumns(i);
            for (int k = 0; k < columns.Length; k++)
            {
                int to = next[columns[k]]++;
                (rows[to], values[to]) = (i, stored.RowValues(i)[k]);
            }
            if (ones > 0) (rows[starts[p] + i], values[starts[p] + i]) = (i, Constant);
        }
        return (starts, rows, values);
    }
}
