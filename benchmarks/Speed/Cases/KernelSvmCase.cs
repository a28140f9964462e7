using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Svm;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>A kernel SVM, fit and prediction: equal means the same dual objective, then the same accuracy.</summary>
internal abstract class KernelSvmCase : SpeedCase
{
    protected abstract SvmClassifier Learner { get; }

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
        AccordPeers.PeerName => throw new PeerAbsentException("its SVM is compared on small data only"),
        _ => throw new PeerAbsentException("ML.NET has no kernel SVM"),
    };

    public override void WriteData(string folder) => WriteSplit(folder, Data());
}
