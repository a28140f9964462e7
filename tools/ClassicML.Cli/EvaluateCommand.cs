using System.CommandLine;
using ClassicML.Wire;
using Spectre.Console;

namespace ClassicML.Cli;

/// <summary><c>classicml evaluate</c>: fits one learner and says how well and how fast it does.</summary>
internal static class EvaluateCommand
{
    /// <param name="registry">The learners by name.</param>
    /// <param name="clock">What the fit and the prediction are timed by; null for that of the system.</param>
    public static Command Create(WireRegistry registry, TimeProvider? clock = null)
    {
        var model = new Option<string>("--model") { Description = "The learner, as 'classicml models' names it.", Required = true, HelpName = "NAME" };
        var set = new Option<string[]>("--set") { Description = "An option of the learner; may come several times.", HelpName = "NAME=VALUE" };
        var scale = new Option<string?>("--scale") { Description = "Scale the features first: standard or min-max.", HelpName = "SCALER" };
        var train = new Option<string?>("--train") { Description = "The rows to fit on.", HelpName = "FILE" };
        var test = new Option<string?>("--test") { Description = "The rows to test on. Default: a share of those of --train.", HelpName = "FILE" };
        var trainLabels = new Option<string?>("--train-labels") { Description = "For IDX, the labels. Default: the file named alike.", HelpName = "FILE" };
        var testLabels = new Option<string?>("--test-labels") { Description = "For IDX, the labels of the test rows.", HelpName = "FILE" };
        var format = new Option<string?>("--format") { Description = "csv, libsvm or idx. Default: by the file's name." };
        format.AcceptOnlyFromAmong(DataArguments.Formats);
        var encoding = new Option<string?>("--encoding") { Description = "For CSV, the encoding, such as latin1 or windows-1252. Default: utf-8.", HelpName = "NAME" };
        var target = new Option<string?>("--target") { Description = "For CSV, the class column: its name or number from 0. Default: the last.", HelpName = "COLUMN" };
        var data = new Option<string?>("--data") { Description = $"A data set instead of files: {string.Join(", ", Datasets.Names)}.", HelpName = "NAME" };
        var testShare = new Option<double>("--test-share") { Description = "The share of rows held out to test on.", DefaultValueFactory = _ => 0.25 };
        var threads = new Option<int>("--threads") { Description = "The most threads. Default: all processors." };
        var seed = new Option<int>("--seed") { Description = "Of the held-out share, and of the learner where it has a seed." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var predictions = new Option<string?>("--predictions") { Description = "Write the predicted label of each test row, a line each.", HelpName = "FILE" };
        var command = new Command("evaluate", "Fit a learner and measure it on rows it has not seen.")
        {
            model, set, scale, data, train, test, trainLabels, testLabels, format, encoding, target, testShare, threads, seed, json, predictions,
        };
        command.SetAction((parsed, cancellation) =>
        {
            int count = parsed.GetValue(threads);
            if (parsed.GetResult(threads) is { Implicit: false }) Workers.MaxThreads = Check.Positive(count, "--threads");
            var source = new DataArguments(
                parsed.GetValue(data), parsed.GetValue(train), parsed.GetValue(test), parsed.GetValue(trainLabels), parsed.GetValue(testLabels),
                parsed.GetValue(format), parsed.GetValue(target), parsed.GetValue(testShare), parsed.GetValue(seed), parsed.GetValue(encoding));
            int? learnerSeed = parsed.GetResult(seed) is { Implicit: false } ? source.Seed : null;
            var learner = LearnerArguments.Build(registry, parsed.GetRequiredValue(model), parsed.GetValue(set) ?? [], parsed.GetValue(scale), learnerSeed);
            Evaluation evaluation = Watched(
                parsed.GetValue(json), (status, fitting) => Evaluation.Run(learner, source, status, fitting, clock ?? TimeProvider.System, cancellation));
            if (parsed.GetValue(predictions) is { } file) evaluation.WritePredictions(file);
            if (parsed.GetValue(json)) parsed.InvocationConfiguration.Output.WriteLine(evaluation.ToJson());
            else evaluation.Print(CommandLine.ConsoleOf(parsed));
            return Task.FromResult(CommandLine.Done);
        });
        return command;
    }

    // A person sees what is going on, on standard error; a program that reads JSON does not.
    private static Evaluation Watched(bool quiet, Func<IProgress<DownloadProgress>, IProgress<FitProgress>, Evaluation> run)
    {
        if (quiet || Console.IsErrorRedirected) return run(new Sink<DownloadProgress>(_ => { }), new Sink<FitProgress>(_ => { }));
        IAnsiConsole errors = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return errors.Status().Start("reading", context => run(
            new Sink<DownloadProgress>(p => context.Status($"downloading {p.File.EscapeMarkup()}: {p.BytesReceived / 1e6:F1} MB")),
            new Sink<FitProgress>(p => context.Status($"{p.Stage.EscapeMarkup()} {p.Done}{(p.Total > 0 ? $" of {p.Total}" : "")}"))));
    }

    private sealed class Sink<T>(Action<T> receive) : IProgress<T>
    {
        public void Report(T value) => receive(value);
    }
}
