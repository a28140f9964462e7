using System.ComponentModel;
using System.Numerics;

namespace ClassicML.Internal;

/// <summary>A dense matrix inside other memory: shape and strides over a span. Transposing it copies nothing.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct MatrixView<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A row-major matrix whose rows follow one another without gaps.</summary>
    /// <param name="values">rows·columns values.</param>
    /// <param name="rows">At least 0.</param>
    /// <param name="columns">At least 0.</param>
    /// <exception cref="ArgumentException">There are not rows·columns values.</exception>
    public MatrixView(ReadOnlySpan<T> values, int rows, int columns)
    {
        Check.Length(values.Length, (long)rows * columns, nameof(values), "element of rows×columns");
        Values = values;
        (Rows, Columns, RowStride, ColumnStride) = (rows, columns, columns, 1);
    }

    /// <summary>A row-major matrix whose rows start every <paramref name="stride"/> values.</summary>
    /// <param name="values">At least (rows-1)·stride + columns values.</param>
    /// <param name="rows">At least 0.</param>
    /// <param name="columns">At least 0.</param>
    /// <param name="stride">From the start of a row to the start of the next; at least <paramref name="columns"/>.</param>
    /// <exception cref="ArgumentException">A row leaves the values, or reaches into the next.</exception>
    public MatrixView(ReadOnlySpan<T> values, int rows, int columns, int stride)
    {
        Check.AtLeast(rows, 0, nameof(rows));
        Check.AtLeast(columns, 0, nameof(columns));
        Check.AtLeast(stride, columns, nameof(stride));
        long least = rows == 0 ? 0 : (rows - 1L) * stride + columns;
        if (values.Length < least)
            throw new ArgumentException(
                $"values must have at least {least} entries for {rows} rows of stride {stride}, has {values.Length}", nameof(values));
        Values = values;
        (Rows, Columns, RowStride, ColumnStride) = (rows, columns, stride, 1);
    }

    private MatrixView(ReadOnlySpan<T> values, int rows, int columns, int rowStride, int columnStride)
    {
        Values = values;
        (Rows, Columns, RowStride, ColumnStride) = (rows, columns, rowStride, columnStride);
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The same values with rows and columns exchanged.</summary>
    public MatrixView<T> Transposed => new(Values, Columns, Rows, ColumnStride, RowStride);

    /// <summary>The value at a row and a column.</summary>
    /// <exception cref="IndexOutOfRangeException">Either lies outside.</exception>
    public T this[int row, int column] =>
        (uint)row < (uint)Rows && (uint)column < (uint)Columns
            ? Values[row * RowStride + column * ColumnStride]
            : throw new IndexOutOfRangeException($"({row}, {column}) must lie within {Rows}×{Columns}");

    internal ReadOnlySpan<T> Values { get; }

    internal int RowStride { get; }

    internal int ColumnStride { get; }

    /// <summary>A range of rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the matrix.</exception>
    public MatrixView<T> RowRange(int start, int count)
    {
        if (start < 0 || count < 0 || start > Rows - count)
            throw new ArgumentOutOfRangeException(nameof(start), $"rows {start} to {start + (long)count} leave a matrix of {Rows} rows");
        return new MatrixView<T>(count == 0 ? default : Values[(start * RowStride)..], count, Columns, RowStride, ColumnStride);
    }
}
