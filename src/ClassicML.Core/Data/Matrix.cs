using System.Collections.Immutable;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;

namespace ClassicML;

/// <summary>A dense matrix of doubles, n×p, row-major and contiguous. Immutable; a range of rows is a view that copies nothing.</summary>
/// <remarks>NaN means missing. Holds at most 2³¹-1 values (16 GiB).</remarks>
public sealed class Matrix : Features
{
    private enum Magnitudes : byte { Unknown, AllWithin, NotAll }

    private readonly double[] values;
    private readonly int offset;
    private Magnitudes magnitudes;

    private Matrix(double[] values, int offset, int rowCount, int columnCount, ImmutableArray<string>? names = null)
        : base(rowCount, columnCount, names)
    {
        this.values = values;
        this.offset = offset;
    }

    /// <summary>Copies a two-dimensional array.</summary>
    public Matrix(double[,] values) : this(Flatten(values), 0, values.GetLength(0), values.GetLength(1))
    {
    }

    /// <summary>Copies an array of rows.</summary>
    /// <exception cref="ArgumentException">Rows differ in length; the message names the first that does.</exception>
    public Matrix(double[][] rows) : this(Flatten(rows), 0, rows.Length, rows.Length == 0 ? 0 : rows[0].Length)
    {
    }

    /// <summary>Copies row-major values.</summary>
    /// <exception cref="ArgumentException">There are not <paramref name="rowCount"/> × <paramref name="columnCount"/> of them.</exception>
    public Matrix(ReadOnlySpan<double> values, int rowCount, int columnCount) : this(values.ToArray(), 0, rowCount, columnCount) =>
        CheckLength(values.Length, rowCount, columnCount);

    /// <summary>Wraps row-major values without a copy. The caller must not change them afterwards.</summary>
    /// <exception cref="ArgumentException">There are not <paramref name="rowCount"/> × <paramref name="columnCount"/> of them.</exception>
    public static Matrix Wrap(double[] values, int rowCount, int columnCount)
    {
        CheckLength(Check.NotNull(values, nameof(values)).Length, rowCount, columnCount);
        return new Matrix(values, 0, rowCount, columnCount);
    }

    /// <summary>The same of values that are known to be complete and within <see cref="Features.MaxMagnitude"/>.</summary>
    internal static Matrix WrapWithin(double[] values, int rowCount, int columnCount)
    {
        Matrix matrix = Wrap(values, rowCount, columnCount);
        matrix.magnitudes = Magnitudes.AllWithin;
        return matrix;
    }

    /// <summary>Copies a tensor of rank two.</summary>
    public static Matrix FromTensor(in ReadOnlyTensorSpan<double> tensor)
    {
        if (tensor.Rank != 2)
            throw new ArgumentException($"tensor must have 2 dimensions, has {tensor.Rank}", nameof(tensor));
        double[] copy = new double[tensor.FlattenedLength];
        tensor.FlattenTo(copy);
        return new Matrix(copy, 0, checked((int)tensor.Lengths[0]), checked((int)tensor.Lengths[1]));
    }

    /// <summary>Copies a MathNet.Numerics matrix.</summary>
    public static Matrix FromMathNet(Matrix<double> matrix) =>
        new(Check.NotNull(matrix, nameof(matrix)).ToRowMajorArray(), 0, matrix.RowCount, matrix.ColumnCount);

    /// <summary>The value at a row and a column.</summary>
    /// <exception cref="IndexOutOfRangeException">Either lies outside.</exception>
    public double this[int row, int column] =>
        (uint)column < (uint)ColumnCount ? Row(row)[column] : throw new IndexOutOfRangeException(
            $"column must be below {ColumnCount}, was {column}");

    /// <summary>All values, row-major: n·p of them.</summary>
    public ReadOnlySpan<double> Span => new(values, offset, RowCount * ColumnCount);

    /// <summary>All values, row-major, in a form that a lambda can hold.</summary>
    public ReadOnlyMemory<double> Memory => new(values, offset, RowCount * ColumnCount);

    /// <summary>One row, p values, without a copy.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<double> Row(int row) =>
        (uint)row < (uint)RowCount
            ? new ReadOnlySpan<double>(values, offset + row * ColumnCount, ColumnCount)
            : throw new IndexOutOfRangeException($"row must be below {RowCount}, was {row}");

    /// <summary>A range of rows as a view that shares this matrix's values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the matrix.</exception>
    public Matrix Rows(int start, int count)
    {
        if (start < 0 || count < 0 || start > RowCount - count)
            throw new ArgumentOutOfRangeException(nameof(start), $"rows {start} to {start + (long)count} leave a matrix of {RowCount} rows");
        return new Matrix(values, offset + start * ColumnCount, count, ColumnCount, ColumnNames)
        {
            magnitudes = magnitudes == Magnitudes.AllWithin ? Magnitudes.AllWithin : Magnitudes.Unknown,
        };
    }

