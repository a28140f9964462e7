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

    private const int TileLength = 512;

    /// <summary>The number of values in a tile of rows of <paramref name="columnCount"/> values: a multiple of it.</summary>
    public static int Length(int columnCount) => Math.Max(1, TileLength / columnCount) * columnCount;

    /// <summary>A value for each column, repeated to a tile.</summary>
    public static double[] Repeat(double[] perColumn)
    {
        double[] tile = new double[Length(perColumn.Length)];
        for (int i = 0; i < tile.Length; i++) tile[i] = perColumn[i % perColumn.Length];
        return tile;
    }

    /// <summary>The threads worth using for a pass over so many values.</summary>
    public static int Threads(Matrix x, int allowed) => x.Span.Length < 200_000 ? 1 : allowed;

    /// <summary>Maps every row, tile by tile. The map works by value, so a row's result does not depend on the rows beside it.</summary>
    public static Matrix Map(Matrix x, TileMap map)
    {
        int p = x.ColumnCount;
        double[] mapped = GC.AllocateUninitializedArray<double>(x.Span.Length);
        if (mapped.Length == 0) return Matrix.Wrap(mapped, x.RowCount, p);
        int length = Length(p);
        Workers.ForBlocks(x.RowCount, BlockSize, Threads(x, Workers.MaxThreads), (start, end) =>
        {
            ReadOnlySpan<double> from = x.Span[(start * p)..(end * p)];
            Span<double> to = mapped.AsSpan(start * p, from.Length);
            for (int at = 0; at < from.Length; at += length)
            {
                int count = Math.Min(length, from.Length - at);
                map(from.Slice(at, count), to.Slice(at, count));
            }
        });
        return Matrix.Wrap(mapped, x.RowCount, p);
    }

    /// <summary>The data as a dense matrix of at least one row and column, without infinities; NaN means missing.</summary>
    public static Matrix Readable(Features x, string reader)
    {
        Matrix matrix = Check.Dense(x, reader);
        RefuseEmpty(matrix, reader);
        Check.Magnitudes(matrix);
        return matrix;
    }

    /// <summary>Refuses data without a row or without a column.</summary>
    public static void RefuseEmpty(Features x, string reader)
    {
        if (x.RowCount == 0 || x.ColumnCount == 0)
            throw new ArgumentException(
                $"{reader} needs at least one row and one feature, this matrix is {x.RowCount}×{x.ColumnCount}", nameof(x));
    }

    /// <summary>The data as a dense matrix of the columns that a model was fitted on, without infinities; NaN means missing.</summary>
    public static Matrix Readable(Features x, IModel model)
    {
        Matrix matrix = Check.Dense(x.AlignedTo(model), model.GetType().Name);
        Check.Magnitudes(matrix);
        return matrix;
    }

    /// <summary>Whether a tile has a missing value. Infinities were refused before.</summary>
    public static bool HasMissing(ReadOnlySpan<double> tile) => !Kernels.AllFinite(tile);
}

/// <summary>Maps the values of some whole rows to as many others.</summary>
internal delegate void TileMap(ReadOnlySpan<double> from, Span<double> to);
