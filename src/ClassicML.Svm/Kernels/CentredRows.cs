using System.Numerics.Tensors;
using ClassicML.Numerics;

namespace ClassicML.Svm;

/// <summary>Rows moved by a centre, with their squared norms: how distances are made from products. In single precision where that is
/// exact enough, else in double.</summary>
internal sealed class CentredRows
{
    private readonly float[] singles = [], singleNorms = [];
    private readonly double[] doubles = [], doubleNorms = [];

    private CentredRows(float[] values, float[] norms, int columnCount) =>
        (singles, singleNorms, RowCount, ColumnCount, IsSingle) = (values, norms, norms.Length, columnCount, true);

    private CentredRows(double[] values, double[] norms, int columnCount) =>
        (doubles, doubleNorms, RowCount, ColumnCount) = (values, norms, norms.Length, columnCount);

    public bool IsSingle { get; }

    public int ColumnCount { get; }

    public int RowCount { get; }

    private MatrixView<float> Singles => new(singles, RowCount, ColumnCount);

    private MatrixView<double> Doubles => new(doubles, RowCount, ColumnCount);

    /// <summary>The mean of each column: a common shift changes no distance, and small values keep more digits.</summary>
    public static double[] Centre(Matrix x)
    {
        double[] mean = new double[x.ColumnCount];
        for (int i = 0; i < x.RowCount; i++) Kernels.AddScaled(1.0 / x.RowCount, x.Row(i), mean);
        return mean;
    }

    /// <summary>max‖x - c‖².</summary>
    public static double Reach(Matrix x, double[] centre)
    {
        double most = 0;
        for (int i = 0; i < x.RowCount; i++) most = Math.Max(most, Kernels.SquaredDistance(x.Row(i), centre));
        return most;
    }

    /// <summary>
    /// Whether products in single precision are exact enough: they move γ‖x-y‖² by about γ·max‖x‖²·2⁻²⁴, which must stay below 2⁻²¹.
    /// Entries
    /// are stored as floats in any case, an error of 2⁻²⁵.
    /// </summary>
    public static bool SinglesSuffice(double gamma, double reach) => gamma * reach <= 8;

    public static CentredRows Of(Matrix x, double[] centre, bool single, int threads, CancellationToken cancellation = default)
    {
        int p = x.ColumnCount;
        float[] singles = single ? GC.AllocateUninitializedArray<float>(checked(x.RowCount * p)) : [];
        double[] doubles = single ? [] : GC.AllocateUninitializedArray<double>(checked(x.RowCount * p));
        float[] singleNorms = new float[single ? x.RowCount : 0];
        double[] doubleNorms = new double[single ? 0 : x.RowCount];
        Workers.ForBlocks(x.RowCount, Math.Max(1, 65_536 / p), (long)x.RowCount * p < 100_000 ? 1 : threads, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                ReadOnlySpan<double> row = x.Row(i);
                if (single)
                    for (int j = 0; j < p; j++) singles[i * p + j] = (float)(row[j] - centre[j]);
                else TensorPrimitives.Subtract(row, centre, doubles.AsSpan(i * p, p));
            }
            // In the order of a product, so that the distance of equal rows is exactly zero.
            if (single)
                Distances.SquaredNorms(new MatrixView<float>(singles.AsSpan(start * p, (end - start) * p), end - start, p),
                    singleNorms.AsSpan(start, end - start));
            else
                Distances.SquaredNorms(new MatrixView<double>(doubles.AsSpan(start * p, (end - start) * p), end - start, p),
                    doubleNorms.AsSpan(start, end - start));
        }, cancellation);
        return single ? new CentredRows(singles, singleNorms, p) : new CentredRows(doubles, doubleNorms, p);
    }

    /// <summary>Some of the rows, packed.</summary>
    public CentredRows Select(ReadOnlySpan<int> rows) => IsSingle
        ? new CentredRows(Pick<float>(singles, ColumnCount, rows), Pick<float>(singleNorms, 1, rows), ColumnCount)
        : new CentredRows(Pick<double>(doubles, ColumnCount, rows), Pick<double>(doubleNorms, 1, rows), ColumnCount);

    /// <summary>Squared distances, or RBF entries, of these rows with others.</summary>
    public void Write(CentredRows columns, in DistanceTarget to, int threads, CancellationToken cancellation = default)
    {
        if (IsSingle)
            Gemm.Multiply(
                Singles, columns.Singles.Transposed, new SingleDistance(to, singleNorms, columns.singleNorms), threads, cancellation);
        else
            Gemm.Multiply(
                Doubles, columns.Doubles.Transposed, new DoubleDistance(to, doubleNorms, columns.doubleNorms), threads, cancellation);
    }

    /// <summary>The same among these rows, n×n: half of the work.</summary>
    /// <param name="to">Receives the entries.</param>
    /// <param name="square">The array that it writes to.</param>
    /// <param name="context">Threads and cancellation.</param>
    public void WriteSymmetric(in DistanceTarget to, float[] square, FitContext context)
    {
        if (IsSingle)
            Syrk.RowProducts(Singles, new SingleDistance(to, singleNorms, singleNorms), context.Threads, context.Cancellation);
        else Syrk.RowProducts(Doubles, new DoubleDistance(to, doubleNorms, doubleNorms), context.Threads, context.Cancellation);
        Symmetric.Mirror(square.AsSpan(), RowCount, context.Cancellation);
    }

    private static T[] Pick<T>(T[] values, int width, ReadOnlySpan<int> rows)
    {
        T[] picked = GC.AllocateUninitializedArray<T>(checked(rows.Length * width));
        for (int i = 0; i < rows.Length; i++) values.AsSpan(rows[i] * width, width).CopyTo(picked.AsSpan(i * width));
        return picked;
    }
}
