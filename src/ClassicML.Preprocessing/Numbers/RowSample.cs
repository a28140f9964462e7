namespace ClassicML.Preprocessing;

/// <summary>Some rows of many, each subset of that size equally likely.</summary>
internal static class RowSample
{
    /// <summary>All rows where there are no more than that, else so many of them in their order.</summary>
    public static Matrix Of(Matrix x, int? count, int seed)
    {
        if (!(x.RowCount > count)) return x;
        int[] rows = new Rng((ulong)seed).Permutation(x.RowCount)[..count.Value];
        Array.Sort(rows);
        return x.SelectRows(rows);
    }
}
