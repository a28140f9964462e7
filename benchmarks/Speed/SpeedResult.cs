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
