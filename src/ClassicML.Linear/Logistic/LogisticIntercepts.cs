using ClassicML.Internal;

namespace ClassicML.Linear;

/// <summary>Newton steps on the intercepts alone, which make the residuals of each class sum to zero.</summary>
/// <remarks>
/// A gradient along an intercept, Σr, counts m times in that of a column's weight when the centre m of the column is put back, and the dual
/// point of <see cref="LogisticGap"/> is feasible only where it is zero. The system has a row an output; each step reads x once.
/// </remarks>
internal static class LogisticIntercepts
{
    private const int MostSteps = 8;

    /// <summary>Moves the intercepts until their gradients are within a bound, or no step brings them nearer.</summary>
    /// <returns>How much f can fall at most by moving them further, to second order; where rounding leaves no curvature, their largest
    /// gradient.</returns>
    public static double Settle(LogisticProblem problem, double[] point, double bound)
    {
        if (!problem.FitIntercept) return 0;
        var curvature = new LogisticCurvature(problem, []);
        double[] gradient = new double[point.Length], trial = new double[point.Length];
        double value = problem.Evaluate(point, gradient);
        for (int taken = 0; ; taken++)
        {
            Span<double> slope = gradient.AsSpan(problem.WeightCount);
            double largest = Largest(slope);
            double[] step = Array.ConvertAll(slope.ToArray(), g => -g);
            // Without curvature the loss is as flat as rounding lets it be.
            if (largest == 0 || !PositiveDefinite.TrySolve(curvature.Build(), step)) return largest;
            double decrement = -0.5 * Kernels.Dot(slope, step);
            if (largest <= bound || taken == MostSteps) return decrement;
            point.CopyTo(trial, 0);
            Kernels.AddScaled(1, step, trial.AsSpan(problem.WeightCount));
            double[] trialGradient = new double[point.Length];
            double next = problem.Evaluate(trial, trialGradient);
            if (!(Largest(trialGradient.AsSpan(problem.WeightCount)) < largest) || !(next <= value + 1e-14 * Math.Abs(value)))
            {
                problem.Evaluate(point, gradient);
                return decrement;
            }
            trial.CopyTo(point, 0);
            (value, gradient) = (next, trialGradient);
        }
    }

    private static double Largest(ReadOnlySpan<double> slope)
    {
        double largest = 0;
        foreach (double one in slope) largest = Math.Max(largest, Math.Abs(one));
        return largest;
    }
}
