using System.Diagnostics;
using System.Reflection;

namespace ClassicML.Benchmarks.Speed;

/// <summary>A contender that runs here. Its quality is computed outside the timed part.</summary>
/// <param name="name">The library's name.</param>
/// <param name="library">One of its assemblies, which has the version.</param>
/// <param name="steps">The work of each step, and its quality.</param>
/// <param name="settings">What it was given; where it is null, rows of doubles and all threads.</param>
internal sealed class InProcess(
    string name, Assembly library, IReadOnlyDictionary<string, (Action Work, Func<double> Quality)> steps, string? settings = null) : IContender
{
    public string Name => name;

    public string Version { get; } = Machine.Version(library);

    public string Settings { get; } = settings ?? Rows("float64");

    /// <summary>The settings of one that has rows of this type and all threads.</summary>
    public static string Rows(string type, string? more = null) =>
        $"{type} rows, {Workers.MaxThreads} threads{(more is null ? "" : ", " + more)}";

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
}
