using ClassicML.Linear;

namespace ClassicML.Tests.Linear;

/// <summary>
/// The learners by steps, each written out from its definition: plain weights and no factor beside them, averages by adding up, the L1
/// penalty on every column after every row, one row after the other.
/// </summary>
internal static class StepReference
{
    /// <summary>How a fit went. W is M×p, flat.</summary>
    /// <param name="Best">The epoch whose weights these are, where those of the last one are not kept; 0 for zero weights.</param>
    public sealed record Steps(double[] W, double[] B, double[] History, double Objective, bool Converged, int? Best = null);

    public static Steps Perceptron(Perceptron learner, ClassificationData data)
    {
        var x = (Matrix)data.Features;
        int p = x.ColumnCount, best = int.MaxValue, since = 0, rows = 0;
        double[] s = LinearData.RowWeights(data, learner.ClassWeights);
        double[][] w = Zero(Outputs(data), p + 1), sum = Zero(Outputs(data), p + 1);
        (int[] train, int[] aside) = TrainingShare.Split(data.Codes, data.ClassCount, learner.ValidationShare, (ulong)learner.Seed);
        List<double> history = [];
        foreach (int[] order in Orders(train, learner.Shuffle, learner.Seed, anew: false))
        {
            int mistakes = 0;
            foreach (int i in order)
            {
                for (int k = 0; k < w.Length; k++)
                {
                    double t = Target(data, i, k);
                    if (t * Score(w[k], x, i) <= 0 && s[i] > 0)
                    {
                        mistakes++;
                        Add(w[k], learner.LearningRate * s[i] * t, x, i, learner.FitIntercept);
                    }
                    for (int j = 0; j <= p; j++) sum[k][j] += w[k][j];
                }
                rows++;
            }
            history.Add(mistakes);
            int watched = aside.Length == 0 ? mistakes : aside.Count(i => Code(w, x, i) != data.Codes[i]);
            (best, since) = watched < best ? (watched, 0) : (best, since + 1);
            if (mistakes == 0 || history.Count == learner.MaxEpochs || since == learner.PatienceCount) break;
        }
        if (learner.Averaged) w = [.. sum.Select(own => Array.ConvertAll(own, value => value / rows))];
        return Result(w, history, history[^1], history[^1] == 0);
    }

    public static Steps Adaline(Adaline learner, ClassificationData data)
    {
        var x = (Matrix)data.Features;
        int p = x.ColumnCount, steps = 0, bestEpoch = 0;
        double[] s = LinearData.RowWeights(data, learner.ClassWeights);
        double[][] w = Zero(Outputs(data), p + 1), kept = Zero(w.Length, p + 1);
        double total = s.Sum(), rate = learner.LearningRate, idle = 0.5 * w.Length, best = idle, last = double.PositiveInfinity;
        bool adaptive = learner.Schedule == SgdSchedule.Adaptive, batch = learner.Solver == AdalineSolver.Batch, converged = false;
        int[] all = [.. Enumerable.Range(0, data.RowCount)];
        List<double> history = [];
        double Rate(int t) => learner.Schedule == SgdSchedule.InverseScaling ? learner.LearningRate / Math.Pow(t, learner.Power) : rate;
        foreach (int[] order in Orders(all, learner.Shuffle && !batch, learner.Seed, anew: true))
        {
            double[][] before = [.. w.Select(own => own.ToArray())], step = Zero(w.Length, p + 1);
            double cost = 0;
            foreach (int i in order)
            {
                double reach = (learner.FitIntercept ? 1 : 0) + Square(x, i), eta = batch ? 0 : Rate(++steps) * s[i];
                if (eta * reach > 2) eta = 1 / reach;
                for (int k = 0; k < w.Length; k++)
                {
                    double error = Target(data, i, k) - Score(w[k], x, i);
                    cost += 0.5 * s[i] * error * error / total;
                    if (batch) Add(step[k], s[i] * error / total, x, i, learner.FitIntercept);
                    else Add(w[k], eta * error, x, i, learner.FitIntercept);
                }
            }
            history.Add(cost);
            for (int k = 0; k < w.Length; k++)
                for (int j = 0; j <= p; j++) w[k][j] += batch ? Rate(history.Count) * step[k][j] : 0;
            // The cost of a batch is that of the weights before its step.
            if (cost < best) (best, bestEpoch, kept) = (cost, history.Count, batch ? before : [.. w.Select(own => own.ToArray())]);
            bool rests = adaptive ? last - cost < learner.Tolerance : Math.Abs(last - cost) < learner.Tolerance;
            converged = rests && (!adaptive || rate < 1e-6);
            if (rests && adaptive) rate /= 5;
            last = cost;
            if (converged || history.Count == learner.MaxEpochs) break;
        }
        return Astray(last, best, idle) ? Result(kept, history, best, false, bestEpoch) : Result(w, history, last, converged);
    }

