namespace ClassicML.Tests.Svm;

internal static class SvmData
{
    /// <summary>Overlapping clouds.</summary>
    public static ClassificationData Blobs(int classes, int rows, int features, ulong seed = 1)
    {
        var rng = new Rng(seed);
        double[] x = new double[rows * features];
        int[] y = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            y[i] = i % classes;
            for (int j = 0; j < features; j++) x[i * features + j] = (j % classes == y[i]
                ? 1.5 : 0) + 2 * rng.NextDouble() + rng.NextDouble();
        }
        return ClassificationData.Create(Matrix.Wrap(x, rows, features), y);
    }
}
