using System.Buffers;
using System.Numerics.Tensors;
using ClassicML.Internal;

namespace ClassicML.Svm;

/// <summary>Rows with their squared norms: how distances are made from products. Dense rows are moved by a centre, and in single precision
/// where that is exact enough, else in double. Sparse rows stay where they are, and in double. Distances are in a unit of the training
/// rows', since they are kept as floats.</summary>
internal sealed class DistanceRows
{
    // The square is a float for up to a few hundred columns, and infinite beyond, which is as good.
    private const double FarthestSingle = 1e18;

    private readonly float[] singles = [], singleNorms = [];
    private readonly double[] doubles = [], doubleNorms = [];
    private readonly SparseMatrix? sparse;

    private readonly double[] centre;

    // What distances are written in: they are divided by its square.
    private readonly double unit;

    private DistanceRows(float[] values, float[] norms, int columnCount, double[] centre, double unit) =>
        (singles, singleNorms, RowCount, ColumnCount, IsSingle, this.centre, this.unit) =
            (values, norms, norms.Length, columnCount, true, centre, unit);

    private DistanceRows(double[] values, double[] norms, int columnCount, double[] centre, double unit) =>
        (doubles, doubleNorms, RowCount, ColumnCount, this.centre, this.unit) = (values, norms, norms.Length, columnCount, centre, unit);

    private DistanceRows(SparseMatrix rows, double[] norms, double[] centre, double unit) =>
        (sparse, doubleNorms, RowCount, ColumnCount, this.centre, this.unit) =
            (rows, norms, rows.RowCount, rows.ColumnCount, centre, unit);

    public bool IsSingle { get; }

    public int ColumnCount { get; }

    public int RowCount { get; }

    private MatrixView<float> Singles => new(singles, RowCount, ColumnCount);

    private MatrixView<double> Doubles => new(doubles, RowCount, ColumnCount);

    // Only right factors are read by columns.
    private SparseMatrix Transposed => LazyInitializer.EnsureInitialized(ref field, () => sparse!.Transpose());

    /// <summary>The mean of each column: a common shift changes no distance, and small values keep more digits. Empty for sparse rows,
    /// which a shift would fill.</summary>
    public static double[] Centre(Features x)
    {
        if (x is not Matrix dense) return [];
        double[] mean = new double[x.ColumnCount];
        for (int i = 0; i < x.RowCount; i++) Kernels.AddScaled(1.0 / x.RowCount, dense.Row(i), mean);
        return mean;
    }

    /// <summary>max‖x - c‖².</summary>
    public static double Reach(Features x, double[] centre)
    {
        if (x is not Matrix dense) return SparseProduct.SquaredNorms((SparseMatrix)x).Max();
        double most = 0;
        for (int i = 0; i < x.RowCount; i++) most = Math.Max(most, Kernels.SquaredDistance(dense.Row(i), centre));
        return most;
    }

    /// <summary>
    /// Whether products in single precision are exact enough: they move γ‖x-y‖² by about γ·max‖x‖²·2⁻²⁴, which must stay below 2⁻²¹.
    /// Entries are stored as floats in any case, an error of 2⁻²⁵. Sparse rows are no faster in single precision.
    /// </summary>
    public static bool SinglesSuffice(Features x, double gamma, double reach) => x is Matrix && gamma * reach <= 8;

    /// <summary>A unit for distances of which the largest is near <paramref name="reach"/>: 1, or where squares would leave the range of
    /// floats the power of two near its root. A power of two changes no bit of γ‖x-y‖².</summary>
    public static double UnitFor(double reach) => reach is 0 or (> 1e-20 and < 1e20) ? 1 : Math.ScaleB(1, Math.ILogB(reach) / 2);

