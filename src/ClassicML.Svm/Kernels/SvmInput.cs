using System.Globalization;

namespace ClassicML.Svm;

/// <summary>The rows of a kernel SVM, dense or sparse.</summary>
internal static class SvmInput
{
    // 2 GiB of doubles.
    private const long DenseLimit = 1L << 28;

    // How many multiply-adds a dense product does while a sparse one does one: measured, 0.6 ns against 0.022 in double (27 times) and
    // 0.011 in single precision (55 times), for even columns as for those of texts.
    private const double DensePace = 32;

    /// <summary>The rows to train on: sparse ones stay sparse unless kernel entries are made faster of dense ones.</summary>
    /// <exception cref="ArgumentException">A value is missing.</exception>
    public static Features Rows(Features x, string reader) =>
        Check.CompleteRows(x, reader) switch
        {
            SparseMatrix sparse when IsFasterDense(sparse) => sparse.ToDense(),
            var rows => rows,
        };

    /// <summary>Rows in the storage of others, dense or sparse.</summary>
    /// <exception cref="ArgumentException">The others are dense, and these rows too many and too wide to be.</exception>
    public static Features Like(Features others, Features x)
    {
        if (x.GetType() == others.GetType()) return x;
        if (x is Matrix dense) return SparseMatrix.FromDense(dense);
        if ((long)x.RowCount * x.ColumnCount <= DenseLimit) return ((SparseMatrix)x).ToDense();
        throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"the model's rows are dense, and {x.RowCount}×{x.ColumnCount} are more ")
            + "than 2²⁸ values", nameof(x));
    }

    // A sparse product of all pairs of rows takes a step for each two stored values that meet in a column, a dense one for each column.
    private static bool IsFasterDense(SparseMatrix x)
    {
        long values = (long)x.RowCount * x.ColumnCount;
        if (values > DenseLimit) return false;
        int[] counts = new int[x.ColumnCount];
        foreach (int column in x.Columns) counts[column]++;
        double meetings = 0;
        foreach (int count in counts) meetings += (double)count * count;
        return DensePace * meetings >= (double)x.RowCount * values;
    }
}
