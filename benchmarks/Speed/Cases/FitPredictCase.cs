namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>A classifier that is fitted on some rows and predicts others. A case says the learner, its rows and what equal fits are.</summary>
internal abstract class FitPredictCase : SpeedCase
{
    protected abstract IClassifier<IClassifierModel> Learner { get; }

    protected abstract (ClassificationData Train, ClassificationData Test) Data();

    public override IContender Ours()
    {
        (ClassificationData train, ClassificationData test) = Data();
        IClassifier<IClassifierModel> learner = Learner;
        IClassifierModel? model = null;
        int[] predicted = [];
        return new InProcess("ClassicML", learner.GetType().Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => model = learner.Fit(train), () => QualityOfFit(model!, train, test)),
            ["predict"] = (() => predicted = model!.Predict(test.Features), () => Accuracy(predicted, test)),
        });
    }

    public override void WriteData(string folder) => WriteSplit(folder, Data());

    /// <summary>What fits are compared by. Default: the accuracy on the rows to predict.</summary>
    protected virtual double QualityOfFit(IClassifierModel model, ClassificationData train, ClassificationData test) => model.Score(test);
}
