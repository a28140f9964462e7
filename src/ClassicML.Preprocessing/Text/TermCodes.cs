using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace ClassicML.Preprocessing;

/// <summary>In how many rows a term is, and how often it comes in all.</summary>
internal readonly record struct TermCount(string Term, int Documents, long Total);

/// <summary>Counts terms while they are read. None has a column yet.</summary>
internal sealed class CountedTerms : ITermCodes
{
    private readonly TermTable<Count> counts = new();
    private int text, rows;

    /// <summary>The terms that have been read, with their counts.</summary>
    public TermCount[] ToArray()
    {
        var all = new TermCount[counts.Count];
        for (int k = 0; k < all.Length; k++) all[k] = new TermCount(counts.Term(k).ToString(), counts.Value(k).Documents, counts.Value(k).Total);
        return all;
    }

    /// <summary>Begins a text that so many rows have.</summary>
    public void Begin(int rowCount) => (text, rows) = (text + 1, rowCount);

    public int CodeOf(ReadOnlySpan<char> term)
    {
        ref Count own = ref counts.Of(term, out _);
        own.Total += rows;
        if (own.LastText == text) return -1;
        own.LastText = text;
        own.Documents += rows;
        return -1;
    }

    /// <summary>Adds what others have counted in other rows.</summary>
    public void Add(CountedTerms others)
    {
        for (int k = 0; k < others.counts.Count; k++)
        {
            ref Count own = ref counts.Of(others.counts.Term(k), out _);
            own.Documents += others.counts.Value(k).Documents;
            own.Total += others.counts.Value(k).Total;
        }
    }

    private struct Count
    {
        public int Documents, LastText;
        public long Total;
    }
}

/// <summary>Keeps what the terms of some texts have come to, since a few words come again and again.</summary>
internal sealed class CachedTerms(ITermCodes all) : ITermCodes
{
    private readonly TermTable<int> codes = new();

    public int CodeOf(ReadOnlySpan<char> term)
    {
        ref int code = ref codes.Of(term, out bool isKnown);
        if (!isKnown) code = all.CodeOf(term);
        return code;
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
