using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Svm;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>A kernel SVM, fit and prediction: equal means the same dual objective, then the same accuracy.</summary>
/// <remarks>LIBSVM is its own library, called from Python on rows in memory: svm-train's time would hold the reading of a text
/// file.</remarks>
internal abstract class KernelSvmCase : FitPredictCase
{
    public override Family Family => Family.Svm;

    protected abstract SvmClassifier Svm { get; }

    protected override IClassifier<IClassifierModel> Learner => Svm;

    // Accord.NET takes minutes on the large cases.
    public override IReadOnlyList<CasePeer> Peers => [PeerNames.ScikitLearn, PeerNames.LibSvm];

    protected CasePeer Accord =>
        new(PeerNames.Accord, () => AccordPeers.KernelSvm(Data, Svm.C, ((RbfKernel)Svm.Kernel).Gamma.Value!.Value));

    public override void WriteData(string folder)
    {
        (ClassificationData train, ClassificationData test) = Data();
        WriteSplit(folder, (Dense(train), Dense(test)));
    }

    protected override double QualityOfFit(IClassifierModel model, ClassificationData train, ClassificationData test) =>
        model.Report.Objective!.Value;

    private static ClassificationData Dense(ClassificationData data) =>
        data.Features is SparseMatrix sparse ? data.WithFeatures(sparse.ToDense()) : data;
}
