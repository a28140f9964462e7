namespace ClassicML.Calibration;

/// <summary>The rising function of least squared error from scores to 0 and 1.</summary>
/// <remarks>
/// Problem: min Σ sᵢ(vᵢ - tᵢ)² with v rising in the score. Source: pool adjacent violators, R. Barlow et al., 1972. Equal scores are one
/// point. Between points the function is linear, outside it is constant, as scikit-learn's. O(n log n).
/// </remarks>
internal static class IsotonicScaling
{
    /// <returns>Scores, rising, and the value at each: the first and the last of each step.</returns>
    public static (double[] Scores, double[] Values) Fit(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive,
        ReadOnlySpan<double> weights)
    {
        double[] sorted = scores.ToArray();
        int[] order = new int[sorted.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(sorted, order);
        // Blocks with their sums; each point is a block at first, all its equal scores together, and a block that is not above the one
        // before joins it.
        var blocks = new List<(double First, double Last, double Sum, double Weight)>();
        for (int k = 0; k < sorted.Length;)
        {
            (double First, double Last, double Sum, double Weight) block = (sorted[k], sorted[k], 0, 0);
            for (; k < sorted.Length && sorted[k] == block.First; k++)
            {
                double weight = weights.IsEmpty ? 1 : weights[order[k]];
                block.Sum += positive[order[k]] ? weight : 0;
                block.Weight += weight;
            }
            if (block.Weight == 0) continue;
            while (blocks.Count > 0 && blocks[^1].Sum * block.Weight >= block.Sum * blocks[^1].Weight)
            {
                (double first, _, double sum, double own) = blocks[^1];
                block = (first, block.Last, sum + block.Sum, own + block.Weight);
                blocks.RemoveAt(blocks.Count - 1);
            }
            blocks.Add(block);
        }
        var at = new List<double>();
        var values = new List<double>();
        foreach ((double first, double last, double sum, double weight) in blocks)
        {
            at.Add(first);
            values.Add(sum / weight);
            if (last == first) continue;
            at.Add(last);
            values.Add(sum / weight);
        }
        return ([.. at], [.. values]);
    }

    public static double Probability(double score, ReadOnlySpan<double> scores, ReadOnlySpan<double> values)
    {
        int found = scores.BinarySearch(score);
        if (found >= 0) return values[found];
        int next = ~found;
        if (next == 0) return values[0];
        if (next == scores.Length) return values[^1];
        // Halves, whose difference is finite.
        double share = (score / 2 - scores[next - 1] / 2) / (scores[next] / 2 - scores[next - 1] / 2);
        return values[next - 1] + share * (values[next] - values[next - 1]);
    }
}
