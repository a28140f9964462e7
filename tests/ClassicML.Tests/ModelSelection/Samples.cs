namespace ClassicML.Tests.ModelSelection;

/// <summary>Data that several tests here take.</summary>
internal static class Samples
{
    /// <summary>Wine's alcohol from its other columns.</summary>
    public static RegressionData Alcohol()
    {
        var x = (Matrix)Datasets.Wine().Features;
        return new RegressionData(x.SelectColumns([.. Enumerable.Range(1, x.ColumnCount - 1)]), [.. Enumerable.Range(0, x.RowCount).Select(i => x[i, 0])]);
    }
}
