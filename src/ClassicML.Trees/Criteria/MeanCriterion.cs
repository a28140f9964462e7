namespace ClassicML.Trees;

/// <summary>The loss of regression on mean values: one small struct, its formula above it.</summary>
internal interface IMeanLoss
{
    /// <summary>The power of the targets' unit that impurities have.</summary>
    int Degree { get; }

    /// <summary>The impurity of a node, where targets weigh <paramref name="weights"/> (null: 1 each) and have this mean.</summary>
    double Of(double[] targets, double[]? weights, ReadOnlySpan<int> rows, double mean, double weight);

    /// <summary>The score of a split from each side's weight w and sum s = Σ w(y - c), c being the node's mean.</summary>
    double Score(double wl, double sl, double wr, double sr, double c);

    /// <summary>The size of scores at a node of this weight, impurity and mean (<see cref="ICriterion{TSelf}.ScoreSize"/>).</summary>
    double ScoreSize(double weight, double impurity, double mean);
}

/// <summary>Σ w(y - ȳ)²/W. Score: s_L²/w_L + s_R²/w_R, since Σ w(y - ȳ)² = Σ w(y - c)² - s²/w for any c.</summary>
internal readonly struct SquaredLoss : IMeanLoss
{
    public int Degree => 2;

    public double Of(double[] targets, double[]? weights, ReadOnlySpan<int> rows, double mean, double weight)
    {
        double sum = 0;
        foreach (int row in rows) sum += (weights is null ? 1 : weights[row]) * (targets[row] - mean) * (targets[row] - mean);
        return sum / weight;
    }

    public double Score(double wl, double sl, double wr, double sr, double c) => sl * sl / wl + sr * sr / wr;

    public double ScoreSize(double weight, double impurity, double mean) => weight * impurity;
}

/// <summary>
/// Squared error, but splits scored by w_L·w_R·(ȳ_L - ȳ_R)² = (w_R·s_L - w_L·s_R)²/(w_L·w_R), which favours sides of equal weight (Friedman,
/// "Greedy function approximation: a gradient boosting machine", 2001, eq. 35).
/// </summary>
internal readonly struct FriedmanLoss : IMeanLoss
{
    public int Degree => 2;

    public double Of(double[] targets, double[]? weights, ReadOnlySpan<int> rows, double mean, double weight) =>
        default(SquaredLoss).Of(targets, weights, rows, mean, weight);

    public double Score(double wl, double sl, double wr, double sr, double c)
    {
        double difference = wr * sl - wl * sr;
        return difference * difference / (wl * wr);
    }

    public double ScoreSize(double weight, double impurity, double mean) => weight * weight * impurity;
}

/// <summary>
/// Half the Poisson deviance, Σ w·y·log(y/ȳ)/W, for targets that are not negative. Score: S_L log(S_L/(w_L·c)) + S_R log(S_R/(w_R·c)) with
/// S = Σ w·y, where c cancels in the sum but for a constant, and keeps the logarithms near 0. A split with a side of zeros only may not be,
/// for its mean would be no rate: the deviance of any target above 0 that falls there would be infinite.
/// </summary>
internal readonly struct PoissonLoss : IMeanLoss
{
    // Logarithms are small where all rates are alike, and what they are multiplied by is not: its rounding remains.
    private const double SumShare = 1.0 / 1024;

    public int Degree => 1;

    public double Of(double[] targets, double[]? weights, ReadOnlySpan<int> rows, double mean, double weight)
    {
        double sum = 0;
        foreach (int row in rows)
            if (targets[row] > 0) sum += (weights is null ? 1 : weights[row]) * targets[row] * Math.Log(targets[row] / mean);
        return Math.Max(sum, 0) / weight;
    }

    public double Score(double wl, double sl, double wr, double sr, double c)
    {
        double left = sl + c * wl, right = sr + c * wr;
        // What rounding leaves of a sum of zeros is no rate.
        double least = 1e-12 * c * (wl + wr);
        return left > least && right > least ? left * Math.Log(left / (wl * c)) + right * Math.Log(right / (wr * c)) : double.NaN;
    }

    public double ScoreSize(double weight, double impurity, double mean) => weight * (impurity + SumShare * mean);
}

