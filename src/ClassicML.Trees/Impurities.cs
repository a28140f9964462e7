namespace ClassicML.Trees;

/// <summary>An impurity, as a struct so that the split search compiles once for each with nothing called through an interface.</summary>
/// <remarks>
/// A split of a node of weight W into L and R gains W·I - W_L·I(L) - W_R·I(R). The parent's part is the same for every split of a node, so
/// splits are compared by a score that differs from the gain by a constant. Class weights are summed in class order, and are whole
/// numbers, hence exact, without row weights: the score has the same bits for any order of rows.
/// </remarks>
internal interface IImpurity
{
    /// <summary>The impurity of a node whose K class weights sum to <paramref name="sum"/>.</summary>
    double Of(ReadOnlySpan<double> classWeights, double sum);

    /// <summary>The gain of a split up to a constant of the node; larger is better. What is not left is right.</summary>
    double Score(ReadOnlySpan<double> left, ReadOnlySpan<double> total);
}

/// <summary>1 - Σ p². Score: Σ Lₖ²/L + Σ Rₖ²/R, from W·I = W - Σ Wₖ²/W.</summary>
internal readonly struct GiniImpurity : IImpurity
{
    public double Of(ReadOnlySpan<double> classWeights, double sum)
    {
        double squares = 0;
        foreach (double weight in classWeights)
        {
            double p = weight / sum;
            squares += p * p;
        }
        return 1 - squares;
    }

    public double Score(ReadOnlySpan<double> left, ReadOnlySpan<double> total)
    {
        double l = 0, r = 0, lSquares = 0, rSquares = 0;
        for (int k = 0; k < left.Length && k < total.Length; k++)
        {
            double lk = left[k], rk = Rest(total[k], lk);
            l += lk;
            r += rk;
            lSquares += lk * lk;
            rSquares += rk * rk;
        }
        // Where rounding has left no weight on one side, 0/0 is NaN, which beats no other split.
        return lSquares / l + rSquares / r;
    }

    // Fractional weights may leave a remainder just below zero.
    internal static double Rest(double total, double left) => total > left ? total - left : 0;
}

/// <summary>-Σ p log₂ p. Score: Σ f(Lₖ) - f(L) + Σ f(Rₖ) - f(R) with f(w) = w log₂ w, from W·I = f(W) - Σ f(Wₖ).</summary>
/// <param name="table">f of 0, 1, 2, … where weights are whole numbers, or null.</param>
internal readonly struct EntropyImpurity(double[]? table) : IImpurity
{
    /// <summary>The entropy of nodes of up to <paramref name="rowCount"/> rows that weigh 1 each.</summary>
    public static EntropyImpurity OfCounts(int rowCount)
    {
        double[] table = new double[rowCount + 1];
        for (int count = 1; count < table.Length; count++) table[count] = count * Math.Log2(count);
        return new EntropyImpurity(table);
    }

    public double Of(ReadOnlySpan<double> classWeights, double sum)
    {
        double entropy = 0;
        foreach (double weight in classWeights)
        {
            double p = weight / sum;
            if (p > 0) entropy -= p * Math.Log2(p);
        }
        return entropy;
    }

    public double Score(ReadOnlySpan<double> left, ReadOnlySpan<double> total)
    {
        double l = 0, r = 0, lSum = 0, rSum = 0;
        for (int k = 0; k < left.Length && k < total.Length; k++)
        {
            double lk = left[k], rk = GiniImpurity.Rest(total[k], lk);
            l += lk;
            r += rk;
            lSum += TimesLog(lk);
            rSum += TimesLog(rk);
        }
        return lSum - TimesLog(l) + (rSum - TimesLog(r));
    }

    private double TimesLog(double weight) => table is not null ? table[(int)weight] : weight > 0 ? weight * Math.Log2(weight) : 0;
}

/// <summary>1 - max p. Score: max Lₖ + max Rₖ, from W·I = W - max Wₖ.</summary>
internal readonly struct ErrorImpurity : IImpurity
{
    public double Of(ReadOnlySpan<double> classWeights, double sum)
    {
        double most = 0;
        foreach (double weight in classWeights) most = Math.Max(most, weight);
        return 1 - most / sum;
    }

    public double Score(ReadOnlySpan<double> left, ReadOnlySpan<double> total)
    {
        double l = 0, r = 0;
        for (int k = 0; k < left.Length && k < total.Length; k++)
        {
            l = Math.Max(l, left[k]);
            r = Math.Max(r, GiniImpurity.Rest(total[k], left[k]));
        }
        return l + r;
    }
}
