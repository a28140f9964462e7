namespace ClassicML.Neighbors;

/// <summary>Training rows without those of weight zero, which would take the places of neighbours that count.</summary>
internal static class CountedRows
{
    public static ClassificationData Of(ClassificationData data) => Numbers(data.Weights) is { } counted ? data.SelectRows(counted) : data;

    public static RegressionData Of(RegressionData data) => Numbers(data.Weights) is { } counted ? data.SelectRows(counted) : data;

    // Null where every row counts.
    private static int[]? Numbers(ReadOnlySpan<double> weights)
    {
        if (!weights.Contains(0)) return null;
        var counted = new List<int>();
        for (int i = 0; i < weights.Length; i++)
            if (weights[i] > 0) counted.Add(i);
        return [.. counted];
    }
}
