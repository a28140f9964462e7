using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.MLNet;
using ClassicML.Neighbors;
using ClassicML.Serialization;
using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>A model to a file and back, with the accuracy of what came back. The file is read from the system's cache.</summary>
internal abstract class ModelFileCase : SpeedCase
{
    public override Family Family => Family.Serving;

    public override IReadOnlyList<(string, string, double)> Steps => [("save", "file in MB", double.PositiveInfinity), ("load", "accuracy", Tolerance)];

    protected virtual double Tolerance => 0.02;

    protected abstract (ClassificationData Train, ClassificationData Test) Data();

    protected abstract IClassifierModel Fit(ClassificationData train);

    public override IContender Ours()
    {
        (ClassificationData train, ClassificationData test) = Data();
        IClassifierModel model = Fit(train);
        IClassifierModel? back = null;
        string path = Path.Combine(Path.GetTempPath(), $"classicml-{Name}-{Environment.ProcessId}.model");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(path);
        return new InProcess("ClassicML", typeof(ModelFile).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["save"] = (() => ModelFile.Save(model, path), () => new FileInfo(path).Length / 1e6),
            ["load"] = (() => back = ModelFile.Load<IClassifierModel>(path), () => Accuracy(back!.Predict(test.Features), test)),
        });
    }

    public override void WriteData(string folder) => WriteSplit(folder, Data());
}

/// <summary>A forest to a file and back.</summary>
internal sealed class SaveForest : ModelFileCase
{
    public override string Name => "save-forest";

    public override string Summary => "a forest of 100 trees of 256 leaves on 10,000 digits of MNIST, two classes, to a file and back";

    public override IReadOnlyList<CasePeer> Peers => [PeerNames.ScikitLearn, new(PeerNames.MLNet, MLNet)];

    protected override (ClassificationData, ClassificationData) Data() => ServingForest.Data();

    protected override IClassifierModel Fit(ClassificationData train) => ServingForest.Fit(train);

    private static IContender MLNet()
    {
        (ClassificationData train, ClassificationData test) = ServingForest.Data();
        var ml = new MLContext(seed: 1);
        IDataView rows = train.ToDataView(booleanLabels: true);
        ITransformer model = FastForest.Trainer(ml, train.FeatureCount, ServingForest.TreeCount, ServingForest.LeafCount).Fit(rows), back = model;
        string path = Path.Combine(Path.GetTempPath(), $"classicml-mlnet-{Environment.ProcessId}.zip");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(path);
        return new InProcess("ML.NET FastForest", typeof(FastForestBinaryTrainer).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["save"] = (() => ml.Model.Save(model, rows.Schema, path), () => new FileInfo(path).Length / 1e6),
            ["load"] = (() => back = ml.Model.Load(path, out _), () => Accuracy(FastForest.Predict(back, test), test)),
        }, InProcess.Rows("float32"));
    }
}

/// <summary>The neighbours of all of MNIST to a file and back.</summary>
internal sealed class SaveKnn : ModelFileCase
{
    public override string Name => "save-knn";

    public override string Summary => "5 nearest neighbours of 60,000 digits of MNIST (60,000×784), to a file and back; 500 to predict";

    public override IReadOnlyList<CasePeer> Peers => [PeerNames.ScikitLearn];

    protected override double Tolerance => 1e-9;

    protected override (ClassificationData, ClassificationData) Data() => MnistRows.First(60_000, 500);

    protected override IClassifierModel Fit(ClassificationData train) => new KNearestNeighborsClassifier().Fit(train);
}
