using CsCheck;

namespace ClassicML.Tests.Core;

public class SparseMatrixTests
{
    [Fact]
    public void Unsorted_and_repeated_columns_are_sorted_and_summed()
    {
        var x = new SparseMatrix([0, 3, 3, 6], [2, 0, 2, 1, 1, 0], [1, 2, 3, 4, 5, -1], 4);
        Assert.Equal([0, 2, 2, 4], x.RowStarts.ToArray());
        Assert.Equal([0, 2, 0, 1], x.Columns.ToArray());
        Assert.Equal([2.0, 4, -1, 9], x.Values.ToArray());
        Assert.Equal(new double[,] { { 2, 0, 4, 0 }, { 0, 0, 0, 0 }, { -1, 9, 0, 0 } }, x.ToDense().ToArray());
    }

    [Fact]
    public void Wrapped_rows_are_held_to_their_one_form()
    {
        SparseMatrix x = SparseMatrix.Wrap([0, 2, 2, 3], [0, 2, 1], [2, 4, 9], 4);
        Assert.Equal(new double[,] { { 2, 0, 4, 0 }, { 0, 0, 0, 0 }, { 0, 9, 0, 0 } }, x.ToDense().ToArray());
        Assert.Contains("row 0 has column 0 after 2; columns of a row must ascend", Fail(() => SparseMatrix.Wrap([0, 2], [2, 0], [1, 1], 4)));
        Assert.Contains("row 0 has column 2 after 2", Fail(() => SparseMatrix.Wrap([0, 2], [2, 2], [1, 1], 4)));
        Assert.Contains("row 0 has column 4; columns must be in [0, 4)", Fail(() => SparseMatrix.Wrap([0, 1], [4], [1], 4)));
        Assert.Contains("rowStarts must begin with 0 and end with 1", Fail(() => SparseMatrix.Wrap([0, 2], [1], [1], 4)));
    }

    [Fact]
    public void Names_stay_with_rows_and_columns_that_are_selected()
    {
        SparseMatrix x = SparseMatrix.FromDense(new Matrix(new double[,] { { 1, 0, 2 }, { 0, 3, 0 } }).WithNames(["a", "b", "c"]));
        Assert.Equal(["a", "b", "c"], x.ColumnNames!.Value);
        Assert.Equal(["a", "b", "c"], x.SelectRows([1]).ColumnNames!.Value);
        Assert.Equal(["a", "b", "c"], x.Rows(0, 1).ColumnNames!.Value);
        Assert.Equal(["c", "a"], x.SelectColumns([2, 0]).ColumnNames!.Value);
        Assert.Equal(["a", "b", "c"], x.ToDense().ColumnNames!.Value);
        Assert.Equal(["c", "a"], x.ToDense().SelectColumns([2, 0]).ColumnNames!.Value);
        Assert.Equal(["a", "b", "c"], x.ToDense().Rows(1, 1).ColumnNames!.Value);
        Assert.Null(x.WithNames(null).ColumnNames);
        Assert.Contains("column 1 has no name", Fail(() => x.WithNames(["a", null!, "c"])));
    }

    [Fact]
    public void Dense_rows_become_sparse_and_come_back() =>
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 5], Gen.Int[0, 1000]).Sample((rows, columns, seed) =>
        {
            var rng = new Rng((ulong)seed);
            double[] values = new double[rows * columns];
            for (int at = 0; at < values.Length; at++) values[at] = rng.NextInt(3) == 0 ? rng.NextDouble() : 0;
            Matrix dense = Matrix.Wrap(values, rows, columns);
            Assert.Equal(values, SparseMatrix.FromDense(dense).ToDense().Span.ToArray());
        });

    [Fact]
    public void Selected_rows_are_those_of_the_dense_matrix()
    {
        var dense = new Matrix(new double[,] { { 0, 1 }, { 2, 0 }, { 0, 0 } });
        int[] order = [2, 1, 1, 0];
        Assert.Equal(dense.SelectRows(order).Span.ToArray(), SparseMatrix.FromDense(dense).SelectRows(order).ToDense().Span.ToArray());
        Assert.Contains("row must be in [0, 3), was 3", Fail(() => SparseMatrix.FromDense(dense).SelectRows([3])));
    }

    [Fact]
    public void Rows_columns_and_the_transpose_are_those_of_the_dense_matrix() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 5], Gen.Int[0, 1000]).Sample((rows, columns, seed) =>
        {
            var rng = new Rng((ulong)seed);
            double[] values = new double[rows * columns];
            for (int at = 0; at < values.Length; at++) values[at] = rng.NextInt(3) == 0 ? rng.NextDouble() : 0;
            Matrix dense = Matrix.Wrap(values, rows, columns);
            SparseMatrix sparse = SparseMatrix.FromDense(dense);
            Assert.Equal(values.Count(value => value != 0), sparse.StoredCount);
            for (int i = 0; i < rows; i++)
            {
                int[] stored = [.. Enumerable.Range(0, columns).Where(j => dense[i, j] != 0)];
                Assert.Equal(stored, sparse.RowColumns(i));
                Assert.Equal(stored.Select(j => dense[i, j]).ToArray(), sparse.RowValues(i));
                for (int at = sparse.RowStarts[i]; at < sparse.RowStarts[i + 1]; at++) Assert.Equal(i, sparse.RowOf(at));
            }
            int start = rng.NextInt(rows), count = rng.NextInt(rows - start + 1);
            Assert.Equal(dense.Rows(start, count).Span, sparse.Rows(start, count).ToDense().Span);
            int[] picked = [.. Enumerable.Range(0, rng.NextInt(6)).Select(_ => rng.NextInt(columns))];
            Assert.Equal(dense.SelectColumns(picked).Span, sparse.SelectColumns(picked).ToDense().Span);
            Matrix turned = sparse.Transpose().ToDense();
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++) Assert.Equal(dense[i, j], turned[j, i]);
            Assert.Throws<ArgumentOutOfRangeException>(() => sparse.Rows(start, rows - start + 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => sparse.SelectColumns([columns]));
            Assert.Throws<ArgumentOutOfRangeException>(() => sparse.RowColumns(rows));
            Assert.Throws<ArgumentOutOfRangeException>(() => sparse.RowValues(-1));
        });

    [Fact]
    public void Bad_input_is_refused_by_row()
    {
        Assert.Contains("row 1 has column 2; columns must be in [0, 2)", Fail(() => new SparseMatrix([0, 1, 2], [0, 2], [1, 1], 2)));
        Assert.Contains("rowStarts must begin with 0 and end with 2", Fail(() => new SparseMatrix([0, 1], [0, 1], [1, 1], 2)));
        Assert.Contains("rowStarts must ascend", Fail(() => new SparseMatrix([0, 2, 1, 2], [0, 1], [1, 1], 2)));
        Assert.Contains("columns must have 1 entries", Fail(() => new SparseMatrix([0, 1], [0, 1], [1], 2)));
        Assert.Contains("row 0, column 1 is Infinity", Fail(() => ClassificationData.Create(
            new SparseMatrix([0, 1, 1], [1], [double.PositiveInfinity], 2), (ReadOnlySpan<int>)[0, 1])));
        Assert.Contains("row 0, column 1 is missing (NaN); me does not",
            Fail(() => Check.CompleteRows(new SparseMatrix([0, 1], [1], [double.NaN], 2), "me")));
    }
}
