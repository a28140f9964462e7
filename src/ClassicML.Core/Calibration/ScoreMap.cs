namespace ClassicML.Calibration;

/// <summary>A rising map from a score to a probability: Platt's A and B, or the points and values of steps joined by lines.</summary>
internal sealed class ScoreMap(CalibrationMethod method, double[] first, double[] second)
{
    /// <summary>A, or the scores of the points.</summary>
    public double[] First { get; } = first;

    /// <summary>B, or the values at the points.</summary>
    public double[] Second { get; } = second;

    public static ScoreMap Fit(CalibrationMethod method, ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive,
        ReadOnlySpan<double> weights)
    {
        if (method == CalibrationMethod.Platt)
        {
            (double a, double b) = PlattScaling.Fit(scores, positive, weights);
            return new ScoreMap(method, [a], [b]);
        }
        (double[] at, double[] values) = IsotonicScaling.Fit(scores, positive, weights);
        return new ScoreMap(method, at, values);
    }

    public double Probability(double score) =>
        method == CalibrationMethod.Platt
            ? PlattScaling.Probability(score, First[0], Second[0])
            : IsotonicScaling.Probability(score, First, Second);
}
