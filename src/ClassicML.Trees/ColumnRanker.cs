namespace ClassicML.Trees;

/// <summary>Ranks a column.</summary>
/// <param name="codes">Receives the code of each row.</param>
/// <param name="maxBins">The most codes, or null for one a value.</param>
internal sealed class ColumnRanker(int[] codes, int? maxBins)
{
    private const int SmallCount = 256;
    private const int SlotCount = 1024;

    /// <summary>Codes a column without minus zeros and missing values.</summary>
    public CodeColumn Rank(double[] column)
    {
        double[] distinct = RankFew(column) ?? RankMany(column);
        return maxBins is { } most && distinct.Length > most ? Binned(distinct, most) : new CodeColumn(distinct, distinct);
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
    private CodeColumn Binned(double[] distinct, int binCount)
    {
        int[] counts = new int[distinct.Length];
        foreach (int code in codes) counts[code]++;
        int[] bins = new int[distinct.Length];
        var lows = new List<double>();
        var highs = new List<double>();
        long left = codes.Length;
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
        foreach (ref int code in codes.AsSpan()) code = bins[code];
        return new CodeColumn([.. lows], [.. highs]);
    }

    // The bits of a double as an integer that orders as the double does.
    private static ulong Ordered(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        return (ulong)(bits ^ ((bits >> 63) | long.MinValue));
    }
}
