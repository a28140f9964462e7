using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Cnn.Training;

/// <summary>The factors of a dropout layer, 0 or 1/(1-rate): a function of seed, step, layer and the image's place in its batch.</summary>
/// <remarks>
/// Drawn from <see cref="Rng"/>'s stream of that image: 16 bits a value, dropped below rate·2¹⁶. The generator is a function of a block's
/// number, so eight blocks run in the lanes of one vector; a test holds them against <see cref="Rng"/> itself.
/// </remarks>
internal static class DropoutMask
{
    public static void Fill(ulong seed, long step, int layer, int image, double rate, Span<float> factors)
    {
        ulong key = Rng.DeriveSeed(Rng.DeriveSeed(seed, (ulong)step), (ulong)layer);
        Vector512<uint> least = Vector512.Create((uint)Math.Round(rate * 65536));
        Vector512<float> kept = Vector512.Create((float)(1 / (1 - rate)));
        Span<ulong> bits = stackalloc ulong[16];
        Span<ushort> draws = MemoryMarshal.Cast<ulong, ushort>(bits);
        Span<float> rest = stackalloc float[64];
        for (int at = 0; at < factors.Length; at += 64)
        {
            EightBlocks(key, (ulong)image, (ulong)(at / 8), bits);
            Span<float> to = factors.Length - at >= 64 ? factors[at..] : rest;
            for (int i = 0; i < 64; i += 16)
            {
                var (low, high) = Vector256.Widen(Vector256.Create<ushort>(draws[i..]));
                Vector512<float> stays = Vector512.GreaterThanOrEqual(Vector512.Create(low, high), least).AsSingle();
                (kept & stays).CopyTo(to[i..]);
            }
            if (factors.Length - at < 64) rest[..(factors.Length - at)].CopyTo(factors[at..]);
        }
    }

    // Philox4x32-10, as in Rng, with eight consecutive blocks in eight lanes.
    private static void EightBlocks(ulong seed, ulong stream, ulong block, Span<ulong> bits)
    {
        Vector512<ulong> m0 = Vector512.Create(0xD2511F53UL), m1 = Vector512.Create(0xCD9E8D57UL), low = Vector512.Create((ulong)uint.MaxValue);
        Vector512<ulong> counter = Vector512.Create(block) + Vector512<ulong>.Indices;
        Vector512<ulong> c0 = counter & low, c1 = counter >>> 32, c2 = Vector512.Create(stream & uint.MaxValue), c3 = Vector512.Create(stream >> 32);
        uint k0 = (uint)seed, k1 = (uint)(seed >> 32);
        for (int round = 0; round < 10; round++)
        {
            Vector512<ulong> p0 = m0 * c0, p1 = m1 * c2;
            (c0, c1, c2, c3) = ((p1 >>> 32) ^ c1 ^ Vector512.Create((ulong)k0), p1 & low, (p0 >>> 32) ^ c3 ^ Vector512.Create((ulong)k1), p0 & low);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        Span<ulong> first = stackalloc ulong[8], second = stackalloc ulong[8];
        (c0 | (c1 << 32)).CopyTo(first);
        (c2 | (c3 << 32)).CopyTo(second);
        for (int lane = 0; lane < 8; lane++) (bits[2 * lane], bits[2 * lane + 1]) = (first[lane], second[lane]);
    }
}
