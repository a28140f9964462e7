namespace ClassicML;

/// <summary>A stream of random numbers that is a pure function of a seed and a stream index: the same on every machine.</summary>
/// <remarks>
/// Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", 2011): block number and stream are
/// encrypted under the seed. Streams of one seed never meet, so each tree, fold or row block takes its own by index, and the work can be
/// done in any order on any number of threads. Not for cryptography. Not thread-safe: one instance to a thread.
/// </remarks>
public sealed class Rng
{
    private readonly ulong seed;
    private readonly ulong stream;
    private ulong block;
    private UInt128 buffer;
    private int left;

    /// <summary>The stream with the given index under a seed.</summary>
    public Rng(ulong seed, ulong stream = 0)
    {
        this.seed = seed;
        this.stream = stream;
    }

    /// <summary>A seed for the <paramref name="index"/>-th part of work that has parts of its own: a tree with nodes, a repeat with folds.</summary>
    public static ulong DeriveSeed(ulong seed, ulong index) => (ulong)Philox(seed, ulong.MaxValue, index);

    /// <summary>32 random bits.</summary>
    public uint NextUInt32()
    {
        if (left == 0)
        {
            buffer = Philox(seed, stream, block++);
            left = 4;
        }
        uint bits = (uint)buffer;
        buffer >>= 32;
        left--;
        return bits;
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64() => NextUInt32() | ((ulong)NextUInt32() << 32);

    /// <summary>A number in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>An integer in [0, <paramref name="bound"/>), each equally likely (Lemire, "Fast random integer generation", 2019).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is below 1.</exception>
    public int NextInt(int bound)
    {
        Check.Positive(bound, nameof(bound));
        ulong product = (ulong)NextUInt32() * (uint)bound;
        if ((uint)product < (uint)bound)
            for (uint threshold = (uint)-bound % (uint)bound; (uint)product < threshold;)
                product = (ulong)NextUInt32() * (uint)bound;
        return (int)(product >> 32);
    }

    /// <summary>Puts the items in random order, each order equally likely (Fisher-Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>The numbers 0…<paramref name="count"/>-1 in random order.</summary>
    public int[] Permutation(int count)
    {
        int[] items = new int[Check.AtLeast(count, 0, nameof(count))];
        for (int i = 0; i < items.Length; i++) items[i] = i;
        Shuffle(items.AsSpan());
        return items;
    }

    // Counter words: block low, block high, stream low, stream high. Key words: seed low, seed high. Checked against Random123's answers.
    internal static UInt128 Philox(ulong seed, ulong stream, ulong block)
    {
        const ulong m0 = 0xD2511F53, m1 = 0xCD9E8D57;
        const uint w0 = 0x9E3779B9, w1 = 0xBB67AE85;
        uint c0 = (uint)block, c1 = (uint)(block >> 32), c2 = (uint)stream, c3 = (uint)(stream >> 32);
        uint k0 = (uint)seed, k1 = (uint)(seed >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = m0 * c0, p1 = m1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += w0;
            k1 += w1;
        }
        return new UInt128(((ulong)c3 << 32) | c2, ((ulong)c1 << 32) | c0);
    }
}
