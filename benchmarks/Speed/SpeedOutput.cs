using ClassicML.Benchmarks.Pages;

namespace ClassicML.Benchmarks.Speed;

/// <summary>The files of a run, written anew after each case.</summary>
internal sealed class SpeedOutput
{
    public const string JsonName = "speed.json";

    private readonly string folder;
    private readonly string? copy;
    private SpeedReport report;

    /// <param name="folder">Where speed.html, speed.md and speed.json go; made where there is none.</param>
    /// <param name="copy">Another file for the JSON; null for none.</param>
    /// <param name="planned">The cases of this run.</param>
    /// <param name="resume">Whether to keep the cases that the folder has.</param>
    /// <exception cref="ArgumentException">They are of another machine.</exception>
    public SpeedOutput(string folder, string? copy, IReadOnlyList<string> planned, bool resume)
    {
        this.folder = Path.GetFullPath(folder);
        this.copy = copy;
        report = new SpeedReport(Machine.This, planned, []);
        if (!resume || !File.Exists(Json)) return;
        SpeedReport before = SpeedJson.Read(Json);
        if (!before.Machine.Equals(Machine.This))
            throw new ArgumentException($"--resume: {Json} was measured on {before.Machine.Summary}, this is {Machine.This.Summary}; give --out another folder");
        report = before with { Planned = [.. before.Planned.Union(planned)] };
    }

    public string Lead => SpeedPage.Of(report).Lead;

    public IReadOnlyList<string> Paths => [Path.Combine(folder, "speed.html"), Path.Combine(folder, "speed.md"), Json];

    private string Json => Path.Combine(folder, JsonName);

    /// <summary>Whether a case is measured. One that was left out is tried again.</summary>
    public bool Has(string name) => report.Cases.Any(one => one.Name == name && one.LeftOut is null);

    /// <summary>Adds a case and writes all that there is.</summary>
    /// <exception cref="IOException">It can't be written; what was written before is there still.</exception>
    public void Add(CaseResult one)
    {
        report = report.With(one);
        Directory.CreateDirectory(folder);
        string json = SpeedJson.Text(report);
        // What was measured comes first: a page can be made of it again.
        Repository.Write(Json, json);
        if (copy is not null) Repository.Write(copy, json);
        WritePages(report, folder);
    }

    /// <summary>Writes the pages of a run.</summary>
    public static void WritePages(SpeedReport report, string folder)
    {
        Page page = SpeedPage.Of(report);
        Repository.Write(Path.Combine(folder, "speed.html"), PageWriter.Html(page));
        Repository.Write(Path.Combine(folder, "speed.md"), PageWriter.Markdown(page));
    }
}
