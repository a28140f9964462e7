using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Divides each column by its largest magnitude, x/max|x|, so that it lies in [-1, 1] and zeros stay zeros.</summary>
/// <remarks>
/// Nothing is subtracted, so sparse rows stay sparse. A column of zeros stays as it is: its scale is 1. Missing values (NaN) are left out
/// and stay missing; a column with no value at all becomes missing throughout. One value decides, so an outlier makes all others small. Row
/// weights are not looked at. Differences from scikit-learn: it takes a magnitude below 10ε for zero, and so leaves columns of small units
/// as they are. Cost: one read of n×p for a fit.
/// </remarks>
public sealed record MaxAbsScaler : ITransformer<MaxAbsScalerModel>
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no row, or a value is infinite.</exception>
    public MaxAbsScalerModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        (double[] minimums, double[] maximums) = ColumnExtremes.Of(ColumnTiles.ReadableRows(x, nameof(MaxAbsScaler)), context);
        double[] largest = new double[minimums.Length];
        for (int j = 0; j < largest.Length; j++) largest[j] = Math.Max(-minimums[j], maximums[j]);
        FitReport report = new FitReport().Ended(this, clock.Elapsed, x.ColumnNames).With("zero_columns", largest.Count(magnitude => magnitude == 0));
        return new MaxAbsScalerModel(largest, report);
    }
}
