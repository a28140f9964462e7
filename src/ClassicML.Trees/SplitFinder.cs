using System.Collections.Concurrent;

namespace ClassicML.Trees;

/// <summary>Finds the best split of a node over all features, exactly.</summary>
/// <remarks>
/// Every boundary between two neighbouring values that leaves enough rows on both sides is scored. The best has the largest score; of equal
/// doubles the lowest feature, then the lowest threshold (scikit-learn instead tries the features in random order).
/// A feature with few values for the node's size costs O(m + values·K) by counting (code, class) pairs; any other O(m·K) after a radix sort
/// of its codes. Features are searched independently and compared in order, so the threads don't change the result.
/// </remarks>
internal sealed class SplitFinder<TImpurity> where TImpurity : struct, IImpurity
{
    // Row-feature pairs, some 5 ns each: a loop over threads pays above about 100 µs.
    private const long ParallelSize = 30_000;

    private readonly TImpurity impurity;
    private readonly RankCodes codes;
    private readonly TrainingRows training;
    private readonly int minSamplesLeaf;
    private readonly FitContext context;
    private readonly int[] classes;
    private readonly double[]? weights;
    private readonly Split[] candidates;
    private readonly ConcurrentBag<SplitWorkspace> workspaces = [];
    private readonly SplitWorkspace own;

    public SplitFinder(TImpurity impurity, RankCodes codes, TrainingRows training, int minSamplesLeaf, FitContext context)
    {
        this.impurity = impurity;
        this.codes = codes;
        this.training = training;
        this.minSamplesLeaf = minSamplesLeaf;
        this.context = context;
        classes = new int[training.Count];
        weights = training.Weights is null ? null : new double[training.Count];
        candidates = new Split[codes.FeatureCount];
        own = new SplitWorkspace(training.Count, training.ClassCount);
    }

    /// <summary>The best split of a node, or <see cref="Split.None"/>.</summary>
    /// <param name="rows">The rows of the node, in the order of <see cref="TrainingRows"/>.</param>
    /// <param name="total">The weight of each class among them.</param>
    public Split Find(ReadOnlyMemory<int> rows, double[] total)
    {
        GatherRows(rows.Span);
        Split best = Split.None;
        if ((long)rows.Length * codes.FeatureCount < ParallelSize || context.Threads == 1)
        {
            for (int feature = 0; feature < codes.FeatureCount; feature++) best = Better(best, FindIn(feature, rows.Span, total, own));
            return best;
        }
        Workers.For(codes.FeatureCount, context.Threads, feature =>
        {
            if (!workspaces.TryTake(out SplitWorkspace? workspace)) workspace = new SplitWorkspace(training.Count, training.ClassCount);
            candidates[feature] = FindIn(feature, rows.Span, total, workspace);
            workspaces.Add(workspace);
        }, context.Cancellation);
        foreach (Split candidate in candidates) best = Better(best, candidate);
        return best;
    }

    // Features come in ascending order, so the first of equals is the lowest.
    private static Split Better(in Split best, in Split next) => next.Score > best.Score ? next : best;

    // What all features read of the node's rows, side by side.
    private void GatherRows(ReadOnlySpan<int> rows)
    {
        for (int i = 0; i < rows.Length; i++) classes[i] = training.Classes[rows[i]];
        if (weights is null) return;
        for (int i = 0; i < rows.Length; i++) weights[i] = training.Weights![rows[i]];
    }

    private Split FindIn(int feature, ReadOnlySpan<int> rows, double[] total, SplitWorkspace workspace)
    {
        ReadOnlySpan<int> column = codes.Column(feature);
        Span<int> local = workspace.Codes.AsSpan(0, rows.Length);
        int low = int.MaxValue, high = int.MinValue;
        for (int i = 0; i < local.Length; i++)
        {
            int code = column[rows[i]];
            local[i] = code;
            low = Math.Min(low, code);
            high = Math.Max(high, code);
        }
        if (low == high) return Split.None;
        int range = high - low + 1;
        workspace.Left.AsSpan().Clear();
        return (long)range * total.Length <= SplitWorkspace.CellsPerRow * (long)rows.Length
            ? ByCounting(feature, local, low, range, total, workspace)
            : BySorting(feature, local, low, range, total, workspace);
    }

    private Split ByCounting(int feature, ReadOnlySpan<int> local, int low, int range, double[] total, SplitWorkspace workspace)
    {
        int classCount = total.Length;
        Span<double> cells = workspace.Cells.AsSpan(0, range * classCount);
        Span<int> sizes = workspace.Sizes.AsSpan(0, range);
        cells.Clear();
        sizes.Clear();
        for (int i = 0; i < local.Length; i++)
        {
            int code = local[i] - low;
            cells[code * classCount + classes[i]] += weights is null ? 1 : weights[i];
            sizes[code]++;
        }

        Split best = Split.None;
        double[] left = workspace.Left;
        for (int code = 0, previous = 0, moved = 0; local.Length - moved >= minSamplesLeaf; code++)
        {
            if (sizes[code] == 0) continue;
            if (moved >= minSamplesLeaf) best = Better(best, Candidate(feature, low + previous, low + code, left, total));
            moved += sizes[code];
            previous = code;
            ReadOnlySpan<double> cell = cells.Slice(code * classCount, classCount);
            for (int k = 0; k < cell.Length; k++) left[k] += cell[k];
        }
        return best;
    }

    private Split BySorting(int feature, ReadOnlySpan<int> local, int low, int range, double[] total, SplitWorkspace workspace)
    {
        // With the code above, the class below; or the row, where weights are to be read too.
        Span<ulong> words = workspace.Words.AsSpan(0, local.Length);
        for (int i = 0; i < words.Length; i++)
            words[i] = ((ulong)(uint)(local[i] - low) << 32) | (uint)(weights is null ? classes[i] : i);
        RadixSort.Sort(words, workspace.Spare, (uint)(range - 1));

        Split best = Split.None;
        double[] left = workspace.Left;
        for (int moved = 0, previous = 0; words.Length - moved >= minSamplesLeaf;)
        {
            int code = (int)(words[moved] >> 32);
            if (moved >= minSamplesLeaf) best = Better(best, Candidate(feature, low + previous, low + code, left, total));
            do
            {
                int payload = (int)(uint)words[moved];
                if (weights is null) left[payload]++;
                else left[classes[payload]] += weights[payload];
                moved++;
            }
            while (moved < words.Length && (int)(words[moved] >> 32) == code);
            previous = code;
        }
        return best;
    }

    private Split Candidate(int feature, int code, int nextCode, double[] left, double[] total) =>
        new(impurity.Score(left, total), feature, code, nextCode);
}
