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

    /// <summary>Rows like texts, about of unit length: few of many words, frequent ones in all classes and some in one of them mostly. Some
    /// rows are empty, and the last tenth of the columns is.</summary>
    public static ClassificationData Texts(int classes, int rows, int words, int length, ulong seed = 1)
    {
        var rng = new Rng(seed);
        int[] starts = new int[rows + 1], y = new int[rows];
        var columns = new List<int>();
        var values = new List<double>();
        for (int i = 0; i < rows; i++)
        {
            y[i] = i % classes;
            var own = new SortedSet<int>();
            for (int k = 0; k < (i % 100 == 7 ? 0 : length); k++)
            {
                // The share of a word falls with its number, as 1 by it.
                int word = (int)Math.Exp(rng.NextDouble() * Math.Log(0.9 * words)) - 1;
                if (rng.NextDouble() < 0.3) word = Math.Min((int)(0.9 * words) - 1, word / classes * classes + y[i]);
                own.Add(word);
            }
            columns.AddRange(own);
            values.AddRange(own.Select(word => Math.Log(2 + word) / (Math.Log(2 + words) * Math.Sqrt(length))));
            starts[i + 1] = columns.Count;
        }
        return ClassificationData.Create(new SparseMatrix(starts, columns.ToArray(), values.ToArray(), words), y);
    }

    /// <summary>Rows of small whole numbers, some of them in the wrong class. Values of linear and polynomial kernels are whole numbers
    /// too, which floats hold exactly: what is recomputed in double has no other entries.</summary>
    public static ClassificationData Whole(int classes, int rows, int features, ulong seed = 1)
    {
        var rng = new Rng(seed);
        double[] x = new double[rows * features];
        int[] y = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            int place = i % classes;
            y[i] = rng.NextInt(8) == 0 ? rng.NextInt(classes) : place;
            for (int j = 0; j < features; j++) x[i * features + j] = rng.NextInt(6) - 2 + (j % classes == place ? 1 : 0);
        }
        return new ClassificationData(Matrix.Wrap(x, rows, features), y, new ClassLabels(Enumerable.Range(0, classes)));
    }
}
