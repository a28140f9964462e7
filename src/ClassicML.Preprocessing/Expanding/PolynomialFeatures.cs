using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Adds products of columns up to a degree, so that a linear model can bend: of a, b it makes 1, a, b, a², ab, b².</summary>
/// <remarks>
/// Columns come by degree, and within one in the order of the columns they are made of, as in scikit-learn. There are C(p+d, d) of them up to
/// degree d, so wide rows want few degrees. Sparse rows stay sparse. Missing values (NaN) are refused, and products that are too large for a
/// double. Nothing is learned but the number of columns. Row weights are not looked at.
/// </remarks>
public sealed record PolynomialFeatures : ITransformer<PolynomialFeaturesModel>
{
    /// <summary>The lowest degree of the products. Default 1, at least 1, at most <see cref="MaxDegree"/>, which <c>Fit</c> checks.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MinDegree { get; init => field = Check.Positive(value, nameof(MinDegree)); } = 1;

    /// <summary>The highest degree of the products. Default 2, in [1, 100].</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public int MaxDegree { get; init => field = (int)Check.Within(value, new Interval(1, 100), nameof(MaxDegree)); } = 2;

    /// <summary>Whether no column is a factor twice: ab, but not a². Default false.</summary>
    public bool InteractionOnly { get; init; }

    /// <summary>Whether a column of ones comes first. Default true; a learner that fits an intercept needs none.</summary>
    public bool IncludeBias { get; init; } = true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no row, a value is missing or infinite, the degrees don't rise, no product is left, or there
    /// would be more columns than an array has room for.</exception>
    public PolynomialFeaturesModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        Features rows = Check.CompleteRows(ColumnTiles.ReadableRows(x, nameof(PolynomialFeatures)), nameof(PolynomialFeatures));
        return new PolynomialFeaturesModel(new Monomials(this, rows.ColumnCount), new FitReport().Ended(this, clock.Elapsed, x.ColumnNames));
    }
}
