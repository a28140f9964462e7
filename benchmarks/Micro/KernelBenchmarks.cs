using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using ClassicML.Internal;

namespace ClassicML.Benchmarks.Micro;

/// <summary>The first compute kernels beside the runtime's own.</summary>
public class KernelBenchmarks
{
    private double[] a = [], b = [], c = [];

    [Params(8, 64, 784, 4096)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var rng = new Rng(1);
        a = [.. Enumerable.Range(0, 64 * Length).Select(_ => rng.NextDouble())];
        b = [.. Enumerable.Range(0, 64 * Length).Select(_ => rng.NextDouble())];
        c = new double[64 * 64];
    }

    [Benchmark]
    public double Dot() => Kernels.Dot(a.AsSpan(0, Length), b.AsSpan(0, Length));

    [Benchmark]
    public double TensorPrimitivesDot() => TensorPrimitives.Dot<double>(a.AsSpan(0, Length), b.AsSpan(0, Length));

    [Benchmark]
    public double SquaredDistance() => Kernels.SquaredDistance(a.AsSpan(0, Length), b.AsSpan(0, Length));

    [Benchmark]
    public void GemmOf64Rows() => Gemm.MultiplyTransposed(a, b, c, 64, 64, Length);
}
