using System.Diagnostics;
using System.Globalization;

namespace ClassicML.Preprocessing;

/// <summary>Maps each column to a range by its smallest and largest value: (x - min)/(max - min), stretched to the range.</summary>
/// <remarks>
/// A column of one value is constant: its span is taken as 1. Missing values (NaN) are left out and stay missing. Two values decide
/// everything, so one outlier squeezes all others together; <see cref="StandardScaler"/> minds less. Row weights are not looked at.
/// Differences from scikit-learn: it takes every span below 10ε for constant, and so leaves columns of small units as they are; here the
/// minimum is subtracted before dividing, which far from zero keeps digits that x·scale + shift loses. Cost: one read of n×p for a fit.
/// </remarks>
public sealed record MinMaxScaler : ITransformer<MinMaxScalerModel>
{
    /// <summary>The low end of the range. Default 0; finite, below <see cref="Maximum"/>, which <c>Fit</c> checks.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public double Minimum { get; init => field = Check.Within(value, Interval.Finite, nameof(Minimum)); }

    /// <summary>The high end of the range. Default 1; finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public double Maximum { get; init => field = Check.Within(value, Interval.Finite, nameof(Maximum)); } = 1;

    /// <summary>Whether values beyond those fitted on are cut to the range. Default false: they land outside it.</summary>
    public bool Clip { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no row, a value is infinite, a span overflows, or the range is empty.</exception>
    public MinMaxScalerModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        if (!(Minimum < Maximum))
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Minimum must be below Maximum, {Maximum}, was {Minimum}"), nameof(Minimum));
        Matrix rows = ColumnTiles.Readable(x, nameof(MinMaxScaler));
        (double[] minimums, double[] maximums) = ColumnExtremes.Of(rows, context);
        double[] spans = new double[minimums.Length];
        int constant = 0;
        for (int j = 0; j < spans.Length; j++)
        {
            spans[j] = maximums[j] - minimums[j];
            if (spans[j] != 0) continue;
            spans[j] = 1;
            constant++;
        }
        FitReport report = new FitReport().Ended(this, clock.Elapsed, x.ColumnNames).With("constant_columns", constant);
        return new MinMaxScalerModel(this, minimums, maximums, spans, report);
    }
}
