using System.Numerics;
using System.Runtime.CompilerServices;

namespace ClassicML.Internal;

/// <summary>C = A·B for a depth k of at most <see cref="GemmOrder.Group"/>, by packed panels and register tiles.</summary>
/// <remarks>
/// Source: K. Goto, R. van de Geijn, Anatomy of High-Performance Matrix Multiplication, ACM TOMS 34 (3), 2008.
/// A panel of B (256 deep) stays in the first-level cache while the panels of a block of A (about 240 kB, second level) pass by. Tiles lie in
/// scratch memory until they are finished; the epilogue takes them from there, row by row.
/// Where A has one block of rows, threads share the columns, and each packs its own B. Otherwise all of B is packed first, and threads
/// share the blocks of rows.
/// Element (i, j) is the sum over blocks of 256 of k, in their order, of one chain of fused multiply-adds each: a function of k alone.
/// </remarks>
internal static unsafe class BlockedProduct<T, TKernel, TEpilogue>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TKernel : struct, ITileKernel<T>
    where TEpilogue : struct, IGemmEpilogue<T>
{
    // Which elements there are, and whether tiles hold C or its transpose.
    private enum Shape { Full, Lower, Transposed }

    private const int BlockBytes = 245_760, SmallBytes = 65_536;

    // Rows in a block of A, a multiple of every kernel's rows: 240 floats, 120 doubles.
    private static int MostRows => BlockBytes / GemmOrder.Block / sizeof(T);

    /// <param name="a">m lanes by k.</param>
    /// <param name="b">n lanes by k.</param>
    /// <param name="m">Rows of the product.</param>
    /// <param name="n">Columns of the product.</param>
    /// <param name="k">What is summed over.</param>
    /// <param name="lower">Whether only elements with column ≤ row are wanted.</param>
    /// <param name="epilogue">Takes the elements.</param>
    /// <param name="threads">The most threads.</param>
    /// <param name="cancellation">Looked at before each piece of B: some 10 ms of work at most.</param>
    public static void Run(
        in Operand<T> a, in Operand<T> b, int m, int n, int k, bool lower, TEpilogue epilogue, int threads, CancellationToken cancellation)
    {
        if (m == 0 || n == 0) return;
        if (!GemmOrder.WorthThreads(m, n, k)) threads = 1;
        // A product of few columns wastes fewer lanes as its transpose; then a piece holds whole rows of C.
        if (n <= TKernel.Rows && m > n && !lower) ByColumns(b, a, n, m, k, Shape.Transposed, epilogue, threads, cancellation);
        else if (m > MostRows) ByRows(a, b, m, n, k, lower, epilogue, threads, cancellation);
        else ByColumns(a, b, m, n, k, lower ? Shape.Lower : Shape.Full, epilogue, threads, cancellation);
    }

    private static void ByColumns(
        in Operand<T> a, in Operand<T> b, int m, int n, int k, Shape shape, TEpilogue epilogue, int threads, CancellationToken cancellation)
    {
        // A piece of B that fits the second-level cache beside A, and gives each thread something.
        int piece = Math.Min(BlockBytes / sizeof(T) / Math.Max(k, 1), CeilDivide(n, threads));
        piece = Math.Min(RoundUp(Math.Max(piece, 1), TKernel.Columns), 512);
        // The few panels of B that pass by would not repay the packing of A, where it can be read in place and stays in cache.
        bool pack = n > 4 * TKernel.Columns || (a.Shift | a.Scale) != 0
            || (long)m * k * sizeof(T) > (a.LaneStride == 1 ? 2 * BlockBytes : a.DepthStride == 1 ? SmallBytes : 0);
        using var scratch = new Scratch(pack ? PackedBytes(m, k, TKernel.Rows) : 0);
        T* packedA = pack ? (T*)scratch.Pointer : null;
        if (pack) PackLanes(a, 0, m, k, TKernel.Rows, packedA);
        if (threads > 1) SharePieces(a, b, packedA, piece, m, n, k, shape, epilogue, threads, cancellation);
        else
            for (int j = 0; j < n; j += piece)
            {
                cancellation.ThrowIfCancellationRequested();
                Piece(a, b, packedA, j, Math.Min(n, j + piece), m, k, shape, ref epilogue);
            }
    }

    // Apart, so that a product on one thread allocates nothing.
    private static void SharePieces(
        Operand<T> a, Operand<T> b, T* packedA, int piece, int m, int n, int k, Shape shape, TEpilogue epilogue, int threads,
        CancellationToken cancellation) =>
        Workers.ForBlocks(n, piece, threads, (j0, j1) => Piece(a, b, packedA, j0, j1, m, k, shape, ref epilogue), cancellation);

    private static void Piece(
        in Operand<T> a, in Operand<T> b, T* packedA, int j0, int j1, int m, int k, Shape shape, ref TEpilogue epilogue)
    {
        using var scratch = new Scratch(PackedBytes(j1 - j0, k, TKernel.Columns) + SumBytes(m, j1 - j0, k));
        T* packedB = (T*)scratch.Pointer, sums = (T*)((byte*)packedB + PackedBytes(j1 - j0, k, TKernel.Columns));
        PackLanes(b, j0, j1, k, TKernel.Columns, packedB);
        Tiles(a, packedA, packedB, RoundUp(j1 - j0, TKernel.Columns), 0, m, j0, j1, j0, k, sums, shape, ref epilogue);
    }

    private static void ByRows(
        Operand<T> a, Operand<T> b, int m, int n, int k, bool lower, TEpilogue epilogue, int threads, CancellationToken cancellation)
    {
        int blocks = CeilDivide(m, MostRows);
        // Unequal blocks of a triangle balance when there are several for each thread.
        if (lower && threads > 1) blocks = Math.Max(blocks, 4 * threads);
        blocks = Math.Min(RoundUp(blocks, threads), CeilDivide(m, TKernel.Rows));
        int rows = RoundUp(CeilDivide(m, blocks), TKernel.Rows);
        blocks = CeilDivide(m, rows);
        // As many columns at a time as keep the packed B within 32 MiB.
        int most = Math.Max(TKernel.Columns, (1 << 25) / sizeof(T) / Math.Max(k, 1) / TKernel.Columns * TKernel.Columns);
        for (int start = 0; start < n; start += most)
        {
            int j0 = start, j1 = Math.Min(n, j0 + most), width = RoundUp(j1 - j0, TKernel.Columns);
            using var scratch = new Scratch(PackedBytes(width, k, TKernel.Columns));
            T* packedB = (T*)scratch.Pointer;
            Workers.ForBlocks(j1 - j0, 4 * TKernel.Columns, threads, (from, to) =>
                PackPanels(b, j0, from, to, width, k, TKernel.Columns, packedB), cancellation);
            // The last rows of a triangle are the longest, so they go first.
            Workers.For(blocks, threads, item =>
            {
                int i0 = (lower ? blocks - 1 - item : item) * rows;
                int end = lower ? Math.Min(j1, i0 + rows) : j1;
                Rows(a, packedB, width, i0, Math.Min(m, i0 + rows), j0, end, k, lower, ref epilogue, cancellation);
            }, cancellation);
        }
    }

    private static void Rows(
        in Operand<T> a, T* packedB, int width, int i0, int i1, int j0, int j1, int k, bool lower, ref TEpilogue epilogue,
        CancellationToken cancellation)
    {
        if (j0 >= j1) return;
        const int Piece = 512;
        long bytes = PackedBytes(i1 - i0, k, TKernel.Rows);
        using var scratch = new Scratch(bytes + SumBytes(i1 - i0, Math.Min(Piece, j1 - j0), k));
        T* packedA = (T*)scratch.Pointer, sums = (T*)((byte*)packedA + bytes);
        PackLanes(a, i0, i1, k, TKernel.Rows, packedA);
        int step = Piece / TKernel.Columns * TKernel.Columns;
        Shape shape = lower ? Shape.Lower : Shape.Full;
        for (int j = j0; j < j1; j += step)
        {
            cancellation.ThrowIfCancellationRequested();
            Tiles(a, packedA, packedB, width, i0, i1, j, Math.Min(j1, j + step), j0, k, sums, shape, ref epilogue);
        }
    }

    // All tiles of rows [i0, i1) and columns [j0, j1); packedA, which starts at row i0, may be null: then A is read in place. packedB starts
    // at column origin and is `width` wide.
    private static void Tiles(
        in Operand<T> a, T* packedA, T* packedB, int width, int i0, int i1, int j0, int j1, int origin, int k, T* sums, Shape shape,
        ref TEpilogue epilogue)
    {
        int tileSize = TKernel.Rows * TKernel.Columns, heightA = RoundUp(i1 - i0, TKernel.Rows);
        bool single = k <= GemmOrder.Block;
        for (int p = 0; ; p += GemmOrder.Block)
        {
            int depth = Math.Min(GemmOrder.Block, k - p);
            bool last = p + GemmOrder.Block >= k;
            T* blockA = packedA + (nint)p * heightA, blockB = packedB + (nint)p * width, tile = sums;
            for (int j = j0; j < j1; j += TKernel.Columns)
                for (int i = i0; i < i1; i += TKernel.Rows)
                {
                    if (shape == Shape.Lower && j >= i + TKernel.Rows) continue;
                    int rows = Math.Min(TKernel.Rows, i1 - i), columns = Math.Min(TKernel.Columns, j1 - j);
                    Lanes<T> lanes = packedA == null
                        ? new((nint)a.At(i, p), a.LaneStride, a.DepthStride, Padded: false)
                        : new((nint)(blockA + (nint)(i - i0) * depth), 1, TKernel.Rows, Padded: true);
                    T* panelB = blockB + (nint)(j - origin) * depth;
                    if (single && shape == Shape.Full && rows == TKernel.Rows && columns == TKernel.Columns
                        && StoresOnly(ref epilogue, out Store<T> plain))
                    {
                        TKernel.Run(rows, depth, lanes, panelB, plain.At(i, j), plain.Stride, add: false);
                        continue;
                    }
                    TKernel.Run(rows, depth, lanes, panelB, tile, TKernel.Columns, p > 0);
                    if (last) Finish(tile, i, rows, j, columns, shape, ref epilogue);
                    if (!single) tile += tileSize;
                }
            if (last) return;
        }
    }

    // A whole tile may then go where it belongs at once.
    private static bool StoresOnly(ref TEpilogue epilogue, out Store<T> store)
    {
        bool only = typeof(TEpilogue) == typeof(Store<T>);
        store = only ? Unsafe.As<TEpilogue, Store<T>>(ref epilogue) : default;
        return only;
    }

    private static void Finish(T* tile, int i, int rows, int j, int columns, Shape shape, ref TEpilogue epilogue)
    {
        if (shape == Shape.Transposed)
        {
            FinishTransposed(tile, rows, j, columns, ref epilogue);
            return;
        }
        for (int r = 0; r < rows; r++, tile += TKernel.Columns)
        {
            int count = shape == Shape.Lower ? Math.Min(columns, i + r - j + 1) : columns;
            if (count > 0) epilogue.Take(new Span<T>(tile, count), i + r, j);
        }
    }

    // The tile holds all columns of some rows of C, as its own columns.
    [SkipLocalsInit]
    private static void FinishTransposed(T* tile, int rows, int j, int columns, ref TEpilogue epilogue)
    {
        T* turned = stackalloc T[12 * 32];
        Transposition.Copy(tile, TKernel.Columns, rows, columns, turned, rows);
        for (int r = 0; r < columns; r++) epilogue.Take(new Span<T>(turned + r * rows, rows), j + r, 0);
    }

    private static void PackLanes(in Operand<T> source, int first, int end, int k, int width, T* packed) =>
        PackPanels(source, first, 0, end - first, RoundUp(end - first, width), k, width, packed);

    // Panels of the lanes first + [from, to), each at its place in a packed matrix `total` wide: blocks of k, in each panel by panel.
    private static void PackPanels(in Operand<T> source, int first, int from, int to, int total, int k, int width, T* packed)
    {
        for (int p = 0; p < k; p += GemmOrder.Block)
        {
            int depth = Math.Min(GemmOrder.Block, k - p);
            for (int lane = from; lane < to; lane += width)
                PanelPacking<T>.Pack(
                    source, first + lane, Math.Min(width, to - lane), p, depth, width, packed + (nint)p * total + (nint)lane * depth);
        }
    }

    private static long PackedBytes(int lanes, int k, int width) => ((long)RoundUp(lanes, width) * k * sizeof(T) + 63) & ~63L;

    // One tile where k is one block, else all of them.
    private static long SumBytes(int rows, int columns, int k) =>
        (long)sizeof(T) * (k <= GemmOrder.Block
            ? TKernel.Rows * TKernel.Columns
            : RoundUp(rows, TKernel.Rows) * RoundUp(columns, TKernel.Columns));

    private static int RoundUp(int value, int multiple) => CeilDivide(value, multiple) * multiple;

    private static int CeilDivide(int value, int by) => (value + by - 1) / by;
}
