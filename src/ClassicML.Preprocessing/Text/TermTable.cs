using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ClassicML.Preprocessing;

/// <summary>A value for each term, in order of first occurrence: an open table of hashes over one pool of characters.</summary>
/// <remarks>
/// A few words are most of a text. They come first, so what is read of them lies together and stays in the cache; strings of a dictionary are strewn about.
/// Hashes have a key that each process draws, so that nobody can write texts whose terms all collide; no result depends on it.
/// </remarks>
internal sealed class TermTable<TValue> where TValue : struct
{
    private static readonly ulong Key = BinaryPrimitives.ReadUInt64LittleEndian(Guid.NewGuid().ToByteArray());

    // The number of a term and one, or 0 where there is none; at most half of them are taken.
    private int[] slots = new int[1024];
    private Entry[] entries = new Entry[512];
    private char[] pool = new char[4096];
    private int end;

    /// <summary>The number of terms.</summary>
    public int Count { get; private set; }

    /// <summary>The term of a number.</summary>
    public ReadOnlySpan<char> Term(int number) => pool.AsSpan(entries[number].Start, entries[number].Length);

    /// <summary>The value of a number.</summary>
    public ref readonly TValue Value(int number) => ref entries[number].Value;

    /// <summary>The value of a term, which is added where it is new. Another call may move it.</summary>
    public ref TValue Of(ReadOnlySpan<char> term, out bool isKnown)
    {
        uint hash = HashOf(term);
        int mask = slots.Length - 1, at = (int)hash & mask;
        for (; slots[at] > 0; at = (at + 1) & mask)
        {
            ref Entry entry = ref entries[slots[at] - 1];
            if (entry.Hash != hash || !term.SequenceEqual(pool.AsSpan(entry.Start, entry.Length))) continue;
            isKnown = true;
            return ref entry.Value;
        }
        isKnown = false;
        if (Count == entries.Length)
        {
            Grow();
            mask = slots.Length - 1;
            for (at = (int)hash & mask; slots[at] > 0; at = (at + 1) & mask) ;
        }
        if (pool.Length - end < term.Length) Array.Resize(ref pool, checked(2 * pool.Length + term.Length));
        term.CopyTo(pool.AsSpan(end));
        ref Entry added = ref entries[Count];
        (added.Hash, added.Start, added.Length) = (hash, end, term.Length);
        end += term.Length;
        slots[at] = ++Count;
        return ref added.Value;
    }

    private void Grow()
    {
        Array.Resize(ref entries, checked(2 * entries.Length));
        slots = new int[2 * entries.Length];
        int mask = slots.Length - 1;
        for (int number = 0; number < Count; number++)
        {
            int at = (int)entries[number].Hash & mask;
            while (slots[at] > 0) at = (at + 1) & mask;
            slots[at] = number + 1;
        }
    }

    // Eight bytes at a time, by the two halves of a product.
    private static uint HashOf(ReadOnlySpan<char> term)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(term);
        ulong hash = Key ^ (ulong)bytes.Length;
        for (; bytes.Length >= 8; bytes = bytes[8..]) hash = Mixed(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        if (bytes.Length >= 4) hash = Mixed(hash ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes));
        if ((bytes.Length & 2) > 0) hash = Mixed(hash ^ BinaryPrimitives.ReadUInt16LittleEndian(bytes[^2..]));
        return (uint)(hash ^ hash >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mixed(ulong value) => Math.BigMul(value ^ Key, 0x9E3779B97F4A7C15, out ulong low) ^ low;

    private struct Entry
    {
        public uint Hash;
        public int Start, Length;
        public TValue Value;
    }
}
