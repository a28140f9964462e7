using System.Numerics;

namespace ClassicML.Neural;

/// <summary>What a network is trained on and for: rows with their weights, the loss, and the score of rows kept aside.</summary>
internal abstract class TrainingTask(Features x, double[]? weights)
{
    public Features X => x;

    public double[]? Weights => weights;

    public abstract int OutputCount { get; }

    /// <summary>The mean weight of some rows.</summary>
    public double MeanWeight(ReadOnlySpan<int> rows)
    {
        if (weights is null) return 1;
        double sum = 0;
        foreach (int row in rows) sum += weights[row];
        return sum / rows.Length;
    }

    /// <summary>
    /// A power of two that brings a mean weight to between 1 and 2. J is the same to the last bit when weights, their mean and α are multiplied
    /// by it, and weights of any size come into the range of the numbers that training computes with.
    /// </summary>
    public static double Unit(double meanWeight) => double.ScaleB(1, Math.Clamp(-Math.ILogB(meanWeight), -1000, 1000));

    /// <summary>The loss, with each row's weight multiplied by a unit.</summary>
    public abstract OutputLoss<T> Loss<T>(double unit = 1) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Splits row numbers into those to learn from and those kept aside, both in order.</summary>
    public abstract (int[] Train, int[] Aside) Split(double share, ulong seed);

    /// <summary>Accuracy or R² of rows whose scores are given, weighted.</summary>
    public abstract double Score(ReadOnlySpan<double> u, ReadOnlySpan<int> rows);

    protected double[]? WeightsIn(double unit) =>
        weights is null || unit == 1 ? weights : Array.ConvertAll(weights, weight => weight * unit);

    protected double WeightOf(int row) => weights is null ? 1 : weights[row];

    protected static (int[] Train, int[] Aside) Parts(bool[] aside)
    {
        int[] all = [.. Enumerable.Range(0, aside.Length)];
        return ([.. all.Where(i => !aside[i])], [.. all.Where(i => aside[i])]);
    }
}

/// <summary>Classes: softmax and log loss, or one logistic unit where there are two.</summary>
internal sealed class ClassificationTask : TrainingTask
{
    private readonly int[] codes;
    private readonly int classes;

    /// <exception cref="ArgumentException">Fewer than two classes have weight.</exception>
    public ClassificationTask(ClassificationData data, double[]? weights, string reader) : base(data.Features, weights)
    {
        (codes, classes) = (data.Codes.ToArray(), data.ClassCount);
        double[] totals = new double[classes];
        for (int i = 0; i < codes.Length; i++) totals[codes[i]] += WeightOf(i);
        Absent = Array.ConvertAll(totals, total => total == 0);
        if (Absent.Count(absent => !absent) < 2)
            throw new ArgumentException($"{reader} needs rows of at least two classes with a weight above zero", nameof(data));
    }

    /// <summary>Which classes have no row of positive weight; they get probability zero.</summary>
    public bool[] Absent { get; }

    public override int OutputCount => classes == 2 ? 1 : classes;

    // A row of an absent class weighs nothing; it is counted as one of the first class, so that its loss is a number.
    public override OutputLoss<T> Loss<T>(double unit) => classes == 2
        ? new LogisticLoss<T>(codes, WeightsIn(unit))
        : new SoftmaxLoss<T>(Array.ConvertAll(codes, code => Absent[code] ? Array.IndexOf(Absent, false) : code), WeightsIn(unit), Absent);

    // The share of each class, leaving one row of it at least.
    public override (int[] Train, int[] Aside) Split(double share, ulong seed)
    {
        int[] order = new Rng(seed).Permutation(codes.Length);
        bool[] aside = new bool[codes.Length];
        for (int k = 0; k < classes; k++)
        {
            int[] own = [.. order.Where(i => codes[i] == k)];
            for (int at = 0; at < Math.Min((int)Math.Round(share * own.Length), own.Length - 1); at++) aside[own[at]] = true;
        }
        return Parts(aside);
    }

    public override double Score(ReadOnlySpan<double> u, ReadOnlySpan<int> rows)
    {
        double right = 0, total = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            double weight = WeightOf(rows[i]);
            total += weight;
            if (Best(u.Slice(i * OutputCount, OutputCount)) == codes[rows[i]]) right += weight;
        }
        return right / total;
    }

    private int Best(ReadOnlySpan<double> u)
    {
        if (classes == 2) return u[0] > 0 ? 1 : 0;
        int best = Array.IndexOf(Absent, false);
        for (int k = best + 1; k < classes; k++)
            if (!Absent[k] && u[k] > u[best]) best = k;
        return best;
    }
}

/// <summary>Numbers: half the squared error.</summary>
internal sealed class RegressionTask(RegressionData data, Activation output)
    : TrainingTask(data.Features, data.Weights.IsEmpty ? null : data.Weights.ToArray())
{
    private readonly double[] targets = data.Targets.ToArray();

    public override int OutputCount => 1;

    public override OutputLoss<T> Loss<T>(double unit) => new SquaredLoss<T>(targets, WeightsIn(unit), output);

    public override (int[] Train, int[] Aside) Split(double share, ulong seed)
    {
        bool[] aside = new bool[targets.Length];
        foreach (int i in new Rng(seed).Permutation(targets.Length).AsSpan(0, (int)Math.Round(share * targets.Length))) aside[i] = true;
        return Parts(aside);
    }

    public override double Score(ReadOnlySpan<double> u, ReadOnlySpan<int> rows)
    {
        double total = 0, mean = 0, residual = 0, spread = 0;
        foreach (int i in rows)
        {
            total += WeightOf(i);
            mean += WeightOf(i) * targets[i];
        }
        mean /= total;
        for (int at = 0; at < rows.Length; at++)
        {
            double target = targets[rows[at]], error = Scalar.Activate(output, u[at]) - target, weight = WeightOf(rows[at]);
            residual += weight * error * error;
            spread += weight * (target - mean) * (target - mean);
        }
        // Of equal targets R² is not defined; the error itself still tells better from worse.
        return spread > 0 ? 1 - residual / spread : -residual / total;
    }
}
