using System.Numerics;

namespace ClassicML.Trees;

/// <summary>Sorts words of which the upper 32 bits are the key and the lower 32 a payload.</summary>
/// <remarks>
/// Least significant byte first, only over bytes that differ; stable; time linear in the length however often keys repeat. Short spans are
/// sorted by insertion, on the whole word: a payload that ascends makes that stable too.
/// </remarks>
internal static class RadixSort
{
    // Below this length, clearing and summing 256 counters costs more than insertion does.
    private const int ShortLength = 48;

    /// <summary>Sorts <paramref name="words"/> by key.</summary>
    /// <param name="words">The words.</param>
    /// <param name="spare">Room for as many words.</param>
    /// <param name="largestKey">The largest key, or more.</param>
    public static void Sort(Span<ulong> words, Span<ulong> spare, uint largestKey)
    {
        if (words.Length < ShortLength)
        {
            Insert(words);
            return;
        }
        Span<int> ends = stackalloc int[256];
        Span<ulong> from = words, to = spare[..words.Length];
        int bits = 32 - BitOperations.LeadingZeroCount(largestKey);
        for (int shift = 32; shift < 32 + bits; shift += 8)
        {
            ends.Clear();
            foreach (ulong word in from) ends[(byte)(word >> shift)]++;
            if (ends[(byte)(from[0] >> shift)] == from.Length) continue;
            int start = 0;
            foreach (ref int end in ends) (end, start) = (start, start + end);
            foreach (ulong word in from) to[ends[(byte)(word >> shift)]++] = word;
            Span<ulong> swap = from;
            from = to;
            to = swap;
        }
        if (!from.Overlaps(words)) from.CopyTo(words);
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
