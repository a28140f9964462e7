using System.Globalization;

namespace ClassicML.Svm;

/// <summary>What a fit reports: sums over the machines, the largest violation, and the support vectors of all.</summary>
internal static class SmoReports
{
    /// <remarks>A ν-SVC, divided by its r, is the C-SVC of C = 1/r: its primal and dual objective are that one's.</remarks>
    public static FitReport Classification(SvmClassifier learner, SolvedMachine[] machines, int supportVectors)
    {
        FitReport report = Of([.. machines.Select(m => m.Result)], learner.MaxIterations);
        double halfNorm = 0, slack = 0, dual = 0;
        int bounded = 0;
        foreach (SolvedMachine machine in machines)
        {
            (SmoProblem problem, SmoResult result) = (machine.Problem, machine.Result);
            double own = result.HalfSquaredNorm / (machine.Scale * machine.Scale), sum = 0;
            for (int k = 0; k < problem.Count; k++)
            {
                int y = problem.Upper[k] > 0 ? 1 : -1;
                double bound = problem.Upper[k] - problem.Lower[k];
                double score = (result.Gradient[k] - problem.Linear[k]) / machine.Scale + machine.Intercept;
                slack += bound / machine.Scale * Math.Max(0, 1 - y * score);
                sum += Math.Abs(result.Values[k]) / machine.Scale;
                if (Math.Abs(result.Values[k]) == bound) bounded++;
            }
            halfNorm += own;
            dual += learner.Nu is null ? result.Objective : own - sum;
        }
        report = Objectives(report, halfNorm, slack, halfNorm + slack, dual)
            .With("support_vectors", supportVectors).With("bounded_support_vectors", bounded);
        return learner.Kernel is LinearKernel && machines.Length == 1 && halfNorm > 0
            ? report.With("margin_width", 2 / Math.Sqrt(2 * halfNorm)) : report;
    }

    /// <remarks>The tube of a ν-SVR has a price as well, νCΣs for each unit of its half width.</remarks>
    public static FitReport Regression(
        SvmRegressor learner, SmoProblem problem, SmoResult result, ReadOnlySpan<double> targets, int supportVectors)
    {
        (double first, double second) = result.Rho;
        double intercept = -0.5 * (first + second), epsilon = learner.Nu is null ? learner.Epsilon : -0.5 * (first - second);
        double slack = 0, width = 0;
        int bounded = 0, n = targets.Length;
        for (int i = 0; i < n; i++)
        {
            double error = Math.Abs(targets[i] - (result.Gradient[i] - problem.Linear[i] + intercept));
            slack += problem.Upper[i] * Math.Max(0, error - epsilon);
            width += problem.Upper[i] * (learner.Nu ?? 0);
            if (result.Values[i] == problem.Upper[i] || result.Values[n + i] == problem.Lower[n + i]) bounded++;
        }
        FitReport report = Of([result], learner.MaxIterations);
        double half = result.HalfSquaredNorm;
        return Objectives(report, half, slack, half + slack + width * epsilon, result.Objective)
            .With("support_vectors", supportVectors).With("bounded_support_vectors", bounded).With("epsilon", epsilon);
    }

    /// <remarks>In LIBSVM's scale: ½‖w‖² + Σξ - νnρ.</remarks>
    public static FitReport OneClass(OneClassSvm learner, SmoProblem problem, SmoResult result, int supportVectors)
    {
        double rho = result.Rho.First, slack = 0, half = result.HalfSquaredNorm;
        for (int k = 0; k < problem.Count; k++) slack += Math.Max(0, rho - result.Gradient[k]);
        double primal = half + slack - learner.Nu * problem.Count * rho;
        return Objectives(Of([result], learner.MaxIterations), half, slack, primal, result.Objective)
            .With("support_vectors", supportVectors).With("bounded_support_vectors", result.Values.Count(a => a == 1));
    }

    // The dual objective is a minimum, the negative of what the primal comes down to.
    private static FitReport Objectives(FitReport report, double halfNorm, double slack, double primal, double dual) =>
        (report with { DualityGap = primal + dual }).With("half_squared_norm", halfNorm).With("slack_cost", slack)
            .With("primal_objective", primal).With("dual_objective", dual);

    public static FitReport Of(SmoResult[] results, int? limit)
    {
        SmoEnd end = results.Max(r => r.End);
        double violation = results.Max(r => r.Violation);
        return new FitReport
        {
            Iterations = (int)Math.Min(int.MaxValue, results.Sum(r => r.Iterations)),
            Converged = end == SmoEnd.Converged,
            Stopped = end == SmoEnd.Stopped,
            Reason = end switch
            {
                SmoEnd.Converged => null,
                SmoEnd.Stopped => "the caller asked to stop",
                SmoEnd.NoProgress => FormattableString.Invariant($"no step changes the solution in floating point; optimality is violated by {violation:G3}"),
                SmoEnd.IterationLimit => FormattableString.Invariant($"the limit of {Limit(limit)} iterations was reached; optimality is violated by {violation:G3}"),
            },
            Objective = results.Sum(r => r.Objective),
        }.With("violation", violation);
    }

    private static string Limit(int? limit) => limit is { } given ? given.ToString(CultureInfo.InvariantCulture) : "max(10⁷, 100n)";
}
