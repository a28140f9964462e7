using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Cnn;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>An eighth of an epoch of the Keras network on MNIST, 7,500 digits; times eight it is the epoch.</summary>
/// <param name="batch">Rows of a step.</param>
internal sealed class CnnMnistEpoch(int batch) : SpeedCase
{
    private const int RowCount = 7500;

    public override Family Family => Family.Neural;

    public override string Name => batch == 32 ? "cnn-mnist-epoch" : $"cnn-mnist-epoch{batch}";

    public override string Summary => $"training a convolutional network (600,810 parameters) on 7,500 digits of MNIST, an eighth of an epoch, in batches of {batch}";

    // After so few steps start values and orders still show; that all learn the same is what counts.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "accuracy", 0.03)];

    public override IReadOnlyList<CasePeer> Peers =>
    [
        PeerNames.PyTorch, new(PeerNames.TorchSharp, () => TorchPeers.Cnn(Data(), batch)),
        new(PeerNames.OnnxGraph, () => Side("ClassicML on ONNX Runtime", Learner with { Engine = TrainingEngine.Graph })),
    ];

    private CnnClassifier Learner => CnnClassifier.KerasMnist with { MaxEpochs = 1, BatchSize = batch, Device = Device.Cpu };

    public override IContender Ours() => Side("ClassicML", Learner with { Engine = TrainingEngine.Managed });

    public override void WriteData(string folder) => WriteSplit(folder, Data());

    private static InProcess Side(string name, CnnClassifier learner)
    {
        var (train, test) = Data();
        CnnClassifierModel? model = null;
        return new InProcess(name, typeof(CnnClassifier).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => model = learner.Fit(train), () => model!.Evaluate(test).Accuracy),
        }, InProcess.Rows("float32"));
    }

    private static (ClassificationData Train, ClassificationData Test) Data()
    {
        var (train, test) = Datasets.Mnist();
        return (train.SelectRows([.. Enumerable.Range(0, RowCount)]), test.SelectRows([.. Enumerable.Range(0, 2000)]));
    }
}
