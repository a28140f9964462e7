namespace ClassicML.Preprocessing;

/// <summary>k-means of one column: bins whose values are close to the bin's mean.</summary>
/// <remarks>
/// Problem: min Σ(xᵢ - nearest mean)² over k means; a local minimum. Source: Lloyd, "Least squares quantization in PCM", 1982, begun at the
/// middles of even steps as scikit-learn does: each value goes to the nearest mean, of equally near ones to the lower; then each mean is that
/// of its values, until none changes. A mean without values takes the value farthest from its own mean that has others. The values of a mean are neighbours in
/// order, so with running sums a round costs k binary searches, not n·k distances.
/// </remarks>
internal static class OneDimensionalKMeans
{
    private const int MaxRounds = 300;

    /// <summary>The edges of the bins: the smallest value, the middles between means, and the largest.</summary>
    public static double[] Edges(OrderedColumn values, int count)
    {
        double[] x = new double[values.Count];
        for (int i = 0; i < x.Length; i++) x[i] = values[i];
        double low = x[0], high = x[^1], origin = low + (high - low) / 2;
        double[] means = [.. x.Distinct().Take(count + 1)];
        if (means.Length > count) means = Lloyd(x, origin, [.. Enumerable.Range(0, count).Select(k => low + (k + 0.5) * ((high - low) / count))]);
        return [low, .. Enumerable.Range(1, means.Length - 1).Select(k => means[k - 1] + (means[k] - means[k - 1]) / 2), high];
    }

    private static double[] Lloyd(double[] x, double origin, double[] means)
    {
        // Sums of what is above the middle, so that an offset takes no digits.
        double[] sums = new double[x.Length + 1];
        for (int i = 0; i < x.Length; i++) sums[i + 1] = sums[i] + (x[i] - origin);
        int[] ends = [];
        for (int round = 0; round < MaxRounds; round++)
        {
            int[] own = [.. Enumerable.Range(1, means.Length).Select(k =>
                k == means.Length ? x.Length : FirstAbove(x, means[k - 1] + (means[k] - means[k - 1]) / 2))];
            // A mean without values has yet to find some.
            if (own.AsSpan().SequenceEqual(ends) && own.Distinct().Count() == own.Length && own[0] > 0) break;
            ends = own;
            means = Means(x, origin, sums, ends, means);
        }
        return means;
    }

    private static double[] Means(double[] x, double origin, double[] sums, int[] ends, double[] before)
    {
        double[] totals = new double[ends.Length];
        int[] counts = new int[ends.Length];
        for (int k = 0, start = 0; k < ends.Length; start = ends[k++])
            (totals[k], counts[k]) = (sums[ends[k]] - sums[start], ends[k] - start);
        int[] empty = [.. Enumerable.Range(0, ends.Length).Where(k => counts[k] == 0)];
        if (empty.Length > 0)
        {
            int[] owners = new int[x.Length];
            for (int k = 0, start = 0; k < ends.Length; start = ends[k++]) owners.AsSpan(start, ends[k] - start).Fill(k);
            int[] byDistance = [.. Enumerable.Range(0, x.Length).OrderByDescending(i => Math.Abs(x[i] - before[owners[i]]))];
            int next = 0;
            foreach (int k in empty)
            {
                while (counts[owners[byDistance[next]]] == 1) next++;
                int i = byDistance[next++];
                totals[owners[i]] -= x[i] - origin;
                counts[owners[i]]--;
                (totals[k], counts[k]) = (x[i] - origin, 1);
            }
        }
        double[] means = [.. totals.Select((total, k) => origin + total / counts[k])];
        Array.Sort(means);
        return means;
    }

    // The rank of the first value above a limit.
    private static int FirstAbove(double[] x, double limit)
    {
        int low = 0, high = x.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (x[middle] > limit) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
