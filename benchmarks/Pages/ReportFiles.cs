using Spectre.Console;

namespace ClassicML.Benchmarks.Pages;

/// <summary>Writes a report's three files and says where they are.</summary>
internal static class ReportFiles
{
    public static void Write(string folder, string name, Page page, string json)
    {
        Directory.CreateDirectory(folder);
        foreach ((string extension, string text) in (ReadOnlySpan<(string, string)>)[("html", PageWriter.Html(page)), ("md", PageWriter.Markdown(page)), ("json", json)])
        {
            string path = Path.Combine(folder, $"{name}.{extension}");
            Repository.Write(path, text);
            AnsiConsole.WriteLine(Path.GetRelativePath(Environment.CurrentDirectory, path));
        }
    }
}
