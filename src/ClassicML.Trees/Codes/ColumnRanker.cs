namespace ClassicML.Trees;

/// <summary>Ranks a column.</summary>
/// <param name="codes">Receives the code of each row.</param>
/// <param name="maxBins">The most codes of values, or null for one a value.</param>
/// <param name="isCategorical">Whether the values are categories, which are never put together in bins.</param>
internal sealed class ColumnRanker(int[] codes, int? maxBins, bool isCategorical)
{
    private const int SmallCount = 256;
    private const int SlotCount = 1024;
    private const int Missing = -1;

    /// <summary>Codes a column without minus zeros; NaN is missing.</summary>
    public CodeColumn Rank(double[] column)
    {
        int[] missing = FillMissing(column);
        if (missing.Length == column.Length) return new CodeColumn([], [], hasMissing: true, isCategorical);
        double[] distinct = RankFew(column) ?? RankMany(column);
        if (isCategorical)
        {
            // Codes from 1: the search leaves rows of code 0 aside, since they are the least, and categories have no least.
            foreach (ref int code in codes.AsSpan()) code++;
            distinct = [double.NaN, .. distinct];
        }
        foreach (int row in missing) codes[row] = Missing;
        (double[] lows, double[] highs) =
            maxBins is { } most && distinct.Length > most && !isCategorical ? Binned(distinct, most) : (distinct, distinct);
        foreach (int row in missing) codes[row] = lows.Length;
        return new CodeColumn(lows, highs, missing.Length > 0, isCategorical);
    }

    // Missing values take that of a row that has one, so that they add none. Returns their rows.
    private static int[] FillMissing(double[] column)
    {
        int at = Array.FindIndex(column, double.IsNaN);
        if (at < 0) return [];
        double known = Array.Find(column, value => !double.IsNaN(value));
        var rows = new List<int>();
        for (; at < column.Length; at++)
        {
            if (!double.IsNaN(column[at])) continue;
            rows.Add(at);
            column[at] = known;
        }
        return [.. rows];
    }

    // At most 256 distinct values: numbered as they come, in a hash table; then the few are sorted. Null where there are more.
    private double[]? RankFew(double[] column)
    {
        Span<long> keys = stackalloc long[SlotCount];
        Span<int> slots = stackalloc int[SlotCount];
        slots.Clear();
        double[] values = new double[SmallCount];
        int count = 0;
        for (int i = 0; i < column.Length; i++)
        {
            long bits = BitConverter.DoubleToInt64Bits(column[i]);
            int slot = (int)((ulong)(bits * unchecked((long)0x9E3779B97F4A7C15)) >> 54);
            while (slots[slot] != 0 && keys[slot] != bits) slot = (slot + 1) & (SlotCount - 1);
            if (slots[slot] == 0)
            {
                if (count == SmallCount) return null;
                values[count] = column[i];
                slots[slot] = ++count;
                keys[slot] = bits;
            }
            codes[i] = slots[slot] - 1;
        }
        int[] order = [.. Enumerable.Range(0, count).OrderBy(i => values[i])];
        int[] ranks = new int[count];
        for (int rank = 0; rank < count; rank++) ranks[order[rank]] = rank;
        foreach (ref int code in codes.AsSpan()) code = ranks[code];
        return Array.ConvertAll(order, i => values[i]);
    }

    // Returns the distinct values, ascending.
    private double[] RankMany(double[] column)
    {
        ulong[] words = new ulong[codes.Length], spare = new ulong[codes.Length];
        for (int i = 0; i < column.Length; i++) words[i] = (Ordered(column[i]) & 0xFFFFFFFF_00000000) | (uint)i;
        RadixSort.Sort(words, spare, 0, uint.MaxValue);
        SortRuns(words, column);

        var distinct = new List<double>();
        foreach (ulong word in words)
        {
            double value = column[(uint)word];
            if (distinct.Count == 0 || value != distinct[^1]) distinct.Add(value);
            codes[(int)(uint)word] = distinct.Count - 1;
        }
        return [.. distinct];
    }

    // Where the upper halves are equal, the lower ones decide.
    private static void SortRuns(Span<ulong> words, double[] column)
    {
        for (int start = 0, end; start < words.Length; start = end)
        {
            double first = column[(uint)words[start]];
            bool differ = false;
            for (end = start + 1; end < words.Length && words[end] >> 32 == words[start] >> 32; end++)
                differ |= column[(uint)words[end]] != first;
            if (differ)
                words[start..end].Sort((a, b) => column[(uint)a].CompareTo(column[(uint)b]));
        }
    }

    // A bin ends with the distinct value that fills its share of the rows still left; so each has at least one value.
    private (double[] Lows, double[] Highs) Binned(double[] distinct, int binCount)
    {
        int[] counts = new int[distinct.Length];
        foreach (int code in codes)
            if (code != Missing) counts[code]++;
        int[] bins = new int[distinct.Length];
        var lows = new List<double>();
        var highs = new List<double>();
        long left = 0;
        foreach (int count in counts) left += count;
        for (int value = 0, bin = 0; value < distinct.Length; bin++)
        {
            lows.Add(distinct[value]);
            long filled = 0, share = (left + binCount - bin - 1) / (binCount - bin);
            do
            {
                bins[value] = bin;
                filled += counts[value++];
            }
            // Each later bin needs a value too.
            while (value < distinct.Length && distinct.Length - value > binCount - bin - 1 && (filled < share || bin == binCount - 1));
            highs.Add(distinct[value - 1]);
            left -= filled;
        }
        foreach (ref int code in codes.AsSpan())
            if (code != Missing) code = bins[code];
        return ([.. lows], [.. highs]);
    }

    // The bits of a double as an integer that orders as the double does.
    private static ulong Ordered(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        return (ulong)(bits ^ ((bits >> 63) | long.MinValue));
    }
}
