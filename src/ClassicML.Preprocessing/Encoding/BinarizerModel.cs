using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="Binarizer"/>.</summary>
public sealed class BinarizerModel : ITransformerModel
{
    internal BinarizerModel(double threshold, int featureCount, FitReport report) =>
        (Threshold, FeatureCount, Report) = (threshold, featureCount, report);

    /// <summary>The value above which 1 comes out.</summary>
    public double Threshold { get; }

    /// <inheritdoc/>
    public int FeatureCount { get; }

    /// <inheritdoc/>
    public int OutputCount => FeatureCount;

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames => Report.FeatureNames;

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources => [.. Enumerable.Range(0, OutputCount)];

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <summary>Makes 1 of each value above the threshold and 0 of the others.</summary>
    /// <returns>As many rows of the same width, sparse where they came so.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, a value is missing or infinite, or rows are sparse and the
    /// threshold is negative.</exception>
    public Features Transform(Features x)
    {
        Features rows = Threshold < 0
            ? ColumnTiles.Readable(x, this, Binarizer.ReaderBelowZero)
            : ColumnTiles.ReadableRows(x, this);
        Check.CompleteRows(rows, nameof(BinarizerModel));
        if (rows is SparseMatrix sparse) return Ones(sparse).WithNames(OutputNames);
        return ColumnTiles.Map((Matrix)rows, (from, to) =>
        {
            for (int i = 0; i < from.Length; i++) to[i] = from[i] > Threshold ? 1 : 0;
        }).WithNames(OutputNames);
    }

    private SparseMatrix Ones(SparseMatrix x)
    {
        int[] starts = new int[x.RowCount + 1], columns = new int[x.StoredCount];
        int count = 0;
        for (int i = 0; i < x.RowCount; i++)
        {
            for (int at = x.RowStarts[i]; at < x.RowStarts[i + 1]; at++)
                if (x.Values[at] > Threshold) columns[count++] = x.Columns[at];
            starts[i + 1] = count;
        }
        double[] ones = new double[count];
        Array.Fill(ones, 1);
        return SparseMatrix.Wrap(starts, columns[..count], ones, FeatureCount);
    }
}
