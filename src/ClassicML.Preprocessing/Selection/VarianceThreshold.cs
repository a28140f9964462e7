using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Keeps the columns whose variance is above a threshold: by default those that are not constant.</summary>
/// <remarks>
/// The variance is Σ(x-μ)²/n, in the column's own unit squared, so columns of unlike units want scaling by their range first. A column of
/// one value has variance 0, whatever rounding would say. Missing values (NaN) are left out; a column with no value at all is not kept. Sparse
/// rows are read as they are and stay sparse. Row weights are not looked at. Cost: three reads of n×p.
/// </remarks>
public sealed record VarianceThreshold : ITransformer<VarianceThresholdModel>
{
    /// <summary>The variance that a column must exceed. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Threshold { get; init => field = Check.NonNegative(value, nameof(Threshold)); }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no row, a value is infinite, or no column is kept.</exception>
    public VarianceThresholdModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        Features rows = ColumnTiles.ReadableRows(x, nameof(VarianceThreshold));
        (double[] minimums, double[] maximums) = ColumnExtremes.Of(rows, context);
        double[] variances = ColumnMoments.Of(rows, context).Variances;
        var kept = new List<int>();
        for (int j = 0; j < variances.Length; j++)
        {
            if (minimums[j] == maximums[j]) variances[j] = 0;
            // The variance of small units may be too small for a double.
            if (variances[j] > Threshold || (Threshold == 0 && minimums[j] < maximums[j])) kept.Add(j);
        }
        if (kept.Count == 0)
            throw new ArgumentException(
                FormattableString.Invariant($"no column has a variance above {Threshold}; the largest is {variances.Max()}"), nameof(x));
        return new VarianceThresholdModel(variances, [.. kept], new FitReport().Ended(this, clock.Elapsed, x.ColumnNames));
    }
}
