using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Svm;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>A kernel SVM, fit and prediction: equal means the same dual objective, then the same accuracy.</summary>
/// <remarks>LIBSVM is its own library, called from Python on rows in memory: svm-train's time would hold the reading of a text
/// file.</remarks>
internal abstract class KernelSvmCase : SpeedCase
{
    public override Family Family => Family.Svm;

    protected abstract SvmClassifier Learner { get; }

    // Accord.NET takes minutes on the large cases.
    public override IReadOnlyList<string> Peers => [PeerNames.ScikitLearn, PeerNames.LibSvm];

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
        PeerNames.Accord => AccordPeers.KernelSvm(Data, Learner.C, ((RbfKernel)Learner.Kernel).Gamma.Value!.Value),
        _ => base.Peer(name),
    };

    public override void WriteData(string folder)
    {
        (ClassificationData train, ClassificationData test) = Data();
        WriteSplit(folder, (Dense(train), Dense(test)));
    }

    private static ClassificationData Dense(ClassificationData data) =>
        data.Features is SparseMatrix sparse ? data.WithFeatures(sparse.ToDense()) : data;
}
