using System.Text.Json;

namespace ClassicML.Benchmarks.Speed;

/// <summary>Results as JSON: {machine, results: [{case, step, ours, peers}], failed: [{case, reason}]}; a ratio is null where results are not
/// equal, and a peer without a time has instead why it is absent or how it failed.</summary>
internal static class SpeedJson
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true };

    public static string Text(IEnumerable<SpeedResult> results, IEnumerable<(string Case, string Reason)> failed) => JsonSerializer.Serialize(
        new
        {
            machine = new { cpu = Machine.This.Cpu, threads = Machine.This.Threads, os = Machine.This.Os, versions = Machine.This.Versions },
            results = results.Select(result => new Dictionary<string, object>
            {
                ["case"] = result.Case,
                ["step"] = result.Step,
                ["ours"] = new { seconds = result.Ours.Seconds, runs = result.Ours.Runs, quality = Of(result.Ours.Quality), peak_mb = result.Ours.PeakMegabytes, settings = result.Settings },
                ["peers"] = result.Peers.Select(peer => peer.Measured is { } measured
                    ? (object)new
                    {
                        name = peer.Name, version = peer.Version, settings = peer.Settings, seconds = measured.Seconds, quality = Of(measured.Quality),
                        peak_mb = measured.PeakMegabytes, ratio = peer.Ratio(result.Ours),
                    }
                    : peer.Failed is { } reason ? new { name = peer.Name, failed = reason } : new { name = peer.Name, absent = peer.Absent }),
            }),
            failed = failed.Select(one => new { @case = one.Case, reason = one.Reason }),
        }, Form);

    private static object Of(Quality quality) => new { name = quality.Name, value = quality.Value, tolerance = quality.Tolerance };
}
