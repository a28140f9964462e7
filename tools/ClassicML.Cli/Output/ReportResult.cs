namespace ClassicML.Cli.Output;

/// <summary>How a fit went.</summary>
internal sealed record ReportResult(
    int Iterations, bool Converged, string? Reason, double? Objective, double? DualityGap, IReadOnlyDictionary<string, double> Details)
{
    public static ReportResult Of(FitReport report) =>
        new(report.Iterations, report.Converged, report.Reason, report.Objective, report.DualityGap, report.Details);

    public IEnumerable<(string Name, string Value)> Facts()
    {
        if (Iterations > 0) yield return ("iterations", Show.Number(Iterations));
        yield return ("converged", Converged ? "yes" : $"no: {Reason}");
        if (Objective is { } objective) yield return ("objective", Show.Number(objective));
        if (DualityGap is { } gap) yield return ("duality gap", Show.Number(gap));
        foreach ((string name, double value) in Details) yield return (name.Replace('_', ' '), Show.Number(value));
    }
}
