using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Svm;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>A kernel SVM, fit and prediction: equal means the same dual objective, then the same accuracy.</summary>
/// <remarks>LIBSVM is its own library, called from Python on rows in memory: svm-train's time would hold the reading of a text
/// file.</remarks>
internal abstract class KernelSvmCase : SpeedCase
{
    private const string LibSvm = "libsvm";

    protected abstract SvmClassifier Learner { get; }

    public override IReadOnlyList<string> MorePeers => [LibSvm];

    protected abstract (ClassificationData Train, ClassificationData Test) Data();

    public override IContender Ours()
    {
        (ClassificationData train, ClassificationData test) = Data();
        SvmClassifierModel? model = null;
        int[] predicted = [];
        return new InProcess("ClassicML", typeof(SvmClassifierModel).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => model = Learner.Fit(train), () => model!.Report.Objective!.Value),
            ["predict"] = (() => predicted = model!.Predict(test.Features), () => Accuracy(predicted, test)),
        });
    }

    public override IContender Peer(string name) => name switch
    {
        Peers.ScikitLearn.PeerName => new ScikitLearn(this),
        LibSvm => new ScikitLearn(this, LibSvm),
        AccordPeers.PeerName => Accord(),
        _ => throw new PeerAbsentException("ML.NET has no kernel SVM"),
    };

    protected virtual IContender Accord() => throw new PeerAbsentException("Accord.NET takes minutes; it takes part in svc-mnist1k and svc-tall");

    public override void WriteData(string folder)
    {
        (ClassificationData train, ClassificationData test) = Data();
        WriteSplit(folder, (Dense(train), Dense(test)));
    }

    private static ClassificationData Dense(ClassificationData data) =>
        data.Features is SparseMatrix sparse ? data.WithFeatures(sparse.ToDense()) : data;
}
