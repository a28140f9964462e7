namespace ClassicML.Testing;

/// <summary>Data that people have and general position leaves out: each kind by its name.</summary>
internal static class HardData
{
    private const int RowCount = 60;

    /// <summary>Kinds that every learner fits.</summary>
    public static string[] Ordinary { get; } =
    [
        "constant column first", "constant column amid", "constant column last", "constant columns of any size", "zero column",
        "duplicate columns", "opposite columns", "sum of columns", "one-hot block", "one-hot blocks and a constant", "integers of rank 2",
        "rows of zeros", "sparse zeros and ones",
        "years", "time stamps", "pressures", "wide", "many ties", "one outlier", "columns of unlike scales", "small values", "large values",
    ];

    /// <summary>Kinds that a learner may refuse in words, but whose fit never gives numbers that are not finite.</summary>
    public static string[] Extreme { get; } =
    [
        "tiny 1e-170", "tiny 1e-200", "subnormal", "tiny beside ordinary", "largest magnitudes", "one cell of the largest magnitude",
        "float.MaxValue for missing",
        "all the same", "all zero", "offset without spread",
    ];

    /// <summary>Rows of a kind, with class codes and numbers to predict that depend on them.</summary>
    public static Samples Of(string kind)
    {
        var rng = new Rng(17);
        int n = RowCount;
        double[][] x = [.. Enumerable.Range(0, n).Select(_ => new double[4])];
        int[] codes = new int[n];
        double[] targets = new double[n];
        for (int i = 0; i < n; i++)
        {
            codes[i] = i % 3;
            for (int j = 0; j < 4; j++) x[i][j] = Samples.Normal(rng) + Math.Sin(codes[i] * (j + 2));
            targets[i] = x[i][0] - 2 * x[i][1] + 0.1 * Samples.Normal(rng);
        }
        double[][] z = [.. x.Select(row => row.ToArray())];
        Each((i, row) =>
        {
            int level = rng.NextInt(3);
            return kind switch
            {
                "constant column first" => [5, row[1], row[2], row[3]],
                "constant column amid" => [row[0], 0.1, row[2], row[3]],
                "constant column last" => [row[0], row[1], row[2], -7],
                "constant columns of any size" => [1e-9, row[1], 1e9, row[3]],
                "zero column" => [0, row[1], row[2], row[3]],
                "duplicate columns" => [row[0], row[1], row[0], row[1]],
                "opposite columns" => [row[0], -row[0], row[2], -row[2]],
                "sum of columns" => [row[0], row[1], row[0] + row[1], row[3]],
                "one-hot block" => [level == 0 ? 1 : 0, level == 1 ? 1 : 0, level == 2 ? 1 : 0, row[3]],
                "one-hot blocks and a constant" => [i % 2, 1 - i % 2, level == 0 ? 1 : 0, 1],
                "integers of rank 2" => Rank2(rng.NextInt(4), rng.NextInt(5)),
                "rows of zeros" => i % 4 == 0 ? [0, 0, 0, 0] : row,
                "sparse zeros and ones" => [Bit(8), Bit(8), Bit(30), Bit(3)],
                "years" => [Math.Round(2015 + 5 * row[0]), row[1], row[2], row[3]],
                "time stamps" => [1.7e9 + 86400 * row[0], row[1], row[2], row[3]],
                "pressures" => [101325 + 300 * row[0], 2015 + row[1], 1e5 + row[2], row[3]],
                "wide" => [.. Enumerable.Range(0, 90).Select(j => Samples.Normal(rng) + Math.Sin(i % 3 * j))],
                "many ties" => [Math.Round(row[0]), Math.Round(row[1]), Math.Round(row[2]), Math.Round(row[3])],
                "one outlier" => i == 7 ? [1e6, row[1], row[2], row[3]] : row,
                "columns of unlike scales" => [1e-8 * row[0], 1e8 * row[1], row[2], 1e3 * row[3]],
                "small values" => [1e-8 * row[0], 1e-8 * row[1], 1e-8 * row[2], 1e-8 * row[3]],
                "large values" => [1e8 * row[0], 1e8 * row[1], 1e8 * row[2], 1e8 * row[3]],
                "tiny 1e-170" => [1e-170 * row[0], 1e-170 * row[1], 1e-170 * row[2], 1e-170 * row[3]],
                "tiny 1e-200" => [1e-200 * row[0], 1e-200 * row[1], 1e-200 * row[2], 1e-200 * row[3]],
                "subnormal" => [5e-324 * rng.NextInt(9), 5e-324 * rng.NextInt(9), 0, 5e-324],
                "tiny beside ordinary" => [1e-200 * row[0], row[1], row[2], 1e-170 * row[3]],
                "largest magnitudes" => [.. row.Select(value => 1e75 * Math.Tanh(value))],
                "one cell of the largest magnitude" => [i == 7 ? 1e75 : row[0], row[1], row[2], row[3]],
                "float.MaxValue for missing" => [i % 5 == 0 ? -float.MaxValue : row[0], row[1], row[2], row[3]],
                "all the same" => [3, 3, 3, 3],
                "all zero" => [0, 0, 0, 0],
                "offset without spread" => [1e9 + 1e-7 * rng.NextInt(3), 1e15 + 0.125 * rng.NextInt(3), 1, 2],
                _ => throw new ArgumentException(kind, nameof(kind)),
            };
        });
        return new Samples(new Matrix(x), codes, targets);

        void Each(Func<int, double[], double[]> make)
        {
            for (int i = 0; i < n; i++) x[i] = make(i, z[i]);
        }

        double Bit(int odds) => rng.NextInt(odds) == 0 ? 1 : 0;

        static double[] Rank2(int a, int b) => [a, 2 * a + b, b, a - b];
    }
}
