using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Standardises each column: subtracts its mean and divides by its deviation, z = (x - μ)/σ, so that all have one scale.</summary>
/// <remarks>
/// σ is the population deviation, √(Σ(x-μ)²/n), as in scikit-learn. A column that can't be told from a constant, its variance within the
/// rounding error n·ε·σ² + (n·μ·ε)² of a two-pass method, is only centred: its scale is 1. Missing values (NaN) are left out of both
/// and stay missing; a column with no value at all becomes missing throughout. Row weights are not looked at. Method and rounding:
/// <see cref="ColumnMoments"/>. Cost: two reads of n×p for a fit, one read and one write for a transform.
/// </remarks>
public sealed record StandardScaler : ITransformer<StandardScalerModel>
{
    /// <summary>Whether to subtract the mean. Default true.</summary>
    public bool WithMean { get; init; } = true;

    /// <summary>Whether to divide by the deviation. Default true.</summary>
    public bool WithDeviation { get; init; } = true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no row, a value is infinite, or a variance overflows.</exception>
    public StandardScalerModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        Matrix rows = ColumnTiles.Readable(x, nameof(StandardScaler));
        ColumnMoments moments = ColumnMoments.Of(rows, context);
        double[] deviations = moments.Deviations, scales = new double[deviations.Length];
        int constant = 0;
        for (int j = 0; j < scales.Length; j++)
        {
            bool isConstant = IsConstant(deviations[j], moments.Means[j], moments.Counts[j]);
            scales[j] = isConstant || !WithDeviation ? 1 : deviations[j];
            if (isConstant) constant++;
        }
        FitReport report = new FitReport().Ended(this, clock.Elapsed, x.ColumnNames).With("constant_columns", constant);
        return new StandardScalerModel(WithMean, moments.Means, deviations, scales, report);
    }

    // scikit-learn's _is_constant_feature, σ² ≤ n·ε·σ² + (n·μ·ε)², by roots, since squares may vanish. False for a column without values.
    private static bool IsConstant(double deviation, double mean, int count)
    {
        double epsilon = count / (double)(1L << 52);
        return deviation * Math.Sqrt(1 - epsilon) <= epsilon * Math.Abs(mean);
    }
}
