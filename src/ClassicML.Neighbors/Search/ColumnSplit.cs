using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ClassicML.Neighbors;

/// <summary>Passes over columns: their extent, their median, and moving the smaller half to the front in order.</summary>
/// <remarks>
/// Values below go to the front in place (what is read is always ahead of what is written), the others wait in a workspace. With AVX-512
/// eight at a time are pressed together by a mask; without, one at a time and without branches.
/// </remarks>
internal static unsafe class ColumnSplit
{
    private static readonly bool Wide = Internal.KernelVariant.Is512;

    /// <summary>The greatest less the smallest value.</summary>
    public static double Extent(double* values, int count)
    {
        double low = values[0], high = low;
        int i = 0;
        if (count >= 16)
        {
            Vector512<double> least = Vector512.Load(values), most = least;
            for (i = 8; i + 8 <= count; i += 8)
            {
                Vector512<double> v = Vector512.Load(values + i);
                least = Vector512.MinNative(least, v);
                most = Vector512.MaxNative(most, v);
            }
            for (int lane = 0; lane < 8; lane++) (low, high) = (Math.Min(low, least[lane]), Math.Max(high, most[lane]));
        }
        for (; i < count; i++) (low, high) = (Math.Min(low, values[i]), Math.Max(high, values[i]));
        return high - low;
    }

    /// <summary>The number of values below another.</summary>
    public static int CountBelow(double* values, int count, double limit)
    {
        int below = 0, i = 0;
        Vector512<double> bound = Vector512.Create(limit);
        for (; i + 8 <= count; i += 8)
            below += BitOperations.PopCount(Vector512.LessThan(Vector512.Load(values + i), bound).ExtractMostSignificantBits());
        for (; i < count; i++) below += values[i] < limit ? 1 : 0;
        return below;
    }

    /// <summary>The value that stands at an index once sorted.</summary>
    /// <remarks>
    /// Where there are many, two values of a sorted sample bracket it, and only what lies between them is looked at again (Floyd and Rivest,
    /// 1975); then quickselect. The values stay where they are.
    /// </remarks>
    public static double Select(double* values, int count, int index, SplitWorkspace workspace)
    {
        const int sampleCount = 512, margin = 40;
        fixed (double* first = workspace.First, second = workspace.Second)
        {
            if (count > 16 * sampleCount)
            {
                Span<double> sample = stackalloc double[sampleCount];
                for (int s = 0; s < sampleCount; s++) sample[s] = values[(long)s * count / sampleCount];
                sample.Sort();
                int at = (int)((long)index * sampleCount / count);
                double low = sample[Math.Max(0, at - margin)], high = sample[Math.Min(sampleCount - 1, at + margin)];
                int below = CountBelow(values, count, low), within = Keep(values, count, low, high, first);
                if (index >= below && index < below + within) return Quickselect(first, second, within, index - below);
            }
            new Span<double>(values, count).CopyTo(new Span<double>(first, count));
            return Quickselect(first, second, count, index);
        }
    }

    /// <summary>Moves the values of places whose key is below the plane, and of the first so many whose key is equal, to the front.</summary>
    public static void Partition(double* values, double* keys, int count, double plane, int equalQuota, SplitWorkspace workspace)
    {
        fixed (double* rest = workspace.First)
        {
            int front = 0, back = 0, i = 0;
            if (Wide && equalQuota == 0)
            {
                Vector512<double> bound = Vector512.Create(plane);
                for (; i + 8 <= count; i += 8)
                {
                    Vector512<double> below = Vector512.LessThan(Vector512.Load(keys + i), bound), v = Vector512.Load(values + i);
                    int taken = BitOperations.PopCount(below.ExtractMostSignificantBits());
                    Avx512F.Compress(v, below, v).Store(values + front);
                    Avx512F.Compress(v, ~below, v).Store(rest + back);
                    front += taken;
                    back += 8 - taken;
                }
            }
            for (; i < count; i++)
            {
                double value = values[i];
                int taken = Takes(keys[i], plane, ref equalQuota);
                values[front] = value;
                rest[back] = value;
                front += taken;
                back += 1 - taken;
            }
            new Span<double>(rest, back).CopyTo(new Span<double>(values + front, back));
        }
    }

