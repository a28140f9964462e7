using System.Numerics;

namespace ClassicML.Trees;

/// <summary>Sorts words of which the upper 32 bits are the key and the lower 32 a payload that ascends, or whose order doesn't matter.</summary>
/// <remarks>
/// Stable where payloads ascend. Short spans: insertion. Middle ones: one pass into about as many buckets as words, by the upper bits of
/// the key, then insertion, which finds little to do; unless the buckets are so unequal that it would find much. Others: least significant
/// digit first, digits of up to 11 bits. So time is linear in the length however often keys repeat or cluster.
/// </remarks>
internal static class RadixSort
{
    private const int InsertionLength = 20;
    private const int LargestDigit = 11;

    /// <summary>Sorts <paramref name="words"/> by key.</summary>
    /// <param name="words">The words.</param>
    /// <param name="spare">Room for as many words.</param>
    /// <param name="lowestKey">The lowest key, or less.</param>
    /// <param name="largestKey">The largest key, or more.</param>
    public static void Sort(Span<ulong> words, Span<ulong> spare, uint lowestKey, uint largestKey)
    {
        if (words.Length < InsertionLength)
        {
            Insert(words);
            return;
        }
        int bits = 32 - BitOperations.LeadingZeroCount(largestKey - lowestKey);
        if (bits == 0) return;
        Span<ulong> from = words, to = spare[..words.Length];
        int wanted = BitOperations.Log2((uint)words.Length);
        if (wanted <= LargestDigit && bits > wanted)
        {
            if (Scatter(from, to, lowestKey, bits - wanted, wanted, limit: 8L * words.Length))
            {
                to.CopyTo(from);
                Insert(from);
                return;
            }
        }
        int passes = (bits + LargestDigit - 1) / LargestDigit, digit = (bits + passes - 1) / passes;
        for (int shift = 0; shift < bits; shift += digit)
        {
            Scatter(from, to, lowestKey, shift, digit, long.MaxValue);
            Span<ulong> swap = from;
            from = to;
            to = swap;
        }
        if (!from.Overlaps(words)) from.CopyTo(words);
    }

    // Stable. False, and nothing moved, where the sum of squared bucket sizes passes the limit.
    private static bool Scatter(ReadOnlySpan<ulong> from, Span<ulong> to, uint lowestKey, int shift, int digit, long limit)
    {
        Span<int> ends = stackalloc int[1 << digit];
        ends.Clear();
        int mask = ends.Length - 1;
        foreach (ulong word in from) ends[(int)(((uint)(word >> 32) - lowestKey) >> shift) & mask]++;
        int start = 0;
        long squares = 0;
        foreach (ref int end in ends)
        {
            squares += (long)end * end;
            (end, start) = (start, start + end);
        }
        if (squares > limit) return false;
        foreach (ulong word in from) to[ends[(int)(((uint)(word >> 32) - lowestKey) >> shift) & mask]++] = word;
        return true;
    }

    private static void Insert(Span<ulong> words)
    {
        for (int i = 1; i < words.Length; i++)
        {
            ulong word = words[i];
            int at = i;
            for (; at > 0 && words[at - 1] > word; at--) words[at] = words[at - 1];
            words[at] = word;
        }
    }
}
