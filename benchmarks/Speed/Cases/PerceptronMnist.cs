using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Linear;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Ten epochs of ten perceptrons over MNIST in a fixed order: the same steps for both.</summary>
internal sealed class PerceptronMnist : SpeedCase
{
    public override Family Family => Family.Linear;

    public override string Name => "perceptron-mnist";

    public override string Summary => "perceptron, ten epochs, unshuffled, MNIST (60,000×784)";

    // The same steps in other orders of addition: a row near a border may go the other way.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "training accuracy", 0.01)];

    public override IReadOnlyList<CasePeer> Peers => [PeerNames.ScikitLearn];

    public override IContender Ours()
    {
        ClassificationData data = LinearData.Mnist();
        LinearClassifierModel? model = null;
        return new InProcess("ClassicML", typeof(Perceptron).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (
                () => model = new Perceptron { Shuffle = false, MaxEpochs = 10, PatienceCount = null }.Fit(data),
                () => Accuracy(model!.Predict(data.Features), data)),
        });
    }

    public override void WriteData(string folder) => WriteRows(folder, LinearData.Mnist());
}
