using System.Text.Json;

namespace ClassicML.Benchmarks.Speed;

/// <summary>A run as JSON: {machine, planned, cases: [{name, family, summary, date, steps: [{step, ours, peers}]}]}. A ratio is there where
/// results are equal.</summary>
internal static class SpeedJson
{
    public static string Text(SpeedReport report) => JsonSerializer.Serialize(
        new ReportForm(report.Machine, report.Planned, [.. report.Cases.Select(one => new CaseForm(
            one.Name, one.Family, one.Summary,
            [.. one.Steps.Select(step => new StepForm(step.Step, Of(step.Ours), [.. step.Peers.Select(peer => Of(peer, step.Ours))], step.Settings))],
            one.Date, one.LeftOut))]), ReportJson.Options) + "\n";

    /// <summary>Reads what <see cref="Text"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is none.</exception>
    public static SpeedReport Read(string path)
    {
        try
        {
            ReportForm form = JsonSerializer.Deserialize<ReportForm>(File.ReadAllText(path), ReportJson.Options)!;
            return new SpeedReport(form.Machine, form.Planned, [.. form.Cases.Select(one => new CaseResult(
                one.Name, one.Family, one.Summary, one.Date,
                [.. one.Steps.Select(step =>
                    new SpeedResult(one.Name, step.Step, Of(step.Ours), [.. step.Peers.Select(Of)]) { Settings = step.Settings })], one.LeftOut))]);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} holds no speed results: {e.Message}", e);
        }
    }

    private static MeasuredForm Of(Measured measured) => new(measured.Seconds, measured.Runs, measured.Quality, measured.PeakMegabytes);

    private static Measured Of(MeasuredForm form) => new(form.Seconds, form.Runs, form.Quality, form.PeakMb);

    private static PeerForm Of(PeerResult peer, Measured ours) => new(
        peer.Name, peer.Version, peer.Settings, peer.Ratio(ours), peer.Measured is { } measured ? Of(measured) : null, peer.Absent, peer.Failed);

    private static PeerResult Of(PeerForm form) =>
        new(form.Name, form.Version, form.Measured is { } measured ? Of(measured) : null, form.Absent) { Settings = form.Settings, Failed = form.Failed };

    private sealed record ReportForm(Machine Machine, IReadOnlyList<string> Planned, IReadOnlyList<CaseForm> Cases);

    private sealed record CaseForm(
        string Name, Family Family, string Summary, IReadOnlyList<StepForm> Steps, DateOnly? Date = null, string? LeftOut = null);

    private sealed record StepForm(string Step, MeasuredForm Ours, IReadOnlyList<PeerForm> Peers, string? Settings = null);

    private sealed record MeasuredForm(double Seconds, int Runs, Quality Quality, double? PeakMb = null);

    private sealed record PeerForm(
        string Name, string? Version = null, string? Settings = null, double? Ratio = null, MeasuredForm? Measured = null, string? Absent = null,
        string? Failed = null);
}
