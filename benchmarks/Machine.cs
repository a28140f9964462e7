using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ClassicML.Benchmarks.Pages;
using ClassicML.Internal;
using Microsoft.ML;

namespace ClassicML.Benchmarks;

/// <summary>What a result was measured on.</summary>
/// <param name="Cpu">The processor's name.</param>
/// <param name="Vector">The widest vectors that our kernels use.</param>
/// <param name="Threads">How many threads each contender may use.</param>
/// <param name="Os">The operating system.</param>
/// <param name="Versions">The versions of the runtime and of the libraries in this process.</param>
internal sealed record Machine(string Cpu, string Vector, int Threads, string Os, IReadOnlyDictionary<string, string> Versions)
{
    public static Machine This { get; } = new(
        CpuName(), VectorName(), Workers.MaxThreads, RuntimeInformation.OSDescription, new SortedDictionary<string, string>
        {
            [".NET"] = Environment.Version.ToString(),
#if ACCORD
            ["Accord"] = Version(typeof(Accord.MachineLearning.KNearestNeighbors).Assembly),
#endif
            ["ClassicML"] = Version(typeof(Matrix).Assembly),
            ["Microsoft.ML"] = Version(typeof(MLContext).Assembly),
        });

    /// <summary>The name of its folder among the results: the letters and digits of processor and vectors.</summary>
    public string Slug => string.Join('-', $"{Cpu} {Vector.Replace("-", "", StringComparison.Ordinal)}".ToLowerInvariant()
        .Split([.. " ()@.,/-_"], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Processor, vectors, threads, system and versions in a line.</summary>
    public string Summary =>
        $"{Cpu} ({Vector}), {Threads} {(Threads == 1 ? "thread" : "threads")}, {Os}; {string.Join(", ", Versions.Select(v => $"{v.Key} {v.Value}"))}";

    /// <summary>The same as a list for a page.</summary>
    public IEnumerable<Fact> Facts() =>
    [
        new("processor", Cpu), new("vectors", Vector), new("threads", Threads.ToString(CultureInfo.InvariantCulture)), new("system", Os),
        .. Versions.Select(version => new Fact(version.Key, version.Value)),
    ];

    public bool Equals(Machine? other) => other is not null && Summary == other.Summary;

    public override int GetHashCode() => Summary.GetHashCode(StringComparison.Ordinal);

    public static string Version(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private static string CpuName()
    {
        const string info = "/proc/cpuinfo";
        string? line = File.Exists(info) ? File.ReadLines(info).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string VectorName() => !KernelVariant.IsVector ? "scalar"
        : Vector512.IsHardwareAccelerated && KernelVariant.Is512 ? "AVX-512" : Vector512.IsHardwareAccelerated ? "AVX-512, products in AVX2" : "AVX2";
}
