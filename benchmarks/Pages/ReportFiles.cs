using Spectre.Console;

namespace ClassicML.Benchmarks.Pages;

/// <summary>Writes a report's three files and says where they are.</summary>
internal static class ReportFiles
{
    // The smallest first: where the disk is full, the numbers are there.
    public static void Write(string folder, string name, Page page, string json)
    {
        Directory.CreateDirectory(folder);
        foreach ((string extension, string text) in (ReadOnlySpan<(string, string)>)
            [("json", json), ("md", PageWriter.Markdown(page)), ("html", PageWriter.Html(page))])
        {
            string path = Path.Combine(folder, $"{name}.{extension}");
            Repository.Write(path, text);
            AnsiConsole.WriteLine(Path.GetRelativePath(Environment.CurrentDirectory, path));
        }
    }
}