    /// <summary>SGD with the options of a classifier, which has all; one row of targets an output.</summary>
    public static Steps Sgd(SgdClassifier options, Matrix x, bool sparse, double[][] targets, double[] s)
    {
        int p = x.ColumnCount, m = targets.Length, steps = 0, since = 0, bestEpoch = 0;
        double alpha = options.Penalty == Penalty.None ? 0 : options.Alpha, eta = options.LearningRate, total = s.Sum();
        double share = options.Penalty switch { Penalty.L1 => 1, Penalty.ElasticNet => options.L1Ratio, _ => 0 };
        // Bottou: 1/(α(t₀ + t - 1)) with a first step of the size that weights have, α^-¼.
        double start = Math.Pow(options.Alpha, -0.75), best = double.PositiveInfinity;
        double[][] w = Zero(m, p + 1), sum = Zero(m, p + 1), taken = Zero(m, p), kept = w;
        double[] owed = new double[m];
        double idle = targets.Sum(own => own.Select((y, i) => s[i] * Loss(options, 0, y)).Sum()) / total;
        bool converged = false;
        List<double> history = [];
        double[][] Now() => [.. (options.Averaged ? sum : w).Select(own => Array.ConvertAll(own, v => options.Averaged ? v / steps : v))];
        foreach (int[] order in Orders([.. Enumerable.Range(0, s.Length)], options.Shuffle, options.Seed, anew: false))
        {
            double loss = 0;
            foreach (int i in order)
            {
                steps++;
                double rate = options.Schedule switch
                {
                    SgdSchedule.Optimal => 1 / (options.Alpha * (start + steps - 1)),
                    SgdSchedule.InverseScaling => options.LearningRate / Math.Pow(steps, options.Power),
                    SgdSchedule.Constant or SgdSchedule.Adaptive => eta,
                };
                double reach = s[i] * (Square(x, i) + (options.FitIntercept ? 1 : 0));
                if (options.Loss == SgdLoss.Squared && rate * reach > 2) rate = 1 / reach;
                for (int k = 0; k < m; k++)
                {
                    double z = Score(w[k], x, i), y = targets[k][i];
                    loss += s[i] * Loss(options, z, y) / total;
                    for (int j = 0; j < p; j++) w[k][j] *= Math.Max(0, 1 - (1 - share) * rate * alpha);
                    Add(w[k], -rate * s[i] * Slope(options, z, y), x, i, options.FitIntercept);
                    owed[k] += share * rate * alpha;
                    for (int j = 0; j < p && share > 0; j++)
                    {
                        // Sparse rows catch up where they store a value.
                        double old = w[k][j];
                        if (sparse && x[i, j] == 0) continue;
                        if (old > 0) w[k][j] = Math.Max(0, old - (owed[k] + taken[k][j]));
                        if (old < 0) w[k][j] = Math.Min(0, old + (owed[k] - taken[k][j]));
                        taken[k][j] += w[k][j] - old;
                    }
                    for (int j = 0; j <= p; j++) sum[k][j] += w[k][j];
                }
            }
            history.Add(loss);
            since = loss > best - options.Tolerance ? since + 1 : 0;
            if (loss < best) (best, bestEpoch, kept) = (loss, history.Count, Now());
            if (since == options.PatienceCount)
            {
                if (options.Schedule == SgdSchedule.Adaptive && eta > 1e-6) (eta, since) = (eta / 5, 0);
                else converged = true;
            }
            if (converged || history.Count == options.MaxEpochs) break;
        }
        return Astray(history[^1], best, idle) ? Result(kept, history, best, false, bestEpoch)
            : Result(Now(), history, history[^1], converged);
    }

