using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ClassicML.Internal;

/// <summary>One operand of a product, seen as lanes (rows of A, columns of B) by depth (what is summed over).</summary>
/// <remarks>The packed value is (value - Shift[lane])·Scale[depth]; a null pointer leaves that part out.</remarks>
internal readonly unsafe record struct Operand<T>(nint Origin, nint LaneStride, nint DepthStride, nint Shift = 0, nint Scale = 0)
    where T : unmanaged
{
    public T* At(nint lane, nint depth) => (T*)Origin + lane * LaneStride + depth * DepthStride;

    /// <summary>The same operand from another lane and depth on.</summary>
    public Operand<T> From(nint lane, nint depth) =>
        new(
            (nint)At(lane, depth), LaneStride, DepthStride,
            Shift == 0 ? 0 : (nint)((T*)Shift + lane), Scale == 0 ? 0 : (nint)((T*)Scale + depth));
}

/// <summary>Packs panels: a panel of width W holds W lanes, depth by depth, with zeros where lanes are missing.</summary>
internal static unsafe class PanelPacking<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Packs one panel.</summary>
    /// <param name="source">The operand.</param>
    /// <param name="lane0">Its first lane here.</param>
    /// <param name="lanes">How many lanes there are, at most <paramref name="width"/>.</param>
    /// <param name="depth0">The first depth.</param>
    /// <param name="depth">How many there are.</param>
    /// <param name="width">W, a multiple of 4.</param>
    /// <param name="panel">Receives depth×W.</param>
    public static void Pack(in Operand<T> source, int lane0, int lanes, int depth0, int depth, int width, T* panel)
    {
        T* from = source.At(lane0, depth0);
        nint laneStride = source.LaneStride, depthStride = source.DepthStride;
        int lane = 0;
        if (lanes < width) new Span<T>(panel, depth * width).Clear();
        if (laneStride == 1) lane = CopyLanes(from, depthStride, lanes, depth, width, panel);
        else if (depthStride == 1 && Avx.IsSupported)
            for (; lane + 4 <= lanes; lane += 4) Transposition.FourRows(from + lane * laneStride, laneStride, depth, panel + lane, width);
        for (; lane < lanes; lane++)
            for (int p = 0; p < depth; p++) panel[p * width + lane] = from[lane * laneStride + p * depthStride];
        if (source.Shift != 0) Subtract((T*)source.Shift + lane0, lanes, depth, width, panel);
        if (source.Scale != 0) Multiply((T*)source.Scale + depth0, depth, width, panel);
    }

    // Whole groups of four lanes; returns how many lanes that were.
    private static int CopyLanes(T* from, nint stride, int lanes, int depth, int width, T* panel)
    {
        int whole = lanes / 4 * 4, by16 = whole / 16 * 16;
        for (int p = 0; p < depth; p++, from += stride, panel += width)
        {
            int lane = 0;
            for (; lane < by16; lane += 16)
            {
                Vector512.Store(Vector512.Load(from + lane), panel + lane);
                if (typeof(T) == typeof(double)) Vector512.Store(Vector512.Load(from + lane + 8), panel + lane + 8);
            }
            for (; lane < whole; lane += 4)
                if (typeof(T) == typeof(float)) Vector128.Store(Vector128.Load(from + lane), panel + lane);
                else Vector256.Store(Vector256.Load(from + lane), panel + lane);
        }
        return whole;
    }

    private static void Subtract(T* shift, int lanes, int depth, int width, T* panel)
    {
        int whole = typeof(T) == typeof(float) ? lanes / 8 * 8 : lanes / 4 * 4;
        for (int p = 0; p < depth; p++, panel += width)
        {
            int lane = 0;
            for (; lane < whole; lane += Vector256<T>.Count)
                Vector256.Store(Vector256.Load(panel + lane) - Vector256.Load(shift + lane), panel + lane);
            for (; lane < lanes; lane++) panel[lane] -= shift[lane];
        }
    }

    private static void Multiply(T* scale, int depth, int width, T* panel)
    {
        for (int p = 0; p < depth; p++, panel += width)
        {
            int lane = 0;
            for (; lane + Vector256<T>.Count <= width; lane += Vector256<T>.Count)
                Vector256.Store(Vector256.Load(panel + lane) * scale[p], panel + lane);
            for (; lane < width; lane++) panel[lane] *= scale[p];
        }
    }
}
