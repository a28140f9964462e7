using ClassicML.Optimization;

namespace ClassicML.Preprocessing;

/// <summary>Finds the λ of a column by maximum likelihood: that by which it comes closest to a normal variable.</summary>
/// <remarks>
/// Problem: max over λ of (λ-1)·Σs - n/2·log var t, with t the transformed values and s = sign(x)·log(1+|x|), for Box-Cox s = log x.
/// The likelihood is concave in λ (Marchand et al., "SecureFedYJ: a safe feature Gaussianization protocol for federated learning", 2022), so
/// one search by <see cref="Brent"/> finds it. Source: Yeo and Johnson, "A new family of power transformations to improve normality or
/// symmetry", 2000; Box and Cox, "An analysis of transformations", 1964.
/// Values of one sign are taken relative to the one at the end where powers are largest: with e = log(x/r) ≤ 0 in units of λ the likelihood
/// is λ·mean(e) - log var((e^(λe)-1)/λ)/2 a row, up to a constant, so that nothing overflows and no digits cancel, whatever the offset. Where
/// both signs are there, powers above e³⁰⁰ are taken relative to the largest. The search begins at λ in (-2, 2), and farther out where
/// values are so close to one another that λ changes little.
/// Cost: a sort and some forty times n powers a column.
/// </remarks>
internal static class PowerSearch
{
    // Powers whose sums of squares are finite; what comes out as it is must be a feature of at most 1e75; a power that keeps half its digits.
    private const double MaxExponent = 300, MaxRawExponent = 170, MinRawExponent = 18;

    /// <param name="values">The values, at least one, not all the same; positive for Box-Cox.</param>
    /// <param name="family">The family.</param>
    /// <param name="standardize">Whether the column is standardised afterwards, so that any unit will do.</param>
    public static PowerMap Find(OrderedColumn values, PowerFamily family, bool standardize)
    {
        double low = values[0], high = values[values.Count - 1];
        if (family == PowerFamily.BoxCox) return OfOneSign(values, family, 1, standardize);
        return low >= 0 ? OfOneSign(values, family, 1, standardize)
            : high <= 0 ? OfOneSign(values, family, -1, standardize)
            : OfBothSigns(values, standardize);
    }

    private static PowerMap OfOneSign(OrderedColumn values, PowerFamily family, int sign, bool standardize)
    {
        double shift = family == PowerFamily.BoxCox ? 0 : 1;
        double[] logs = new double[values.Count], work = new double[logs.Length];
        double least = sign > 0 ? values[0] : -values[^1], largest = sign > 0 ? values[^1] : -values[0];
        for (int i = 0; i < logs.Length; i++) logs[i] = PowerMap.LogRatio(sign * values[i], largest, shift);
        double lowest = PowerMap.LogRatio(least, largest, shift), mean = Mean(logs);
        double lambda = Search(-lowest, candidate =>
        {
            double origin = candidate < 0 ? lowest : 0;
            for (int i = 0; i < logs.Length; i++) work[i] = PowerMap.Power(logs[i] - origin, candidate);
            return Math.Log(Moments(work).Deviation) - candidate * (mean - origin);
        });
        if (standardize) return Map(lambda, sign * (lambda < 0 ? least : largest));
        double top = PowerMap.LogRatio(largest, 1 - shift, shift), bottom = PowerMap.LogRatio(least, 1 - shift, shift);
        double most = top >= 0 ? MaxRawExponent / top : -MinRawExponent / top,
            fewest = bottom >= 0 ? -MinRawExponent / bottom : MaxRawExponent / bottom;
        return Map(Math.Clamp(lambda, fewest, most), 1 - shift);

        PowerMap Map(double own, double reference) => new(family, sign > 0 ? own : 2 - own, reference);
    }

    private static PowerMap OfBothSigns(OrderedColumn values, bool standardize)
    {
        double[] logs = new double[values.Count], work = new double[logs.Length];
        for (int i = 0; i < logs.Length; i++) logs[i] = values[i] < 0 ? -Elementary.Log1P(-values[i]) : Elementary.Log1P(values[i]);
        double lowest = -logs[0], highest = logs[^1], mean = Mean(logs);
        double lambda = Search(Math.Max(lowest, highest), candidate =>
        {
            double excess = Math.Max(0, Math.Max(candidate * highest, (2 - candidate) * lowest) - MaxExponent);
            for (int i = 0; i < logs.Length; i++)
                work[i] = logs[i] < 0 ? -Part(-logs[i], 2 - candidate, excess) : Part(logs[i], candidate, excess);
            return Math.Log(Moments(work).Deviation) + excess - (candidate - 1) * mean;
        });
        double limit = standardize ? MaxExponent : MaxRawExponent;
        return new PowerMap(PowerFamily.YeoJohnson, Math.Clamp(lambda, 2 - limit / lowest, limit / highest), 0);

        static double Part(double y, double lambda, double excess) =>
            excess == 0 ? PowerMap.Power(y, lambda) : (Math.Exp(lambda * y - excess) - Math.Exp(-excess)) / lambda;
    }

    // The λ of the least value, begun in (-2, 2) where logarithms spread over one or more. Values that differ by nothing have λ = 1.
    private static double Search(double spread, Func<double, double> objective)
    {
        double unit = Math.Max(1, 1 / spread);
        return double.IsFinite(unit) ? new Brent().Minimize(objective, 1 - 3 * unit, 1 + unit).Point : 1;
    }

    private static double Mean(double[] values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum / values.Length;
    }

    /// <summary>The mean and the population deviation of values, also where squares vanish.</summary>
    public static (double Mean, double Deviation) Moments(double[] values)
    {
        double mean = Mean(values), largest = 0, sum = 0, squares = 0;
        foreach (double value in values) largest = Math.Max(largest, Math.Abs(value - mean));
        if (largest == 0) return (mean, 0);
        foreach (double value in values)
        {
            double share = (value - mean) / largest;
            sum += share;
            squares += share * share;
        }
        return (mean + largest * (sum / values.Length), largest * Math.Sqrt(Math.Max(0, squares - sum * sum / values.Length) / values.Length));
    }
}
