using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace ClassicML.Cli.Output;

/// <summary>What a command says: its result on standard output, for people or as JSON; notes and progress on standard error.</summary>
internal sealed class CommandOutput : IDisposable
{
    private const int WidthOfPipes = 200;

    private readonly bool json, quiet;

    public CommandOutput(ParseResult parsed, GlobalOptions global)
    {
        json = parsed.GetValue(global.Json);
        quiet = parsed.GetValue(global.Quiet);
        Text = parsed.InvocationConfiguration.Output;
        Errors = parsed.InvocationConfiguration.Error;
        Progress = new ProgressLine(Errors, shown: !quiet && Errors == System.Console.Error && !System.Console.IsErrorRedirected);
    }

    /// <summary>Where results go as they are.</summary>
    public TextWriter Text { get; }

    public TextWriter Errors { get; }

    /// <summary>How far the work is, on a terminal.</summary>
    public ProgressLine Progress { get; }

    /// <summary>What was said on standard error, for the JSON object too.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Says something that the user should know of how the command line was understood.</summary>
    public void Note(string sentence)
    {
        if (Notes.Contains(sentence)) return;
        Notes.Add(sentence);
        if (quiet) return;
        Progress.Clear();
        Errors.WriteLine($"note: {sentence}");
    }

    /// <summary>Writes the result.</summary>
    /// <param name="result">What the command found.</param>
    /// <param name="type">Its JSON, which takes a while to be set up and is asked for only where it is wanted.</param>
    /// <param name="print">Shows it to people.</param>
    public void Write<T>(T result, Func<CliJson, JsonTypeInfo<T>> type, Action<T, IAnsiConsole> print)
    {
        Progress.Clear();
        if (json) Text.WriteLine(Json(result, type(CliJson.Default)));
        else if (Text == System.Console.Out && !System.Console.IsOutputRedirected) print(result, AnsiConsole.Console);
        else Plain(result, print);
    }

    // Letters of all languages stand as they are.
    private static string Json<T>(T result, JsonTypeInfo<T> type)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            JsonSerializer.Serialize(writer, result, type);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    // Another program reads lines: they have no colours, are not broken at the width of a terminal that there is none of, and end with their text.
    private void Plain<T>(T result, Action<T, IAnsiConsole> print)
    {
        using var lines = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(lines), Ansi = AnsiSupport.No });
        console.Profile.Width = WidthOfPipes;
        print(result, console);
        string text = lines.ToString().TrimEnd();
        if (text.Length > 0)
            foreach (string line in text.Split('\n')) Text.WriteLine(line.TrimEnd());
    }

    public void Dispose() => Progress.Clear();
}
