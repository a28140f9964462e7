using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML;

namespace ClassicML.Benchmarks;

/// <summary>What a result was measured on.</summary>
internal sealed record Machine(string Cpu, int Threads, string Os, IReadOnlyDictionary<string, string> Versions)
{
    public static Machine This { get; } = new(
        CpuName(), Workers.MaxThreads, RuntimeInformation.OSDescription, new SortedDictionary<string, string>
        {
            [".NET"] = Environment.Version.ToString(),
#if ACCORD
            ["Accord"] = Version(typeof(Accord.MachineLearning.KNearestNeighbors).Assembly),
#endif
            ["ClassicML"] = Version(typeof(Matrix).Assembly),
            ["Microsoft.ML"] = Version(typeof(MLContext).Assembly),
        });

    public static string Version(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private static string CpuName()
    {
        const string info = "/proc/cpuinfo";
        string? line = File.Exists(info) ? File.ReadLines(info).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
