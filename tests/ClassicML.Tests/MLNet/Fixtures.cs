using ClassicML.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ClassicML.Tests.MLNet;

/// <summary>Data in ML.NET's types and in ours, with the same numbers: those of single precision.</summary>
internal static class Fixtures
{
    /// <summary>Iris in numbers of single precision, which come through ML.NET unchanged.</summary>
    public static ClassificationData Iris { get; } = Single(Datasets.Iris());

    /// <summary>Breast cancer, likewise, on columns of one scale.</summary>
    public static ClassificationData Cancer { get; } = Single(Datasets.BreastCancer());

    /// <summary>Petal width from the other three measures.</summary>
    public static RegressionData Petals
    {
        get
        {
            var x = (Matrix)Iris.Features;
            double[] width = [.. Enumerable.Range(0, x.RowCount).Select(i => x[i, 3])];
            return new RegressionData(x.SelectColumns([0, 1, 2]), width);
        }
    }

    public static ClassificationData Single(ClassificationData data) => data.WithFeatures(Single((Matrix)data.Features));

    public static Matrix Single(Matrix x) =>
        Matrix.Wrap([.. x.Span.ToArray().Select(value => (double)(float)value)], x.RowCount, x.ColumnCount).WithNames(x.ColumnNames);

    /// <summary>A column of floats.</summary>
    public static float[] Floats(IDataView view, string column) => [.. view.GetColumn<float>(column)];

    /// <summary>A column of vectors, row after row.</summary>
    public static double[] Vectors(IDataView view, string column) => view.ReadMatrix(column).Span.ToArray();

    public static float[] Rounded(IEnumerable<double> values) => [.. values.Select(value => (float)value)];
}
