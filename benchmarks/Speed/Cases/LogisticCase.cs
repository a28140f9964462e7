using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Internal;
using ClassicML.Linear;
using ClassicML.MLNet;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Trainers;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Logistic regression on two classes or ten, to the same objective as the peers: J/n, computed alike for all.</summary>
/// <remarks>LIBLINEAR is scikit-learn's copy of it: the time of its own program would hold the reading of a text file.</remarks>
internal sealed class LogisticCase(
    string name, string summary, LogisticRegression learner, double tolerance, Func<ClassificationData> data, params string[] peers) : SpeedCase
{
    private readonly Lazy<ClassificationData> data = new(data);

    public static IReadOnlyList<SpeedCase> Every { get; } =
    [
        new LogisticCase("lr-mnist", "multinomial logistic regression, L2, C = 1, MNIST (60,000×784), to scikit-learn's objective after 100 iterations",
            new LogisticRegression { MaxIterations = 100, Tolerance = 1e-8, Solver = LogisticSolver.LBfgs }, 4e-3, LinearData.Mnist,
            PeerNames.ScikitLearn, PeerNames.MLNet),
        new LogisticCase("lr-tall", "logistic regression, L2, 500,000×50 dense", new LogisticRegression { FitIntercept = false }, 1e-6,
            () => LinearData.TallClasses(500_000), PeerNames.ScikitLearn, PeerNames.Liblinear, PeerNames.MLNet, PeerNames.Accord),
        new LogisticCase("lr-tall-l1", "logistic regression, L1, C = 0.001, 500,000×50 dense",
            new LogisticRegression { Penalty = Penalty.L1, C = 0.001, FitIntercept = false }, 1e-5, () => LinearData.TallClasses(500_000),
            PeerNames.ScikitLearn, PeerNames.Liblinear, PeerNames.Glmnet, PeerNames.MLNet),
        new LogisticCase("lr-one-hot", "logistic regression, L2, one-hot categories, 30,000×120 sparse",
            new LogisticRegression { FitIntercept = false, Tolerance = 1e-5 }, 1e-4, LinearData.OneHot,
            PeerNames.ScikitLearn, PeerNames.Liblinear),
        new LogisticCase("lr-text", "logistic regression, L2, words, 20,000×50,000 sparse",
            new LogisticRegression { FitIntercept = false, Tolerance = 1e-5 }, 1e-3, LinearData.Text,
            PeerNames.ScikitLearn, PeerNames.Liblinear),
        new LogisticCase("lr-multinomial", "multinomial logistic regression, no penalty, 20,000×30 dense, five classes",
            new LogisticRegression { Penalty = Penalty.None }, 1e-6, () => LinearData.FiveClasses(20_000, 30),
            PeerNames.ScikitLearn, PeerNames.MLNet, PeerNames.Accord),
    ];

    public override Family Family => Family.Linear;

    public override string Name => name;

    public override string Summary => summary;

    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "objective by n", tolerance)];

    public override IReadOnlyList<CasePeer> Peers => Array.ConvertAll(peers, peer => peer switch
    {
        PeerNames.MLNet => new CasePeer(peer, MLNet),
        PeerNames.Accord => new CasePeer(peer, Accord),
        _ => peer,
    });

    public override IContender Ours()
    {
        ClassificationData rows = data.Value;
        LogisticRegressionModel? model = null;
        return new InProcess("ClassicML", typeof(LogisticRegression).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => model = learner.Fit(rows), () => Objective(model!.DecisionScores(rows.Features), model!.Coefficients.Span)),
        });
    }

    public override void WriteData(string folder)
    {
        if (data.Value.Features is SparseMatrix sparse)
        {
            NpyFile.Write(Path.Combine(folder, "row_starts.npy"), sparse.RowStarts);
            NpyFile.Write(Path.Combine(folder, "columns.npy"), sparse.Columns);
            NpyFile.Write(Path.Combine(folder, "values.npy"), new Matrix(sparse.Values, 1, sparse.StoredCount));
            NpyFile.Write(Path.Combine(folder, "shape.npy"), (ReadOnlySpan<int>)[sparse.RowCount, sparse.ColumnCount]);
        }
        else NpyFile.Write(Path.Combine(folder, "x_train.npy"), (Matrix)data.Value.Features);
        NpyFile.Write(Path.Combine(folder, "y_train.npy"), data.Value.Codes);
    }

    private double Objective(Matrix scores, ReadOnlySpan<double> w)
    {
        double sum = 0, penalty = 0;
        double[] row = new double[data.Value.ClassCount];
        for (int i = 0; i < scores.RowCount; i++)
        {
            scores.Row(i).CopyTo(row.AsSpan(row.Length - scores.ColumnCount));
            sum += Kernels.LogSumExp(row) - row[data.Value.Codes[i]];
        }
        foreach (double weight in w) penalty += learner.Penalty switch
        {
            Penalty.None => 0,
            Penalty.L1 => Math.Abs(weight),
            Penalty.L2 => 0.5 * weight * weight,
            Penalty.ElasticNet => learner.L1Ratio * Math.Abs(weight) + (1 - learner.L1Ratio) * 0.5 * weight * weight,
        };
        return (learner.C * sum + penalty) / (learner.C * scores.RowCount);
    }

    private double Objective(double[][] weights, double[] biases)
    {
        var x = (Matrix)data.Value.Features;
        double[] flat = [.. weights.SelectMany(row => row)], scores = new double[x.RowCount * weights.Length];
        Gemm.MultiplyTransposed<double>(x.Span, flat, scores, x.RowCount, weights.Length, x.ColumnCount);
        for (int at = 0; at < scores.Length; at++) scores[at] += biases[at % weights.Length];
        return Objective(Matrix.Wrap(scores, x.RowCount, weights.Length), flat);
    }

    // It knows no L1, takes no sparse rows, and has no penalty where there are more than two classes. Of two it penalises its intercept too,
    // which ours lacks and which is all but nought.
    private IContender Accord() => learner.Penalty == Penalty.None
        ? AccordPeers.MultinomialLogistic(() => data.Value, Objective)
        : AccordPeers.LogisticRegression(() => data.Value, 1 / learner.C, (weights, bias) => Objective([weights], [bias]));

    private InProcess MLNet()
    {
        var ml = new MLContext(1);
        int classes = data.Value.ClassCount;
        ITransformer? model = null;
        float strength = (float)(1 / learner.C);
        (float l1, float l2) = learner.Penalty switch { Penalty.None => (0f, 0f), Penalty.L1 => (strength, 0f), _ => (0f, strength) };
        IDataView view = data.Value.ToDataView(booleanLabels: classes == 2);
        IEstimator<ITransformer> trainer = classes == 2
            ? ml.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
            {
                L1Regularization = l1, L2Regularization = l2, NumberOfThreads = Workers.MaxThreads, HistorySize = 10,
            })
            : ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
            {
                L1Regularization = l1, L2Regularization = l2, NumberOfThreads = Workers.MaxThreads, HistorySize = 10,
            });
        return new InProcess("ML.NET", typeof(MLContext).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => model = trainer.Fit(view), () =>
            {
                object parameters = ((ISingleFeaturePredictionTransformer<object>)model!).Model;
                float[][] weights = parameters is MaximumEntropyModelParameters many ? All(many) : [[.. Binary(parameters).Weights]];
                float[] biases = parameters is MaximumEntropyModelParameters m ? [.. m.GetBiases()] : [Binary(parameters).Bias];
                return Objective(Array.ConvertAll(weights, row => Array.ConvertAll(row, v => (double)v)), Array.ConvertAll(biases, v => (double)v));
            }
            ),
        }, InProcess.Rows("float32", "L-BFGS, 10 steps remembered"));

        static LinearBinaryModelParameters Binary(object parameters) =>
            ((CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>)parameters).SubModel;

        static float[][] All(MaximumEntropyModelParameters parameters)
        {
            Microsoft.ML.Data.VBuffer<float>[] rows = [];
            parameters.GetWeights(ref rows, out int count);
            return [.. rows.Take(count).Select(row => row.DenseValues().ToArray())];
        }
    }
}
