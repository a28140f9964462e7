using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ClassicML.Trees;

/// <summary>Finds the best split of a node by one feature, exactly. One for each thread, made once a fit; nothing is allocated a node.</summary>
/// <remarks>
/// The node's codes are gathered with the rows' payloads; rows of code 0, the least value, are left out at once, since a sweep from the top
/// never has to move them: on data with many zeros that is most of the work saved. A feature with few codes for its rows is summed up by
/// code; any other is sorted. Then every boundary between neighbouring codes is scored, from the top down. Of scores that are equal on the
/// node's grid the lowest threshold wins. Time O(m) and O(1) a boundary where the criterion keeps running sums, O(K) elsewhere. Missing
/// values have the last code: a sweep from it has them on the right, and a second one that passes them over has them on the left; of equal
/// scores the right one wins.
/// </remarks>
internal sealed partial class FeatureSearch<TCriterion> where TCriterion : struct, ICriterion<TCriterion>
{
    /// <summary>Codes are summed up in cells where there are at most this many numbers in the cells for each row; else clearing costs more.</summary>
    private const int CellsPerRow = 4;

    // The codes gathered at once: a part of the second cache.
    private const int BlockLength = 1 << 18;

    private const int CacheLine = 64;

    // A power of two.
    private const int SideCells = 4;

    // Rows whose cache lines are asked for before they are read.
    private const int Ahead = 4;

    private readonly RankCodes codes;
    private readonly GrowthLimits limits;
    private readonly ulong[] words;
    private readonly ulong[] spare;
    private readonly double[] cells;
    private readonly int[] sizes;
    private byte[] bytes = [];
    private ushort[] shorts = [];
    private int[] ints = [];
    private TCriterion criterion;
    // Those of the node that is searched.
    private NodeTerms terms;
    private ScoreGrid grid;

    public FeatureSearch(RankCodes codes, TCriterion criterion, GrowthLimits limits)
    {
        this.codes = codes;
        this.criterion = criterion;
        this.limits = limits;
        words = new ulong[codes.RowCount + WordPacking.Slack];
        spare = new ulong[codes.RowCount + WordPacking.Slack];
        cells = new double[CellsPerRow * codes.RowCount];
        sizes = new int[CellsPerRow * codes.RowCount];
    }

    /// <summary>The criterion of the tree to come.</summary>
    public void Use(TCriterion criterion) => this.criterion = criterion;

    /// <summary>The best split by some features, or <see cref="Split.None"/>.</summary>
    /// <param name="features">The features.</param>
    /// <param name="draws">For each a number in [0, 1) that draws its threshold, where thresholds are drawn.</param>
    /// <param name="node">The node's codes.</param>
    /// <param name="payloads">What the criterion knows them by, and <see cref="WordPacking.Slack"/> more places.</param>
    /// <param name="terms">What splits are held against.</param>
    /// <param name="constants">Receives for each feature whether the rows have all the same value.</param>
    public Split Find(
        ReadOnlySpan<int> features, ReadOnlySpan<double> draws, NodeCodes node, uint[] payloads, in NodeTerms terms, Span<bool> constants)
    {
        (this.terms, grid) = (terms, terms.Grid);
        CodeRows from = node.Codes;
        ReadOnlySpan<int> rows = node.Places.Span;
        bool isScattered = from == codes.Rows;
        Split best = Split.None;
        int block = Math.Clamp(BlockLength / rows.Length, 1, features.Length);
        for (int start = 0; start < features.Length; start += block)
        {
            ReadOnlySpan<int> some = features.Slice(start, Math.Min(block, features.Length - start));
            if (from.Columns is not null && ReadsColumns(from, rows.Length, some.Length)) Gather(from.Columns, rows, some);
            else if (from.Bytes is not null) Gather(from.Bytes, ref bytes, rows, some, isScattered);
            else if (from.Shorts is not null) Gather(from.Shorts, ref shorts, rows, some, isScattered);
            else Gather(from.Ints!, ref ints, rows, some, isScattered);
            for (int j = 0; j < some.Length; j++)
            {
                int at = j * rows.Length;
                (int count, int low, int high) =
                    from.Bytes is not null ? WordPacking.Pack<byte>(bytes.AsSpan(at), payloads, rows.Length, words)
                    : from.Shorts is not null ? WordPacking.Pack<ushort>(shorts.AsSpan(at), payloads, rows.Length, words)
                    : WordPacking.Pack<int>(ints.AsSpan(at), payloads, rows.Length, words);
                int zeros = rows.Length - count;
                constants[start + j] = count == 0 || zeros == 0 && low == high;
                if (constants[start + j]) continue;
                var sweep = new Sweep(some[j], rows.Length, zeros, count, low, high);
                Split split = Find(sweep, codes[some[j]], limits.IsRandom ? draws[start + j] : 0);
                if (split.Feature >= 0) best = best.Feature < 0 ? split : terms.Better(best, split);
            }
        }
        return best;
    }

