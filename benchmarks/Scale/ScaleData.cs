using ClassicML.Benchmarks.Speed.Peers;

namespace ClassicML.Benchmarks.Scale;

/// <summary>Rows of any number and width with the same rule: two classes by four of eight hidden factors, which the columns show with noise.</summary>
internal static class ScaleData
{
    /// <summary>How many rows there are to predict, whatever the number of rows to fit on.</summary>
    public const int TestRows = 2000;

    private const int FactorCount = 8, BlockSize = 1000;

    /// <summary>Equal arguments give equal rows, and fewer rows are the first of more.</summary>
    /// <param name="rows">How many to fit on.</param>
    /// <param name="features">How many columns, at least 8.</param>
    public static (ClassificationData Train, ClassificationData Test) Of(int rows, int features) => (Rows(17, rows, features), Rows(18, TestRows, features));

    public static void Write(string folder, (ClassificationData Train, ClassificationData Test) data)
    {
        NpyFile.Write(Path.Combine(folder, "x_train.npy"), (Matrix)data.Train.Features);
        NpyFile.Write(Path.Combine(folder, "y_train.npy"), data.Train.Codes);
        NpyFile.Write(Path.Combine(folder, "x_test.npy"), (Matrix)data.Test.Features);
        NpyFile.Write(Path.Combine(folder, "y_test.npy"), data.Test.Codes);
    }

    private static ClassificationData Rows(ulong seed, int rows, int features)
    {
        double[] x = new double[rows * features];
        int[] y = new int[rows];
        Workers.ForBlocks(rows, BlockSize, Workers.MaxThreads, (start, end) =>
        {
            var rng = new Rng(seed, (ulong)start);
            Span<double> factors = stackalloc double[FactorCount];
            for (int i = start; i < end; i++)
            {
                foreach (ref double factor in factors) factor = 2 * rng.NextDouble() - 1;
                double score = factors[0] - factors[1] + 0.5 * factors[2] + factors[0] * factors[3] + 0.6 * (rng.NextDouble() - 0.5);
                y[i] = score > 0 ? 1 : 0;
                // Factors differ in size, so that principal components are apart from one another.
                for (int j = 0; j < features; j++) x[i * features + j] = (1 - 0.08 * (j % FactorCount)) * factors[j % FactorCount] + rng.NextDouble() - 0.5;
            }
        });
        return new ClassificationData(Matrix.Wrap(x, rows, features), y, new ClassLabels([0, 1]));
    }
}
