using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Trees;

/// <summary>A <see cref="FlatForest"/> in half the memory, 8 bytes a node.</summary>
/// <remarks>
/// Large forests are as fast as memory gives their nodes. Values and thresholds are rounded down to floats: where these differ, the doubles
/// are in the same order. A row whose value equals a threshold as a float is in doubt, and goes through the forest itself; a value that is a
/// float never is, since it is then at most the threshold.
/// </remarks>
internal sealed class NarrowForest
{
    // A leaf's threshold is no number, and the bits below its mark hold the leaf.
    private const int NotANumber = 0x7FC0_0000, MostLeaves = 1 << 22;

    private const uint DoubtBit = 1u << 31;

    private readonly Node[] nodes;
    private readonly int featureBits;

    private NarrowForest(Node[] nodes, int featureBits) => (this.nodes, this.featureBits) = (nodes, featureBits);

    /// <summary>Null where a tree, the features or the leaves are too many.</summary>
    public static NarrowForest? Of(ReadOnlySpan<FlatForest.Node> nodes, ReadOnlySpan<int> roots, int featureCount, int leafCount)
    {
        int featureBits = int.Log2(featureCount) + 1;
        if (leafCount > MostLeaves) return null;
        var narrow = new Node[nodes.Length];
        for (int t = 0; t < roots.Length; t++)
        {
            int root = roots[t], end = t + 1 < roots.Length ? roots[t + 1] : nodes.Length;
            // Children are counted from the root.
            if (end - root > 1L << (32 - featureBits)) return null;
            for (int i = root; i < end; i++)
            {
                uint left = (uint)(nodes[i].Left - root) << featureBits;
                narrow[i] = nodes[i].Left == i
                    ? new Node(BitConverter.Int32BitsToSingle(NotANumber | nodes[i].Leaf), left)
                    : new Node(Floor(nodes[i].Threshold), left | (uint)nodes[i].Feature);
            }
        }
        return new NarrowForest(narrow, featureBits);
    }

    /// <summary>Rounds values down to floats. Returns whether they all are floats.</summary>
    public static bool Floor(ReadOnlySpan<double> values, Span<float> floats)
    {
        ref double from = ref MemoryMarshal.GetReference(values);
        ref float to = ref MemoryMarshal.GetReference(floats);
        nuint i = 0, n = (nuint)values.Length;
        bool areFloats = true;
        for (; i + 16 <= n; i += 16)
        {
            Vector512<double> low = Vector512.LoadUnsafe(ref from, i), high = Vector512.LoadUnsafe(ref from, i + 8);
            Vector512<float> nearest = Vector512.Narrow(low, high);
            (Vector512<double> backLow, Vector512<double> backHigh) = Vector512.Widen(nearest);
            if (!Vector512.EqualsAll(backLow, low) || !Vector512.EqualsAll(backHigh, high))
            {
                areFloats = false;
                // One bit down, which is up for the bits of a negative number.
                Vector512<int> isAbove =
                    Vector512.Narrow(Vector512.GreaterThan(backLow, low).AsInt64(), Vector512.GreaterThan(backHigh, high).AsInt64());
                Vector512<int> bits = nearest.AsInt32(), sign = bits >> 31;
                nearest = (bits + (isAbove ^ sign) - sign).AsSingle();
            }
            nearest.StoreUnsafe(ref to, i);
        }
        for (; i < n; i++)
        {
            float floor = Floor(Unsafe.Add(ref from, i));
            Unsafe.Add(ref to, i) = floor;
            areFloats &= floor == Unsafe.Add(ref from, i);
        }
        return areFloats;
    }

    /// <summary>Finds the leaf of a tree that each row falls into, or -1 where that is in doubt. Returns how many are.</summary>
    /// <param name="root">The tree's root among all nodes.</param>
    /// <param name="values">The values of at most <see cref="FlatForest.BatchSize"/> rows, by <see cref="Floor(ReadOnlySpan{double},
    /// Span{float})"/>, row-major.</param>
    /// <param name="areFloats">What that returned.</param>
    /// <param name="featureCount">The values of a row.</param>
    /// <param name="found">Receives a leaf for each row.</param>
    public int Descend(int root, ReadOnlySpan<float> values, bool areFloats, int featureCount, Span<int> found)
    {
        ref Node first = ref nodes[root];
        if (areFloats) Descend<Floats>(ref first, values, featureCount, found);
        else Descend<Floors>(ref first, values, featureCount, found);
        int doubtCount = 0;
        foreach (ref int end in found)
        {
            doubtCount += end < 0 ? 1 : 0;
            end = end < 0 ? -1 : Unsafe.Add(ref first, end).Leaf;
        }
        return doubtCount;
    }

    // As Descent; a row in doubt ends where it is, with a bit set.
    private void Descend<TValues>(ref Node first, ReadOnlySpan<float> values, int featureCount, Span<int> found)
    {
        Span<ulong> places = stackalloc ulong[FlatForest.BatchSize];
        for (int row = 0; row < found.Length; row++) places[row] = (ulong)row << 32;
        ref ulong place = ref MemoryMarshal.GetReference(places);
        ref float x = ref MemoryMarshal.GetReference(values);
        ref int reached = ref MemoryMarshal.GetReference(found);
        uint featureMask = (1u << featureBits) - 1;
        int shift = featureBits;
        for (nint count = found.Length, left; count > 0; count = left)
        {
            left = 0;
            for (nint i = 0; i < count; i++)
            {
                ulong one = Unsafe.Add(ref place, i);
                (uint from, nuint row) = ((uint)one, (nuint)(one >> 32));
                Node node = Unsafe.Add(ref first, from);
                float value = Unsafe.Add(ref x, row * (nuint)featureCount + (node.Path & featureMask));
                uint next = (node.Path >> shift) + (value > node.Threshold ? 1u : 0u);
                Cache.Fetch(ref Unsafe.Add(ref first, next));
                uint doubt = typeof(TValues) == typeof(Floors) && node.HasBits(value) ? 1u : 0u;
                Unsafe.Add(ref place, left) = (one & 0xFFFF_FFFF_0000_0000) | next;
                Unsafe.Add(ref reached, row) = (int)(from | doubt * DoubtBit);
                left += (next != from ? 1 : 0) & (int)(doubt ^ 1);
            }
        }
    }

    private static float Floor(double value)
    {
        float nearest = (float)value;
        return nearest > value ? float.BitDecrement(nearest) : nearest;
    }

    private readonly struct Floats;

    private readonly struct Floors;

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Node(float threshold, uint path)
    {
        // No minus zero: zeros that are equal have the same bits.
        public readonly float Threshold = threshold == 0 ? 0 : threshold;

        // The left child above the feature.
        public readonly uint Path = path;

        public int Leaf => BitConverter.SingleToInt32Bits(Threshold) & (MostLeaves - 1);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool HasBits(float value) => BitConverter.SingleToInt32Bits(value) == BitConverter.SingleToInt32Bits(Threshold);
    }
}
