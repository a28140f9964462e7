using System.Collections.Immutable;
using System.Numerics.Tensors;
using ClassicML.Internal;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="Normalizer"/>.</summary>
public sealed class NormalizerModel : ITransformerModel
{
    // Below it squares have lost digits or vanish.
    private const double LeastMagnitude = 1e-130;

    internal NormalizerModel(VectorNorm norm, int featureCount, FitReport report) =>
        (Norm, FeatureCount, Report) = (norm, featureCount, report);

    /// <summary>The norm.</summary>
    public VectorNorm Norm { get; }

    /// <inheritdoc/>
    public int FeatureCount { get; }

    /// <inheritdoc/>
    public int OutputCount => FeatureCount;

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames => Report.FeatureNames;

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <summary>Divides each row by its norm; a row of zeros stays.</summary>
    /// <returns>As many rows of the same width, sparse where they came so.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value is missing or infinite.</exception>
    public Features Transform(Features x)
    {
        Features rows = Check.CompleteRows(ColumnTiles.ReadableRows(x, this), nameof(NormalizerModel));
        if (rows is SparseMatrix sparse)
        {
            double[] mapped = new double[sparse.StoredCount];
            Workers.ForBlocks(sparse.RowCount, ColumnTiles.BlockSize, ColumnTiles.Threads(sparse, Workers.MaxThreads), (start, end) =>
            {
                for (int i = start; i < end; i++)
                    Normalize(sparse.RowValues(i), mapped.AsSpan(sparse.RowStarts[i], sparse.RowValues(i).Length));
            });
            return SparseMatrix.Wrap(sparse.RowStarts.ToArray(), sparse.Columns.ToArray(), mapped, FeatureCount).WithNames(OutputNames);
        }
        return ColumnTiles.MapRows((Matrix)rows, FeatureCount, (_, from, to) =>
        {
            for (int at = 0; at < from.Length; at += FeatureCount) Normalize(from.Slice(at, FeatureCount), to.Slice(at, FeatureCount));
        }).WithNames(OutputNames);
    }

    private void Normalize(ReadOnlySpan<double> from, Span<double> to)
    {
        double largest = Kernels.LargestMagnitude(from);
        if (largest == 0)
        {
            from.CopyTo(to);
            return;
        }
        // In units of the largest where a sum of squares would vanish.
        double unit = Norm == VectorNorm.L2 && largest < LeastMagnitude ? largest : 1;
        TensorPrimitives.Divide(from, unit, to);
        TensorPrimitives.Divide(to, Norm switch
        {
            VectorNorm.L1 => SumOfMagnitudes(to),
            VectorNorm.L2 => Math.Sqrt(Kernels.Dot(to, to)),
            VectorNorm.Max => largest,
        }, to);
    }

    // One value after the other: the sum does not go by where in memory a row stands.
    private static double SumOfMagnitudes(ReadOnlySpan<double> x)
    {
        double sum = 0;
        foreach (double value in x) sum += Math.Abs(value);
        return sum;
    }
}