    /// <summary>As <see cref="Partition"/>, for numbers.</summary>
    public static void PartitionNumbers(int* values, double* keys, int count, double plane, int equalQuota, SplitWorkspace workspace)
    {
        fixed (int* rest = workspace.Numbers)
        {
            int front = 0, back = 0, i = 0;
            if (Wide && equalQuota == 0)
            {
                Vector512<double> bound = Vector512.Create(plane);
                for (; i + 16 <= count; i += 16)
                {
                    Vector512<int> below = Vector512.Narrow(
                        Vector512.LessThan(Vector512.Load(keys + i), bound).AsInt64(), Vector512.LessThan(Vector512.Load(keys + i + 8), bound).AsInt64());
                    Vector512<int> v = Vector512.Load(values + i);
                    int taken = BitOperations.PopCount(below.ExtractMostSignificantBits());
                    Avx512F.Compress(v, below, v).Store(values + front);
                    Avx512F.Compress(v, ~below, v).Store(rest + back);
                    front += taken;
                    back += 16 - taken;
                }
            }
            for (; i < count; i++)
            {
                int value = values[i], taken = Takes(keys[i], plane, ref equalQuota);
                values[front] = value;
                rest[back] = value;
                front += taken;
                back += 1 - taken;
            }
            new Span<int>(rest, back).CopyTo(new Span<int>(values + front, back));
        }
    }

    private static int Takes(double key, double plane, ref int equalQuota)
    {
        if (key < plane) return 1;
        if (key != plane || equalQuota == 0) return 0;
        equalQuota--;
        return 1;
    }

    private static int Keep(double* values, int count, double low, double high, double* kept)
    {
        int found = 0, i = 0;
        if (Wide)
        {
            Vector512<double> least = Vector512.Create(low), most = Vector512.Create(high);
            for (; i + 8 <= count; i += 8)
            {
                Vector512<double> v = Vector512.Load(values + i);
                Vector512<double> inside = Vector512.GreaterThanOrEqual(v, least) & Vector512.LessThanOrEqual(v, most);
                Avx512F.Compress(v, inside, v).Store(kept + found);
                found += BitOperations.PopCount(inside.ExtractMostSignificantBits());
            }
        }
        for (; i < count; i++)
        {
            kept[found] = values[i];
            found += values[i] >= low && values[i] <= high ? 1 : 0;
        }
        return found;
    }

    // Below the pivot stays in front, above goes to the other room; the pivot's equals are counted and gone.
    private static double Quickselect(double* values, double* room, int count, int index)
    {
        while (count > 16)
        {
            double pivot = Pivot(values, count);
            int below = 0, above = 0, i = 0;
            if (Wide)
            {
                Vector512<double> bound = Vector512.Create(pivot);
                for (; i + 8 <= count; i += 8)
                {
                    Vector512<double> v = Vector512.Load(values + i), less = Vector512.LessThan(v, bound), more = Vector512.GreaterThan(v, bound);
                    Avx512F.Compress(v, less, v).Store(values + below);
                    Avx512F.Compress(v, more, v).Store(room + above);
                    below += BitOperations.PopCount(less.ExtractMostSignificantBits());
                    above += BitOperations.PopCount(more.ExtractMostSignificantBits());
                }
            }
            for (; i < count; i++)
            {
                double v = values[i];
                values[below] = v;
                room[above] = v;
                below += v < pivot ? 1 : 0;
                above += v > pivot ? 1 : 0;
            }
            if (index < below) count = below;
            else if (index < count - above) return pivot;
            else
            {
                index -= count - above;
                count = above;
                double* other = values;
                values = room;
                room = other;
            }
        }
        var last = new Span<double>(values, count);
        last.Sort();
        return last[index];
    }

    // The median of nine places spread over the values.
    private static double Pivot(double* values, int count)
    {
        Span<double> nine = stackalloc double[9];
        for (int i = 0; i < 9; i++) nine[i] = values[(long)i * (count - 1) / 8];
        nine.Sort();
        return nine[4];
    }
}
