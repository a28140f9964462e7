using System.Collections.Immutable;
using System.Globalization;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="FunctionTransformer"/>. It maps back, as <see cref="IInverseTransform"/>, where its function does.</summary>
public sealed class FunctionTransformerModel : ITransformerModel
{
    internal FunctionTransformerModel(ElementwiseFunction function, int featureCount, FitReport report) =>
        (Function, FeatureCount, Report) = (function, featureCount, report);

    /// <summary>The function.</summary>
    public ElementwiseFunction Function { get; }

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

    /// <summary>Applies the function to each value. Missing values stay missing.</summary>
    /// <returns>As many rows of the same width, sparse where they came so.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, a value is infinite or outside of the domain, its function is
    /// not finite, or rows are sparse and the function of 0 is not 0.</exception>
    public Features Transform(Features x) => Map(x, Function.KeepsZero, (row, column, value) =>
    {
        if (double.IsNaN(value)) return value;
        if (!Function.Domain.Contains(value))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"row {row}, column {column} is {value}; {Function} takes values that are {Function.Domain}"), nameof(x));
        double mapped = Function.Apply(value);
        return double.IsFinite(mapped) ? mapped : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"row {row}, column {column} is {value}, of which {Function} is {mapped}"), nameof(x));
    });

    /// <inheritdoc/>
    public T? As<T>() where T : class =>
        this as T ?? (typeof(T) == typeof(IInverseTransform) && Function.HasInverse ? new Inverse(this) as T : null);

    private Features Map(Features x, bool keepsZeros, Func<int, int, double, double> map)
    {
        if (keepsZeros && ColumnTiles.ReadableRows(x, this) is SparseMatrix sparse)
        {
            double[] mapped = new double[sparse.StoredCount];
            Workers.ForBlocks(sparse.RowCount, ColumnTiles.BlockSize, ColumnTiles.Threads(sparse, Workers.MaxThreads), (start, end) =>
            {
                for (int i = start; i < end; i++)
                    for (int at = sparse.RowStarts[i]; at < sparse.RowStarts[i + 1]; at++)
                        mapped[at] = map(i, sparse.Columns[at], sparse.Values[at]);
            });
            return SparseMatrix.Wrap(sparse.RowStarts.ToArray(), sparse.Columns.ToArray(), mapped, FeatureCount).WithNames(OutputNames);
        }
        return ColumnTiles.MapRows(ColumnTiles.Readable(x, this, keepsZeros ? null : FunctionTransformer.ReaderThatFills), FeatureCount, (firstRow, from, to) =>
        {
            for (int at = 0; at < from.Length; at++) to[at] = map(firstRow + at / FeatureCount, at % FeatureCount, from[at]);
        }).WithNames(OutputNames);
    }

    // What lies beyond the largest features is cut there.
    private sealed class Inverse(FunctionTransformerModel model) : IInverseTransform
    {
        public Features InverseTransform(Features x) => model.Map(x, model.Function.Invert(0) == 0, (row, column, value) =>
        {
            if (double.IsNaN(value)) return value;
            double back = model.Function.Invert(value);
            return !double.IsNaN(back) ? Math.Clamp(back, -Features.MaxMagnitude, Features.MaxMagnitude)
                : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"row {row}, column {column} is {value}, of which the inverse of {model.Function} is no number"), nameof(x));
        });
    }
}
