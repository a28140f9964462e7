using System.CommandLine;
using System.Globalization;
using ClassicML.Benchmarks;
using ClassicML.Benchmarks.Iris;
using ClassicML.Benchmarks.Micro;
using ClassicML.Benchmarks.Mnist;
using ClassicML.Benchmarks.Readme;
using ClassicML.Benchmarks.Scale;
using ClassicML.Benchmarks.Speed;
using Spectre.Console;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
// A file or a pipe has no width of its own.
if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 140;
var root = new RootCommand("Compares ClassicML with other libraries. Without a command: all reports.");
root.SetAction((_, cancellation) => Task.Run(() => ReportCommand.RunAll(cancellation)));
root.Add(ReportCommand.Create());
root.Add(ContenderHost.Create());
root.Add(SpeedCommand.Create());
root.Add(ContenderCommand.Create());
root.Add(ScaleCommand.Create());
root.Add(ScaleWorker.Create());
root.Add(ReadmeCommand.Create());

var contender = new Argument<int>("contender");
var candidate = new Argument<int>("candidate");
var cold = new Command("iris-cold", "One fit and one prediction in a fresh process, for the Iris report.") { contender, candidate };
cold.Hidden = true;
cold.SetAction(parsed => IrisStudy.PrintCold(parsed.GetValue(contender), parsed.GetValue(candidate)));
root.Add(cold);

var rest = new Argument<string[]>("arguments") { Description = "BenchmarkDotNet's own, such as --filter '*Gemm*'.", Arity = ArgumentArity.ZeroOrMore };
var micro = new Command("micro", "Compute kernels under BenchmarkDotNet.") { rest };
micro.TreatUnmatchedTokensAsErrors = false;
micro.SetAction(parsed => MicroBenchmarks.Run([.. parsed.GetValue(rest) ?? [], .. parsed.UnmatchedTokens]));
root.Add(micro);

try
{
    // Time to end the step that runs, its processes and its files.
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(60),
    });
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("cancelled");
    return 130;
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
