using ClassicML.Metrics;

namespace ClassicML.Benchmarks.Mnist;

/// <summary>What was measured of a contender.</summary>
/// <param name="Version">The library's.</param>
/// <param name="FitSeconds">The time of the fit.</param>
/// <param name="PredictSeconds">The time of predicting the classes of all test rows.</param>
/// <param name="PeakMegabytes">The most memory of its process up to then, runtime and rows included.</param>
/// <param name="ModelBytes">The fitted model as its library saves it; null where it has no form.</param>
/// <param name="Note">What its row adds, such as a device; empty for nothing.</param>
/// <param name="Predicted">The codes of the test rows.</param>
/// <param name="LogLoss">Of its probabilities; null where it has none.</param>
/// <param name="Confusion">Actual against predicted.</param>
internal sealed record MnistScores(
    string Version, double FitSeconds, double PredictSeconds, double PeakMegabytes, double? ModelBytes, string Note, int[] Predicted, double? LogLoss,
    ConfusionMatrix Confusion)
{
    public double Accuracy => Confusion.Accuracy;

    public double MacroF1 => Confusion.F1(Average.Macro);

    public double TotalSeconds => FitSeconds + PredictSeconds;

    /// <summary>Wilson's 95 % interval of the accuracy.</summary>
    public (double Low, double High) Interval => Wilson.Interval((long)Math.Round(Confusion.Correct), (long)Math.Round(Confusion.Total));
}

/// <summary>A contender with its scores, or why it has none.</summary>
/// <param name="Contender">Who.</param>
/// <param name="Scores">What was measured; null for nothing.</param>
/// <param name="Failure">Why nothing was: that it is absent, ended, or takes too long; empty where something was.</param>
/// <param name="IsAbsent">Whether it is merely not installed.</param>
internal sealed record MnistResult(MnistContender Contender, MnistScores? Scores, string Failure = "", bool IsAbsent = false);

/// <summary>The interval of a share that was counted.</summary>
internal static class Wilson
{
    // The normal distribution's 0.975 quantile.
    private const double Quantile = 1.959963984540054;

    /// <summary>
    /// The 95 % score interval of k of n: (k + z²/2 ± z·√(k(n-k)/n + z²/4)) / (n + z²). Unlike ± z·√(p(1-p)/n) it lies in [0, 1] and holds what
    /// it promises near the ends. E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
    /// </summary>
    public static (double Low, double High) Interval(long successes, long trials)
    {
        double k = successes, n = trials, z2 = Quantile * Quantile;
        double middle = k + z2 / 2, half = Quantile * Math.Sqrt(k * (n - k) / n + z2 / 4);
        return (Math.Max(0, (middle - half) / (n + z2)), Math.Min(1, (middle + half) / (n + z2)));
    }
}
