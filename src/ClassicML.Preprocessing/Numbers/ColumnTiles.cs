using ClassicML.Internal;

namespace ClassicML.Preprocessing;

/// <summary>
/// How loops over columns meet row-major data: several rows make one tile, long enough for vectors and short enough for the first cache,
/// and what belongs to columns is repeated to that length.
/// </summary>
internal static class ColumnTiles
{
    /// <summary>Rows of one item of a parallel loop. Fixed, so sums split by it have the same bits on any number of threads.</summary>
    public const int BlockSize = 1024;

    private const int TileLength = 512, StoredBlock = 1 << 16;

    /// <summary>The number of values in a tile of rows of <paramref name="columnCount"/> values: a multiple of it.</summary>
    public static int Length(int columnCount) => Math.Max(1, TileLength / columnCount) * columnCount;

    /// <summary>A value for each column, repeated to a tile.</summary>
    public static double[] Repeat(double[] perColumn)
    {
        double[] tile = new double[Length(perColumn.Length)];
        for (int i = 0; i < tile.Length; i++) tile[i] = perColumn[i % perColumn.Length];
        return tile;
    }

    /// <summary>The threads worth using for a pass over the rows.</summary>
    public static int Threads(Features x, int allowed) => Threads(x is SparseMatrix sparse ? sparse.StoredCount : ((Matrix)x).Span.Length, allowed);

    /// <summary>The threads worth using for a pass over so many values.</summary>
    public static int Threads(long valueCount, int allowed) => valueCount < 200_000 ? 1 : allowed;

    /// <summary>Maps every row, tile by tile. The map works by value, so a row's result does not depend on the rows beside it.</summary>
    public static Matrix Map(Matrix x, TileMap map) => MapRows(x, x.ColumnCount, (_, from, to) =>
    {
        int length = Length(x.ColumnCount);
        for (int at = 0; at < from.Length; at += length)
        {
            int count = Math.Min(length, from.Length - at);
            map(from.Slice(at, count), to.Slice(at, count));
        }
    });

    /// <summary>Maps blocks of rows to rows of <paramref name="width"/> values. The map must treat each row by itself.</summary>
    public static Matrix MapRows(Matrix x, int width, RowsMap map)
    {
        int p = x.ColumnCount;
        double[] mapped = GC.AllocateUninitializedArray<double>(
            MemoryNeed.Doubles(x.RowCount, width, "transformed rows", "transform fewer of them at once"));
        bool allWithin = true;
        if (mapped.Length > 0)
            Workers.ForBlocks(x.RowCount, BlockSize, Threads((long)x.Span.Length + mapped.Length, Workers.MaxThreads), (start, end) =>
            {
                Span<double> rows = mapped.AsSpan(start * width, (end - start) * width);
                map(start, x.Span[(start * p)..(end * p)], rows);
                if (!Kernels.AllWithin(rows, Features.MaxMagnitude)) Volatile.Write(ref allWithin, false);
            });
        return CheckedMatrix.Wrap(mapped, x.RowCount, width, allWithin);
    }

    /// <summary>Maps the values that sparse rows store, and leaves zeros. The map works by value.</summary>
    public static SparseMatrix MapStored(SparseMatrix x, StoredMap map)
    {
        double[] mapped = GC.AllocateUninitializedArray<double>(x.StoredCount);
        Workers.ForBlocks(mapped.Length, StoredBlock, Threads(x, Workers.MaxThreads), (start, end) =>
            map(x.Columns[start..end], x.Values[start..end], mapped.AsSpan(start, end - start)));
        return SparseMatrix.Wrap(x.RowStarts.ToArray(), x.Columns.ToArray(), mapped, x.ColumnCount);
    }

    /// <summary>The data as a dense matrix of at least one row and column, without infinities; NaN means missing.</summary>
    public static Matrix Readable(Features x, string reader) => (Matrix)ReadableRows(Check.Dense(x, reader), reader);

    /// <summary>The data, dense or sparse, of at least one row and column, without infinities; NaN means missing.</summary>
    public static Features ReadableRows(Features x, string reader)
    {
        Features rows = Check.NotNull(x, nameof(x)) as SparseMatrix ?? (Features)Check.Dense(x, reader);
        RefuseEmpty(rows, reader);
        Check.Magnitudes(rows);
        return rows;
    }

    /// <summary>Refuses data without a row or without a column.</summary>
    public static void RefuseEmpty(Features x, string reader)
    {
        if (x.RowCount == 0 || x.ColumnCount == 0)
            throw new ArgumentException(
                $"{reader} needs at least one row and one feature, this matrix is {x.RowCount}×{x.ColumnCount}", nameof(x));
    }

    /// <summary>The data as a dense matrix of the columns that a model was fitted on, without infinities; NaN means missing.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="model">The model that reads them.</param>
    /// <param name="reader">Who reads them, for messages. Default: the model.</param>
    public static Matrix Readable(Features x, IModel model, string? reader = null)
    {
        Matrix matrix = Check.Dense(x.AlignedTo(model), reader ?? model.GetType().Name);
        Check.Magnitudes(matrix);
        return matrix;
    }

    /// <summary>The data, dense or sparse, with the columns that a model was fitted on, without infinities; NaN means missing.</summary>
    public static Features ReadableRows(Features x, IModel model) =>
        x.AlignedTo(model) is SparseMatrix sparse ? Within(sparse) : Readable(x, model);

    private static SparseMatrix Within(SparseMatrix x)
    {
        Check.Magnitudes(x);
        return x;
    }

    /// <summary>Whether a tile has a missing value. Infinities were refused before.</summary>
    public static bool HasMissing(ReadOnlySpan<double> tile) => !Kernels.AllFinite(tile);
}

/// <summary>Maps the values of some whole rows to as many others.</summary>
internal delegate void TileMap(ReadOnlySpan<double> from, Span<double> to);

/// <summary>Maps some whole rows, the first of which has a number, to rows of another width.</summary>
internal delegate void RowsMap(int firstRow, ReadOnlySpan<double> from, Span<double> to);

/// <summary>Maps stored values, each of its column, to as many others.</summary>
internal delegate void StoredMap(ReadOnlySpan<int> columns, ReadOnlySpan<double> from, Span<double> to);
