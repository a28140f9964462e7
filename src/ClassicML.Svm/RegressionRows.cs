namespace ClassicML.Svm;

/// <summary>The rows that count, in their order: weight zero takes no part.</summary>
internal sealed class RegressionRows
{
    public RegressionRows(RegressionData data)
    {
        Order = [.. Enumerable.Range(0, data.RowCount).Where(i => data.Weights.IsEmpty || data.Weights[i] > 0)];
        Targets = Pick(data.Targets, Order);
        Weights = data.Weights.IsEmpty ? [] : Pick(data.Weights, Order);
    }

    /// <summary>The row of the data that each item is.</summary>
    public int[] Order { get; }

    /// <summary>The target of each item.</summary>
    public double[] Targets { get; }

    /// <summary>The weight of each item; empty where all are 1.</summary>
    public double[] Weights { get; }

    private static double[] Pick(ReadOnlySpan<double> values, int[] rows)
    {
        double[] picked = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++) picked[i] = values[rows[i]];
        return picked;
    }
}
