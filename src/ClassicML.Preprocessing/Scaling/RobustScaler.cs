using System.Diagnostics;
using System.Globalization;
using MathNet.Numerics.Distributions;

namespace ClassicML.Preprocessing;

/// <summary>Subtracts each column's median and divides by the range between two of its quantiles, so that outliers decide nothing.</summary>
/// <remarks>
/// z = (x - median)/(q_upper - q_lower), by default the interquartile range; a quantile between two values lies on the line that joins them.
/// A column whose two quantiles are equal is only centred: its scale is 1. Missing values (NaN) are left out and stay missing; a column with
/// no value at all becomes missing throughout. Sparse rows, which subtracting would fill, are read without centring, zeros among their
/// values, and stay sparse. Row weights are not looked at. Differences from scikit-learn: it takes a range below 10ε for zero, and so leaves
/// columns of small units as they are, and it divides the scale 1 of a constant column by the normal range too. Cost: a sort of each column.
/// </remarks>
public sealed record RobustScaler : ITransformer<RobustScalerModel>
{
    /// <summary>Whether to subtract the median. Default true.</summary>
    public bool WithCentering { get; init; } = true;

    /// <summary>Whether to divide by the range. Default true.</summary>
    public bool WithScaling { get; init; } = true;

    /// <summary>The share of values below the low end of the range. Default 0.25; in [0, 1], below <see cref="UpperQuantile"/>, which
    /// <c>Fit</c> checks.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1].</exception>
    public double LowerQuantile { get; init => field = Check.Within(value, Interval.Share, nameof(LowerQuantile)); } = 0.25;

    /// <summary>The share of values below the high end of the range. Default 0.75; in [0, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1].</exception>
    public double UpperQuantile { get; init => field = Check.Within(value, Interval.Share, nameof(UpperQuantile)); } = 0.75;

    /// <summary>Whether the range is divided by that of a standard normal variable, so that normal columns get deviation 1. Default
    /// false.</summary>
    /// <remarks>Then both quantiles must lie inside (0, 1), which <c>Fit</c> checks: a normal variable has no ends.</remarks>
    public bool UnitVariance { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no row, a value is infinite, the quantiles don't rise, or rows are sparse and centring is
    /// asked for.</exception>
    public RobustScalerModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        double normalRange = NormalRange();
        Features rows = WithCentering
            ? ColumnTiles.Readable(x, ReaderThatCentres) : ColumnTiles.ReadableRows(x, nameof(RobustScaler));
        double[] medians = new double[rows.ColumnCount], scales = new double[rows.ColumnCount];
        bool[] isConstant = new bool[rows.ColumnCount];
        OrderedColumn.ForEach(rows, context, (j, values) =>
        {
            medians[j] = values.Quantile(0.5);
            double range = values.Quantile(UpperQuantile) - values.Quantile(LowerQuantile);
            isConstant[j] = range == 0;
            scales[j] = range == 0 || !WithScaling ? 1 : range / normalRange;
        });
        FitReport report = new FitReport().Ended(this, clock.Elapsed, x.ColumnNames).With("constant_columns", isConstant.Count(constant => constant));
        return new RobustScalerModel(WithCentering, medians, scales, report);
    }

    internal const string ReaderThatCentres = nameof(RobustScaler) + " with " + nameof(WithCentering);

    private double NormalRange()
    {
        if (!(LowerQuantile < UpperQuantile))
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"LowerQuantile must be below UpperQuantile, {UpperQuantile}, was {LowerQuantile}"),
                nameof(LowerQuantile));
        if (!UnitVariance) return 1;
        if (LowerQuantile == 0 || UpperQuantile == 1)
            throw new ArgumentException("UnitVariance needs a LowerQuantile above 0 and an UpperQuantile below 1", nameof(UnitVariance));
        return Normal.InvCDF(0, 1, UpperQuantile) - Normal.InvCDF(0, 1, LowerQuantile);
    }
}
