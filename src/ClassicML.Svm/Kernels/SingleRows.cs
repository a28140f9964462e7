using ClassicML.Numerics;

namespace ClassicML.Svm;

/// <summary>Rows in single precision, moved by a centre, with their squared norms: how the RBF kernel reads them where that is exact
/// enough.</summary>
internal sealed class SingleRows
{
    private SingleRows(float[] values, float[] squaredNorms, int columnCount)
    {
        Values = values;
        SquaredNorms = squaredNorms;
        ColumnCount = columnCount;
    }

    public float[] Values { get; }

    public float[] SquaredNorms { get; }

    public int ColumnCount { get; }

    public int RowCount => SquaredNorms.Length;

    public MatrixView<float> View => new(Values, RowCount, ColumnCount);

    /// <summary>The mean of each column: a common shift changes no distance, and small values keep more digits.</summary>
    public static double[] Centre(Matrix x)
    {
        double[] mean = new double[x.ColumnCount];
        for (int i = 0; i < x.RowCount; i++) Kernels.AddScaled(1.0 / x.RowCount, x.Row(i), mean);
        return mean;
    }

    /// <summary>
    /// Whether single precision is exact enough: it moves γ‖x-y‖² by about γ·max‖x‖²·2⁻²⁴, which must stay below 2⁻²¹. Entries are stored
    /// as
    /// floats in any case, an error of 2⁻²⁵.
    /// </summary>
    public static bool Suffice(Matrix x, double[] centre, double gamma)
    {
        for (int i = 0; i < x.RowCount; i++)
            if (!(gamma * Kernels.SquaredDistance(x.Row(i), centre) <= 8)) return false;
        return true;
    }

    public static SingleRows Of(Matrix x, double[] centre, int threads)
    {
        int p = x.ColumnCount;
        float[] values = GC.AllocateUninitializedArray<float>(x.RowCount * p);
        var rows = new SingleRows(values, new float[x.RowCount], p);
        Workers.ForBlocks(x.RowCount, Math.Max(1, 65_536 / p), (long)x.RowCount * p < 100_000 ? 1 : threads, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                ReadOnlySpan<double> row = x.Row(i);
                Span<float> to = values.AsSpan(i * p, p);
                for (int j = 0; j < p; j++) to[j] = (float)(row[j] - centre[j]);
            }
            // In the order of a product, so that the distance of equal rows is exactly zero.
            Distances.SquaredNorms(new MatrixView<float>(values.AsSpan(start * p, (end - start) * p), end - start, p),
                rows.SquaredNorms.AsSpan(start, end - start));
        });
        return rows;
    }

    /// <summary>Some of the rows, packed.</summary>
    public SingleRows Select(ReadOnlySpan<int> rows)
    {
        float[] values = GC.AllocateUninitializedArray<float>(checked(rows.Length * ColumnCount)), norms = new float[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            Values.AsSpan(rows[i] * ColumnCount, ColumnCount).CopyTo(values.AsSpan(i * ColumnCount));
            norms[i] = SquaredNorms[rows[i]];
        }
        return new SingleRows(values, norms, ColumnCount);
    }
}
