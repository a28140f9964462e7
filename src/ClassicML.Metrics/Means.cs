namespace ClassicML.Metrics;

/// <summary>The mean of what each row costs.</summary>
internal static class Means
{
    /// <summary>Σ sᵢvᵢ / Σ sᵢ of values that are at least 0, infinity allowed. Rows of weight zero don't count, whatever their value.</summary>
    public static double Of(ReadOnlySpan<double> values, RowWeights weights)
    {
        double largest = 0;
        for (int i = 0; i < values.Length; i++)
            if (weights[i] > 0) largest = Math.Max(largest, values[i]);
        if (double.IsInfinity(largest)) return largest;
        int scale = RegressionMetrics.ScaleOf(largest);
        CompensatedSum sum = default, weight = default;
        for (int i = 0; i < values.Length; i++)
        {
            if (weights[i] == 0) continue;
            sum.Add(weights[i] * RegressionMetrics.Scaled(values[i], scale));
            weight.Add(weights[i]);
        }
        return RegressionMetrics.Scaled(sum.Value / weight.Value, -scale);
    }
}
