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

    /// <summary>The same rows with a number to predict: a smooth function of the columns and some noise.</summary>
    public static RegressionData Numbers(int rows = 90, int columns = 4, ulong seed = 1)
    {
        Features x = Of(3, rows, columns, seed).Features;
        var rng = new Rng(seed + 1);
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) y[i] = Math.Sin(((Matrix)x)[i, 0]) + 0.01 * ((Matrix)x)[i, Math.Min(1, columns - 1)] + 0.1 * rng.NextDouble();
        return new RegressionData(x, y);
    }

    /// <summary>The same rows with those of the third class as outliers.</summary>
    public static OutlierData Outliers(int rows = 90) => OutlierData.Of(Of(3, rows), "class c");

    public static Matrix X(this RegressionData data) => (Matrix)data.Features;

    public static RegressionData With(this RegressionData data, int row, int column, double value)
    {
        double[] x = data.X().Span.ToArray();
        x[row * data.FeatureCount + column] = value;
        return data.WithFeatures(Matrix.Wrap(x, data.RowCount, data.FeatureCount));
    }

    public static Matrix X(this ClassificationData data) => (Matrix)data.Features;

    public static ClassificationData With(this ClassificationData data, int row, int column, double value)
    {
        double[] x = data.X().Span.ToArray();
        x[row * data.FeatureCount + column] = value;
        return data.WithFeatures(Matrix.Wrap(x, data.RowCount, data.FeatureCount));
    }
}
