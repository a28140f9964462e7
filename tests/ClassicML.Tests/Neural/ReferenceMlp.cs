using ClassicML.Neural;

namespace ClassicML.Tests.Neural;

/// <summary>The plain network in double: loops over rows that can be read beside the formulas, with nothing of the library's.</summary>
/// <param name="sizes">Inputs, hidden layers, outputs.</param>
/// <param name="f">The activation of hidden layers.</param>
/// <param name="output">That of the output of numbers; null for classes, which have one logistic unit or a softmax.</param>
internal sealed class ReferenceMlp(int[] sizes, Activation f, Activation? output = null)
{
    private readonly int[] starts =
        [.. Enumerable.Range(0, sizes.Length).Select(layer => Enumerable.Range(0, layer).Sum(l => (sizes[l] + 1) * sizes[l + 1]))];

    public int LayerCount => sizes.Length - 1;

    public int ParameterCount => starts[^1];

    /// <summary>Where a layer's weights lie among all: W, inputs×outputs, row by row. Its biases follow.</summary>
    public IEnumerable<int> Weights(int layer) => Enumerable.Range(starts[layer], sizes[layer] * sizes[layer + 1]);

    /// <summary>What comes into each layer for one row, and at last the output's u.</summary>
    public double[][] Values(double[] w, ReadOnlySpan<double> x)
    {
        double[][] values = new double[sizes.Length][];
        values[0] = x.ToArray();
        for (int l = 0; l < LayerCount; l++)
        {
            (int at, int n, int m) = (starts[l], sizes[l], sizes[l + 1]);
            values[l + 1] = new double[m];
            for (int j = 0; j < m; j++)
            {
                double u = w[at + n * m + j];
                for (int i = 0; i < n; i++) u += values[l][i] * w[at + i * m + j];
                values[l + 1][j] = l < LayerCount - 1 ? F(f, u) : u;
            }
        }
        return values;
    }

    /// <summary>The probabilities of a row's classes, or its number.</summary>
    public double[] Predict(double[] w, ReadOnlySpan<double> x) => Predict(Values(w, x)[^1]);

    /// <summary>J = (Σ sᵢEᵢ + ½α‖W‖²)/total over some rows, and its gradient. Biases are not penalised.</summary>
    public (double Loss, double[] Gradient) Objective(double[] w, MlpSample data, IEnumerable<int> rows, double alpha, double total)
    {
        double sum = 0;
        double[] gradient = new double[w.Length];
        foreach (int row in rows) sum += Add(w, data.X.Row(row), data.Y[row], data.Weights[row], gradient);
        foreach (int i in Enumerable.Range(0, LayerCount).SelectMany(Weights))
        {
            sum += 0.5 * alpha * w[i] * w[i];
            gradient[i] += alpha * w[i];
        }
        return (sum / total, Array.ConvertAll(gradient, g => g / total));
    }

    /// <summary>The weighted accuracy or R² of some rows.</summary>
    public double Score(double[] w, MlpSample data, int[] rows)
    {
        double total = rows.Sum(i => data.Weights[i]);
        if (output is null)
            return rows.Sum(i => Largest(Predict(w, data.X.Row(i))) == (int)data.Y[i] ? data.Weights[i] : 0) / total;
        double mean = rows.Sum(i => data.Weights[i] * data.Y[i]) / total;
        double residual = rows.Sum(i => data.Weights[i] * Math.Pow(Predict(w, data.X.Row(i))[0] - data.Y[i], 2));
        return 1 - residual / rows.Sum(i => data.Weights[i] * Math.Pow(data.Y[i] - mean, 2));
    }

    /// <summary>Steps over batches, epoch by epoch, as the pages of the learners say.</summary>
    public ReferenceRun Train(MlpOptions o, double[] start, MlpSample data, int[] rows, int[] aside)
    {
        double[] w = [.. start], m = new double[w.Length], v = new double[w.Length], best = [.. start];
        var run = new ReferenceRun();
        double mean = rows.Average(i => data.Weights[i]), rate = o.LearningRate, top = double.NegativeInfinity;
        int steps = 0, since = 0, kept = 0;
        int[] order = [.. rows];
        while (run.Losses.Count < o.MaxEpochs)
        {
            if (o.Shuffle) new Rng(Rng.DeriveSeed((ulong)o.Seed, 1), (ulong)run.Losses.Count).Shuffle(order.AsSpan());
            int[][] batches = [.. order.Chunk(o.BatchSize)];
            double loss = 0;
            double[] squares = new double[LayerCount];
            foreach (int[] batch in batches)
            {
                var (j, g) = Objective(w, data, batch, o.Alpha, batch.Length * mean);
                loss += j * batch.Length / rows.Length;
                for (int l = 0; l < LayerCount; l++) squares[l] += Weights(l).Sum(i => g[i] * g[i]) / batches.Length;
                steps++;
                for (int i = 0; i < w.Length; i++)
                    if (o.Solver == MlpSolver.Adam)
                    {
                        m[i] = o.Beta1 * m[i] + (1 - o.Beta1) * g[i];
                        v[i] = o.Beta2 * v[i] + (1 - o.Beta2) * g[i] * g[i];
                        double eta = rate * Math.Sqrt(1 - Math.Pow(o.Beta2, steps)) / (1 - Math.Pow(o.Beta1, steps));
                        w[i] -= eta * m[i] / (Math.Sqrt(v[i]) + o.Epsilon);
                    }
                    else
                    {
                        v[i] = o.Momentum * v[i] - rate * g[i];
                        w[i] += o.Nesterov ? o.Momentum * v[i] - rate * g[i] : v[i];
                    }
            }
            run.Losses.Add(loss);
            run.Norms.AddRange(squares.Select(Math.Sqrt));
            if (aside.Length > 0) run.Scores.Add(Score(w, data, aside));
            double worth = aside.Length > 0 ? run.Scores[^1] : -loss;
            since = worth >= top + o.Tolerance ? 0 : since + 1;
            if (worth > top) (top, kept, best) = (worth, run.Losses.Count, [.. w]);
            bool descends = o.Solver == MlpSolver.Sgd;
            if (descends && o.Schedule == MlpSchedule.InverseScaling)
                rate = o.LearningRate / Math.Pow((double)rows.Length * run.Losses.Count + 1, o.Power);
            if (!(since > o.PatienceCount)) continue;
            if (!descends || o.Schedule != MlpSchedule.Adaptive || rate <= 1e-6) break;
            (rate, since) = (rate / 5, 0);
        }
        return run with { Parameters = aside.Length > 0 ? best : w, KeptEpoch = aside.Length > 0 ? kept : run.Losses.Count };
    }

