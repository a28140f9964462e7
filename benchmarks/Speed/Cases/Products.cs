using System.Numerics;
using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Internal;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Square matrix products in float and double: A·B, or XᵀX. Steps are named f32-512.</summary>
internal sealed class Products(string name, bool syrk, int[] sizes) : SpeedCase
{
    public static IEnumerable<Products> Every =>
    [
        new("gemm", false, [64, 128, 256, 512, 1024]), new("gemm-large", false, [2048, 4096]),
        new("syrk", true, [64, 128, 256, 512, 1024]), new("syrk-large", true, [2048, 4096]),
    ];

    public override Family Family => Family.Products;

    public override string Name => name;

    public override string Summary => $"{(syrk ? "XᵀX" : "A·B")}, square, float and double, {Workers.MaxThreads} threads each";

    // The check is a mean of n elements of about √n/12, each within some 30 roundings of its terms.
    public override IReadOnlyList<(string, string, double)> Steps =>
        [.. sizes.SelectMany(n => ((string, string, double)[])[($"f32-{n}", "probe", 1e-4), ($"f64-{n}", "probe", 1e-12)])];

    public override IReadOnlyList<CasePeer> Peers =>
    [
        PeerNames.ScikitLearn,
        new(PeerNames.MathNet, () => sizes[^1] <= 1024
            ? MathNetProducts.Create(syrk, sizes)
            : throw new PeerAbsentException("it would take minutes")),
    ];

    public override IContender Ours()
    {
        var steps = new Dictionary<string, (Action, Func<double>)>();
        foreach (int n in sizes)
        {
            steps[$"f32-{n}"] = Step<float>(n);
            steps[$"f64-{n}"] = Step<double>(n);
        }
        return new InProcess("ClassicML", typeof(Gemm).Assembly, steps, Settings);
    }

    public override void WriteData(string folder)
    {
    }

    /// <summary>What every side has.</summary>
    public static string Settings => $"row-major, {Workers.MaxThreads} threads";

    /// <summary>n² numbers in [-½, ½), a formula of their positions, so that no file is needed.</summary>
    public static T[] Numbers<T>(int n, bool second) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] numbers = new T[n * n];
        uint shift = second ? (uint)(n * n) + 1 : 1;
        for (uint i = 0; i < numbers.Length; i++)
            numbers[i] = T.CreateTruncating(unchecked((i + shift) * 2654435761u) / 4294967296.0 - 0.5);
        return numbers;
    }

    /// <summary>A mean of one element of each row, weighted by row.</summary>
    public static double Probe(int n, Func<int, int, double> element)
    {
        double sum = 0;
        for (int i = 0; i < n; i++) sum += element(i, (7 * i + 3) % n) * (1 + i % 3);
        return sum / n;
    }

    private (Action, Func<double>) Step<T>(int n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] a = [], b = [], c = [];
        return (() =>
        {
            if (a.Length == 0) (a, b, c) = (Numbers<T>(n, false), Numbers<T>(n, true), new T[n * n]);
            var left = new MatrixView<T>(a, n, n);
            if (syrk) Syrk.Gram(left, c, threads: Workers.MaxThreads);
            else Gemm.Multiply(left, new MatrixView<T>(b, n, n), c, Workers.MaxThreads);
        }, () => Probe(n, (i, j) => double.CreateTruncating(c[i * n + j])));
    }
}
