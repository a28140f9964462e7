using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ClassicML.Benchmarks.Pages;
using Microsoft.ML;

namespace ClassicML.Benchmarks;

/// <summary>What a result was measured on.</summary>
internal sealed record Machine(string Cpu, int Threads, string Os, IReadOnlyDictionary<string, string> Versions)
{
    public static Machine This { get; } = new(
        CpuName(), Workers.MaxThreads, RuntimeInformation.OSDescription, new SortedDictionary<string, string>
        {
            [".NET"] = Environment.Version.ToString(),
            ["ClassicML"] = Version(typeof(Matrix).Assembly),
            ["Microsoft.ML"] = Version(typeof(MLContext).Assembly),
        });

    /// <summary>What a page says of it.</summary>
    public IEnumerable<Fact> Facts() =>
    [
        new("Processor", $"{Cpu}, vectors of {(Vector512.IsHardwareAccelerated ? "512 bits (AVX-512)" : Vector256.IsHardwareAccelerated ? "256 bits (AVX2)" : "128 bits")}"),
        new("Threads", Threads.ToString(CultureInfo.InvariantCulture)), new("System", Os), new("Versions", string.Join(", ", Versions.Select(v => $"{v.Key} {v.Value}"))),
    ];

    public static string Version(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private static string CpuName()
    {
        const string info = "/proc/cpuinfo";
        string? line = File.Exists(info) ? File.ReadLines(info).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
