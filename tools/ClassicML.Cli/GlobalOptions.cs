using System.CommandLine;
using ClassicML.Cli.Output;
using ClassicML.Wire;

namespace ClassicML.Cli;

/// <summary>The options that every command has, and what all stand on.</summary>
/// <param name="registry">The learners by name.</param>
/// <param name="clock">What fits and predictions are timed by.</param>
internal sealed class GlobalOptions(WireRegistry registry, TimeProvider clock)
{
    private readonly Dictionary<Command, string[]> examples = [];

    public WireRegistry Registry => registry;

    public TimeProvider Clock => clock;

    public Option<bool> Json { get; } = new("--json") { Description = "Print one JSON object.", Recursive = true };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No notes and no progress on standard error.", Recursive = true };

    public Option<int?> Threads { get; } = new("--threads") { Description = "The most threads. Default: all processors.", Recursive = true, HelpName = "N" };

    public Option<bool> Debug { get; } = new("--debug") { Description = "Show where in the program an error arose.", Recursive = true };

    public Option<string?> Config { get; } =
        new("--config") { Description = "Take options from a JSON file; those given here come before it.", Recursive = true, HelpName = "FILE" };

    public Option<string?> WriteConfig { get; } =
        new("--write-config") { Description = "Write the options given to a JSON file for --config.", Recursive = true, HelpName = "FILE" };

    public void AddTo(Command root)
    {
        root.Options.Add(Json);
        root.Options.Add(Quiet);
        root.Options.Add(Threads);
        root.Options.Add(Config);
        root.Options.Add(WriteConfig);
        root.Options.Add(Debug);
    }

    /// <summary>What was typed, with the options of --config before it.</summary>
    public ParseResult Configured(ParseResult parsed, IReadOnlyList<string> args) =>
        parsed.GetValue(Config) is { } file ? parsed.RootCommandResult.Command.Parse(ConfigFile.Expand(file, parsed, args)) : parsed;

    /// <summary>Command lines of a command for its help, without the word <c>classicml</c>.</summary>
    public string[] Examples(Command command) => examples.GetValueOrDefault(command, []);

    /// <summary>Says what a command does, and how it is typed.</summary>
    public void SetAction(Command command, Action<Invocation> run, params string[] examples)
    {
        this.examples[command] = examples;
        SetAction(command, run);
    }

    private void SetAction(Command command, Action<Invocation> run) => command.SetAction((parsed, cancellation) =>
    {
        if (parsed.GetValue(Threads) is { } count) Workers.MaxThreads = Check.Positive(count, "--threads");
        if (parsed.GetValue(WriteConfig) is { } file) ConfigFile.Write(file, parsed);
        using var output = new CommandOutput(parsed, this);
        run(new Invocation(parsed, this, output, cancellation));
        return Task.FromResult(CommandLine.Done);
    });
}

/// <summary>One run of a command.</summary>
/// <param name="Parsed">What was typed.</param>
/// <param name="Global">What all commands share.</param>
/// <param name="Output">Where results, notes and progress go.</param>
/// <param name="Cancellation">Ends the run: Ctrl-C.</param>
internal sealed record Invocation(ParseResult Parsed, GlobalOptions Global, CommandOutput Output, CancellationToken Cancellation)
{
    public WireRegistry Registry => Global.Registry;

    /// <summary>The context of a fit that is shown and can be interrupted.</summary>
    public FitContext Context => new() { Cancellation = Cancellation, Progress = Output.Progress };

    /// <summary>Does some work and says how long it took.</summary>
    public (T Result, double Seconds) Timed<T>(Func<T> work)
    {
        long start = Global.Clock.GetTimestamp();
        T result = work();
        return (result, Global.Clock.GetElapsedTime(start).TotalSeconds);
    }
}
