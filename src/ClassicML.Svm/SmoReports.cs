using System.Globalization;

namespace ClassicML.Svm;

/// <summary>What a fit reports: sums over the machines, the largest violation, and the support vectors of all.</summary>
internal static class SmoReports
{
    public static FitReport Classification(SvmClassifier learner, KernelFunction kernel, SolvedMachine[] machines, int supportVectors,
        TimeSpan elapsed)
    {
        FitReport report = Of([.. machines.Select(m => m.Result)], learner.MaxIterations, elapsed);
        double halfNorm = 0, slack = 0, primal = 0;
        int bounded = 0;
        foreach (SolvedMachine machine in machines)
        {
            (SmoProblem problem, SmoResult result) = (machine.Problem, machine.Result);
            double own = result.HalfSquaredNorm / (machine.Scale * machine.Scale), cost = 0;
            for (int k = 0; k < problem.Count; k++)
            {
                int y = problem.Upper[k] > 0 ? 1 : -1;
                double bound = problem.Upper[k] - problem.Lower[k];
                double score = (result.Gradient[k] - problem.Linear[k]) / machine.Scale + machine.Intercept;
                cost += bound / machine.Scale * Math.Max(0, 1 - y * score);
                if (Math.Abs(result.Values[k]) == bound) bounded++;
            }
            halfNorm += own;
            slack += cost;
            primal += own + cost;
        }
        report = report.With("half_squared_norm", halfNorm).With("slack_cost", slack)
            .With("support_vectors", supportVectors).With("bounded_support_vectors", bounded);
        if (learner.Nu is null)
            report = (report with { DualityGap = primal + report.Objective!.Value }).With("primal_objective", primal).With("dual_objective",
                report.Objective!.Value);
        return kernel is LinearKernel && machines.Length == 1 && halfNorm > 0 ? report.With("margin_width",
            2 / Math.Sqrt(2 * halfNorm)) : report;
    }

    public static FitReport Of(SmoResult[] results, int? limit, TimeSpan elapsed)
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
                SmoEnd.NoProgress => $"no step changes the solution in floating point; optimality is violated by {violation:G3}",
                _ => $"the limit of {Limit(limit)} iterations was reached; optimality is violated by {violation:G3}",
            },
            Objective = results.Sum(r => r.Objective),
            Elapsed = elapsed,
        }.With("violation", violation);
    }

    private static string Limit(int? limit) => limit is { } given ? given.ToString(CultureInfo.InvariantCulture) : "max(10⁷, 100n)";
}
