using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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

    /// <summary>The trees that one row descends together.</summary>
    public const int TreesTogether = 32;

    private readonly Node[] nodes;
    // The last one repeated until they are a multiple of those that descend together.
    private readonly int[] roots;
    private readonly int featureBits;

    private NarrowForest(Node[] nodes, ReadOnlySpan<int> roots, int featureBits)
    {
        (this.nodes, this.featureBits) = (nodes, featureBits);
        this.roots = new int[(roots.Length + TreesTogether - 1) / TreesTogether * TreesTogether];
        Array.Fill(this.roots, roots[^1]);
        roots.CopyTo(this.roots);
    }

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
        return new NarrowForest(narrow, roots, featureBits);
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

    /// <summary>Finds the leaf of some trees that one row falls into, or -1 where that is in doubt. Needs AVX2.</summary>
    /// <param name="firstTree">The first of the trees.</param>
    /// <param name="row">The row's values, by <see cref="Floor(ReadOnlySpan{double}, Span{float})"/>.</param>
    /// <param name="areFloats">What that returned.</param>
    /// <param name="found">Receives a leaf for each tree: a multiple of <see cref="TreesTogether"/>, of which those beyond the last tree mean nothing.</param>
    public unsafe void DescendTrees(int firstTree, ReadOnlySpan<float> row, bool areFloats, Span<int> found)
    {
        fixed (Node* first = nodes)
        fixed (int* root = &roots[firstTree], to = found)
        fixed (float* x = row)
            for (int t = 0; t < found.Length; t += TreesTogether)
                if (areFloats) DescendTrees<Floats>(first, root + t, x, to + t);
                else DescendTrees<Floors>(first, root + t, x, to + t);
    }

    // A tree in each lane: what waits for a node is the cache, and four vectors of loads are under way. A leaf leads back to itself.
    private unsafe void DescendTrees<TValues>(Node* first, int* root, float* x, int* found)
    {
        Vector256<int> r0 = Vector256.Load(root), r1 = Vector256.Load(root + 8), r2 = Vector256.Load(root + 16), r3 = Vector256.Load(root + 24);
        Vector256<int> p0 = r0, p1 = r1, p2 = r2, p3 = r3, d0 = default, d1 = default, d2 = default, d3 = default, moved;
        do
        {
            (Vector256<int> n0, Vector256<int> n1) = (Next<TValues>(first, p0, r0, x, ref d0), Next<TValues>(first, p1, r1, x, ref d1));
            (Vector256<int> n2, Vector256<int> n3) = (Next<TValues>(first, p2, r2, x, ref d2), Next<TValues>(first, p3, r3, x, ref d3));
            moved = (p0 ^ n0) | (p1 ^ n1) | (p2 ^ n2) | (p3 ^ n3);
            (p0, p1, p2, p3) = (n0, n1, n2, n3);
        }
        while (moved != Vector256<int>.Zero);
        (Leaves(first, p0) | d0).Store(found);
        (Leaves(first, p1) | d1).Store(found + 8);
        (Leaves(first, p2) | d2).Store(found + 16);
        (Leaves(first, p3) | d3).Store(found + 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe Vector256<int> Next<TValues>(Node* first, Vector256<int> place, Vector256<int> root, float* x, ref Vector256<int> doubt)
    {
        Vector256<float> threshold = Avx2.GatherVector256((float*)first, place, 8);
        Vector256<int> path = Avx2.GatherVector256((int*)first + 1, place, 8);
        Vector256<float> value = Avx2.GatherVector256(x, path & Vector256.Create((1 << featureBits) - 1), 4);
        if (typeof(TValues) == typeof(Floors)) doubt |= Vector256.Equals(value.AsInt32(), threshold.AsInt32());
        // What is true is -1.
        return root + Vector256.ShiftRightLogical(path, featureBits) - Vector256.GreaterThan(value, threshold).AsInt32();
    }

    private static unsafe Vector256<int> Leaves(Node* first, Vector256<int> places) =>
        Avx2.GatherVector256((int*)first, places, 8) & Vector256.Create(MostLeaves - 1);

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
