namespace ClassicML.ModelSelection;

/// <summary>Mean and spread of the scores of folds.</summary>
internal static class Spread
{
    public static double Mean(IReadOnlyCollection<double> scores) => scores.Sum() / scores.Count;

    /// <summary>√(Σ(s - s̄)²/(k-1)): the deviation of one score, not of their mean. Zero for one score.</summary>
    public static double Deviation(IReadOnlyCollection<double> scores)
    {
        if (scores.Count < 2) return 0;
        double mean = Mean(scores);
        return Math.Sqrt(scores.Sum(score => (score - mean) * (score - mean)) / (scores.Count - 1));
    }
}
