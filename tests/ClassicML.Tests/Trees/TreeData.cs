namespace ClassicML.Tests.Trees;

internal static class TreeData
{
    /// <summary>Three overlapping classes; every third column has only a few values.</summary>
    public static ClassificationData Noisy(int rows, int columns, bool weighted)
    {
        var rng = new Rng(7);
        double[] x = new double[rows * columns], weights = new double[rows];
        int[] y = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            y[i] = rng.NextInt(3);
            weights[i] = rng.NextInt(5) == 0 ? 0 : 0.1 + rng.NextDouble();
            for (int j = 0; j < columns; j++)
            {
                double value = rng.NextDouble() + rng.NextDouble() + (j % 3 == y[i] ? 0.5 : 0);
                x[i * columns + j] = j % 3 == 2 ? Math.Floor(4 * value) : value;
            }
        }
        ClassificationData data = ClassificationData.Create(Matrix.Wrap(x, rows, columns), y);
        return weighted ? data.WithWeights(weights) : data;
    }

    /// <summary>One column of values with a class each.</summary>
    public static ClassificationData Column(double[] values, int[] classes) =>
        ClassificationData.Create(new Matrix(values, values.Length, 1), classes);
}
