using ClassicML.Numerics;

namespace ClassicML.Svm;

/// <summary>wᵀx + b of several weight vectors for rows of any storage.</summary>
internal static class LinearScores
{
    private const int BlockSize = 1024;

    /// <param name="x">n×p, complete.</param>
    /// <param name="weights">Vectors of p values, one after another.</param>
    /// <param name="intercept">b of each.</param>
    /// <param name="destination">Receives n×vectors scores.</param>
    public static void Of(Features x, ReadOnlyMemory<double> weights, double[] intercept, Memory<double> destination)
    {
        int count = intercept.Length, p = x.ColumnCount;
        int threads = (long)x.RowCount * weights.Length < 100_000 ? 1 : Workers.MaxThreads;
        Workers.ForBlocks(x.RowCount, BlockSize, threads, (start, end) =>
        {
            Span<double> scores = destination.Span[(start * count)..(end * count)];
            ReadOnlySpan<double> w = weights.Span;
            if (x is Matrix dense)
                Gemm.MultiplyTransposed(dense.Rows(start, end - start).Span, w, scores, end - start, count, p);
            else
                for (int i = start; i < end; i++)
                    for (int k = 0; k < count; k++) scores[(i - start) * count + k] = Dot((SparseMatrix)x, i, w.Slice(k * p, p));
            for (int i = 0; i < scores.Length; i++) scores[i] += intercept[i % count];
        });
    }

    private static double Dot(SparseMatrix x, int row, ReadOnlySpan<double> w)
    {
        ReadOnlySpan<int> columns = x.RowColumns(row);
        ReadOnlySpan<double> values = x.RowValues(row);
        double sum = 0;
        for (int k = 0; k < columns.Length; k++) sum += values[k] * w[columns[k]];
        return sum;
    }
}
