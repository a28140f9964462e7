using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace ClassicML.Preprocessing;

/// <summary>Terms in order of their first occurrence: one that is new gets the next column.</summary>
internal sealed class GrowingTerms : ITermCodes
{
    private readonly Dictionary<string, int> columns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;

    public GrowingTerms() => lookup = columns.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The terms with their columns.</summary>
    public IReadOnlyDictionary<string, int> Columns => columns;

    public IEnumerable<string> Terms => columns.Keys;

    public int CodeOf(ReadOnlySpan<char> term)
    {
        ref int column = ref CollectionsMarshal.GetValueRefOrAddDefault(lookup, term, out bool isKnown);
        if (!isKnown) column = columns.Count - 1;
        return TermCode.Of(column);
    }
}

/// <summary>The terms of a vocabulary; others have no column.</summary>
internal sealed class KnownTerms : ITermCodes
{
    private readonly Dictionary<string, int> columns;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;

    public KnownTerms(string[] terms)
    {
        columns = new Dictionary<string, int>(terms.Length, StringComparer.Ordinal);
        for (int column = 0; column < terms.Length; column++) columns.Add(terms[column], column);
        lookup = columns.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int CodeOf(ReadOnlySpan<char> term) => lookup.TryGetValue(term, out int column) ? TermCode.Of(column) : -1;
}

/// <summary>Columns by the hash of a term, which needs no vocabulary.</summary>
internal sealed class HashedTerms(int columnCount, bool alternateSign) : ITermCodes
{
    public int CodeOf(ReadOnlySpan<char> term)
    {
        Span<byte> bytes = term.Length <= 128 ? stackalloc byte[3 * 128] : new byte[3 * term.Length];
        int hash = Murmur3(bytes[..Encoding.UTF8.GetBytes(term, bytes)]);
        // The magnitude of the least integer is none.
        return TermCode.Of((int)(Math.Abs((long)hash) % columnCount), alternateSign && hash < 0);
    }

    /// <summary>MurmurHash3_x86_32 with seed 0: Austin Appleby, public domain.</summary>
    private static int Murmur3(ReadOnlySpan<byte> bytes)
    {
        uint hash = 0, length = (uint)bytes.Length;
        for (; bytes.Length >= 4; bytes = bytes[4..])
        {
            hash ^= Mixed(BinaryPrimitives.ReadUInt32LittleEndian(bytes));
            hash = BitOperations.RotateLeft(hash, 13) * 5 + 0xE6546B64;
        }
        uint rest = 0;
        for (int k = bytes.Length - 1; k >= 0; k--) rest = rest << 8 | bytes[k];
        hash ^= Mixed(rest) ^ length;
        hash = (hash ^ hash >> 16) * 0x85EBCA6B;
        hash = (hash ^ hash >> 13) * 0xC2B2AE35;
        return (int)(hash ^ hash >> 16);

        static uint Mixed(uint block) => BitOperations.RotateLeft(block * 0xCC9E2D51, 15) * 0x1B873593;
    }
}
