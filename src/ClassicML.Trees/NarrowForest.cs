using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClassicML.Trees;

/// <summary>A <see cref="FlatForest"/> in half the memory, 8 bytes a node, for rows whose values are floats written as doubles.</summary>
/// <remarks>
/// Large forests are as fast as memory gives their nodes. For a float x and any t, x > t is x > the largest float at most t, so answers are
/// the same; rows with other values go through the forest itself. Children are counted from the root, so a tree has at most 65,536 nodes.
/// </remarks>
internal sealed class NarrowForest
{
    private const int NotANumber = 0x7FC0_0000, MostLeaves = 1 << 22, MostOfTree = 1 << 16;

    private readonly Node[] nodes;

    private NarrowForest(Node[] nodes) => this.nodes = nodes;

    /// <summary>Null where a tree, the features or the leaves are too many.</summary>
    public static NarrowForest? Of(ReadOnlySpan<FlatForest.Node> nodes, ReadOnlySpan<int> roots, int featureCount, int leafCount)
    {
        if (featureCount > ushort.MaxValue || leafCount > MostLeaves) return null;
        var narrow = new Node[nodes.Length];
        for (int t = 0; t < roots.Length; t++)
        {
            int root = roots[t], end = t + 1 < roots.Length ? roots[t + 1] : nodes.Length;
            if (end - root > MostOfTree) return null;
            for (int i = root; i < end; i++)
                narrow[i] = nodes[i].Left == i
                    ? new Node(BitConverter.Int32BitsToSingle(NotANumber | nodes[i].Leaf), 0, (ushort)(i - root))
                    : new Node(Floor(nodes[i].Threshold), (ushort)nodes[i].Feature, (ushort)(nodes[i].Left - root));
        }
        return new NarrowForest(narrow);
    }

    /// <summary>Writes values as floats; false if one of them is none.</summary>
    public static bool TryNarrow(ReadOnlySpan<double> values, Span<float> floats)
    {
        ref double from = ref MemoryMarshal.GetReference(values);
        ref float to = ref MemoryMarshal.GetReference(floats);
        nuint i = 0, n = (nuint)values.Length;
        for (; i + 16 <= n; i += 16)
        {
            Vector512<double> low = Vector512.LoadUnsafe(ref from, i), high = Vector512.LoadUnsafe(ref from, i + 8);
            Vector512<float> narrow = Vector512.Narrow(low, high);
            (Vector512<double> Lower, Vector512<double> Upper) back = Vector512.Widen(narrow);
            if (!Vector512.EqualsAll(back.Lower, low) || !Vector512.EqualsAll(back.Upper, high)) return false;
            narrow.StoreUnsafe(ref to, i);
        }
        for (; i < n; i++)
            if ((floats[(int)i] = (float)values[(int)i]) != values[(int)i]) return false;
        return true;
    }

    /// <summary>The leaf of a tree that each row falls into.</summary>
    public void Descend(int root, ReadOnlySpan<float> rows, int featureCount, Span<int> found)
    {
        // The rows that still descend: each one's node, and above it the row.
        Span<uint> places = stackalloc uint[FlatForest.BatchSize];
        for (int row = 0; row < found.Length; row++) places[row] = (uint)row << 16;
        ref uint place = ref MemoryMarshal.GetReference(places);
        ref Node first = ref nodes[root];
        ref float x = ref MemoryMarshal.GetReference(rows);
        ref int reached = ref MemoryMarshal.GetReference(found);
        for (nint count = found.Length, left; count > 0; count = left)
        {
            left = 0;
            for (nint i = 0; i < count; i++)
            {
                uint one = Unsafe.Add(ref place, i), from = (ushort)one, row = one >> 16;
                Node node = Unsafe.Add(ref first, from);
                uint next = node.Left + (Unsafe.Add(ref x, row * (nuint)featureCount + node.Feature) > node.Threshold ? 1u : 0u);
                Unsafe.Add(ref place, left) = (one & 0xFFFF_0000) | next;
                Unsafe.Add(ref reached, row) = (int)from;
                left += next != from ? 1 : 0;
            }
        }
        foreach (ref int node in found) node = BitConverter.SingleToInt32Bits(Unsafe.Add(ref first, node).Threshold) & (MostLeaves - 1);
    }

    private static float Floor(double threshold)
    {
        float nearest = (float)threshold;
        return nearest > threshold ? float.BitDecrement(nearest) : nearest;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Node(float threshold, ushort feature, ushort left)
    {
        public readonly float Threshold = threshold;
        public readonly ushort Feature = feature;
        public readonly ushort Left = left;
    }
}