/// <summary>Regression on means: a set of rows is its weight and the weighted sum of its targets, less the node's mean.</summary>
internal struct MeanCriterion<TLoss> : ICriterion<MeanCriterion<TLoss>> where TLoss : struct, IMeanLoss
{
    private readonly double[] targets;
    private readonly int exponent;
    private readonly double[] nodeTargets;
    private readonly double[] nodeWeights;
    // Weight, centred sum and centre of the node.
    private readonly double[] total;
    private double[]? weights;
    private double wr, sr, wl, sl;

    /// <param name="targets">The target of each row.</param>
    /// <param name="exponent">The caller's targets are 2^this times these.</param>
    public MeanCriterion(double[] targets, int exponent)
        : this(targets, exponent, new double[targets.Length], new double[targets.Length], new double[3])
    {
    }

    private MeanCriterion(double[] targets, int exponent, double[] nodeTargets, double[] nodeWeights, double[] total)
    {
        (this.targets, this.exponent) = (targets, exponent);
        (this.nodeTargets, this.nodeWeights, this.total) = (nodeTargets, nodeWeights, total);
    }

    public readonly int CellWidth => 2;

    public readonly int ValueWidth => 1;

    public readonly double RightWeight => wr;

    public readonly (double Left, double Right) SideValues => (total[2] + sl / wl, total[2] + sr / wr);

    public readonly (int Value, int Impurity) Exponents => (exponent, default(TLoss).Degree * exponent);

    public readonly int OrderCount => 1;

    public readonly double OrderOf(int order) => SideValues.Right;

    public readonly MeanCriterion<TLoss> ForThread() => new(targets, exponent, nodeTargets, nodeWeights, total) { weights = weights };

    public readonly MeanCriterion<TLoss> ForTrees() => new(targets, exponent);

    public void Weigh(double[]? weights, bool areWhole) => this.weights = weights;

    public readonly NodeSummary Measure(ReadOnlySpan<int> rows, Span<double> values)
    {
        (double weight, double mean) = WeightAndMean(rows);
        values[0] = mean;
        return new NodeSummary(weight, AllEqual(rows) ? 0 : default(TLoss).Of(targets, weights, rows, mean, weight));
    }

    public readonly void Enter(ReadOnlySpan<int> rows, Span<uint> payloads)
    {
        double mean = WeightAndMean(rows).Mean, weight = 0, sum = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            double w = weights is null ? 1 : weights[rows[i]];
            payloads[i] = (uint)i;
            nodeWeights[i] = w;
            nodeTargets[i] = w * (targets[rows[i]] - mean);
            weight += w;
            sum += nodeTargets[i];
        }
        (total[0], total[1], total[2]) = (weight, sum, mean);
    }

    public readonly double ScoreSize(in NodeSummary node) => default(TLoss).ScoreSize(node.Weight, node.Impurity, total[2]);

    public void Start() => (wl, sl, wr, sr) = (total[0], total[1], 0, 0);

    public void Move(uint payload) => Move(nodeWeights[payload], nodeTargets[payload]);

    public readonly void Add(uint payload, Span<double> cell)
    {
        cell[0] += nodeWeights[payload];
        cell[1] += nodeTargets[payload];
    }

    public void Move(ReadOnlySpan<double> cell) => Move(cell[0], cell[1]);

    public readonly double Score(double atLeast) => default(TLoss).Score(wl, sl, wr, sr, total[2]);

    private void Move(double weight, double sum)
    {
        wr += weight;
        sr += sum;
        wl = total[0] - wr;
        sl = total[1] - sr;
    }

    private readonly bool AllEqual(ReadOnlySpan<int> rows)
    {
        // Rows come ordered by target.
        return targets[rows[0]] == targets[rows[^1]];
    }

    private readonly (double Weight, double Mean) WeightAndMean(ReadOnlySpan<int> rows)
    {
        double weight = 0, sum = 0;
        foreach (int row in rows)
        {
            double w = weights is null ? 1 : weights[row];
            weight += w;
            sum += w * targets[row];
        }
        // A mean lies between the least and the largest, whatever rounding says.
        return (weight, Math.Clamp(sum / weight, targets[rows[0]], targets[rows[^1]]));
    }
}
