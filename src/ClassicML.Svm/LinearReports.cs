using System.Globalization;

namespace ClassicML.Svm;

/// <summary>What a linear fit reports.</summary>
internal static class LinearReports
{
    public static FitReport Of(LinearSolution[] solutions, double penalty, double slack, int limit, FitContext context)
    {
        bool all = Array.TrueForAll(solutions, s => s.Converged), stopped = !all && context.Stop.IsCancellationRequested;
        double violation = solutions.Max(s => s.Violation), primal = penalty + slack;
        FitReport report = new FitReport
        {
            Iterations = solutions.Max(s => s.Iterations), Converged = all, Stopped = stopped, Objective = primal,
            Reason = all ? null : stopped ? "the caller asked to stop" : string.Create(
                CultureInfo.InvariantCulture,
                    $"the tolerance was not reached within the limit of {limit} iterations; the violation is {violation:G3}"),
        }.With("primal_objective", primal).With("slack_cost", slack).With("violation", violation);
        if (!Array.TrueForAll(solutions, s => s.Dual is not null)) return report;
        double dual = solutions.Sum(s => s.Dual!.Value);
        return (report with { DualityGap = primal + dual }).With("dual_objective", dual);
    }
}
