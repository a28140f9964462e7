namespace ClassicML;

/// <summary>Brings compressed rows into their one form: columns ascending within a row, none twice.</summary>
internal static class SparseRows
{
    public static void SortAndSum(int[] starts, ref int[] columns, ref double[] values)
    {
        int to = 0;
        for (int i = 0, from = 0; i + 1 < starts.Length; i++)
        {
            int end = starts[i + 1], first = to;
            if (!Ascends(columns.AsSpan(from, end - from))) SortStable(columns.AsSpan(from, end - from), values.AsSpan(from, end - from));
            for (int at = from; at < end; at++)
            {
                if (to > first && columns[to - 1] == columns[at])
                {
                    values[to - 1] += values[at];
                    continue;
                }
                (columns[to], values[to++]) = (columns[at], values[at]);
            }
            (from, starts[i + 1]) = (end, to);
        }
        if (to == columns.Length) return;
        Array.Resize(ref columns, to);
        Array.Resize(ref values, to);
    }

    private static bool Ascends(ReadOnlySpan<int> columns)
    {
        for (int i = 1; i < columns.Length; i++)
            if (columns[i] <= columns[i - 1]) return false;
        return true;
    }

    // Repeated columns stay in their order, so that their sum has the same bits on every machine.
    private static void SortStable(Span<int> columns, Span<double> values)
    {
        long[] keys = new long[columns.Length];
        for (int i = 0; i < keys.Length; i++) keys[i] = ((long)columns[i] << 32) | (uint)i;
        double[] old = values.ToArray();
        Array.Sort(keys);
        for (int i = 0; i < keys.Length; i++) (columns[i], values[i]) = ((int)(keys[i] >> 32), old[(int)(keys[i] & uint.MaxValue)]);
    }
}
