namespace ClassicML.Metrics;

/// <summary>The weights of negatives and of positives at or above each score, highest first: what curves of a threshold are made of.</summary>
/// <remarks>Entry 0 is the point before any row, at infinity. Rows of one score enter together; rows of weight zero make no entry.</remarks>
internal sealed class ScoreLevels
{
    private ScoreLevels(List<double> falses, List<double> trues, List<double> levels) => (Falses, Trues, Levels) = (falses, trues, levels);

    public List<double> Falses { get; }

    public List<double> Trues { get; }

    public List<double> Levels { get; }

    public static ScoreLevels Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positives, ReadOnlySpan<double> weights)
    {
        RowWeights own = MetricChecks.Rows(scores.Length, weights);
        Check.Length(positives.Length, scores.Length, nameof(positives), "row");
        MetricChecks.NotNaN(scores);
        int[] order = Order(scores);
        List<double> falses = [0], trues = [0], levels = [double.PositiveInfinity];
        double fp = 0, tp = 0;
        for (int i = 0; i < order.Length;)
        {
            double level = scores[order[i]];
            bool counts = false;
            for (; i < order.Length && scores[order[i]] == level; i++)
            {
                int row = order[i];
                if (positives[row]) tp += own[row];
                else fp += own[row];
                counts |= own[row] > 0;
            }
            if (!counts) continue;
            falses.Add(fp);
            trues.Add(tp);
            levels.Add(level);
        }
        return new ScoreLevels(falses, trues, levels);
    }

    /// <summary>The scores of one class, and whether each row is of it.</summary>
    public static (double[] Scores, bool[] Positives) OneVersusRest(Matrix scores, ReadOnlySpan<int> codes, int positive)
    {
        int classes = Classes(scores, codes);
        if ((uint)positive >= (uint)classes)
            throw new ArgumentOutOfRangeException(nameof(positive), $"positive must be in [0, {classes}), was {positive}");
        double[] column = new double[codes.Length];
        bool[] positives = new bool[codes.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            column[i] = scores[i, positive];
            positives[i] = codes[i] == positive;
        }
        return (column, positives);
    }

    /// <summary>The classes that have rows of weight above zero, ascending.</summary>
    public static int[] Present(Matrix scores, ReadOnlySpan<int> codes, ReadOnlySpan<double> weights)
    {
        bool[] present = new bool[Classes(scores, codes)];
        MetricChecks.Rows(codes.Length, weights);
        for (int i = 0; i < codes.Length; i++)
            if (weights.IsEmpty || weights[i] > 0) present[codes[i]] = true;
        return [.. Enumerable.Range(0, present.Length).Where(k => present[k])];
    }

    private static int Classes(Matrix scores, ReadOnlySpan<int> codes)
    {
        int classes = Check.NotNull(scores, nameof(scores)).ColumnCount;
        Check.Length(codes.Length, scores.RowCount, nameof(codes), "row");
        MetricChecks.Codes(codes, classes, nameof(codes));
        return classes;
    }

    // Rows by descending score. Which of equal scores comes first changes only the rounding of their weights' sum.
    private static int[] Order(ReadOnlySpan<double> scores)
    {
        double[] keys = scores.ToArray();
        int[] rows = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, rows);
        Array.Reverse(rows);
        return rows;
    }
}
