using System.Buffers;
using System.ComponentModel;

namespace ClassicML.Internal;

/// <summary>What linear models predict with: scores X·Wᵀ + b, of dense rows or sparse ones. A row gets the same bits alone and in a
/// batch.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LinearScores
{
    private const int BlockSize = 1024, OnStack = 512;

    // Up to here the calls of a product would cost more than it gains by eight chains at a time.
    private const int FewWeights = GemmOrder.Block;

    /// <summary>Computes n×M scores.</summary>
    /// <param name="x">n×p.</param>
    /// <param name="weights">W, M×p.</param>
    /// <param name="intercepts">b, M values.</param>
    /// <param name="destination">Receives n×M scores, row-major.</param>
    /// <param name="model">Whose rows they are: puts columns in its order.</param>
    /// <exception cref="ArgumentException">The rows are of another width or have a value missing, or the destination has another
    /// length.</exception>
    public static void Compute(Features x, Matrix weights, ReadOnlyMemory<double> intercepts, Memory<double> destination, IModel model)
    {
        Features rows = Check.CompleteRows(x.AlignedTo(model), model.GetType().Name);
        Check.Destination(destination.Length, (long)x.RowCount * weights.RowCount);
        Of(rows, weights.Memory, intercepts, destination);
    }

    /// <summary>Computes n×M scores of rows that have been checked.</summary>
    /// <param name="x">n×p, complete.</param>
    /// <param name="weights">W, M×p, row-major.</param>
    /// <param name="intercepts">b, M values.</param>
    /// <param name="destination">Receives n×M scores, row-major.</param>
    public static void Of(Features x, ReadOnlyMemory<double> weights, ReadOnlyMemory<double> intercepts, Memory<double> destination)
    {
        int p = x.ColumnCount, outputs = intercepts.Length;
        long work = x is SparseMatrix stored ? (long)stored.StoredCount * outputs : (long)x.RowCount * p * outputs;
        Workers.ForBlocks(x.RowCount, BlockSize, work < 100_000 ? 1 : Workers.MaxThreads, (start, end) =>
        {
            Span<double> scores = destination.Span[(start * outputs)..(end * outputs)];
            ReadOnlySpan<double> w = weights.Span, b = intercepts.Span;
            if (x is SparseMatrix sparse)
            {
                for (int i = start; i < end; i++)
                    for (int k = 0; k < outputs; k++)
                        scores[(i - start) * outputs + k] = SparseProduct.Dot(sparse.RowColumns(i), sparse.RowValues(i), w.Slice(k * p, p));
            }
            else
            {
                Gemm.MultiplyTransposed(((Matrix)x).Rows(start, end - start).Span, w, scores, end - start, outputs, p);
            }
            for (int i = 0; i < scores.Length; i += outputs)
                for (int k = 0; k < outputs; k++) scores[i + k] += b[k];
        });
    }

    /// <summary>The M scores of a row that is complete: the bits of a batch, without allocating.</summary>
    /// <param name="row">p values.</param>
    /// <param name="weights">W, M×p, row-major.</param>
    /// <param name="intercepts">b, M values.</param>
    /// <param name="scores">Receives M scores.</param>
    public static void OfRow(ReadOnlySpan<double> row, ReadOnlySpan<double> weights, ReadOnlySpan<double> intercepts, Span<double> scores)
    {
        int p = row.Length;
        Check.Length(weights.Length, (long)intercepts.Length * p, nameof(weights), "feature of a score");
        if (weights.Length <= FewWeights)
        {
            for (int k = 0; k < scores.Length; k++) scores[k] = GemmOrder.Chain(row, weights.Slice(k * p, p)) + intercepts[k];
            return;
        }
        Gemm.MultiplyTransposed(row, weights, scores, 1, intercepts.Length, p);
        for (int k = 0; k < scores.Length; k++) scores[k] += intercepts[k];
    }

    /// <summary>The class of a row, by <see cref="DecisionRule.Classes"/>: the bits of a batch, without allocating.</summary>
    /// <param name="row">p values.</param>
    /// <param name="weights">W, M×p.</param>
    /// <param name="intercepts">b, M values.</param>
    /// <param name="model">Whose row it is.</param>
    /// <exception cref="ArgumentException">A value is missing.</exception>
    public static int PredictRow(ReadOnlySpan<double> row, Matrix weights, ReadOnlySpan<double> intercepts, IModel model)
    {
        double[]? rented = null;
        Span<double> scores = intercepts.Length <= OnStack ? stackalloc double[intercepts.Length]
            : (rented = ArrayPool<double>.Shared.Rent(intercepts.Length)).AsSpan(0, intercepts.Length);
        int code = PredictRow(row, weights, intercepts, scores, model);
        if (rented is not null) ArrayPool<double>.Shared.Return(rented);
        return code;
    }

    /// <summary>The class of a row, and its scores.</summary>
    /// <inheritdoc cref="PredictRow(ReadOnlySpan{double}, Matrix, ReadOnlySpan{double}, IModel)"/>
    /// <param name="row"></param>
    /// <param name="weights"></param>
    /// <param name="intercepts"></param>
    /// <param name="scores">Receives M scores.</param>
    /// <param name="model"></param>
    public static int PredictRow(ReadOnlySpan<double> row, Matrix weights, ReadOnlySpan<double> intercepts, Span<double> scores, IModel model)
    {
        RowChecks.Complete(row, model);
        OfRow(row, weights.Span, intercepts, scores);
        int code = 0;
        DecisionRule.Classes(scores, scores.Length, new Span<int>(ref code));
        return code;
    }

    /// <summary>How much each feature counts: the sum of its weights' magnitudes over the scores.</summary>
    /// <param name="weights">W, M×p.</param>
    public static double[] Importances(Matrix weights)
    {
        double[] importances = new double[Check.NotNull(weights, nameof(weights)).ColumnCount];
        for (int k = 0; k < weights.RowCount; k++)
            for (int j = 0; j < importances.Length; j++) importances[j] += Math.Abs(weights[k, j]);
        return importances;
    }

    /// <summary>Computes the class codes of n rows, by <see cref="DecisionRule.Classes"/>.</summary>
    /// <param name="x">n×p.</param>
    /// <param name="weights">W, M×p.</param>
    /// <param name="intercepts">b, M values.</param>
    /// <param name="destination">Receives n codes.</param>
    /// <param name="model">Whose rows they are: puts columns in its order.</param>
    /// <exception cref="ArgumentException">The rows are of another width or have a value missing, or the destination has another
    /// length.</exception>
    public static void Predict(Features x, Matrix weights, ReadOnlyMemory<double> intercepts, Memory<int> destination, IModel model)
    {
        x = x.AlignedTo(model);
        Check.Destination(destination.Length, x.RowCount);
        double[] scores = new double[checked(x.RowCount * weights.RowCount)];
        Compute(x, weights, intercepts, scores, model);
        DecisionRule.Classes(scores, weights.RowCount, destination.Span);
    }
}
