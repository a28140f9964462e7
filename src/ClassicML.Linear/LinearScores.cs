using ClassicML.Numerics;

namespace ClassicML.Linear;

/// <summary>What every linear model predicts with: scores X·Wᵀ + b, of dense rows or sparse ones.</summary>
internal static class LinearScores
{
    private const int BlockSize = 1024;

    /// <summary>Computes n×M scores. A row gets the same bits alone and in a batch.</summary>
    public static void Compute(Features x, Matrix coefficients, ReadOnlyMemory<double> intercept, Memory<double> destination, string reader)
    {
        int p = coefficients.ColumnCount, outputs = coefficients.RowCount;
        Check.Width(x, p);
        Features rows = Check.CompleteRows(x, reader);
        Check.Destination(destination.Length, (long)x.RowCount * outputs);
        long work = rows is SparseMatrix s ? (long)s.StoredCount * outputs : (long)rows.RowCount * p * outputs;
        Workers.ForBlocks(rows.RowCount, BlockSize, work < 100_000 ? 1 : Workers.MaxThreads, (start, end) =>
        {
            Span<double> scores = destination.Span[(start * outputs)..(end * outputs)];
            ReadOnlySpan<double> b = intercept.Span;
            if (rows is Matrix dense)
                Gemm.MultiplyTransposed(dense.Rows(start, end - start).Span, coefficients.Span, scores, end - start, outputs, p);
            else
                for (int i = start; i < end; i++)
                    for (int k = 0; k < outputs; k++)
                        scores[(i - start) * outputs + k] =
                            RowKernels.SparseDot(((SparseMatrix)rows).RowColumns(i), ((SparseMatrix)rows).RowValues(i),
                                coefficients.Row(k));
            for (int i = 0; i < scores.Length; i += outputs)
                for (int k = 0; k < outputs; k++) scores[i + k] += b[k];
        });
    }

    /// <summary>The class codes of n rows: of two classes the second where the score is positive, else the first of the highest.</summary>
    public static void Predict(Features x, Matrix coefficients, ReadOnlyMemory<double> intercept, Memory<int> destination, string reader)
    {
        Check.Width(x, coefficients.ColumnCount);
        Check.Destination(destination.Length, x.RowCount);
        int outputs = coefficients.RowCount;
        double[] scores = new double[checked(x.RowCount * outputs)];
        Compute(x, coefficients, intercept, scores, reader);
        Span<int> codes = destination.Span;
        for (int i = 0; i < codes.Length; i++)
            codes[i] = outputs == 1 ? (scores[i] > 0 ? 1 : 0) : ArgMax(scores.AsSpan(i * outputs, outputs));
    }

    private static int ArgMax(ReadOnlySpan<double> scores)
    {
        int best = 0;
        for (int k = 1; k < scores.Length; k++)
            if (scores[k] > scores[best]) best = k;
        return best;
    }
}
