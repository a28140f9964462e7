namespace ClassicML.Benchmarks.Speed;

/// <summary>What was measured of one contender in one step: the median of the timed rounds.</summary>
internal sealed record Measured(double Seconds, int Runs, Quality Quality, double? PeakMegabytes);

/// <summary>A peer's share in a step, or why it has none.</summary>
internal sealed record PeerResult(string Name, string? Version, Measured? Measured, string? Absent)
{
    /// <summary>What it was given, in a line; null where it is absent.</summary>
    public string? Settings { get; init; }

    /// <summary>How it fell out of the case: died, took too long, answered with an error. Null where it did not.</summary>
    public string? Failed { get; init; }

    /// <summary>The peer's time by ours; null where the results are not equal.</summary>
    public double? Ratio(Measured ours) =>
        Measured is { } own && Math.Abs(own.Quality.Value - ours.Quality.Value) <= ours.Quality.Tolerance ? own.Seconds / ours.Seconds : null;
}

/// <summary>One step of one case.</summary>
internal sealed record SpeedResult(string Case, string Step, Measured Ours, IReadOnlyList<PeerResult> Peers)
{
    /// <summary>What our side was given, in a line.</summary>
    public string? Settings { get; init; }
}

/// <summary>One case of a run.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Family">Its kind of work.</param>
/// <param name="Summary">What is done.</param>
/// <param name="Date">The day it was measured on; null where nobody wrote it down.</param>
/// <param name="Steps">The results; none where the case was left out.</param>
/// <param name="LeftOut">Why there are none.</param>
internal sealed record CaseResult(
    string Name, Family Family, string Summary, DateOnly? Date, IReadOnlyList<SpeedResult> Steps, string? LeftOut = null);

/// <summary>A run, or as much of it as there is.</summary>
/// <param name="Machine">What it was measured on.</param>
/// <param name="Planned">The names of the cases that it is to have.</param>
/// <param name="Cases">Those that it has.</param>
internal sealed record SpeedReport(Machine Machine, IReadOnlyList<string> Planned, IReadOnlyList<CaseResult> Cases)
{
    /// <summary>How many of the planned cases are there.</summary>
    public int DoneCount => Planned.Count(name => Cases.Any(one => one.Name == name));

    public bool IsPartial => DoneCount < Planned.Count;

    /// <summary>With a case more, or again.</summary>
    public SpeedReport With(CaseResult one) => this with { Cases = [.. Cases.Where(other => other.Name != one.Name), one] };
}
