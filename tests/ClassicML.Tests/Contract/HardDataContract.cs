namespace ClassicML.Tests.Contract;

/// <summary>Besides the hard data of the contract: the data sets that come with the library go through every learner.</summary>
public class HardDataContract
{
    public static TheoryData<string> Names { get; } = [.. Learners.Classifiers, .. Learners.Transformers, .. Learners.Regressors];

    [Theory, MemberData(nameof(Names))]
    public void Every_bundled_data_set_goes_through_every_learner(string name)
    {
        foreach (string set in (string[])["iris", "wine", "breast-cancer", "digits"])
            Expect.FitsOrRefuses(() => Look(name, Datasets.Load(set).Data), Learners.TraitsOf(name).MayRefuse(set), set);
    }

    private static void Look(string name, ClassificationData data)
    {
        var samples = new Samples(
            data.Features, data.Codes.ToArray(), [.. data.Codes.ToArray().Select(code => (double)code)])
        { Labels = data.Labels };
        IModel model = AnyLearner.Fit(Learners.All[name], samples);
        ReportContract.IsSound(model.Report, name);
        PredictionChecks.IsPossible(model, data.Features);
    }
}
