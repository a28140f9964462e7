using System.Numerics.Tensors;

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
        double[] finite = new double[scores.Length];
        for (int i = 0; i < finite.Length; i++) finite[i] = Finite(scores[i]);
        double[] shares = Relative(weights);
        if (method == CalibrationMethod.Platt)
        {
            (double a, double b) = PlattScaling.Fit(finite, positive, shares);
            return new ScoreMap(method, [a], [b]);
        }
        (double[] at, double[] values) = IsotonicScaling.Fit(finite, positive, shares);
        return new ScoreMap(method, at, values);
    }

    public double Probability(double score) =>
        method == CalibrationMethod.Platt
            ? PlattScaling.Probability(Finite(score), First[0], Second[0])
            : IsotonicScaling.Probability(Finite(score), First, Second);

    // A class that a model knows no row of scores negative infinity, which has a place in an order but not in a sum.
    private static double Finite(double score) => Math.Clamp(score, double.MinValue, double.MaxValue);

    // Weights times the power of two that brings the largest into [1, 2): products of them neither overflow nor vanish.
    private static double[] Relative(ReadOnlySpan<double> weights)
    {
        double[] relative = weights.ToArray();
        if (relative.Length == 0) return relative;
        int exponent = -Math.ILogB(TensorPrimitives.Max<double>(relative));
        for (int i = 0; i < relative.Length; i++) relative[i] = Math.ScaleB(relative[i], exponent);
        return relative;
    }
}
