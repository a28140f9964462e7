using BenchmarkDotNet.Attributes;
using ClassicML.Internal;

namespace ClassicML.Benchmarks.Micro;

/// <summary>Matrix products on one thread, at the shapes that families use: square, few columns, one row, a tall Gram matrix.</summary>
public class ProductBenchmarks
{
    private float[] floats = [], floatResult = [];
    private double[] doubles = [], result = [];

    [Params(16, 64, 256, 1024)]
    public int N { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var rng = new Rng(1);
        doubles = [.. Enumerable.Range(0, N * N).Select(_ => rng.NextDouble() - 0.5)];
        floats = [.. doubles.Select(x => (float)x)];
        result = new double[N * N];
        floatResult = new float[N * N];
    }

    [Benchmark]
    public void FloatGemm() => Gemm.Multiply(new MatrixView<float>(floats, N, N), new MatrixView<float>(floats, N, N), floatResult);

    [Benchmark]
    public void DoubleGemm() => Gemm.Multiply(new MatrixView<double>(doubles, N, N), new MatrixView<double>(doubles, N, N), result);

    [Benchmark]
    public void DoubleGemmOfThreeColumns() => Gemm.MultiplyTransposed(doubles, doubles.AsSpan(0, 3 * N), result.AsSpan(0, 3 * N), N, 3, N);

    [Benchmark]
    public void DoubleGemmOfOneRow() => Gemm.MultiplyTransposed(doubles.AsSpan(0, N), doubles, result.AsSpan(0, N), 1, N, N);

    [Benchmark]
    public void FloatGram() => Syrk.Gram(new MatrixView<float>(floats, N, N), floatResult);

    [Benchmark]
    public void DoubleGram() => Syrk.Gram(new MatrixView<double>(doubles, N, N), result);

    [Benchmark]
    public void Transpose() => Transposition.Copy<double>(doubles, result, N, N);
}
