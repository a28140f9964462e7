using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ClassicML.Cli.Learners;
using ClassicML.Cli.Output;
using ClassicML.Internal;
using ClassicML.Serialization;
using Spectre.Console;

namespace ClassicML.Cli.Commands;

/// <summary><c>classicml inspect</c>: what a model file says of its model, without its arrays.</summary>
internal static class InspectCommand
{
    public static Command Create(GlobalOptions global)
    {
        var file = new Argument<string>("MODEL") { Description = "The model file." };
        var command = new Command("inspect", "Say what a model file holds: learner, options, columns, training rows, report.") { file };
        global.SetAction(command, run =>
        {
            string path = run.Parsed.GetRequiredValue(file);
            ModelFileInfo info = ModelFile.Inspect(path);
            run.Output.Write(Of(path, info), json => json.InspectResult, (result, console) =>
                Print(result, result.Learner is { } form ? LearnerText.Of(form, run.Registry) : "not known", console));
        },
            "inspect a.model",
            "inspect a.model --json");
        return command;
    }

    private static InspectResult Of(string file, ModelFileInfo info) => new(
        file, new FileInfo(file).Length, info.ModelType, NearNames.Kebab(info.Kind.ToString()),
        info.Learner is { } form ? JsonElement.Parse(form) : null, info.Version, info.Saved, info.Seed,
        info.FeatureCount, info.FeatureNames is { } names ? [.. names] : null,
        info.Data is { } kinds ? [.. kinds.FeatureKinds.Select(kind => NearNames.Kebab(kind.ToString()))] : null,
        info.Labels?.Names, info.Data?.TargetName, info.Data?.RowCount, info.Data?.Hash, ReportResult.Of(info.Report), info.Notes,
        [.. info.Arrays.Select(array => new ArrayResult(array.Name, array.Type.ToString(), [.. array.Shape], array.Bytes))]);

    private static void Print(InspectResult result, string learner, IAnsiConsole console)
    {
        string Rows() => FormattableString.Invariant($"{(result.TrainingRows is { } rows ? Show.Number(rows) : "?")} × {result.Features}");
        List<(string, string)> facts =
        [
            ("file", FormattableString.Invariant($"{result.File}, {result.Bytes:N0} bytes")), ("model", result.ModelType), ("learner", learner),
            ("saved", string.Create(CultureInfo.InvariantCulture, $"{result.Saved:yyyy-MM-dd HH:mm:ss} UTC by ClassicML {result.Version}")),
            ("trained on", Rows()),
        ];
        if (result.Target is { } target) facts.Add(("target", target));
        if (result.Labels is { } labels) facts.Add(("classes", Listed(labels)));
        if (result.FeatureNames is { } names)
            facts.Add(("columns", Listed([.. names.Select((name, j) => result.FeatureKinds is { } kinds ? $"{name} ({kinds[j]})" : name)])));
        if (result.Seed is { } seed) facts.Add(("seed", Show.Number(seed)));
        if (result.DataHash is { } hash) facts.Add(("data", $"SHA-256 {hash}"));
        facts.AddRange(result.Report.Facts());
        facts.AddRange(result.Notes.Select(note => (note.Key, note.Value)));
        facts.Add(("arrays", FormattableString.Invariant($"{result.Arrays.Length}, {result.Arrays.Sum(array => array.Bytes):N0} bytes")));
        console.Write(Show.Facts([.. facts]));
    }

    private static string Listed(IReadOnlyList<string> all) =>
        string.Join(", ", all.Take(20)) + (all.Count > 20 ? FormattableString.Invariant($" and {all.Count - 20} more") : "");
}

/// <summary>What <c>inspect --json</c> prints.</summary>
internal sealed record InspectResult(
    string File, long Bytes, string ModelType, string Kind, JsonElement? Learner, string Version, DateTimeOffset Saved, int? Seed, int Features,
    string[]? FeatureNames, string[]? FeatureKinds, IReadOnlyList<string>? Labels, string? Target, int? TrainingRows, string? DataHash, ReportResult Report,
    IReadOnlyDictionary<string, string> Notes, ArrayResult[] Arrays);

/// <summary>An array of a model file.</summary>
internal sealed record ArrayResult(string Name, string Type, long[] Shape, long Bytes);