    /// <summary>±1 for each class against the rest, or for the second of two.</summary>
    public static double[][] Targets(ClassificationData data) =>
        [.. Enumerable.Range(0, Outputs(data)).Select(k => Enumerable.Range(0, data.RowCount).Select(i => Target(data, i, k)).ToArray())];

    public static double Loss(SgdClassifier options, double z, double y)
    {
        double r = Math.Abs(z - y), epsilon = options.Epsilon;
        return options.Loss switch
        {
            SgdLoss.Hinge => Math.Max(0, 1 - y * z),
            SgdLoss.Log => Math.Log(1 + Math.Exp(-y * z)),
            SgdLoss.Huber when r > epsilon => epsilon * (r - 0.5 * epsilon),
            SgdLoss.Squared or SgdLoss.Huber => 0.5 * r * r,
        };
    }

    public static double Slope(SgdClassifier options, double z, double y) => options.Loss switch
    {
        SgdLoss.Hinge => y * z <= 1 ? -y : 0,
        SgdLoss.Log => -y / (1 + Math.Exp(y * z)),
        SgdLoss.Huber when Math.Abs(z - y) > options.Epsilon => options.Epsilon * Math.Sign(z - y),
        SgdLoss.Squared or SgdLoss.Huber => z - y,
    };

    // The orders of the epochs: each a shuffle of the last one, or of the rows in order.
    private static IEnumerable<int[]> Orders(int[] rows, bool shuffle, int seed, bool anew)
    {
        int[] order = [.. rows];
        for (ulong epoch = 0; ; epoch++)
        {
            if (anew) rows.CopyTo(order, 0);
            if (shuffle) new Rng((ulong)seed, epoch).Shuffle(order.AsSpan());
            yield return order;
        }
    }

    // Nearer to the loss of zero weights than to the best, but for rounding.
    private static bool Astray(double last, double best, double idle) => last > 0.5 * (best + idle) + 1e-12 * idle;

    private static int Outputs(ClassificationData data) => data.ClassCount == 2 ? 1 : data.ClassCount;

    private static double Target(ClassificationData data, int i, int k) => data.Codes[i] == (data.ClassCount == 2 ? 1 : k) ? 1 : -1;

    // The intercept is the last weight.
    private static double Score(double[] w, Matrix x, int i)
    {
        double z = w[^1];
        for (int j = 0; j < x.ColumnCount; j++) z += w[j] * x[i, j];
        return z;
    }

    private static void Add(double[] w, double factor, Matrix x, int i, bool intercept)
    {
        for (int j = 0; j < x.ColumnCount; j++) w[j] += factor * x[i, j];
        if (intercept) w[^1] += factor;
    }

    private static double Square(Matrix x, int i)
    {
        double sum = 0;
        for (int j = 0; j < x.ColumnCount; j++) sum += x[i, j] * x[i, j];
        return sum;
    }

    private static int Code(double[][] w, Matrix x, int i)
    {
        double[] scores = [.. w.Select(own => Score(own, x, i))];
        return scores.Length == 1 ? (scores[0] > 0 ? 1 : 0) : Array.IndexOf(scores, scores.Max());
    }

    private static double[][] Zero(int outputs, int count) => [.. Enumerable.Range(0, outputs).Select(_ => new double[count])];

    private static Steps Result(double[][] w, List<double> history, double objective, bool converged, int? best = null) =>
        new([.. w.SelectMany(own => own[..^1])], [.. w.Select(own => own[^1])], [.. history], objective, converged, best);
}
