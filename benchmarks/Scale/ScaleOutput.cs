using System.Text.Json;
using ClassicML.Benchmarks.Pages;

namespace ClassicML.Benchmarks.Scale;

/// <summary>The files of a run.</summary>
internal static class ScaleOutput
{
    public const string Json = "scale.json";

    public static IReadOnlyList<string> Files => ["scale.html", "scale.md", Json];

    /// <summary>Writes what there is; the numbers first, since pages can be made of them again.</summary>
    /// <exception cref="IOException">It can't be written; what was written before is there still.</exception>
    public static void Write(ScaleReport report, string folder)
    {
        Directory.CreateDirectory(folder);
        Repository.Write(Path.Combine(folder, Json), JsonSerializer.Serialize(report, ReportJson.Options) + "\n");
        WritePages(report, folder);
    }

    public static void WritePages(ScaleReport report, string folder)
    {
        Page page = ScalePage.Of(report);
        Repository.Write(Path.Combine(folder, "scale.html"), PageWriter.Html(page));
        Repository.Write(Path.Combine(folder, "scale.md"), PageWriter.Markdown(page));
    }

    /// <exception cref="InvalidDataException">The file holds no run.</exception>
    public static ScaleReport Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ScaleReport>(File.ReadAllText(path), ReportJson.Options)!;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} holds no growth measurements: {e.Message}", e);
        }
    }
}
