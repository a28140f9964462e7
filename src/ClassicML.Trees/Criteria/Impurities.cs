namespace ClassicML.Trees;

/// <summary>An impurity of class weights: one small struct, its formula above it.</summary>
/// <remarks>
/// A split of a node of weight W into L and R gains W·I - W_L·I(L) - W_R·I(R). The parent's part is the same for every split of a node, so
/// splits are compared by a score that differs from the gain by a constant. Class weights are summed in class order, and are exact where
/// they are whole numbers: then the score has the same bits for any order of rows. An impurity without running sums leaves
/// <see cref="Start"/> and <see cref="Move"/> empty and scores anew.
/// </remarks>
internal interface IImpurity
{
    /// <summary>The impurity of a node whose K class weights sum to <paramref name="sum"/>.</summary>
    double Of(ReadOnlySpan<double> classWeights, double sum);

    /// <summary>The size of scores at a node of this weight.</summary>
    double ScoreSize(double weight);

    /// <summary>The score of a split of a node, from the class weights of the whole and of the right side.</summary>
    double ScoreAnew(ReadOnlySpan<double> total, ReadOnlySpan<double> right);

    /// <summary>A sweep begins: all is left. Called for whole weights.</summary>
    void Start(ReadOnlySpan<double> total);

    /// <summary>Weight of a class that has <paramref name="left"/> and <paramref name="right"/> goes to the right. Called for whole weights.</summary>
    void Move(double left, double right, double weight);

    /// <summary>
    /// As <see cref="ScoreAnew"/>, for whole weights, where running sums are exact. It may be NaN where it is surely less than
    /// <paramref name="atLeast"/>.
    /// </summary>
    double Score(ReadOnlySpan<double> total, ReadOnlySpan<double> right, double atLeast);
}

/// <summary>1 - Σ p². Score: Σ Lₖ²/L + Σ Rₖ²/R, from W·I = W - Σ Wₖ²/W.</summary>
internal struct GiniImpurity : IImpurity
{
    private double l, r, lSquares, rSquares;

    public readonly double Of(ReadOnlySpan<double> classWeights, double sum)
    {
        double squares = 0;
        foreach (double weight in classWeights)
        {
            double p = weight / sum;
            squares += p * p;
        }
        return 1 - squares;
    }

    public readonly double ScoreSize(double weight) => weight;

    public readonly double ScoreAnew(ReadOnlySpan<double> total, ReadOnlySpan<double> right)
    {
        double lSum = 0, rSum = 0, lSquared = 0, rSquared = 0;
        for (int k = 0; k < right.Length && k < total.Length; k++)
        {
            double rk = right[k], lk = Rest(total[k], rk);
            lSum += lk;
            rSum += rk;
            lSquared += lk * lk;
            rSquared += rk * rk;
        }
        // Where rounding has left no weight on one side, 0/0 is NaN, which beats no other split.
        return lSquared / lSum + rSquared / rSum;
    }

    public void Start(ReadOnlySpan<double> total)
    {
        (l, r, lSquares, rSquares) = (0, 0, 0, 0);
        foreach (double weight in total)
        {
            l += weight;
            lSquares += weight * weight;
        }
    }

    // (Rₖ + w)² = Rₖ² + w(2Rₖ + w), and likewise on the left.
    public void Move(double left, double right, double weight)
    {
        lSquares -= weight * (2 * left - weight);
        rSquares += weight * (2 * right + weight);
        l -= weight;
        r += weight;
    }

    // Most splits are told to be worse by products, which are quicker than two divisions; the margin is wider than their rounding.
    public readonly double Score(ReadOnlySpan<double> total, ReadOnlySpan<double> right, double atLeast) =>
        lSquares * r + rSquares * l < atLeast * (l * r) * (1 - 1e-12) ? double.NaN : lSquares / l + rSquares / r;

    // Fractional weights may leave a remainder just below zero.
    internal static double Rest(double total, double part) => total > part ? total - part : 0;
}

/// <summary>-Σ p log₂ p. Score: Σ f(Lₖ) - f(L) + Σ f(Rₖ) - f(R) with f(w) = w log₂ w, from W·I = f(W) - Σ f(Wₖ).</summary>
/// <param name="table">f of 0, 1, 2, … where weights are whole numbers, or null.</param>
internal readonly struct EntropyImpurity(double[]? table) : IImpurity
{
    /// <summary>The entropy of nodes whose weights are whole numbers that sum to at most <paramref name="largest"/>.</summary>
    public static EntropyImpurity OfWhole(int largest)
    {
        double[] table = new double[largest + 1];
        for (int weight = 1; weight < table.Length; weight++) table[weight] = weight * Math.Log2(weight);
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

    public double ScoreSize(double weight) => weight * (1 + Math.Abs(Math.Log2(weight)));

    public double ScoreAnew(ReadOnlySpan<double> total, ReadOnlySpan<double> right)
    {
        double l = 0, r = 0, lSum = 0, rSum = 0;
        for (int k = 0; k < right.Length && k < total.Length; k++)
        {
            double rk = right[k], lk = GiniImpurity.Rest(total[k], rk);
            l += lk;
            r += rk;
            lSum += TimesLog(lk);
            rSum += TimesLog(rk);
        }
        return lSum - TimesLog(l) + (rSum - TimesLog(r));
    }

    public void Start(ReadOnlySpan<double> total)
    {
    }

    public void Move(double left, double right, double weight)
    {
    }

    public double Score(ReadOnlySpan<double> total, ReadOnlySpan<double> right, double atLeast) => ScoreAnew(total, right);

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

    public double ScoreSize(double weight) => weight;

    public double ScoreAnew(ReadOnlySpan<double> total, ReadOnlySpan<double> right)
    {
        double l = 0, r = 0;
        for (int k = 0; k < right.Length && k < total.Length; k++)
        {
            l = Math.Max(l, GiniImpurity.Rest(total[k], right[k]));
            r = Math.Max(r, right[k]);
        }
        return l + r;
    }

    public void Start(ReadOnlySpan<double> total)
    {
    }

    public void Move(double left, double right, double weight)
    {
    }

    public double Score(ReadOnlySpan<double> total, ReadOnlySpan<double> right, double atLeast) => ScoreAnew(total, right);
}
