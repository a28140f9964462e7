using System.CommandLine;
using System.Globalization;
using ClassicML.Benchmarks.Iris;
using ClassicML.Benchmarks.Micro;
using ClassicML.Benchmarks.Mnist;
using ClassicML.Benchmarks.Speed;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var root = new RootCommand("Compares ClassicML with other libraries. Without a command: the Iris report.");
root.SetAction((_, cancellation) => Task.FromResult(IrisCommand.Run(cancellation)));
var report = new Command("report", "One of the reports.") { MnistCommand.Create() };
root.Add(report);
root.Add(ContenderHost.Create());
root.Add(SpeedCommand.Create());
root.Add(SpeedCommand.CreateMemory());

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
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        // What was measured before a Ctrl-C is still written.
        ProcessTerminationTimeout = TimeSpan.FromSeconds(60),
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
