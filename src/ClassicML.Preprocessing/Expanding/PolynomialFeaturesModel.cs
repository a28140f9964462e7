using System.Collections.Immutable;
using System.Globalization;
using ClassicML.Internal;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="PolynomialFeatures"/>.</summary>
public sealed class PolynomialFeaturesModel : ITransformerModel
{
    private readonly Lazy<(ImmutableArray<string>? Names, ImmutableArray<int> Sources)> outputs;

    internal PolynomialFeaturesModel(Monomials monomials, FitReport report)
    {
        (Monomials, Report) = (monomials, report);
        outputs = new(() => (
            report.FeatureNames is { } names ? [.. Enumerable.Range(0, OutputCount).Select(output => monomials.NameOf(output, names))] : null,
            [.. Enumerable.Range(0, OutputCount).Select(monomials.SourceOf)]));
    }

    /// <inheritdoc/>
    public int FeatureCount => Monomials.FeatureCount;

    /// <inheritdoc/>
    public int OutputCount => Monomials.OutputCount;

    /// <inheritdoc/>
    /// <remarks>Such as "1", "age", "age^2" and "age city".</remarks>
    public ImmutableArray<string>? OutputNames => outputs.Value.Names;

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources => outputs.Value.Sources;

    /// <inheritdoc/>
    public FitReport Report { get; }

    internal Monomials Monomials { get; }

    /// <summary>The exponent of each column fitted on, p values, in the product that an output column holds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output column.</exception>
    public ReadOnlySpan<int> Powers(int output) =>
        Monomials.Powers((int)Check.Within(output, new Interval(0, OutputCount - 1), nameof(output)));

    /// <summary>Adds products to rows.</summary>
    /// <returns>As many rows with <see cref="OutputCount"/> columns, sparse where they came so.</returns>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, a value is missing or infinite, a product is too large for a
    /// double, or so many columns don't fit into memory.</exception>
    public Features Transform(Features x)
    {
        Features rows = Check.CompleteRows(
            ColumnTiles.ReadableRows(x, this), nameof(PolynomialFeaturesModel));
        Features products = rows is SparseMatrix sparse ? Expand(sparse) : Expand((Matrix)rows);
        return Report.FeatureNames is null ? products : products.WithNames(OutputNames);
    }

    private Matrix Expand(Matrix rows)
    {
        int lower = Monomials.LowerCount;
        return ColumnTiles.MapRows(rows, OutputCount, (firstRow, from, to) =>
        {
            double[] work = new double[lower];
            for (int i = 0; i < from.Length / FeatureCount; i++)
            {
                Span<double> own = to.Slice(i * OutputCount, OutputCount);
                Monomials.Expand(from.Slice(i * FeatureCount, FeatureCount), own, work);
                if (!Kernels.AllFinite(own)) ThrowTooLarge(firstRow + i);
            }
        });
    }

    private SparseMatrix Expand(SparseMatrix rows)
    {
        int[] starts = new int[rows.RowCount + 1];
        List<int> places = [];
        List<double> products = [];
        for (int i = 0; i < rows.RowCount; i++)
        {
            Monomials.Expand(rows.RowColumns(i), rows.RowValues(i), places, products);
            for (int at = starts[i]; at < products.Count; at++)
                if (!double.IsFinite(products[at])) ThrowTooLarge(i);
            starts[i + 1] = places.Count;
        }
        return SparseMatrix.Wrap(starts, [.. places], [.. products], OutputCount);
    }

    private static void ThrowTooLarge(int row) => throw new ArgumentException(
        string.Create(CultureInfo.InvariantCulture, $"row {row} has a product that is too large for a double: scale the columns first"), "x");
}
