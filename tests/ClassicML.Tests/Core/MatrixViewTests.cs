using ClassicML.Internal;

namespace ClassicML.Tests.Core;

/// <summary>Views of matrices, copies between orders, and mirrored triangles, value by value.</summary>
public class MatrixViewTests
{
    // Around groups of four rows and squares of 32.
    private static readonly int[] Sides = [0, 1, 2, 3, 4, 5, 7, 8, 31, 32, 33, 36, 65];

    [Fact]
    public void A_view_has_the_values_of_its_rows_and_columns()
    {
        // Three rows of two values that start every five.
        double[] values = [1, 2, 0, 0, 0, 3, 4, 0, 0, 0, 5, 6];
        var view = new MatrixView<double>(values, 3, 2, 5);
        MatrixView<double> turned = view.Transposed, some = view.RowRange(1, 2), column = turned.RowRange(1, 1);
        Assert.Equal((3, 2, 2, 3), (view.Rows, view.Columns, turned.Rows, turned.Columns));
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 2; j++)
            {
                Assert.Equal(2 * i + j + 1, view[i, j]);
                Assert.Equal(view[i, j], turned[j, i]);
                if (i > 0) Assert.Equal(view[i, j], some[i - 1, j]);
            }
        Assert.Equal((2.0, 4.0, 6.0), (column[0, 0], column[0, 1], column[0, 2]));
        Assert.Equal((1, 3, 0, 2), (column.Rows, column.Columns, view.RowRange(3, 0).Rows, view.RowRange(3, 0).Columns));
        Assert.Equal(4, new MatrixView<double>([1, 2, 3, 4], 2, 2)[1, 1]);
    }

    [Fact]
    public void What_leaves_a_view_is_refused()
    {
        double[] values = new double[12];
        foreach ((int row, int column) in new[] { (-1, 0), (3, 0), (0, -1), (0, 2) })
        {
            Assert.Throws<IndexOutOfRangeException>(() => new MatrixView<double>(values, 3, 2, 5)[row, column]);
            Assert.Throws<IndexOutOfRangeException>(() => new MatrixView<double>(values, 3, 2, 5).Transposed[column, row]);
        }
        foreach ((int start, int count) in new[] { (-1, 1), (0, 4), (3, 1), (1, -1), (2, int.MaxValue) })
            Assert.Throws<ArgumentOutOfRangeException>(() => new MatrixView<double>(values, 3, 2, 5).RowRange(start, count).Rows);
        Assert.Throws<ArgumentException>(() => new MatrixView<double>(values, 3, 5).Rows);
        Assert.Throws<ArgumentException>(() => new MatrixView<double>(values, 3, 2, 6).Rows);
        Assert.ThrowsAny<ArgumentException>(() => new MatrixView<double>(values, 2, 4, 3).Rows);
        Assert.ThrowsAny<ArgumentException>(() => new MatrixView<double>(values, -1, 1, 1).Rows);
    }

    [Fact]
    public void A_transpose_has_each_value_in_its_place_whatever_their_size()
    {
        foreach (int rows in Sides)
            foreach (int columns in Sides)
            {
                Moves(rows, columns, at => (double)at);
                Moves(rows, columns, at => (float)at);
                Moves(rows, columns, at => (long)at);
                Moves(rows, columns, at => (short)at);
                Moves(rows, columns, at => (decimal)at);
            }
    }

    [Fact]
    public void A_transpose_into_memory_of_another_size_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Transposition.Copy<double>(new double[6], new double[5], 2, 3));
        Assert.Throws<ArgumentException>(() => Transposition.Copy<double>(new double[5], new double[6], 2, 3));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(31), InlineData(32), InlineData(33), InlineData(64), InlineData(97)]
    public void A_mirrored_triangle_is_symmetric_and_keeps_what_lies_below(int n)
    {
        double[] below = GemmData.Numbers<double>(n * n, 1), mirrored = [.. below];
        Symmetric.Mirror(mirrored.AsSpan(), n);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) Assert.Equal(below[Math.Max(i, j) * n + Math.Min(i, j)], mirrored[i * n + j]);
        Assert.Throws<ArgumentException>(() => Symmetric.Mirror(new double[n * n + 1].AsSpan(), n));
    }

    private static void Moves<T>(int rows, int columns, Func<int, T> value) where T : unmanaged
    {
        T[] source = [.. Enumerable.Range(0, rows * columns).Select(value)], moved = new T[rows * columns];
        Transposition.Copy<T>(source, moved, rows, columns);
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
                if (!source[i * columns + j].Equals(moved[j * rows + i])) Assert.Fail($"({i}, {j}) of {rows}×{columns} {typeof(T).Name}");
    }
}
