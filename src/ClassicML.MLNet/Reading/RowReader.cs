using ClassicML.Internal;

namespace ClassicML.MLNet;

/// <summary>Reads the row that a cursor stands on, row after row, into features. No row becomes an object.</summary>
internal abstract class RowReader
{
    /// <summary>The number of rows that were read and not taken.</summary>
    public int RowCount { get; private set; }

    /// <summary>Reads the row that the cursor stands on.</summary>
    public void Read() => Read(RowCount++);

    /// <summary>The rows that were read; then it begins anew, and what it gave before is no longer valid.</summary>
    public Features Take()
    {
        Features taken = Take(RowCount);
        RowCount = 0;
        return taken;
    }

    protected abstract void Read(int row);

    protected abstract Features Take(int rowCount);
}

/// <summary>Columns of any kind, as a table.</summary>
internal sealed class TableRowReader(ColumnReader[] columns) : RowReader
{
    protected override void Read(int row)
    {
        foreach (ColumnReader column in columns) column.Read(row);
    }

    protected override Table Take(int rowCount) => new(columns.SelectMany(column => column.Take(rowCount)));
}

/// <summary>Vectors of one length, as a matrix.</summary>
internal sealed class DenseRowReader<T, TFormat>(DataViewRowSource source, int width, string[]? names) : RowReader where TFormat : INumberFormat<T>
{
    private readonly ValueGetter<VBuffer<T>> getter = source.Getter<VBuffer<T>>();
    private double[] values = new double[Doubles(Math.Max(source.Capacity, 1), width)];
    private VBuffer<T> vector;

    protected override void Read(int row)
    {
        getter(ref vector);
        Vectors.CheckLength(vector.Length, width, source.Column.Name, row);
        if (values.Length / width == row) Array.Resize(ref values, Doubles((int)Math.Min(2L * row, Math.Max(Array.MaxLength / width, row + 1L)), width));
        Span<double> to = values.AsSpan(row * width, width);
        ReadOnlySpan<T> stored = vector.GetValues();
        if (vector.IsDense)
        {
            for (int j = 0; j < stored.Length; j++) to[j] = TFormat.ToDouble(stored[j]);
            return;
        }
        to.Clear();
        ReadOnlySpan<int> slots = vector.GetIndices();
        for (int at = 0; at < stored.Length; at++) to[slots[at]] = TFormat.ToDouble(stored[at]);
    }

    // The array is that of the next rows too: a view of it costs nothing, and predictions keep no rows.
    protected override Matrix Take(int rowCount) => Matrix.Wrap(values, values.Length / width, width).Rows(0, rowCount).WithNames(names);

    private static int Doubles(int rows, int width) =>
        MemoryNeed.Doubles(rows, width, "rows of a data view as a matrix", "take fewer, or read them as sparse rows");
}

/// <summary>Vectors of one length, as a sparse matrix.</summary>
internal sealed class SparseRowReader<T, TFormat>(DataViewRowSource source, int width, string[]? names) : RowReader where TFormat : INumberFormat<T>
{
    private readonly ValueGetter<VBuffer<T>> getter = source.Getter<VBuffer<T>>();
    private readonly List<int> starts = [0], columns = [];
    private readonly List<double> values = [];
    private VBuffer<T> vector;

    protected override void Read(int row)
    {
        getter(ref vector);
        Vectors.CheckLength(vector.Length, width, source.Column.Name, row);
        ReadOnlySpan<T> stored = vector.GetValues();
        ReadOnlySpan<int> slots = vector.GetIndices();
        for (int at = 0; at < stored.Length; at++)
        {
            if (TFormat.ToDouble(stored[at]) is not (var value and not 0)) continue;
            columns.Add(vector.IsDense ? at : slots[at]);
            values.Add(value);
        }
        starts.Add(values.Count);
    }

    protected override SparseMatrix Take(int rowCount)
    {
        SparseMatrix taken = SparseMatrix.Wrap([.. starts], [.. columns], [.. values], width).WithNames(names);
        starts.RemoveRange(1, rowCount);
        columns.Clear();
        values.Clear();
        return taken;
    }
}

/// <summary>What readers of vectors ask of them.</summary>
internal static class Vectors
{
    public static void CheckLength(int length, int expected, string column, int row)
    {
        if (length != expected)
            throw new ArgumentException(FormattableString.Invariant(
                $"column '{column}' holds a vector of {length} numbers in row {row}, its type says {expected}"), nameof(column));
    }
}
