using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ClassicML.Internal;

namespace ClassicML.Preprocessing;

/// <summary>For each missing value of some rows the k nearest training rows that have one in its column, by nan-Euclidean distance.</summary>
/// <remarks>
/// The answer is defined first: distances √(p/m·Σ(xⱼ-yⱼ)²) over the m common of p columns, in double from the differences; ties to the lower
/// row. A product of matrices only passes over rows that are provably too far: with masks a, b (1 where a value is there) and w the square
/// of the k-th distance so far, a row is near enough only if Σ aⱼbⱼ((xⱼ-yⱼ)² - w/p) ≤ 0, and that is the product of
/// [a(x² - w/p), a, -2ax] with [b, by², by]; what rounding may do to it is added to the zero. Columns are moved to their means and scaled
/// by one power of two, so that years don't cancel and nothing overflows.
/// Columns that about as many rows have are searched together (their k-th distances are alike), among the rows that have one of them. The
/// first rows measured lie spread over all, so that sorted rows do no harm.
/// Cost: 6·p flops for each pair of a row with missing values and a training row, and a measurement for what is left. A row's neighbours
/// don't depend on the rows beside it, since every distance is measured the same way.
/// </remarks>
internal sealed unsafe class NanNeighborSearch
{
    // Rows of a block share panels of training rows; fewer than some are measured against all, since panels have to be made.
    private const int BlockRows = 256, FewRows = 8, PanelValues = 98_304, LargestPanel = 1024, LeastPanel = 64;

    private readonly double[] centres;
    private readonly double unit;

    public NanNeighborSearch(Matrix rows, FitContext context)
    {
        Rows = rows;
        ColumnMoments moments = ColumnMoments.Of(rows, context);
        Counts = moments.Counts;
        Means = centres = Array.ConvertAll(moments.Means, mean => double.IsNaN(mean) ? 0 : mean);
        double largest = 0;
        for (int i = 0; i < rows.RowCount; i++)
        {
            ReadOnlySpan<double> row = rows.Row(i);
            for (int j = 0; j < row.Length; j++)
                if (Math.Abs(row[j] - centres[j]) is var distance && distance > largest) largest = distance;
        }
        // 2¹⁰⁰⁰ is finite, and brings the least double near enough to 1 for its square.
        unit = largest == 0 ? 1 : Math.ScaleB(1, -Math.Max(Math.ILogB(largest), -1000));
    }

    /// <summary>The training rows, n×p.</summary>
    public Matrix Rows { get; }

    /// <summary>How many training rows have a value, by column.</summary>
    public int[] Counts { get; }

    /// <summary>The mean of these values, by column; 0 where there is none.</summary>
    public double[] Means { get; }

    /// <summary>Tells the neighbours of each missing value, in no order and from several threads.</summary>
    public void ForEachMissing(Matrix queries, int neighborCount, int threads, NeighborsOfMissing found)
    {
        int[] all = [.. Enumerable.Range(0, Counts.Length)];
        foreach (IGrouping<int, int> group in all.GroupBy(j => Counts[j] == 0 ? -1 : BitOperations.Log2((uint)(Rows.RowCount / Counts[j])) / 2))
        {
            int[] columns = [.. group], asking = RowsWith(queries, columns, isMissing: true), donors = RowsWith(Rows, columns, isMissing: false);
            bool isSmall = (long)asking.Length * donors.Length * Counts.Length < 500_000;
            // Several blocks a thread balance.
            int block = Math.Clamp((asking.Length + 4 * threads - 1) / (4 * threads), FewRows, BlockRows);
            Workers.ForBlocks(asking.Length, block, isSmall ? 1 : threads, (start, end) =>
                new Block(this, queries, asking[start..end], columns, donors, neighborCount).Run(found));
        }
    }

