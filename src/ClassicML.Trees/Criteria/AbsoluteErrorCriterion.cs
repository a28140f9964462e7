using System.Numerics;

namespace ClassicML.Trees;

/// <summary>Regression on medians: the impurity is Σ w|y - median|/W, the score of a split minus the sum of Σ w|y - median| of its sides.</summary>
/// <remarks>
/// The rows of a node are ordered by target, so a row's place in the node is the rank of its target. Two Fenwick trees over the ranks
/// (Fenwick, "A new data structure for cumulative frequency tables", 1994) hold weights and weighted targets, of the node and of the right
/// side; what is left is the difference. A row moves, and a median is found, in O(log m): O(m log m) a feature, where scikit-learn 1.2 is
/// quadratic at worst. Where half the weight lies on either side of a gap, the median lies midway, as in scikit-learn.
/// </remarks>
internal struct AbsoluteErrorCriterion : ICriterion<AbsoluteErrorCriterion>
{
    // Weights on either side of a median count as equal where only rounding of their sums tells them apart.
    private const double Rounding = 1e-12;

    private readonly double[] targets;
    private readonly int exponent;
    private readonly Shared shared;
    // Fenwick trees of the right side, by rank from 1.
    private readonly double[] rightWeights;
    private readonly double[] rightSums;
    private double[]? weights;
    private double wr, sr;

    /// <param name="targets">The target of each row.</param>
    /// <param name="exponent">The caller's targets are 2^this times these.</param>
    public AbsoluteErrorCriterion(double[] targets, int exponent) : this(targets, exponent, new Shared(targets.Length))
    {
    }

    private AbsoluteErrorCriterion(double[] targets, int exponent, Shared shared)
    {
        (this.targets, this.exponent, this.shared) = (targets, exponent, shared);
        (rightWeights, rightSums) = (new double[targets.Length + 1], new double[targets.Length + 1]);
    }

    public readonly int CellWidth => 0;

    public readonly int ValueWidth => 1;

    public readonly double RightWeight => wr;

    public readonly (double Left, double Right) SideValues => (Median(shared.Weight - wr, isRight: false), Median(wr, isRight: true));

    public readonly (int Value, int Impurity) Exponents => (exponent, exponent);

    public readonly int OrderCount => 1;

    public readonly double OrderOf(int order) => SideValues.Right;

    public readonly AbsoluteErrorCriterion ForThread() => new(targets, exponent, shared) { weights = weights };

    public readonly AbsoluteErrorCriterion ForTrees() => new(targets, exponent);

    public void Weigh(double[]? weights, bool areWhole) => this.weights = weights;

    public readonly NodeSummary Measure(ReadOnlySpan<int> rows, Span<double> values)
    {
        double weight = 0;
        foreach (int row in rows) weight += Weight(row);
        double below = 0, half = weight / 2;
        int at = 0;
        while (at < rows.Length - 1 && below + Weight(rows[at]) < half * (1 - Rounding)) below += Weight(rows[at++]);
        double median = targets[rows[at]];
        if (at + 1 < rows.Length && below + Weight(rows[at]) <= half * (1 + Rounding)) median = median / 2 + targets[rows[at + 1]] / 2;
        double sum = 0;
        foreach (int row in rows) sum += Weight(row) * Math.Abs(targets[row] - median);
        values[0] = median;
        return new NodeSummary(weight, sum / weight);
    }

    public readonly void Enter(ReadOnlySpan<int> rows, Span<uint> payloads)
    {
        int m = rows.Length;
        // Less the middle target: so sums don't cancel where targets are large.
        double centre = targets[rows[m / 2]];
        (shared.Count, shared.Centre) = (m, centre);
        (shared.Weight, shared.Sum) = (0, 0);
        shared.WeightTree.AsSpan(0, m + 1).Clear();
        shared.SumTree.AsSpan(0, m + 1).Clear();
        for (int i = 0; i < m; i++)
        {
            payloads[i] = (uint)i;
            double w = Weight(rows[i]), y = targets[rows[i]] - centre;
            (shared.Weights[i], shared.Targets[i]) = (w, y);
            shared.Weight += w;
            shared.Sum += w * y;
            Add(shared.WeightTree, shared.SumTree, i, m, w, w * y);
        }
    }

    public readonly double ScoreSize(in NodeSummary node) => node.Weight * node.Impurity;

    public void Start()
    {
        (wr, sr) = (0, 0);
        rightWeights.AsSpan(0, shared.Count + 1).Clear();
        rightSums.AsSpan(0, shared.Count + 1).Clear();
    }

    public void Move(uint payload)
    {
        double w = shared.Weights[payload], s = w * shared.Targets[payload];
        wr += w;
        sr += s;
        Add(rightWeights, rightSums, (int)payload, shared.Count, w, s);
    }

    public readonly void Add(uint payload, Span<double> cell) => throw new NotSupportedException("medians have no cells");

    public readonly void Move(ReadOnlySpan<double> cell) => throw new NotSupportedException("medians have no cells");

    public readonly double Score(double atLeast) =>
        -(Deviation(shared.Weight - wr, shared.Sum - sr, isRight: false) + Deviation(wr, sr, isRight: true));

    // Σ w|y - median| = median·(2·W_below - W) - 2·S_below + S, where "below" is up to the median.
    private readonly double Deviation(double weight, double sum, bool isRight)
    {
        (int rank, double below, double sumBelow) = RankAt(weight / 2, isRight);
        return shared.Targets[rank] * (2 * below - weight) - 2 * sumBelow + sum;
    }

    private readonly double Median(double weight, bool isRight)
    {
        double lower = shared.Targets[RankAt(weight / 2 * (1 - Rounding), isRight).Rank];
        double upper = shared.Targets[RankAt(weight / 2 * (1 + Rounding), isRight).Rank];
        return shared.Centre + (lower / 2 + upper / 2);
    }

    // The least rank up to which so much weight lies, with the weight and sum below it.
    private readonly (int Rank, double Weight, double Sum) RankAt(double least, bool isRight)
    {
        int at = 0;
        double below = 0, sum = 0;
        for (int step = 1 << BitOperations.Log2((uint)shared.Count); step > 0; step >>= 1)
        {
            int next = at + step;
            if (next > shared.Count) continue;
            double w = isRight ? rightWeights[next] : shared.WeightTree[next] - rightWeights[next];
            if (below + w >= least) continue;
            at = next;
            below += w;
            sum += isRight ? rightSums[next] : shared.SumTree[next] - rightSums[next];
        }
        at = Math.Min(at, shared.Count - 1);
        // Below the median lie `below` and `sum`; its own row adds nothing to the deviation, whichever side it is counted on.
        return (at, below, sum);
    }

    private static void Add(double[] weightTree, double[] sumTree, int rank, int count, double w, double s)
    {
        for (int at = rank + 1; at <= count; at += at & -at)
        {
            weightTree[at] += w;
            sumTree[at] += s;
        }
    }

    private readonly double Weight(int row) => weights is null ? 1 : weights[row];

    /// <summary>What a node knows, for all threads that search it.</summary>
    private sealed class Shared(int rowCount)
    {
        public double[] Weights { get; } = new double[rowCount];

        public double[] Targets { get; } = new double[rowCount];

        public double[] WeightTree { get; } = new double[rowCount + 1];

        public double[] SumTree { get; } = new double[rowCount + 1];

        public int Count { get; set; }

        public double Centre { get; set; }

        public double Weight { get; set; }

        public double Sum { get; set; }
    }
}
