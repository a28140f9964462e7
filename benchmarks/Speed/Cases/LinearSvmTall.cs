using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Internal;
using ClassicML.MLNet;
using ClassicML.Svm;
using Microsoft.ML;
using Microsoft.ML.Trainers;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>A linear SVM on many rows.</summary>
internal sealed class LinearSvmTall(string name, int rows, string written) : SpeedCase
{
    private const int Columns = 50;

    private readonly LinearSvmClassifier learner = new() { C = 1 };

    public override Family Family => Family.Svm;

    public override string Name => name;

    public override string Summary => $"linear SVM, squared hinge, C 1, on {written}×50 synthetic rows";

    // A ten-thousandth of the objective, which is about a fifth of the number of rows.
    public override IReadOnlyList<(string, string, double)> Steps => [("fit", "objective", rows / 50_000.0)];

    // Accord.NET's is LIBLINEAR's algorithm, and takes minutes over the large case.
    public override IReadOnlyList<CasePeer> Peers =>
        [PeerNames.ScikitLearn, new(PeerNames.MLNet, MLNet), .. rows > 20_000 ? Array.Empty<CasePeer>() : [Accord]];

    private CasePeer Accord =>
        new(PeerNames.Accord, () => AccordPeers.LinearSvm(Data, learner.C, (weights, bias) => Objective(Data(), weights, bias)));

    public override IContender Ours()
    {
        ClassificationData data = Data();
        LinearSvmClassifierModel? model = null;
        return new InProcess("ClassicML", typeof(LinearSvmClassifierModel).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => model = learner.Fit(data), () => model!.Report.Objective!.Value),
        });
    }

    public override void WriteData(string folder) => WriteRows(folder, Data());

    // Its LinearSvm is Pegasos: it takes steps down the hinge loss, not its square, and stops after some passes.
    private InProcess MLNet()
    {
        ClassificationData data = Data();
        var ml = new MLContext(1);
        ISingleFeaturePredictionTransformer<LinearBinaryModelParameters>? model = null;
        return new InProcess("ML.NET", typeof(MLContext).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (
                () => model = ml.BinaryClassification.Trainers.LinearSvm(new LinearSvmTrainer.Options
                {
                    NumberOfIterations = 10,
                    Lambda = 1f / rows
                })
                    .Fit(data.ToDataView(booleanLabels: true)),
                () => Objective(data, [.. model!.Model.Weights.Select(weight => (double)weight)], model.Model.Bias)),
        }, "float32 rows, 1 thread, Pegasos, 10 passes");
    }

    /// <summary>½‖w‖² + ½b² + Σ max(0, 1 - s·(wᵀx + b))², s = ±1: the same function for every contender.</summary>
    private static double Objective(ClassificationData data, double[] weights, double bias)
    {
        var x = (Matrix)data.Features;
        double sum = 0.5 * (Kernels.Dot(weights, weights) + bias * bias);
        for (int i = 0; i < x.RowCount; i++)
        {
            double slack = Math.Max(0, 1 - (data.Codes[i] == 1 ? 1 : -1) * (Kernels.Dot(x.Row(i), weights) + bias));
            sum += slack * slack;
        }
        return sum;
    }

    private ClassificationData Data()
    {
        var rng = new Rng(11);
        double[] x = new double[rows * Columns];
        int[] y = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            double score = 0;
            for (int j = 0; j < Columns; j++)
            {
                x[i * Columns + j] = 2 * rng.NextDouble() - 1;
                score += x[i * Columns + j] * (j % 5 - 2);
            }
            y[i] = score + 4 * (rng.NextDouble() - 0.5) > 0 ? 1 : 0;
        }
        return ClassificationData.Create(Matrix.Wrap(x, rows, Columns), y);
    }
}
