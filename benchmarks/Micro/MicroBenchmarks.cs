using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

namespace ClassicML.Benchmarks.Micro;

/// <summary>Hands over to BenchmarkDotNet.</summary>
internal static class MicroBenchmarks
{
    public static int Run(string[] arguments)
    {
        BenchmarkSwitcher.FromAssembly(typeof(MicroBenchmarks).Assembly)
            .Run(arguments, DefaultConfig.Instance.WithArtifactsPath(Path.Combine(Repository.Root, "artifacts", "micro")));
        return 0;
    }
}
