namespace ClassicML.Tests;

/// <summary>Whether what was drawn is what chance gives. Seeds are fixed, so a test passes always or never: a limit says how often another
/// seed would fail it though nothing is wrong.</summary>
internal static class Chance
{
    /// <summary>Five standard deviations of the number of successes: one seed in 1.7 million.</summary>
    public static void Even(int successes, int trials, double chance) =>
        Assert.Equal(trials * chance, successes, 5 * Math.Sqrt(trials * chance * (1 - chance)));

    /// <summary>
    /// Chi-squared of counts against equal chances, by Wilson and Hilferty's cube root within five standard deviations: one seed in some
    /// three million, as good as exact from a few degrees of freedom on.
    /// </summary>
    public static void AllEqual(IReadOnlyCollection<int> counts) => AllAs(counts, [.. counts.Select(_ => 1.0 / counts.Count)]);

    /// <summary>As <see cref="AllEqual"/>, against the given chances.</summary>
    public static void AllAs(IReadOnlyCollection<int> counts, double[] chances)
    {
        double trials = counts.Sum(), freedom = counts.Count - 1;
        Assert.True(chances.Min() * trials >= 5, "too few draws for chi-squared");
        double chi = counts.Zip(chances, (count, chance) => Math.Pow(count - trials * chance, 2) / (trials * chance)).Sum();
        double variance = 2 / (9 * freedom), z = (Math.Cbrt(chi / freedom) - (1 - variance)) / Math.Sqrt(variance);
        // Far too even is no chance either.
        Assert.True(Math.Abs(z) < 5, FormattableString.Invariant(
            $"χ² is {chi} of {freedom} degrees of freedom: {string.Join(' ', counts)}"));
    }

    /// <summary>
    /// Kolmogorov's distance between draws and a distribution, below 2.8/√n: exceeded by one seed in three million, 2·exp(-2·2.8²).
    /// </summary>
    public static void Follows(double[] draws, Func<double, double> distribution)
    {
        double[] sorted = [.. draws.Order()];
        double distance = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double share = distribution(sorted[i]);
            distance = Math.Max(distance, Math.Max(share - (double)i / sorted.Length, (i + 1.0) / sorted.Length - share));
        }
        Assert.InRange(distance * Math.Sqrt(sorted.Length), 0, 2.8);
    }

    /// <summary>A draw of about the normal distribution (Irwin and Hall): twelve even ones have variance 1 and mean 6.</summary>
    public static double Normal(Rng rng) => Enumerable.Range(0, 12).Sum(_ => rng.NextDouble()) - 6;
}