    private Split Find(in Sweep node, CodeColumn column, double draw)
    {
        if (column.IsCategorical) return ByCategory(node, column, draw);
        if (limits.IsRandom) return AtRandom(node, column, draw);
        long range = node.High - node.Low + 1L;
        bool counts = criterion.CellWidth > 0 && range * criterion.CellWidth <= (long)CellsPerRow * node.Count;
        if (counts) SumUp(node, (int)range);
        else RadixSort.Sort(words.AsSpan(0, node.Count), spare, (uint)node.Low, (uint)node.High);

        bool hasMissing = node.High == column.MissingCode;
        Split best = SweepOver(counts, node, column, hasMissing ? MissingSide.Right : MissingSide.None, Split.None);
        if (!hasMissing) return best;
        Split left = SweepOver(counts, node, column, MissingSide.Left, Split.None with { Score = best.Score });
        return left.Feature >= 0 && (left.Score > best.Score || left.Threshold < best.Threshold) ? left : best;
    }

    // Whether columns take fewer cache lines than rows do: all of each column's, or all that hold one of the features.
    private static bool ReadsColumns(CodeRows from, int rowCount, int featureCount) =>
        (long)featureCount * from.Columns![0].Length < (long)rowCount * CacheLine * Math.Min(featureCount, from.RowBytes / CacheLine + 1);

    private void Gather(byte[][] columns, ReadOnlySpan<int> rows, ReadOnlySpan<int> features)
    {
        int m = rows.Length;
        Reserve(ref bytes, m * features.Length);
        ref int first = ref MemoryMarshal.GetReference(rows);
        for (int j = 0; j < features.Length; j++)
        {
            ref byte column = ref MemoryMarshal.GetArrayDataReference(columns[features[j]]), to = ref bytes[j * m];
            for (int i = 0; i < m; i++) Unsafe.Add(ref to, i) = Unsafe.Add(ref column, Unsafe.Add(ref first, i));
        }
    }

    private static void Reserve<TCode>(ref TCode[] buffer, int length)
    {
        if (buffer.Length < length + WordPacking.Slack) buffer = new TCode[Math.Max(2 * buffer.Length, length + WordPacking.Slack)];
    }

    // The codes of the node's rows, feature after feature. A row is read once for all features: its cache lines are fetched together.
    private void Gather<TCode>(TCode[] all, ref TCode[] to, ReadOnlySpan<int> rows, ReadOnlySpan<int> features, bool isScattered)
        where TCode : unmanaged
    {
        int m = rows.Length;
        Reserve(ref to, m * features.Length);
        ref TCode target = ref MemoryMarshal.GetArrayDataReference(to);
        ref TCode source = ref MemoryMarshal.GetArrayDataReference(all);
        ref int first = ref MemoryMarshal.GetReference(features);
        for (int i = 0; i < m; i++)
        {
            ref TCode row = ref Unsafe.Add(ref source, (nint)rows[i] * codes.FeatureCount);
            if (isScattered && i + Ahead < m)
            {
                ref TCode later = ref Unsafe.Add(ref source, (nint)rows[i + Ahead] * codes.FeatureCount);
                for (int j = 0; j < features.Length; j++) Cache.Fetch(ref Unsafe.Add(ref later, Unsafe.Add(ref first, j)));
            }
            ref TCode at = ref Unsafe.Add(ref target, i);
            for (int j = 0; j < features.Length; j++)
            {
                at = Unsafe.Add(ref row, Unsafe.Add(ref first, j));
                at = ref Unsafe.Add(ref at, m);
            }
        }
    }

