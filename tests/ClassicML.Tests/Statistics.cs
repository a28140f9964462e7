namespace ClassicML.Tests;

/// <summary>What tests of random draws measure them by.</summary>
internal static class Statistics
{
    /// <summary>Kolmogorov's D·√n: the largest distance between the draws' distribution and the one that they should have.</summary>
    /// <param name="draws">n independent draws.</param>
    /// <param name="below">The probability of a draw at most as large as a value.</param>
    public static double Kolmogorov(ReadOnlySpan<double> draws, Func<double, double> below)
    {
        double[] sorted = draws.ToArray();
        Array.Sort(sorted);
        double distance = 0, n = sorted.Length;
        for (int i = 0; i < sorted.Length; i++)
        {
            double p = below(sorted[i]);
            distance = Math.Max(distance, Math.Max(p - i / n, (i + 1) / n - p));
        }
        return distance * Math.Sqrt(n);
    }
}
