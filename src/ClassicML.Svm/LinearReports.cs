using System.Globalization;
using ClassicML.Internal;

namespace ClassicML.Svm;

/// <summary>What a linear fit reports.</summary>
internal static class LinearReports
{
    public static FitReport Of(LinearSolution[] solutions, double penalty, double slack, double tolerance, int limit, FitContext context)
    {
        bool all = Array.TrueForAll(solutions, s => s.Converged), stopped = !all && context.Stop.IsCancellationRequested;
        double violation = solutions.Max(s => s.Violation), primal = penalty + slack;
        if (!double.IsFinite(primal) || !Array.TrueForAll(solutions, s => Kernels.AllFinite(s.Weights)))
            throw new ArgumentException(
                "the objective or a weight is not finite: C, weights of rows and values are too large to add up; scale them", "data");
        FitReport report = new FitReport
        {
            Iterations = solutions.Max(s => s.Iterations), Converged = all, Stopped = stopped, Objective = primal,
            Reason = all ? null : stopped ? "the caller asked to stop" : string.Create(
                CultureInfo.InvariantCulture,
                    $"the tolerance was not reached within the limit of {limit} iterations; the violation is {violation:G3}")
                + (violation <= tolerance ? ", but the duality gap is not closed" : ""),
        }.With("primal_objective", primal).With("slack_cost", slack).With("violation", violation);
        double dual = solutions.Sum(s => s.Dual);
        return (report with { DualityGap = primal + dual }).With("dual_objective", dual);
    }
}
