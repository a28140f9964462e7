using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Decomposition;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Linear discriminant analysis of MNIST with a little shrinkage, without which constant pixels make the covariance
/// singular.</summary>
internal sealed class LdaMnist : SpeedCase
{
    public override Family Family => Family.Decomposition;

    public override string Name => "lda-mnist";

    public override string Summary => "linear discriminant analysis, eigen solver, shrinkage 0.1, on MNIST (60,000×784)";

    // The same posteriors: a row or two in 60,000 lie on a border.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "accuracy on training rows", 1e-4),
        ("predict", "accuracy", 1e-4)];

    // Accord.NET's discriminants know no shrinkage.
    public override IReadOnlyList<string> Peers => [PeerNames.ScikitLearn];

    public override IContender Ours()
    {
        ClassificationData data = MnistRows.Train();
        LinearDiscriminantAnalysisModel? model = null;
        int[] predicted = [];
        return new InProcess("ClassicML", typeof(PcaModel).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (
                () => model = new LinearDiscriminantAnalysis { Solver = DiscriminantSolver.Eigen, Shrinkage = Shrinkage.Of(0.1) }.Fit(data),
                () => Accuracy(model!.Predict(data.Features), data)),
            ["predict"] = (() => predicted = model!.Predict(data.Features), () => Accuracy(predicted, data)),
        });
    }

    public override void WriteData(string folder)
    {
        ClassificationData data = MnistRows.Train();
        NpyFile.Write(Path.Combine(folder, "x_train.npy"), (Matrix)data.Features);
        NpyFile.Write(Path.Combine(folder, "y_train.npy"), data.Codes);
    }
}
