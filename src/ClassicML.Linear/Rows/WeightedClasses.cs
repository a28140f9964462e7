namespace ClassicML.Linear;

/// <summary>Which classes take part in a fit: those with a row of positive weight.</summary>
internal static class WeightedClasses
{
    /// <param name="data">Labelled rows.</param>
    /// <param name="weights">The rows' weights, those of their classes in them; null for ones.</param>
    /// <param name="learner">Who fits.</param>
    /// <returns>Whether each class takes part.</returns>
    /// <exception cref="ArgumentException">Fewer than two do.</exception>
    public static bool[] Present(ClassificationData data, double[]? weights, string learner)
    {
        bool[] present = new bool[data.ClassCount];
        Mark(data, weights, present);
        return present.Count(one => one) >= 2 ? present
            : throw new ArgumentException($"{learner} needs rows of at least two classes with a weight above zero", nameof(data));
    }

    /// <summary>Marks the classes of rows of positive weight.</summary>
    public static void Mark(ClassificationData data, double[]? weights, bool[] present)
    {
        for (int i = 0; i < data.RowCount; i++)
            if (weights is null || weights[i] > 0) present[data.Codes[i]] = true;
    }
}
