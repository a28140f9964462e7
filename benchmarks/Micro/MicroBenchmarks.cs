using BenchmarkDotNet.Running;

namespace ClassicML.Benchmarks.Micro;

/// <summary>Hands over to BenchmarkDotNet.</summary>
internal static class MicroBenchmarks
{
    public static int Run(string[] arguments)
    {
        BenchmarkSwitcher.FromAssembly(typeof(MicroBenchmarks).Assembly).Run(arguments);
        return 0;
    }
}
