namespace ClassicML.Tests.Linear;

/// <summary>Made rows for tests against plain sums: columns of mean 0 and deviation 1, classes that overlap, various weights.</summary>
internal static class LinearData
{
    /// <summary>More rows than two blocks of sums have, and not whole ones.</summary>
    public const int ManyRows = 2500;

    /// <summary>Class weights as options say them.</summary>
    public static string[] ClassWeightings { get; } = ["none", "balanced", "0=2,1=0.5"];

    /// <summary>n×p values; of the last column two thirds are zero.</summary>
    public static Matrix X(int n, int p, ulong seed = 1)
    {
        var rng = new Rng(seed);
        double[] x = new double[n * p];
        for (int at = 0; at < x.Length; at++)
        {
            double value = 3.4 * (rng.NextDouble() - 0.5);
            x[at] = at % p == p - 1 && at / p % 3 > 0 ? 0 : value;
        }
        return Matrix.Wrap(x, n, p);
    }

    /// <summary>Classes "0", "1", ... of unequal frequency, which two columns and noise decide.</summary>
    public static ClassificationData Classes(int n, int p, int classes, ulong seed = 1)
    {
        Matrix x = X(n, p, seed);
        var noise = new Rng(seed, 1);
        int[] y = new int[n];
        for (int i = 0; i < n; i++)
        {
            double score = x[i, 0] - 0.7 * x[i, p - 1] + 2 * (noise.NextDouble() - 0.5);
            y[i] = score < -0.5 ? 0 : classes == 2 || score < 0.8 ? 1 : 2;
        }
        return ClassificationData.Create(x, y);
    }

    public static RegressionData Numbers(int n, int p, bool weighted, ulong seed = 1)
    {
        Matrix x = X(n, p, seed);
        var noise = new Rng(seed, 1);
        double[] y = new double[n];
        for (int i = 0; i < n; i++) y[i] = 1 + 2 * x[i, 0] - x[i, 1] + 0.5 * x[i, p - 1] + 2 * (noise.NextDouble() - 0.5);
        return new RegressionData(x, y, weighted ? Weights(n) : []);
    }

    /// <summary>Quarters from 0.25 to 1.75, and some zeros.</summary>
    public static double[] Weights(int n) => [.. Enumerable.Range(0, n).Select(i => i % 11 == 5 ? 0 : 0.25 * (1 + i % 7))];

    /// <summary>The same rows with weights, or without.</summary>
    public static ClassificationData Weighted(this ClassificationData data, bool weighted) =>
        weighted ? data.WithWeights(Weights(data.RowCount)) : data;

    /// <summary>The rows as they are and as sparse ones.</summary>
    public static Features[] Both(Features dense) => [dense, SparseMatrix.FromDense((Matrix)dense)];

    /// <summary>The weight of each row times that of its class, from their definitions.</summary>
    public static double[] RowWeights(ClassificationData data, ClassWeights weights)
    {
        int[] codes = data.Codes.ToArray();
        double[] rows = data.Weights.IsEmpty ? [.. codes.Select(_ => 1.0)] : data.Weights.ToArray();
        double Of(int code) => weights.IsBalanced ? (double)codes.Length / (data.ClassCount * codes.Count(one => one == code))
            : weights.Named.GetValueOrDefault(data.Labels[code], 1);
        double[] classes = [.. Enumerable.Range(0, data.ClassCount).Select(Of)];
        return [.. rows.Select((weight, i) => weight * classes[codes[i]])];
    }
}
