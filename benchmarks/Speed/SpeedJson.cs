using System.Text.Json;

namespace ClassicML.Benchmarks.Speed;

/// <summary>Results as JSON: {machine, results: [{case, step, ours, peers}]}; a ratio is null where results are not equal.</summary>
internal static class SpeedJson
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true };

    public static string Text(IEnumerable<SpeedResult> results) => JsonSerializer.Serialize(
        new
        {
            machine = new { cpu = Machine.This.Cpu, threads = Machine.This.Threads, os = Machine.This.Os, versions = Machine.This.Versions },
            results = results.Select(result => new Dictionary<string, object>
            {
                ["case"] = result.Case,
                ["step"] = result.Step,
                ["ours"] = new { seconds = result.Ours.Seconds, runs = result.Ours.Runs, quality = Of(result.Ours.Quality), peak_mb = result.Ours.PeakMegabytes },
                ["peers"] = result.Peers.Select(peer => peer.Measured is { } measured
                    ? (object)new
                    {
                        name = peer.Name, version = peer.Version, seconds = measured.Seconds, quality = Of(measured.Quality),
                        peak_mb = measured.PeakMegabytes, ratio = peer.Ratio(result.Ours),
                    }
                    : new { name = peer.Name, absent = peer.Absent }),
            }),
        }, Form);

    private static object Of(Quality quality) => new { name = quality.Name, value = quality.Value, tolerance = quality.Tolerance };
}
