using System.Diagnostics;
using System.Reflection;

namespace ClassicML.Benchmarks.Speed;

/// <summary>A contender that runs here. Its quality is computed outside the timed part.</summary>
internal sealed class InProcess(string name, Assembly library, IReadOnlyDictionary<string, (Action Work, Func<double> Quality)> steps) : IContender
{
    public string Name => name;

    public string Version { get; } = Machine.Version(library);

    public (double Seconds, double Quality) Run(string step, int times)
    {
        (Action work, Func<double> quality) = steps[step];
        // What others left behind is not collected in our time.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < times; i++) work();
        return (clock.Elapsed.TotalSeconds / times, quality());
    }

    public void Dispose()
    {
    }
}
