using ClassicML.Benchmarks.Speed.Cases;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace ClassicML.Benchmarks.Speed.Peers;

/// <summary>MathNet.Numerics' matrix products, by its managed provider.</summary>
internal static class MathNetProducts
{
    public static IContender Create(bool syrk, int[] sizes)
    {
        Control.UseManaged();
        Control.MaxDegreeOfParallelism = Workers.MaxThreads;
        var steps = new Dictionary<string, (Action, Func<double>)>();
        foreach (int n in sizes)
        {
            steps[$"f32-{n}"] = Step(syrk, n, Products.Numbers<float>, (values, i, j) => values[i, j]);
            steps[$"f64-{n}"] = Step(syrk, n, Products.Numbers<double>, (values, i, j) => values[i, j]);
        }
        return new InProcess("MathNet.Numerics", typeof(Control).Assembly, steps, $"column-major, {Workers.MaxThreads} threads, managed provider");
    }

    private static (Action, Func<double>) Step<T>(bool syrk, int n, Func<int, bool, T[]> numbers, Func<Matrix<T>, int, int, double> element)
        where T : struct, IEquatable<T>, IFormattable
    {
        Matrix<T>? a = null, b = null, c = null;
        return (() =>
        {
            a ??= Matrix<T>.Build.DenseOfRowMajor(n, n, numbers(n, false));
            b ??= Matrix<T>.Build.DenseOfRowMajor(n, n, numbers(n, true));
            c ??= Matrix<T>.Build.Dense(n, n);
            if (syrk) a.TransposeThisAndMultiply(a, c);
            else a.Multiply(b, c);
        }, () => Products.Probe(n, (i, j) => element(c!, i, j)));
    }
}
