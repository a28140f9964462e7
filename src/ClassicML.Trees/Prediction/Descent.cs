using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ClassicML.Trees;

/// <summary>The descent of a batch of rows through a tree, a step each in turn, so that their cache misses overlap.</summary>
internal static class Descent
{
    /// <summary>The leaf that each row falls into.</summary>
    /// <param name="first">The node from which nodes are counted.</param>
    /// <param name="root">The tree's root.</param>
    /// <param name="rows">At most <see cref="FlatForest.BatchSize"/> rows, row-major.</param>
    /// <param name="featureCount">The values of a row.</param>
    /// <param name="found">Receives a leaf for each row.</param>
    public static void Run(ref FlatForest.Node first, int root, ReadOnlySpan<double> rows, int featureCount, Span<int> found)
    {
        // The rows that still descend: each one's node, and above it the row.
        Span<ulong> places = stackalloc ulong[FlatForest.BatchSize];
        for (int row = 0; row < found.Length; row++) places[row] = (ulong)row << 32 | (uint)root;
        ref ulong place = ref MemoryMarshal.GetReference(places);
        ref double x = ref MemoryMarshal.GetReference(rows);
        ref int reached = ref MemoryMarshal.GetReference(found);
        for (nint count = found.Length, left; count > 0; count = left)
        {
            left = 0;
            for (nint i = 0; i < count; i++)
            {
                ulong one = Unsafe.Add(ref place, i);
                (uint from, nuint row) = ((uint)one, (nuint)(one >> 32));
                uint next = Unsafe.Add(ref first, from).Next(ref Unsafe.Add(ref x, row * (nuint)featureCount));
                // It is looked at once the other rows have taken their step.
                Cache.Fetch(ref Unsafe.Add(ref first, next));
                Unsafe.Add(ref place, left) = (one & 0xFFFF_FFFF_0000_0000) | next;
                Unsafe.Add(ref reached, row) = (int)from;
                left += next != from ? 1 : 0;
            }
        }
        foreach (ref int node in found) node = Unsafe.Add(ref first, node).Leaf;
    }
}
