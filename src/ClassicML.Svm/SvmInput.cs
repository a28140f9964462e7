using System.Globalization;

namespace ClassicML.Svm;

/// <summary>The rows of a kernel SVM, dense or sparse.</summary>
internal static class SvmInput
{
    // 2 GiB of doubles.
    private const long DenseLimit = 1L << 28;

    /// <summary>The rows as a dense matrix: the kernel matrix, and not the rows, is what a kernel SVM spends its time on.</summary>
    /// <exception cref="ArgumentException">A value is missing, or the rows are too many and too wide to be dense.</exception>
    public static Matrix Rows(Features x, string reader)
    {
        if (Check.CompleteRows(Check.NotNull(x, nameof(x)), reader) is not SparseMatrix sparse) return (Matrix)x;
        if ((long)x.RowCount * x.ColumnCount > DenseLimit)
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture,
                    $"{reader} reads sparse rows into dense ones, and {x.RowCount}×{x.ColumnCount} ")
                + $"are more than 2²⁸ values; {nameof(LinearSvmClassifier)} and {nameof(LinearSvmRegressor)} stay sparse", nameof(x));
        return sparse.ToDense();
    }
}
