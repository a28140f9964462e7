namespace ClassicML.Preprocessing;

/// <summary>Numbers of columns.</summary>
internal static class ColumnNumbers
{
    /// <summary>Returns them when they ascend and are columns.</summary>
    /// <exception cref="ArgumentException">One is outside, or does not ascend.</exception>
    public static int[] Ascending(int[] columns, int featureCount, string name)
    {
        for (int k = 0; k < columns.Length; k++)
        {
            Check.Within(columns[k], new Interval(0, featureCount - 1), name);
            if (k > 0 && columns[k] <= columns[k - 1]) throw new ArgumentException($"{name} must ascend", name);
        }
        return columns;
    }
}
