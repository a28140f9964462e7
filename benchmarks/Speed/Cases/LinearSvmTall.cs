using ClassicML.Benchmarks.MLNet;
using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Numerics;
using ClassicML.Svm;
using Microsoft.ML;
using Microsoft.ML.Trainers;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>A linear SVM on very many rows.</summary>
internal sealed class LinearSvmTall : SpeedCase
{
    private const int Rows = 500_000, Columns = 50;

    private readonly LinearSvmClassifier learner = new() { C = 1 };

    public override Family Family => Family.Svm;

    public override string Name => "linear-svm-tall";

    public override string Summary => "linear SVM, squared hinge, C 1, on 500,000×50 synthetic rows";

    // A ten-thousandth of the objective, which is about a fifth of the number of rows.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "objective", 10)];

    public override IReadOnlyList<string> Peers => [PeerNames.ScikitLearn, PeerNames.MLNet, PeerNames.Accord];

    public override IContender Ours()
    {
        ClassificationData data = Data();
        LinearSvmClassifierModel? model = null;
        return new InProcess("ClassicML", typeof(LinearSvmClassifierModel).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => model = learner.Fit(data), () => model!.Report.Objective!.Value),
        });
    }

    public override IContender Peer(string name) => name switch
    {
        AccordPeers.PeerName => throw new PeerAbsentException("its SVM is compared on small data only"),
        PeerNames.MLNet => MLNet(),
        _ => base.Peer(name),
    };

    public override void WriteData(string folder)
    {
        ClassificationData data = Data();
        NpyFile.Write(Path.Combine(folder, "x_train.npy"), (Matrix)data.Features);
        NpyFile.Write(Path.Combine(folder, "y_train.npy"), data.Codes);
    }

    // Its LinearSvm is Pegasos: it takes steps down the hinge loss, not its square, and stops after some passes.
    private static InProcess MLNet()
    {
        ClassificationData data = Data();
        var x = (Matrix)data.Features;
        var ml = new MLContext(1);
        ISingleFeaturePredictionTransformer<LinearBinaryModelParameters>? model = null;
        return new InProcess("ML.NET", typeof(MLContext).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (
                () => model = ml.BinaryClassification.Trainers.LinearSvm(new LinearSvmTrainer.Options { NumberOfIterations = 10,
                    Lambda = 1f / Rows })
                    .Fit(MLNetRows.BinaryView(ml, x, data.Codes)),
                () =>
                {
                    double[] w = [.. model!.Model.Weights.Select(weight => (double)weight)];
                    double bias = model.Model.Bias, sum = 0.5 * (Kernels.Dot(w, w) + bias * bias);
                    for (int i = 0; i < Rows; i++)
                    {
                        double slack = Math.Max(0, 1 - (data.Codes[i] == 1 ? 1 : -1) * (Kernels.Dot(x.Row(i), w) + bias));
                        sum += slack * slack;
                    }
                    return sum;
                }),
        }, "float32 rows, 1 thread, Pegasos, 10 passes");
    }

    private static ClassificationData Data()
    {
        var rng = new Rng(11);
        double[] x = new double[Rows * Columns];
        int[] y = new int[Rows];
        for (int i = 0; i < Rows; i++)
        {
            double score = 0;
            for (int j = 0; j < Columns; j++)
            {
                x[i * Columns + j] = 2 * rng.NextDouble() - 1;
                score += x[i * Columns + j] * (j % 5 - 2);
            }
            y[i] = score + 4 * (rng.NextDouble() - 0.5) > 0 ? 1 : 0;
        }
        return ClassificationData.Create(Matrix.Wrap(x, Rows, Columns), y);
    }
}