    // Cells of rows of equal code, and how many rows each has.
    private void SumUp(in Sweep node, int range)
    {
        int width = criterion.CellWidth;
        Span<double> sums = cells.AsSpan(0, range * width);
        Span<int> counts = sizes.AsSpan(0, range);
        sums.Clear();
        counts.Clear();
        foreach (ulong word in words.AsSpan(0, node.Count))
        {
            int at = (int)(word >> 32) - node.Low;
            criterion.Add((uint)word, sums.Slice(at * width, width));
            counts[at]++;
        }
    }

    // The best split that scores at least as much as the given one, or that one.
    private Split SweepOver(bool counts, in Sweep node, CodeColumn column, MissingSide missing, Split best) =>
        counts ? SweepCells(node, column, missing, best) : SweepSorted(node, column, missing, best);

    private Split SweepCells(in Sweep node, CodeColumn column, MissingSide missing, Split best)
    {
        int width = criterion.CellWidth, range = node.High - node.Low + 1;
        ReadOnlySpan<double> sums = cells.AsSpan(0, range * width);
        ReadOnlySpan<int> counts = sizes.AsSpan(0, range);
        criterion.Start();
        int moved = 0, next = -1;
        // The last cell is that of missing values where there are any.
        for (int at = missing == MissingSide.Left ? range - 2 : range - 1; at >= 0; at--)
        {
            if (counts[at] == 0) continue;
            if (next >= 0) Consider(ref best, node, column, at + node.Low, next + node.Low, moved, missing);
            criterion.Move(sums.Slice(at * width, width));
            moved += counts[at];
            next = at;
        }
        if (node.Zeros > 0 && next >= 0) Consider(ref best, node, column, 0, next + node.Low, moved, missing);
        return best;
    }

    private Split SweepSorted(in Sweep node, CodeColumn column, MissingSide missing, Split best)
    {
        Span<ulong> sorted = words.AsSpan(0, node.Count);
        if (missing == MissingSide.Left)
        {
            int known = sorted.Length;
            while (known > 0 && (int)(sorted[known - 1] >> 32) == node.High) known--;
            sorted = sorted[..known];
        }
        criterion.Start();
        int moved = 0;
        while (moved < sorted.Length)
        {
            // All rows of one code.
            uint code = (uint)(sorted[^(moved + 1)] >> 32);
            if (moved > 0) Consider(ref best, node, column, (int)code, (int)(sorted[^moved] >> 32), moved, missing);
            do
            {
                criterion.Move((uint)sorted[^(moved + 1)]);
                moved++;
            }
            while (moved < sorted.Length && (uint)(sorted[^(moved + 1)] >> 32) == code);
        }
        if (node.Zeros > 0 && moved > 0) Consider(ref best, node, column, 0, (int)(sorted[0] >> 32), moved, missing);
        return best;
    }

    // The threshold is drawn between the least and the largest value, as in extremely randomised trees.
    private Split AtRandom(in Sweep node, CodeColumn column, double draw)
    {
        bool hasMissing = node.High == column.MissingCode;
        int lowest = node.Zeros > 0 ? 0 : node.Low, highest = hasMissing ? HighestKnown(node.Count, column.MissingCode) : node.High;
        // Only a question whether the value is missing is left.
        if (highest <= lowest) return Drawn(node, Math.Max(lowest, highest), double.PositiveInfinity, column, MissingSide.Right);
        double least = column.Lows[lowest], largest = column.Highs[highest];
        double threshold = least + draw * (largest - least);
        if (!double.IsFinite(threshold)) threshold = (1 - draw) * least + draw * largest;
        if (!(threshold < largest)) threshold = least;
        // The last code of which all values are at most the threshold; the least value always goes left.
        int code = LastAtMost(column.Highs, lowest, highest, threshold, draw);
        Split best = Drawn(node, code, threshold, column, hasMissing ? MissingSide.Right : MissingSide.None);
        if (!hasMissing) return best;
        Split left = Drawn(node, code, threshold, column, MissingSide.Left);
        return left.Feature >= 0 && left.Score > best.Score ? left : best;
    }

