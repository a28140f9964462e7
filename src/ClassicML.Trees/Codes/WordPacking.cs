using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ClassicML.Trees;

/// <summary>Codes and payloads of a node's rows as words, a code in the upper half of each; rows of code 0 are left out.</summary>
internal static class WordPacking
{
    /// <summary>How far all three buffers must reach beyond their last row.</summary>
    public const int Slack = 16;

    /// <summary>Packs the rows in their order. Returns how many have a code above 0, and the least and the largest code of these.</summary>
    /// <param name="codes">The codes, from the node's first row on.</param>
    /// <param name="payloads">The payloads.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="words">Receives the words; some places beyond the last one are overwritten.</param>
    public static (int Count, int Low, int High) Pack<TCode>(ReadOnlySpan<TCode> codes, uint[] payloads, int rowCount, ulong[] words)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        ref TCode code = ref MemoryMarshal.GetReference(codes);
        ref uint payload = ref MemoryMarshal.GetArrayDataReference(payloads);
        ref ulong word = ref MemoryMarshal.GetArrayDataReference(words);
        return Avx512F.IsSupported
            ? Vectors(ref code, ref payload, rowCount, ref word)
            : Scalars(ref code, ref payload, rowCount, ref word);
    }

    /// <summary>Copies the words whose code is above one code and is not another, in their order; returns how many.</summary>
    /// <param name="words">The words.</param>
    /// <param name="code">The code.</param>
    /// <param name="stays">The code that is not copied, or -1.</param>
    /// <param name="to">Room for as many words and the slack.</param>
    public static int Above(ReadOnlySpan<ulong> words, int code, int stays, Span<ulong> to)
    {
        ref ulong from = ref MemoryMarshal.GetReference(words), target = ref MemoryMarshal.GetReference(to);
        nint count = 0, i = 0;
        if (Avx512F.IsSupported)
        {
            // The least word above the code, and the words of the other one.
            Vector512<ulong> least = Vector512.Create((ulong)(code + 1) << 32), other = Vector512.Create((ulong)(uint)stays);
            for (; i + 8 <= words.Length; i += 8)
            {
                Vector512<ulong> some = Vector512.LoadUnsafe(ref from, (nuint)i);
                Vector512<ulong> isAbove = Vector512.GreaterThanOrEqual(some, least) & ~Vector512.Equals(some >>> 32, other);
                Avx512F.Compress(Vector512<ulong>.Zero, isAbove, some).StoreUnsafe(ref target, (nuint)count);
                count += BitOperations.PopCount(isAbove.ExtractMostSignificantBits());
            }
        }
        for (; i < words.Length; i++)
        {
            ulong word = Unsafe.Add(ref from, i);
            Unsafe.Add(ref target, count) = word;
            count += (int)(word >> 32) > code & (int)(word >> 32) != stays ? 1 : 0;
        }
        return (int)count;
    }

    private static (int, int, int) Scalars<TCode>(ref TCode codes, ref uint payloads, int rowCount, ref ulong words)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        uint low = uint.MaxValue, high = 0;
        nint count = 0;
        for (nint i = 0; i < rowCount; i++)
        {
            uint code = uint.CreateTruncating(Unsafe.Add(ref codes, i));
            Unsafe.Add(ref words, count) = ((ulong)code << 32) | Unsafe.Add(ref payloads, i);
            count += code != 0 ? 1 : 0;
            // 0 becomes the largest number, so it never is the least.
            low = Math.Min(low, code - 1);
            high = Math.Max(high, code);
        }
        return ((int)count, (int)(low + 1), (int)high);
    }

    private static (int, int, int) Vectors<TCode>(ref TCode codes, ref uint payloads, int rowCount, ref ulong words)
        where TCode : unmanaged
    {
        Vector512<uint> lanes = Vector512<uint>.Indices, low = Vector512<uint>.AllBitsSet, high = Vector512<uint>.Zero;
        // Payloads are the lower halves of words.
        Vector512<uint> firstPairs = Vector512.Create(0u, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        Vector512<uint> lastPairs = firstPairs + Vector512.Create(8u);
        nuint count = 0;
        for (nint i = 0; i < rowCount; i += 16)
        {
            Vector512<uint> code = Load(ref Unsafe.Add(ref codes, i));
            if (rowCount - i < 16) code = Vector512.ConditionalSelect(Vector512.LessThan(lanes, Vector512.Create((uint)(rowCount - i))), code, default);
            Vector512<uint> isThere = ~Vector512.Equals(code, Vector512<uint>.Zero);
            Vector512<uint> payload = Avx512F.Compress(Vector512<uint>.Zero, isThere, Vector512.LoadUnsafe(ref payloads, (nuint)i));
            low = Vector512.Min(low, code - Vector512<uint>.One);
            high = Vector512.Max(high, code);
            code = Avx512F.Compress(Vector512<uint>.Zero, isThere, code);
            Avx512F.PermuteVar16x32x2(payload, firstPairs, code).AsUInt64().StoreUnsafe(ref words, count);
            Avx512F.PermuteVar16x32x2(payload, lastPairs, code).AsUInt64().StoreUnsafe(ref words, count + 8);
            count += (nuint)BitOperations.PopCount(isThere.ExtractMostSignificantBits());
        }
        return ((int)count, (int)(Least(low) + 1), (int)Largest(high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Load<TCode>(ref TCode codes) where TCode : unmanaged =>
        typeof(TCode) == typeof(byte) ? Avx512F.ConvertToVector512UInt32(Vector128.LoadUnsafe(ref Unsafe.As<TCode, byte>(ref codes)))
        : typeof(TCode) == typeof(ushort) ? Avx512F.ConvertToVector512UInt32(Vector256.LoadUnsafe(ref Unsafe.As<TCode, ushort>(ref codes)))
        : Vector512.LoadUnsafe(ref Unsafe.As<TCode, uint>(ref codes));

    private static uint Least(Vector512<uint> of)
    {
        Vector256<uint> half = Vector256.Min(of.GetLower(), of.GetUpper());
        Vector128<uint> quarter = Vector128.Min(half.GetLower(), half.GetUpper());
        quarter = Vector128.Min(quarter, Vector128.Shuffle(quarter, Vector128.Create(2u, 3, 0, 1)));
        return Math.Min(quarter[0], quarter[1]);
    }

    private static uint Largest(Vector512<uint> of)
    {
        Vector256<uint> half = Vector256.Max(of.GetLower(), of.GetUpper());
        Vector128<uint> quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        quarter = Vector128.Max(quarter, Vector128.Shuffle(quarter, Vector128.Create(2u, 3, 0, 1)));
        return Math.Max(quarter[0], quarter[1]);
    }
}
