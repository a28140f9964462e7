namespace ClassicML.Tests.Contract;

/// <summary>Small labelled data for the contract suite: classes that overlap a little, a column of another unit, nothing tied.</summary>
internal static class Rows
{
    public static ClassificationData Of(int classes, int rows = 90, int columns = 4, ulong seed = 1) =>
        Samples.OfClasses(classes, rows, columns, seed).Classes;

    /// <summary>The same rows with a number to predict: a smooth function of the columns and some noise.</summary>
    public static RegressionData Numbers(int rows =
        90, int columns = 4, ulong seed = 1) => Samples.OfClasses(3, rows, columns, seed).Numbers;

    /// <summary>The same rows with those of the third class as outliers.</summary>
    public static OutlierData Outliers(int rows = 90) => Samples.OfClasses(3, rows).Outliers;

    /// <summary>Magnitudes for values; none is zero.</summary>
    public static Samples Positive(this Samples samples) => samples with
    {
        X = Matrix.Wrap([.. ((Matrix)samples.X).Span.ToArray().Select(value => Math.Max(Math.Abs(value), 0.01))], samples.Count, samples.X.ColumnCount),
    };

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