    /// <inheritdoc/>
    public override Matrix SelectRows(ReadOnlySpan<int> rows)
    {
        double[] copy = GC.AllocateUninitializedArray<double>(checked(rows.Length * ColumnCount));
        for (int i = 0; i < rows.Length; i++)
        {
            if ((uint)rows[i] >= (uint)RowCount)
                throw new ArgumentOutOfRangeException(nameof(rows), $"row must be in [0, {RowCount}), was {rows[i]}");
            Row(rows[i]).CopyTo(copy.AsSpan(i * ColumnCount));
        }
        return new Matrix(copy, 0, rows.Length, ColumnCount, ColumnNames)
        {
            magnitudes = magnitudes == Magnitudes.AllWithin ? Magnitudes.AllWithin : Magnitudes.Unknown,
        };
    }

    /// <inheritdoc/>
    public override Matrix SelectColumns(ReadOnlySpan<int> columns)
    {
        foreach (int column in columns)
            if ((uint)column >= (uint)ColumnCount)
                throw new ArgumentOutOfRangeException(nameof(columns), $"column must be in [0, {ColumnCount}), was {column}");
        double[] copy = GC.AllocateUninitializedArray<double>(checked(RowCount * columns.Length));
        for (int i = 0, to = 0; i < RowCount; i++)
        {
            ReadOnlySpan<double> row = Row(i);
            foreach (int column in columns) copy[to++] = row[column];
        }
        return new Matrix(copy, 0, RowCount, columns.Length, NamesOf(columns));
    }

    /// <inheritdoc cref="Features.WithNames"/>
    public new Matrix WithNames(IEnumerable<string>? names) => (Matrix)base.WithNames(names);

    private protected override Matrix Renamed(ImmutableArray<string>? names) =>
        new(values, offset, RowCount, ColumnCount, names) { magnitudes = magnitudes };

    /// <summary>A copy as a two-dimensional array.</summary>
    public double[,] ToArray()
    {
        double[,] copy = new double[RowCount, ColumnCount];
        Span.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<byte, double>(ref MemoryMarshal.GetArrayDataReference(copy)), copy.Length));
        return copy;
    }

    /// <summary>A copy as a tensor of rank two.</summary>
    public Tensor<double> ToTensor() => Tensor.Create(Span.ToArray(), [RowCount, ColumnCount]);

    /// <summary>A copy as a MathNet.Numerics matrix.</summary>
    public Matrix<double> ToMathNet() => Matrix<double>.Build.DenseOfRowMajor(RowCount, ColumnCount, Span.ToArray());

    /// <inheritdoc/>
    /// <remarks>A matrix without such values is looked through once.</remarks>
    internal override (int Row, int Column, double Value)? FirstBad(bool mayMiss)
    {
        ReadOnlySpan<double> span = Span;
        if (magnitudes == Magnitudes.Unknown)
            magnitudes = Internal.Kernels.AllWithin(span, MaxMagnitude) ? Magnitudes.AllWithin : Magnitudes.NotAll;
        if (magnitudes == Magnitudes.AllWithin) return null;
        int at = FirstBad(span, mayMiss);
        return at < 0 ? null : (at / ColumnCount, at % ColumnCount, span[at]);
    }

    private static void CheckLength(int length, int rowCount, int columnCount)
    {
        if (length != (long)rowCount * columnCount)
            throw new ArgumentException($"a {rowCount}×{columnCount} matrix has {(long)rowCount * columnCount} values, {length} came", "values");
    }

    private static double[] Flatten(double[,] values)
    {
        Check.NotNull(values, nameof(values));
        return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, double>(ref MemoryMarshal.GetArrayDataReference(values)), values.Length).ToArray();
    }

    private static double[] Flatten(double[][] rows)
    {
        Check.NotNull(rows, nameof(rows));
        int width = rows.Length == 0 ? 0 : Check.NotNull(rows[0], "rows[0]").Length;
        double[] copy = new double[checked(rows.Length * width)];
        for (int i = 0; i < rows.Length; i++)
        {
            if (Check.NotNull(rows[i], $"rows[{i}]").Length != width)
                throw new ArgumentException($"row {i} has {rows[i].Length} values, row 0 has {width}; all rows must be of one length", nameof(rows));
            rows[i].CopyTo(copy, i * width);
        }
        return copy;
    }
}
