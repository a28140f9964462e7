namespace ClassicML.Svm;

/// <summary>When a linear SVM is solved. The rules of LIBLINEAR bound violations, which have the unit of the problem: where C·n or an
/// offset of the features is large they hold far from the optimum. So the gap has a word as well.</summary>
internal static class DualityGap
{
    /// <summary>How much tighter a violation is asked for where the gap is still open.</summary>
    public const double Tightening = 0.3;

    /// <summary>The largest gap, as a share of the objective, that counts as closed: ten tolerances.</summary>
    public static double Largest(double tolerance) => Math.Max(10 * tolerance, 1e-10);

    /// <summary>Whether primal + dual, both minima, is so small that the primal is as good as optimal.</summary>
    public static bool IsClosed(double primal, double dual, double tolerance) => primal + dual <= Largest(tolerance) * primal;
}