    public static int Largest(double[] values) => Array.IndexOf(values, values.Max());

    // Adds s·∂E/∂w of one row, and gives its s·E.
    private double Add(double[] w, ReadOnlySpan<double> x, double y, double weight, double[] gradient)
    {
        double[][] values = Values(w, x);
        double[] p = Predict(values[^1]);
        double[] delta = output is { } g ? [(p[0] - y) * Slope(g, p[0])]
            : p.Length == 2 ? [p[1] - y] : [.. p.Select((share, k) => share - (k == (int)y ? 1 : 0))];
        for (int l = LayerCount - 1; l >= 0; l--)
        {
            (int at, int n, int m) = (starts[l], sizes[l], sizes[l + 1]);
            double[] below = new double[n];
            for (int j = 0; j < m; j++)
            {
                gradient[at + n * m + j] += weight * delta[j];
                for (int i = 0; i < n; i++)
                {
                    gradient[at + i * m + j] += weight * values[l][i] * delta[j];
                    below[i] += w[at + i * m + j] * delta[j] * Slope(f, values[l][i]);
                }
            }
            delta = below;
        }
        return weight * (output is null ? -Math.Log(p[(int)y]) : 0.5 * (p[0] - y) * (p[0] - y));
    }

    private double[] Predict(double[] u)
    {
        if (output is { } g) return [F(g, u[0])];
        if (u.Length == 1) return [1 / (1 + Math.Exp(u[0])), 1 / (1 + Math.Exp(-u[0]))];
        double[] e = Array.ConvertAll(u, value => Math.Exp(value - u.Max()));
        return Array.ConvertAll(e, value => value / e.Sum());
    }

    private static double F(Activation f, double u) => f switch
    {
        Activation.Logistic => 1 / (1 + Math.Exp(-u)),
        Activation.Tanh => Math.Tanh(u),
        Activation.Relu => u > 0 ? u : 0,
        Activation.Identity => u,
    };

    private static double Slope(Activation f, double a) => f switch
    {
        Activation.Logistic => a * (1 - a),
        Activation.Tanh => 1 - a * a,
        Activation.Relu => a > 0 ? 1 : 0,
        Activation.Identity => 1,
    };
}

/// <summary>What the reference's training gave: weights, and by epochs losses, scores and the norms of each layer's gradient.</summary>
internal sealed record ReferenceRun
{
    public double[] Parameters { get; init; } = [];

    public int KeptEpoch { get; init; }

    public List<double> Losses { get; } = [];

    public List<double> Scores { get; } = [];

    public List<double> Norms { get; } = [];
}

/// <summary>Rows of four columns with weights, for the reference and the library alike.</summary>
/// <param name="Classes">The number of classes; 0 where a number is to be predicted.</param>
/// <param name="X">The rows.</param>
/// <param name="Y">The code of each row's class, or its number.</param>
/// <param name="Weights">The weight of each.</param>
internal sealed record MlpSample(int Classes, Matrix X, double[] Y, double[] Weights)
{
    public int OutputCount => Classes > 2 ? Classes : 1;

    public int[] AllRows => [.. Enumerable.Range(0, Y.Length)];

    public TrainingTask Task => Classes == 0
        ? new RegressionTask(new RegressionData(X, Y, Weights), Activation.Identity)
        : new ClassificationTask(ClassificationData.Create(X, Array.ConvertAll(Y, y => (int)y)), Weights, "a test");

    /// <summary>A curved border or surface with some noise.</summary>
    public static MlpSample Make(int classes, int rows, ulong seed = 1)
    {
        var rng = new Rng(seed);
        double[] x = new double[4 * rows], y = new double[rows], weights = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            Span<double> row = x.AsSpan(4 * i, 4);
            foreach (ref double value in row) value = 2 * rng.NextDouble() - 1;
            double u = Math.Sin(3 * row[0]) + row[1] * row[2] - 0.5 * row[3] + 0.4 * rng.NextDouble() - 0.2;
            y[i] = classes == 0 ? u : Math.Clamp(Math.Floor((u + 1.2) / 2.4 * classes), 0, classes - 1);
            weights[i] = 0.5 + i % 4;
        }
        return new MlpSample(classes, Matrix.Wrap(x, rows, 4), y, weights);
    }

    public NetworkShape Shape(MlpClassifier learner) => learner.Shape(4, OutputCount);

    public ReferenceMlp Reference(MlpClassifier learner) =>
        new([.. Shape(learner).Sizes], learner.Activation, Classes == 0 ? Activation.Identity : null);
}
