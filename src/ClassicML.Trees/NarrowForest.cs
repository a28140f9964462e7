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
    /// <param name="root">The tree's root among all nodes.</param>
    /// <param name="rows">Rows as <see cref="TryNarrow"/> writes them, row-major.</param>
    /// <param name="featureCount">The values of a row.</param>
    /// <param name="found">Receives a leaf for each row.</param>
    public void Descend(int root, ReadOnlySpan<float> rows, int featureCount, Span<int> found) =>
        Descent.Run(ref nodes[root], 0, rows, featureCount, found);

    private static float Floor(double threshold)
    {
        float nearest = (float)threshold;
        return nearest > threshold ? float.BitDecrement(nearest) : nearest;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Node(float threshold, ushort feature, ushort left) : ILaidNode<float>
    {
        public readonly float Threshold = threshold;
        public readonly ushort Feature = feature;
        public readonly ushort Left = left;

        public int Leaf => BitConverter.SingleToInt32Bits(Threshold) & (MostLeaves - 1);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public uint Next(ref float row) => Left + (Unsafe.Add(ref row, (nuint)Feature) > Threshold ? 1u : 0u);
    }
}
