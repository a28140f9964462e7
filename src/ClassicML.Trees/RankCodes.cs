namespace ClassicML.Trees;

/// <summary>Each column's values as ranks among its distinct values: sorted once, compared as integers after.</summary>
/// <remarks>
/// n·p codes of 4 bytes, column-major. A column is sorted by the upper half of its values' bits, then each run of equal halves by value:
/// O(n) for most data, O(n log n) at worst. Columns are independent, so the threads don't matter.
/// </remarks>
internal sealed class RankCodes
{
    // Some 100 µs of work.
    private const int ParallelSize = 20_000;

    private readonly int[] codes;
    private readonly double[][] values;

    /// <summary>Ranks the given rows of a matrix without missing values; row i is row <paramref name="rows"/>[i] of x.</summary>
    public RankCodes(Matrix x, int[] rows, FitContext context)
    {
        RowCount = rows.Length;
        codes = GC.AllocateUninitializedArray<int>(rows.Length * x.ColumnCount);
        values = new double[x.ColumnCount][];
        int threads = codes.Length < ParallelSize ? 1 : context.Threads;
        int blockSize = (x.ColumnCount + 2 * threads - 1) / (2 * threads);
        Workers.ForBlocks(x.ColumnCount, blockSize, threads, (start, end) =>
        {
            double[] column = new double[rows.Length];
            ulong[] words = new ulong[rows.Length], spare = new ulong[rows.Length];
            for (int feature = start; feature < end; feature++) values[feature] = Rank(x, rows, feature, column, words, spare);
        }, context.Cancellation);
    }

    /// <summary>The number of rows, n.</summary>
    public int RowCount { get; }

    /// <summary>The number of columns, p.</summary>
    public int FeatureCount => values.Length;

    /// <summary>The codes of a column: n values from 0.</summary>
    public ReadOnlySpan<int> Column(int feature) => codes.AsSpan(feature * RowCount, RowCount);

    /// <summary>
    /// The threshold between two values that are neighbours at a node: their middle, or the lower where the middle rounds to the upper.
    /// So lower ≤ threshold &lt; upper always. Halves are added, since the sum of two large values overflows.
    /// </summary>
    public double Threshold(int feature, int code, int nextCode)
    {
        double lower = values[feature][code], upper = values[feature][nextCode];
        double middle = lower / 2 + upper / 2;
        return middle >= lower && middle < upper ? middle : lower;
    }

    // Returns the distinct values of the column, ascending.
    private double[] Rank(Matrix x, int[] rows, int feature, double[] column, ulong[] words, ulong[] spare)
    {
        ReadOnlySpan<double> all = x.Span;
        for (int i = 0; i < rows.Length; i++)
        {
            // Adding zero makes -0 the same value as 0.
            column[i] = all[rows[i] * x.ColumnCount + feature] + 0.0;
            words[i] = (Ordered(column[i]) & 0xFFFFFFFF_00000000) | (uint)i;
        }
        RadixSort.Sort(words, spare, uint.MaxValue);
        SortRuns(words, column);

        Span<int> to = codes.AsSpan(feature * RowCount, RowCount);
        var distinct = new List<double>();
        foreach (ulong word in words)
        {
            double value = column[(uint)word];
            if (distinct.Count == 0 || value != distinct[^1]) distinct.Add(value);
            to[(int)(uint)word] = distinct.Count - 1;
        }
        return [.. distinct];
    }

    // Where the upper halves are equal, the lower ones decide.
    private static void SortRuns(Span<ulong> words, double[] column)
    {
        for (int start = 0, end; start < words.Length; start = end)
        {
            double first = column[(uint)words[start]];
            bool differ = false;
            for (end = start + 1; end < words.Length && words[end] >> 32 == words[start] >> 32; end++)
                differ |= column[(uint)words[end]] != first;
            if (differ)
                words[start..end].Sort((a, b) => column[(uint)a].CompareTo(column[(uint)b]));
        }
    }

    // The bits of a double as an integer that orders as the double does.
    private static ulong Ordered(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        return (ulong)(bits ^ ((bits >> 63) | long.MinValue));
    }
}
