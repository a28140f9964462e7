using System.CommandLine;
using ClassicML.Benchmarks.Scale;
using ClassicML.Benchmarks.Speed;

namespace ClassicML.Benchmarks.Readme;

/// <summary><c>readme</c>: makes README's table of times, and the pages of the results that are kept, from their JSON.</summary>
internal static class ReadmeCommand
{
    private const string Results = "benchmarks/results";

    public static Command Create()
    {
        var check = new Option<bool>("--check") { Description = "Change nothing; fail where README.md and the results disagree." };
        var command = new Command("readme", "Make README.md's table of times, and the pages of the results, from the JSON files in benchmarks/results.") { check };
        command.SetAction(parsed =>
        {
            string path = Path.Combine(Repository.Root, "README.md"), now = File.ReadAllText(path), wanted = Made(Repository.Root);
            if (parsed.GetValue(check))
            {
                if (now == wanted) return 0;
                Console.Error.WriteLine("README.md and benchmarks/results disagree: dotnet run --project benchmarks -- readme");
                return 1;
            }
            if (now != wanted) Repository.Write(path, wanted);
            foreach (string folder in Folders(Repository.Root))
            {
                if (File.Exists(Path.Combine(folder, SpeedOutput.JsonName)))
                    SpeedOutput.WritePages(SpeedJson.Read(Path.Combine(folder, SpeedOutput.JsonName)), folder);
                if (File.Exists(Path.Combine(folder, ScaleOutput.Json)))
                    ScaleOutput.WritePages(ScaleOutput.Read(Path.Combine(folder, ScaleOutput.Json)), folder);
            }
            return 0;
        });
        return command;
    }

    /// <summary>README.md as the results of a checkout make it.</summary>
    /// <param name="root">The checkout's folder.</param>
    /// <exception cref="InvalidDataException">The page has no place for the table, or there are no results.</exception>
    public static string Made(string root) => PerformanceTable.Apply(
        File.ReadAllText(Path.Combine(root, "README.md")),
        [.. Folders(root).Select(folder => (Folder: folder, File: Path.Combine(folder, SpeedOutput.JsonName))).Where(run => File.Exists(run.File))
            .Select(run => ($"{Results}/{Path.GetFileName(run.Folder)}", SpeedJson.Read(run.File)))]);

    private static IEnumerable<string> Folders(string root) => Directory.GetDirectories(Path.Combine(root, Results)).Order(StringComparer.Ordinal);
}
