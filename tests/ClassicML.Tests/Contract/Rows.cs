namespace ClassicML.Tests.Contract;

/// <summary>Small labelled data for the contract suite: classes that overlap a little, a column of another unit, nothing tied.</summary>
internal static class Rows
{
    public static ClassificationData Of(int classes, int rows = 90, int columns = 4, ulong seed = 1)
    {
        var rng = new Rng(seed);
        double[] x = new double[rows * columns];
        string[] y = new string[rows];
        for (int i = 0; i < rows; i++)
        {
            int k = i % classes;
            y[i] = "class " + (char)('a' + k);
            for (int j = 0; j < columns; j++) x[i * columns + j] = (j == 1 ? 100 : 1) * (Math.Sin(k * (j + 2)) + 1.5 * rng.NextDouble());
        }
        return ClassificationData.Create(Matrix.Wrap(x, rows, columns), y);
    }

    public static Matrix X(this ClassificationData data) => (Matrix)data.Features;

    public static ClassificationData With(this ClassificationData data, int row, int column, double value)
    {
        double[] x = data.X().Span.ToArray();
        x[row * data.FeatureCount + column] = value;
        return data.WithFeatures(Matrix.Wrap(x, data.RowCount, data.FeatureCount));
    }

    public static string Fail(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
}