    // √(p/m·Σ(aⱼ-bⱼ)²) over the m columns that neither row misses, in eight fixed lanes; NaN where there is none.
    internal static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        (double sum, double common) = Squares(a, b, 1);
        if (common == 0) return double.NaN;
        double scale = a.Length / common;
        if (sum * scale >= 1e-280) return Math.Sqrt(sum * scale);
        // In units of the largest difference, since squares have lost digits or vanished.
        double largest = 0;
        for (int j = 0; j < a.Length; j++)
            if (Math.Abs(a[j] - b[j]) is var difference && difference > largest) largest = difference;
        return largest == 0 ? 0 : largest * Math.Sqrt(Squares(a, b, largest).Sum * scale);
    }

    private static (double Sum, double Common) Squares(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double by)
    {
        ref double pa = ref MemoryMarshal.GetReference(a), pb = ref MemoryMarshal.GetReference(b);
        Vector512<double> sums = default, counts = default, divisor = Vector512.Create(by);
        int j = 0;
        for (; j + 8 <= a.Length; j += 8)
        {
            Vector512<double> d = Vector512.LoadUnsafe(ref pa, (nuint)j) - Vector512.LoadUnsafe(ref pb, (nuint)j);
            Vector512<double> isThere = Vector512.Equals(d, d);
            d = (d & isThere) / divisor;
            sums += d * d;
            counts += Vector512<double>.One & isThere;
        }
        double sum = Vector512.Sum(sums), count = Vector512.Sum(counts);
        for (; j < a.Length; j++)
        {
            double d = (a[j] - b[j]) / by;
            if (double.IsNaN(d)) continue;
            sum += d * d;
            count++;
        }
        return (sum, count);
    }

    private static int[] RowsWith(Matrix x, int[] columns, bool isMissing)
    {
        List<int> rows = [];
        for (int i = 0; i < x.RowCount; i++)
        {
            ReadOnlySpan<double> row = x.Row(i);
            foreach (int j in columns)
                if (double.IsNaN(row[j]) == isMissing)
                {
                    rows.Add(i);
                    break;
                }
        }
        return [.. rows];
    }

    /// <summary>Some rows with missing values in some columns.</summary>
    private sealed class Block
    {
        private readonly NanNeighborSearch search;
        private readonly Matrix queries;
        private readonly int[] rows, donors;
        private readonly Nearest[][] nearest;
        private readonly int p;

        public Block(NanNeighborSearch search, Matrix queries, int[] rows, int[] columns, int[] donors, int neighborCount)
        {
            this.search = search;
            this.queries = queries;
            this.rows = rows;
            this.donors = donors;
            p = queries.ColumnCount;
            nearest = Array.ConvertAll(rows, i => columns.Where(j => double.IsNaN(queries[i, j]))
                .Select(j => new Nearest(j, Math.Min(neighborCount, search.Counts[j]))).ToArray());
        }

        public void Run(NeighborsOfMissing found)
        {
            int sampled = rows.Length < FewRows ? donors.Length
                : Math.Min(donors.Length, Math.Max(LeastPanel, 4 * nearest.Max(own => own.Max(one => one.Capacity))));
            int stride = Math.Max(1, donors.Length / Math.Max(1, sampled));
            for (int q = 0; q < rows.Length; q++)
                for (int s = 0; s < sampled; s++) Measure(q, donors[s * stride]);
            if (sampled < donors.Length) Filter(at => at % stride == 0 && at / stride < sampled);
            for (int q = 0; q < rows.Length; q++)
                foreach (Nearest one in nearest[q]) found(rows[q], one.Column, one.Rows, one.Distances);
        }

        private void Filter(Func<int, bool> isMeasured)
        {
            int width = 3 * p, panel = Math.Clamp(PanelValues / width, LeastPanel, LargestPanel), words = (panel + 63) / 64;
            double[] ours = new double[rows.Length * width], theirs = new double[panel * width];
            double[] limits = new double[rows.Length], levels = new double[panel];
            ulong[] hits = new ulong[rows.Length * words];
            // Of a product of 3p terms, of its factors, and of distances themselves; relative to the sum of the terms' magnitudes.
            double rounding = (300 + width) * Math.ScaleB(1, -52);
            fixed (double* limit = limits, level = levels)
            fixed (ulong* hit = hits)
                for (int start = 0; start < donors.Length; start += panel)
                {
                    int count = Math.Min(panel, donors.Length - start);
                    for (int q = 0; q < rows.Length; q++)
                        limits[q] = rounding * AskingTerms(queries.Row(rows[q]), Radius(q), ours.AsSpan(q * width, width)) + p * 1e-300;
                    for (int d = 0; d < count; d++)
                        levels[d] = rounding * DonorTerms(search.Rows.Row(donors[start + d]), theirs.AsSpan(d * width, width));
                    Array.Clear(hits);
                    Gemm.Multiply(
                        new MatrixView<double>(ours, rows.Length, width), new MatrixView<double>(theirs.AsSpan(0, count * width), count, width).Transposed,
                        new WithinReach(limit, level, hit, words));
                    for (int q = 0; q < rows.Length; q++)
                        for (int word = 0; word < words; word++)
                            for (ulong bits = hits[q * words + word]; bits != 0; bits &= bits - 1)
                            {
                                int at = start + 64 * word + BitOperations.TrailingZeroCount(bits);
                                if (!isMeasured(at)) Measure(q, donors[at]);
                            }
                }
        }

        // The distance that none of the values still missing needs a row beyond.
        private double Radius(int q)
        {
            double radius = 0;
            foreach (Nearest one in nearest[q]) radius = Math.Max(radius, one.Worst);
            return radius;
        }

        // [a(x² - w/p), a, -2ax]; returns the part of the terms' magnitudes that is the row's own, 2‖x‖² + w.
        private double AskingTerms(ReadOnlySpan<double> row, double radius, Span<double> terms)
        {
            double reach = radius * search.unit, share = reach * reach / p, norm = 0;
            for (int j = 0; j < p; j++)
            {
                double x = (row[j] - search.centres[j]) * search.unit;
                bool isThere = !double.IsNaN(x);
                // A radius that is not known yet makes every product NaN, which is no reason to pass over a row.
                terms[j] = double.IsInfinity(share) ? double.NaN : isThere ? x * x - share : 0;
                terms[p + j] = isThere ? 1 : 0;
                terms[2 * p + j] = isThere ? -2 * x : 0;
                if (isThere) norm += x * x;
            }
            return 2 * norm + p * share;
        }

        // [b, by², by]; returns 2‖y‖².
        private double DonorTerms(ReadOnlySpan<double> row, Span<double> terms)
        {
            double norm = 0;
            for (int j = 0; j < p; j++)
            {
                double y = (row[j] - search.centres[j]) * search.unit;
                bool isThere = !double.IsNaN(y);
                terms[j] = isThere ? 1 : 0;
                terms[p + j] = isThere ? y * y : 0;
                terms[2 * p + j] = isThere ? y : 0;
                if (isThere) norm += y * y;
            }
            return 2 * norm;
        }

        private void Measure(int q, int donor)
        {
            ReadOnlySpan<double> row = search.Rows.Row(donor);
            double distance = -1;
            foreach (Nearest one in nearest[q])
            {
                if (double.IsNaN(row[one.Column])) continue;
                if (distance < 0) distance = Distance(queries.Row(rows[q]), row);
                if (double.IsNaN(distance)) return;
                one.Add(distance, donor);
            }
        }
    }

    /// <summary>Marks the products that are not above the limit of their row and the level of their column.</summary>
    private readonly struct WithinReach(double* limits, double* levels, ulong* hits, int words) : IGemmEpilogue<double>
    {
        public void Take(Span<double> values, int row, int column)
        {
            ref double first = ref MemoryMarshal.GetReference(values);
            Vector512<double> limit = Vector512.Create(limits[row]);
            ulong* own = hits + (nint)row * words;
            int j = 0;
            for (; j + 8 <= values.Length; j += 8)
            {
                Vector512<double> beyond = Vector512.GreaterThan(Vector512.LoadUnsafe(ref first, (nuint)j), limit + Vector512.Load(levels + column + j));
                for (uint near = ~(uint)beyond.ExtractMostSignificantBits() & 0xFF; near != 0; near &= near - 1)
                    Mark(own, column + j + BitOperations.TrailingZeroCount(near));
            }
            for (; j < values.Length; j++)
                if (!(values[j] > limits[row] + levels[column + j])) Mark(own, column + j);
        }

        private static void Mark(ulong* own, int at) => own[at >> 6] |= 1UL << (at & 63);
    }

    /// <summary>The nearest rows so far that have a value in a column, nearest first; of equal distances the lower row.</summary>
    private sealed class Nearest(int column, int capacity)
    {
        private readonly double[] distances = new double[capacity];
        private readonly int[] rows = new int[capacity];
        private int count;

        public int Column => column;

        public int Capacity => capacity;

        public ReadOnlySpan<double> Distances => distances.AsSpan(0, count);

        public ReadOnlySpan<int> Rows => rows.AsSpan(0, count);

        /// <summary>The distance that a row must not exceed to be among them.</summary>
        public double Worst => count < capacity ? double.PositiveInfinity : capacity == 0 ? 0 : distances[count - 1];

        public void Add(double distance, int row)
        {
            if (count == capacity)
            {
                if (capacity == 0 || !Precedes(distance, row, count - 1)) return;
                count--;
            }
            int at = count++;
            for (; at > 0 && Precedes(distance, row, at - 1); at--) (distances[at], rows[at]) = (distances[at - 1], rows[at - 1]);
            (distances[at], rows[at]) = (distance, row);
        }

        private bool Precedes(double distance, int row, int at) =>
            distance < distances[at] || (distance == distances[at] && row < rows[at]);
    }
}

/// <summary>Takes the neighbours of a missing value.</summary>
/// <param name="row">The row that misses it.</param>
/// <param name="column">Its column.</param>
/// <param name="nearest">The nearest training rows that have a value there, nearest first; empty where there is none.</param>
/// <param name="distances">Their distances.</param>
internal delegate void NeighborsOfMissing(int row, int column, ReadOnlySpan<int> nearest, ReadOnlySpan<double> distances);
