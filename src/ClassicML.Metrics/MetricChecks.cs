using System.Globalization;

namespace ClassicML.Metrics;

/// <summary>What every metric asks of its arguments.</summary>
internal static class MetricChecks
{
    /// <summary>Refuses no rows, and weights that are not one for each row, finite, not negative and not all zero.</summary>
    /// <returns>The weights as metrics are to read them.</returns>
    public static RowWeights Rows(int rowCount, ReadOnlySpan<double> weights)
    {
        if (rowCount == 0) throw new ArgumentException("a metric needs at least one row");
        if (weights.IsEmpty) return new RowWeights(weights);
        Check.Length(weights.Length, rowCount, nameof(weights), "row");
        bool any = false;
        for (int i = 0; i < weights.Length; i++)
        {
            if (!Interval.NonNegative.Contains(weights[i]))
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"row {i} has weight {weights[i]}; weights must be finite and at least 0"),
                    nameof(weights));
            any |= weights[i] > 0;
        }
        if (!any) throw new ArgumentException("every weight is zero; at least one row must count", nameof(weights));
        return new RowWeights(weights);
    }

    public static void Codes(ReadOnlySpan<int> codes, int classCount, string name)
    {
        for (int i = 0; i < codes.Length; i++)
            if ((uint)codes[i] >= (uint)classCount)
                throw new ArgumentOutOfRangeException(name, $"row {i} has class code {codes[i]}; codes must be in [0, {classCount})");
    }

    public static void Finite(ReadOnlySpan<double> values, string name)
    {
        for (int i = 0; i < values.Length; i++)
            if (!double.IsFinite(values[i]))
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"row {i} of {name} is {values[i]}; values must be finite"), name);
    }

    public static void NotNaN(Matrix scores)
    {
        for (int i = 0; i < scores.RowCount; i++)
            foreach (double score in scores.Row(i))
                if (double.IsNaN(score)) throw NoPlace(i, nameof(scores));
    }

    public static void NotNaN(ReadOnlySpan<double> scores)
    {
        for (int i = 0; i < scores.Length; i++)
            if (double.IsNaN(scores[i]))
                throw NoPlace(i, nameof(scores));
    }

    private static ArgumentException NoPlace(int row, string name) => new($"row {row} has score NaN, which has no place in an order", name);
}
