namespace ClassicML.Linear;

/// <summary>The direction in which a softmax is flat: one number added to a column's weights of all classes.</summary>
/// <remarks>
/// The loss does not change along it, so the penalty alone decides: min over t of λ₁Σₖ|wₖ + t| + ½λ₂Σₖ(wₖ + t)². Its derivative grows with
/// t, and the minimum is a point -wₖ where it changes sign or, between two such points, the zero of a linear function. With λ₁ = 0 that is
/// minus the mean, with λ₂ = 0 minus the median. Steps that see slopes and curvature creep there when the penalty is weak.
/// </remarks>
internal static class LogisticShift
{
    /// <summary>Moves the weights of one column to where the penalty is least, in place.</summary>
    /// <param name="w">The weights of the classes that have rows.</param>
    /// <param name="lambda1">λ₁.</param>
    /// <param name="lambda2">λ₂; not both are zero.</param>
    public static void Apply(Span<double> w, double lambda1, double lambda2)
    {
        (double below, double above) = Slope(w, 0, lambda1, lambda2);
        if (below <= 0 && above >= 0) return;
        double shift = Least(w, lambda1, lambda2);
        foreach (ref double weight in w) weight += shift;
    }

    private static double Least(ReadOnlySpan<double> w, double lambda1, double lambda2)
    {
        // -wₖ of the largest weight comes first.
        double[] points = w.ToArray();
        for (int k = 0; k < points.Length; k++) points[k] = -points[k];
        Array.Sort(points);
        int before = 0;
        foreach (double point in points)
        {
            (double left, double right) = Slope(w, point, lambda1, lambda2);
            if (left > 0) break;
            if (right >= 0) return point;
            before++;
        }
        // As many weights as points were passed are positive there.
        double sum = lambda1 * (2 * before - w.Length);
        foreach (double weight in w) sum += lambda2 * weight;
        return -sum / (lambda2 * w.Length);
    }

    // The derivative on both sides of t.
    private static (double Left, double Right) Slope(ReadOnlySpan<double> w, double t, double lambda1, double lambda2)
    {
        double sum = 0, kink = 0;
        foreach (double weight in w)
        {
            double moved = weight + t;
            sum += lambda1 * Math.Sign(moved) + lambda2 * moved;
            if (moved == 0) kink += lambda1;
        }
        return (sum - kink, sum + kink);
    }
}
