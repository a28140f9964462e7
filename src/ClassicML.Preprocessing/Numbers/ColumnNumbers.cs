using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>Numbers of columns that are kept.</summary>
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

    /// <summary>Their names, or null where there are none.</summary>
    public static ImmutableArray<string>? Names(ImmutableArray<string>? names, int[] columns) =>
        names is { } all ? [.. columns.Select(j => all[j])] : null;

    /// <summary>These columns of rows of any storage, by the names that they had at the fit, where they had some.</summary>
    public static Features Select(Features x, int[] columns, ImmutableArray<string>? names) =>
        names is { } all ? x.SelectColumns(columns).WithNames(all) : x.SelectColumns(columns);
}