    // The last place in [from, to) of a value of at most the threshold; the first where there is none. Values are often nearly even, so the
    // search starts at the share of the way where the threshold would be if they were, and widens.
    private static int LastAtMost(double[] ascending, int from, int to, double threshold, double share)
    {
        int guess = from + (int)(share * (to - from)), step = 1;
        if (ascending[guess] <= threshold)
        {
            from = guess;
            for (; from + step < to && ascending[from + step] <= threshold; step *= 2) from += step;
            to = Math.Min(to, from + step);
        }
        else
        {
            to = guess;
            for (; to - step > from && ascending[to - step] > threshold; step *= 2) to -= step;
            from = Math.Max(from, to - step);
        }
        while (to - from > 1)
        {
            int middle = (from + to) >>> 1;
            if (ascending[middle] <= threshold) from = middle;
            else to = middle;
        }
        return from;
    }

    // 0 where no row has a code above it but that of missing values.
    private int HighestKnown(int count, int missingCode)
    {
        int highest = 0;
        foreach (ulong word in words.AsSpan(0, count))
            if ((int)(word >> 32) != missingCode) highest = Math.Max(highest, (int)(word >> 32));
        return highest;
    }

    private Split Drawn(in Sweep node, int code, double threshold, CodeColumn column, MissingSide missing)
    {
        Span<ulong> right = spare;
        int moved = WordPacking.Above(words.AsSpan(0, node.Count), code, missing == MissingSide.Left ? column.MissingCode : -1, right);
        right = right[..moved];
        int width = criterion.CellWidth;
        criterion.Start();
        if (width > 0 && SideCells * width <= cells.Length)
        {
            // Sums first, and the running ones of the criterion once. Neighbouring rows often are of one class: several cells, so that an
            // addition need not wait for the one before it.
            int cellCount = moved < 8 * SideCells ? 1 : SideCells;
            Span<double> sums = cells.AsSpan(0, cellCount * width);
            sums.Clear();
            for (int i = 0; i < right.Length; i++) criterion.Add((uint)right[i], sums.Slice((i & (cellCount - 1)) * width, width));
            for (int cell = 1; cell < cellCount; cell++)
                for (int k = 0; k < width; k++) sums[k] += sums[cell * width + k];
            criterion.Move(sums[..width]);
        }
        else
        {
            foreach (ulong word in right) criterion.Move((uint)word);
        }
        if (!MayBe(node, moved, threshold)) return Split.None;
        double score = grid.Round(criterion.Score(double.NegativeInfinity));
        return double.IsNaN(score) ? Split.None : new Split(score, node.Feature, code, threshold, missing);
    }

    private void Consider(ref Split best, in Sweep node, CodeColumn column, int code, int nextCode, int moved, MissingSide missing)
    {
        if (!MayBe(node, moved, nextCode == column.MissingCode ? double.PositiveInfinity : 0)) return;
        double score = grid.Round(criterion.Score(grid.Below(best.Score)));
        // Lower thresholds come later.
        if (score >= best.Score) best = new Split(score, node.Feature, code, column.Threshold(code, nextCode), missing);
    }

    private bool MayBe(in Sweep node, int moved, double threshold) =>
        moved >= limits.MinSamplesLeaf && node.RowCount - moved >= limits.MinSamplesLeaf
        && (terms.LeastWeight <= 0 || criterion.RightWeight >= terms.LeastWeight && terms.Weight - criterion.RightWeight >= terms.LeastWeight)
        && (limits.Directions is null || InOrder(node, threshold));

    private bool InOrder(in Sweep node, double threshold)
    {
        (double left, double right) = criterion.SideValues;
        return terms.Bounds.Hold(left) && terms.Bounds.Hold(right) && limits.DirectionOf(node.Feature, threshold) * (right - left) >= 0;
    }

    /// <summary>A node in the search of one feature: rows, of which so many have code 0, and the range of the others' codes.</summary>
    private readonly record struct Sweep(int Feature, int RowCount, int Zeros, int Count, int Low, int High);
}