    /// <param name="x">n×p, dense or sparse.</param>
    /// <param name="centre">What dense rows are moved by.</param>
    /// <param name="unit">What distances are written in.</param>
    /// <param name="single">Whether in single precision.</param>
    /// <param name="threads">The most threads.</param>
    /// <param name="cancellation">Looked at before each block of rows.</param>
    public static DistanceRows Of(
        Features x, double[] centre, double unit, bool single, int threads, CancellationToken cancellation = default)
    {
        double scale = 1 / unit;
        if (x is SparseMatrix rows)
        {
            double[] norms = SparseProduct.SquaredNorms(rows);
            if (unit != 1) TensorPrimitives.Multiply(norms, scale * scale, norms);
            return new DistanceRows(rows, norms, centre, unit);
        }
        var dense = (Matrix)x;
        int p = x.ColumnCount;
        float[] singles = single ? GC.AllocateUninitializedArray<float>(checked(x.RowCount * p)) : [];
        double[] doubles = single ? [] : GC.AllocateUninitializedArray<double>(checked(x.RowCount * p));
        float[] singleNorms = new float[single ? x.RowCount : 0];
        double[] doubleNorms = new double[single ? 0 : x.RowCount];
        Workers.ForBlocks(x.RowCount, Math.Max(1, 65_536 / p), (long)x.RowCount * p < 100_000 ? 1 : threads, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                if (single) Move(dense.Row(i), centre, scale, singles.AsSpan(i * p, p));
                else TensorPrimitives.Subtract(dense.Row(i), centre, doubles.AsSpan(i * p, p));
            }
            // In the order of a product, so that the distance of equal rows is exactly zero.
            if (single)
                RowNorms.Squared(new MatrixView<float>(singles.AsSpan(start * p, (end - start) * p), end - start, p),
                    singleNorms.AsSpan(start, end - start));
            else
                RowNorms.Squared(new MatrixView<double>(doubles.AsSpan(start * p, (end - start) * p), end - start, p),
                    doubleNorms.AsSpan(start, end - start));
        }, cancellation);
        if (unit != 1) TensorPrimitives.Multiply(doubleNorms, scale * scale, doubleNorms);
        return single ? new DistanceRows(singles, singleNorms, p, centre, unit) : new DistanceRows(doubles, doubleNorms, p, centre, unit);
    }

    /// <summary>Other rows in the form of these, so that both have distances: dense or sparse as they are, moved by the same centre, in the
    /// same unit and precision.</summary>
    public DistanceRows Like(Features x, int threads, CancellationToken cancellation = default) =>
        Of(x, centre, unit, IsSingle, threads, cancellation);

    /// <summary>γ for distances in the rows' unit.</summary>
    public double InUnits(double gamma) => gamma * unit * unit;

    /// <summary>Some of the rows, packed.</summary>
    public DistanceRows Select(ReadOnlySpan<int> rows) => sparse is not null
        ? new DistanceRows(sparse.SelectRows(rows), Pick<double>(doubleNorms, 1, rows), centre, unit)
        : IsSingle
        ? new DistanceRows(Pick<float>(singles, ColumnCount, rows), Pick<float>(singleNorms, 1, rows), ColumnCount, centre, unit)
        : new DistanceRows(Pick<double>(doubles, ColumnCount, rows), Pick<double>(doubleNorms, 1, rows), ColumnCount, centre, unit);

    /// <summary>Squared distances, or RBF entries, of these rows with others.</summary>
    public void Write(DistanceRows columns, in DistanceTarget to, int threads, CancellationToken cancellation = default)
    {
        if (sparse is not null)
            SparseProduct.Multiply(
                sparse, 0, RowCount, columns.Transposed, new DoubleDistance(to, doubleNorms, columns.doubleNorms, unit), threads,
                cancellation);
        else if (IsSingle)
            Gemm.Multiply(
                Singles, columns.Singles.Transposed, new SingleDistance(to, singleNorms, columns.singleNorms), threads, cancellation);
        else
            Gemm.Multiply(
                Doubles, columns.Doubles.Transposed, new DoubleDistance(to, doubleNorms, columns.doubleNorms, unit), threads, cancellation);
    }

    /// <summary>RBF entries of one row with these, which are dense: the bits of a block, without allocating.</summary>
    /// <param name="row">p values, as they came.</param>
    /// <param name="gamma">γ, of no unit.</param>
    /// <param name="entries">Receives an entry a row of these.</param>
    public void WriteRow(ReadOnlySpan<double> row, double gamma, Span<double> entries)
    {
        float[] written = ArrayPool<float>.Shared.Rent(RowCount);
        var to = new DistanceTarget(written, RowCount, InUnits(gamma));
        if (IsSingle)
        {
            float[] moved = ArrayPool<float>.Shared.Rent(ColumnCount), norm = ArrayPool<float>.Shared.Rent(1);
            Move(row, centre, 1 / unit, moved.AsSpan(0, ColumnCount));
            var own = new MatrixView<float>(moved.AsSpan(0, ColumnCount), 1, ColumnCount);
            RowNorms.Squared(own, norm.AsSpan(0, 1));
            Gemm.Multiply(own, Singles.Transposed, new SingleDistance(to, norm, singleNorms));
            ArrayPool<float>.Shared.Return(moved);
            ArrayPool<float>.Shared.Return(norm);
        }
        else
        {
            double[] moved = ArrayPool<double>.Shared.Rent(ColumnCount), norm = ArrayPool<double>.Shared.Rent(1);
            TensorPrimitives.Subtract(row, centre, moved.AsSpan(0, ColumnCount));
            var own = new MatrixView<double>(moved.AsSpan(0, ColumnCount), 1, ColumnCount);
            RowNorms.Squared(own, norm.AsSpan(0, 1));
            if (unit != 1) norm[0] *= 1 / unit * (1 / unit);
            Gemm.Multiply(own, Doubles.Transposed, new DoubleDistance(to, norm, doubleNorms, unit));
            ArrayPool<double>.Shared.Return(moved);
            ArrayPool<double>.Shared.Return(norm);
        }
        TensorPrimitives.ConvertTruncating<float, double>(written.AsSpan(0, RowCount), entries);
        ArrayPool<float>.Shared.Return(written);
    }

    /// <summary>The same among these rows, n×n: half of the work.</summary>
    /// <param name="to">Receives the entries.</param>
    /// <param name="square">The array that it writes to.</param>
    /// <param name="context">Threads and cancellation.</param>
    public void WriteSymmetric(in DistanceTarget to, float[] square, FitContext context)
    {
        (int threads, CancellationToken cancellation) = (context.Threads, context.Cancellation);
        if (sparse is not null)
            SparseProduct.RowProducts(sparse, Transposed, new DoubleDistance(to, doubleNorms, doubleNorms, unit), threads, cancellation);
        else if (IsSingle) Syrk.RowProducts(Singles, new SingleDistance(to, singleNorms, singleNorms), threads, cancellation);
        else Syrk.RowProducts(Doubles, new DoubleDistance(to, doubleNorms, doubleNorms, unit), threads, cancellation);
        Symmetric.Mirror(square.AsSpan(), RowCount, cancellation);
    }

    // A row so far away that its square would overflow is at no distance where an entry is not 0.
    private static void Move(ReadOnlySpan<double> row, ReadOnlySpan<double> centre, double scale, Span<float> to)
    {
        for (int j = 0; j < to.Length; j++) to[j] = (float)Math.Clamp((row[j] - centre[j]) * scale, -FarthestSingle, FarthestSingle);
    }

    private static T[] Pick<T>(T[] values, int width, ReadOnlySpan<int> rows)
    {
        T[] picked = GC.AllocateUninitializedArray<T>(checked(rows.Length * width));
        for (int i = 0; i < rows.Length; i++) values.AsSpan(rows[i] * width, width).CopyTo(picked.AsSpan(i * width));
        return picked;
    }
}
