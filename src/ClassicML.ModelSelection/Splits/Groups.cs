namespace ClassicML.ModelSelection;

/// <summary>The groups of rows, renumbered 0…G-1 in ascending order of the numbers that the data has.</summary>
internal readonly record struct Groups(int[] OfRow, int Count)
{
    /// <exception cref="ArgumentException">There are no groups, or not one for each row.</exception>
    public static Groups Of(int rowCount, ReadOnlySpan<int> groups, string reader)
    {
        if (groups.IsEmpty) throw new ArgumentException($"{reader} needs data with groups: see ClassificationData.WithGroups", nameof(groups));
        Check.Length(groups.Length, rowCount, nameof(groups), "row");
        int[] distinct = [.. new SortedSet<int>(groups.ToArray())];
        int[] ofRow = new int[rowCount];
        for (int i = 0; i < rowCount; i++) ofRow[i] = Array.BinarySearch(distinct, groups[i]);
        return new Groups(ofRow, distinct.Length);
    }
}
