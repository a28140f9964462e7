using System.Collections.Immutable;
using System.Globalization;
using System.Numerics.Tensors;
using ClassicML.Internal;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="KBinsDiscretizer"/>.</summary>
public sealed class KBinsDiscretizerModel : ITransformerModel, IInverseTransform
{
    // By column, rising; the two of a column of one value are equal.
    private readonly double[][] edges;

    // For each column the output column of its first bin, and at the end the number of all bins.
    private readonly int[] starts;

    internal KBinsDiscretizerModel(BinEncoding encoding, bool sparseOutput, double[][] edges, FitReport report)
    {
        (Encoding, SparseOutput, this.edges, Report) = (encoding, sparseOutput, edges, report);
        starts = new int[edges.Length + 1];
        for (int j = 0; j < edges.Length; j++) starts[j + 1] = checked(starts[j] + edges[j].Length - 1);
        int[] sources = [.. Enumerable.Range(0, edges.Length).SelectMany(j => Enumerable.Repeat(j, encoding == BinEncoding.Ordinal ? 1 : edges[j].Length - 1))];
        OutputSources = [.. sources];
        OutputNames = report.FeatureNames is not { } names || encoding == BinEncoding.Ordinal ? report.FeatureNames
            : [.. sources.Select((j, output) => FormattableString.Invariant($"{names[j]}_{output - starts[j]}"))];
    }

    /// <summary>What a bin becomes.</summary>
    public BinEncoding Encoding { get; }

    /// <inheritdoc/>
    public int FeatureCount => edges.Length;

    /// <inheritdoc/>
    public int OutputCount => Encoding == BinEncoding.Ordinal ? edges.Length : starts[^1];

    /// <inheritdoc/>
    /// <remarks>Of a column age "age_0", "age_1" and so on, or "age" for bin numbers.</remarks>
    public ImmutableArray<string>? OutputNames { get; }

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources { get; }

    /// <inheritdoc/>
    public FitReport Report { get; }

    internal bool SparseOutput { get; }

    /// <summary>The edges of a column's bins, one more than bins, rising; both of the one bin of a constant column are its value.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public ReadOnlySpan<double> Edges(int column) => edges[column];

    /// <summary>Finds the bin of each value.</summary>
    /// <returns>As many rows of bin numbers or with a column for each bin, dense or sparse as the learner says.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or a value is missing or infinite.</exception>
    public Features Transform(Features x)
    {
        Matrix rows = ColumnTiles.Readable(x, this);
        Check.Complete(rows, nameof(KBinsDiscretizerModel));
        if (Encoding == BinEncoding.OneHot && SparseOutput) return Sparse(rows).WithNames(OutputNames);
        return ColumnTiles.MapRows(rows, OutputCount, (_, from, to) =>
        {
            if (Encoding == BinEncoding.OneHot) to.Clear();
            for (int at = 0; at < from.Length; at++)
            {
                int row = at / FeatureCount, column = at % FeatureCount, bin = BinOf(edges[column], from[at]);
                if (Encoding == BinEncoding.Ordinal) to[at] = bin;
                else to[row * OutputCount + starts[column] + bin] = 1;
            }
        }).WithNames(OutputNames);
    }

    /// <summary>Maps bins back to their middles.</summary>
    /// <returns>A <see cref="Matrix"/> of as many rows.</returns>
    /// <exception cref="ArgumentException">The width differs from the output's, a value is missing or infinite, a bin number is none of the
    /// column's, or a row is in no bin.</exception>
    public Features InverseTransform(Features x)
    {
        if (Check.NotNull(x, nameof(x)).ColumnCount != OutputCount)
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"the model makes {OutputCount} columns, this matrix has {x.ColumnCount}"), nameof(x));
        Matrix bins = Check.Complete(
            Encoding == BinEncoding.OneHot && x is SparseMatrix sparse ? sparse.ToDense() : x, nameof(KBinsDiscretizerModel));
        return ColumnTiles.MapRows(bins, FeatureCount, (firstRow, from, to) =>
        {
            for (int at = 0; at < to.Length; at++)
            {
                int row = at / FeatureCount, column = at % FeatureCount;
                double[] own = edges[column];
                int bin = Encoding == BinEncoding.Ordinal
                    ? Numbered(from[at], own.Length - 1, firstRow + row, column)
                    : Largest(from.Slice(row * OutputCount + starts[column], own.Length - 1), firstRow + row, column);
                to[at] = own[bin] + (own[bin + 1] - own[bin]) / 2;
            }
        }).WithNames(Report.FeatureNames);
    }

    // Each row has a one in each column's bins.
    private SparseMatrix Sparse(Matrix rows)
    {
        int n = rows.RowCount, p = FeatureCount;
        MemoryNeed.CheckArray((double)n * p, "ones of sparse bins", "transform fewer rows at once");
        int[] rowStarts = new int[n + 1], columns = new int[n * p];
        double[] ones = new double[n * p];
        Array.Fill(ones, 1);
        for (int i = 1; i <= n; i++) rowStarts[i] = i * p;
        Workers.ForBlocks(n, ColumnTiles.BlockSize, ColumnTiles.Threads(rows, Workers.MaxThreads), (start, end) =>
        {
            for (int at = start * p; at < end * p; at++) columns[at] = starts[at % p] + BinOf(edges[at % p], rows.Span[at]);
        });
        return SparseMatrix.Wrap(rowStarts, columns, ones, OutputCount);
    }

    private static int Numbered(double value, int binCount, int row, int column) =>
        value >= 0 && value < binCount && value == Math.Floor(value) ? (int)value
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"row {row}, column {column} is {value}; bins are 0 to {binCount - 1}"), "x");

    // The bin of the largest value, of equal ones the first.
    private static int Largest(ReadOnlySpan<double> values, int row, int column)
    {
        int best = TensorPrimitives.IndexOfMax(values);
        return values[best] > 0 ? best : throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"row {row} has no value above 0 among the bins of column {column}"), "x");
    }

    // The number of inner edges that a value reaches.
    private static int BinOf(double[] edges, double value)
    {
        int low = 1, high = edges.Length - 1;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (edges[middle] <= value) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }
}
