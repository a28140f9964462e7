using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Neural;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Five epochs of Adam over MNIST, one hidden layer of 100 ReLU, batches of 200: the same number of the same steps for both.</summary>
internal sealed class MlpMnist(string suffix, Precision precision) : SpeedCase
{
    public override Family Family => Family.Neural;

    public override string Name => "mlp-mnist" + suffix;

    public override string Summary => $"perceptron 784-100-10, ReLU, Adam, batch 200, 5 epochs, {precision} numbers, MNIST (60,000×784)";

    // The starts and orders of rows are random, each library's own.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "training accuracy", 0.01)];

    public override IReadOnlyList<CasePeer> Peers => [PeerNames.ScikitLearn];

    public override IContender Ours()
    {
        ClassificationData data = LinearData.Mnist();
        MlpClassifierModel? model = null;
        var learner = new MlpClassifier { MaxEpochs = 5, PatienceCount = null, Precision = precision };
        return new InProcess("ClassicML", typeof(MlpClassifier).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => model = learner.Fit(data), () => Accuracy(model!.Predict(data.Features), data)),
        });
    }

    public override void WriteData(string folder) => WriteRows(folder, LinearData.Mnist());
}
