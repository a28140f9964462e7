using System.Globalization;

namespace ClassicML.Preprocessing;

/// <summary>Which columns are kept by their scores: so many of the best, a share of them, or those whose p-values pass a test.</summary>
/// <remarks>
/// As text "all", "10", "0.5" (a text with a point is a share), "fpr 0.05", "fdr 0.05" or "fwe 0.05". The default value is
/// <see cref="All"/>. An int converts to a number of columns.
/// </remarks>
public readonly record struct FeatureQuota
{
    private enum Rule : byte { All, Count, Share, FalsePositiveRate, FalseDiscoveryRate, FamilyWiseError }

    private readonly Rule rule;
    private readonly double number;

    private FeatureQuota(Rule rule, double number = 0) => (this.rule, this.number) = (rule, number);

    /// <summary>All columns.</summary>
    public static FeatureQuota All => default;

    /// <summary>The columns of the highest scores, at least 1; more than there are means all. Of equal scores the first columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public static FeatureQuota Count(int count) => new(Rule.Count, Check.Positive(count, nameof(count)));

    /// <summary>A share of the columns in (0, 1), as scikit-learn's percentile: those with scores above the 1 - share quantile, at least one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public static FeatureQuota Share(double share) => new(Rule.Share, Check.Within(share, new Interval(0, 1, true, true), nameof(share)));

    /// <summary>Columns with p-values below α: of those that tell nothing, a share of α is kept on the average.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside [0, 1].</exception>
    public static FeatureQuota FalsePositiveRate(double alpha) => new(Rule.FalsePositiveRate, Check.Within(alpha, Interval.Share, nameof(alpha)));

    /// <summary>The procedure of Benjamini and Hochberg: of the columns kept, a share of at most α tells nothing, on the average.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside [0, 1].</exception>
    public static FeatureQuota FalseDiscoveryRate(double alpha) => new(Rule.FalseDiscoveryRate, Check.Within(alpha, Interval.Share, nameof(alpha)));

    /// <summary>Columns with p-values below α/p: the chance that any of them tells nothing is at most α.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside [0, 1].</exception>
    public static FeatureQuota FamilyWiseError(double alpha) => new(Rule.FamilyWiseError, Check.Within(alpha, Interval.Share, nameof(alpha)));

    /// <summary>A number of columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public static implicit operator FeatureQuota(int count) => Count(count);

    /// <summary>Whether the rule goes by p-values.</summary>
    internal bool NeedsPValues => rule >= Rule.FalsePositiveRate;

    /// <summary>Reads the text.</summary>
    /// <exception cref="FormatException">It stands for none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static FeatureQuota Parse(string text)
    {
        string[] words = Check.NotNull(text, nameof(text)).Split(' ');
        double number = 0;
        bool isNumber = double.TryParse(words[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out number);
        return words switch
        {
            ["all"] => All,
            [var word] when int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int count) => Count(count),
            [_] when isNumber => Share(number),
            ["fpr", _] when isNumber => FalsePositiveRate(number),
            ["fdr", _] when isNumber => FalseDiscoveryRate(number),
            ["fwe", _] when isNumber => FamilyWiseError(number),
            _ => throw new FormatException($"it must be all, a number, a share, or fpr, fdr or fwe with a number, was '{text}'"),
        };
    }

    /// <summary>The text that <see cref="Parse"/> takes.</summary>
    public override string ToString()
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        return rule switch
        {
            Rule.All => "all",
            Rule.Count or Rule.Share => text,
            Rule.FalsePositiveRate => $"fpr {text}",
            Rule.FalseDiscoveryRate => $"fdr {text}",
            Rule.FamilyWiseError => $"fwe {text}",
        };
    }

    /// <summary>The columns that are kept, ascending; may be none where p-values decide.</summary>
    internal int[] Choose(ReadOnlySpan<double> scores, ReadOnlySpan<double> pValues)
    {
        int p = scores.Length;
        double alpha = number;
        double[] values = pValues.ToArray();
        return rule switch
        {
            Rule.All => [.. Enumerable.Range(0, p)],
            Rule.Count => Best(scores.ToArray(), Math.Min(p, (int)number)),
            Rule.Share => Best(scores.ToArray(), CountOf(scores)),
            Rule.FalsePositiveRate => Those(value => value < alpha),
            Rule.FalseDiscoveryRate => FalseDiscovery(),
            Rule.FamilyWiseError => Those(value => value < alpha / p),
        };

        int[] Those(Func<double, bool> passes) => [.. Enumerable.Range(0, p).Where(j => passes(values[j]))];

        // The largest p-value that is at most α times its rank over p, and all below it.
        int[] FalseDiscovery()
        {
            double[] sorted = [.. values.Order()];
            int rank = p;
            while (rank > 0 && !(sorted[rank - 1] <= alpha / p * rank)) rank--;
            return rank == 0 ? [] : Those(value => value <= sorted[rank - 1]);
        }
    }

    private static int[] Best(double[] scores, int count) =>
        [.. Enumerable.Range(0, scores.Length).OrderByDescending(j => scores[j]).Take(count).Order()];

    // How many scores lie above the quantile, which may lie between two; of several at it as many as the share allows.
    private int CountOf(ReadOnlySpan<double> scores)
    {
        double[] sorted = [.. scores.ToArray().Order()];
        int p = sorted.Length;
        double place = (p - 1) * (1 - number), nearest = Math.Round(place);
        bool isAt = Math.Abs(place - nearest) < 1e-9 * p;
        int low = isAt ? (int)nearest : (int)place;
        if (!isAt && sorted[low] < sorted[low + 1]) return p - 1 - low;
        double threshold = sorted[low];
        int above = sorted.Count(score => score > threshold), ties = sorted.Count(score => score == threshold);
        return Math.Max(1, above + Math.Clamp((int)(p * number + 1e-9) - above, 0, ties));
    }
}
