using ClassicML.Linear;

namespace ClassicML.Tests.Contract;

/// <summary>Every registered learner is held to the contract that ClassicML.Testing holds others' to: each promise is a test.</summary>
public class LearnerContractTests
{
    // Promises that go by how exactly two fits agree, and stops, are asked of every variant, which says so of itself.
    private static readonly ContractTopic[] OfVariants = [ContractTopic.Weights, ContractTopic.SparseRows, ContractTopic.Stopping];

    public static TheoryData<string, string> Promises { get; } =
        Rows(Learners.All.SelectMany(pair => Checks(pair.Key).Select(check => (pair.Key, check.Name))));

    public static TheoryData<string, string> VariantPromises { get; } =
        Rows(Variants.All.SelectMany(variant => Checks(variant).Select(check => (variant.Name, check.Name))).Distinct());

    /// <summary>The names of all promises, as pages name tests.</summary>
    internal static IEnumerable<string> Names =>
        Promises.Concat(VariantPromises).Select(row => row.Data.Item2.Replace(' ', '_').Replace("'", "").Replace(",", "")).Distinct();

    [Theory, MemberData(nameof(Promises))]
    public void A_learner_keeps_its_promise(string name, string promise) => Checks(name).Single(check => check.Name == promise).Run();

    [Theory, MemberData(nameof(VariantPromises))]
    public void With_other_options_a_learner_keeps_its_promise(string name, string promise)
    {
        foreach (Variant variant in Variants.Of(name))
        {
            // Classes of so many columns are parted by planes, and without a penalty no weights are the best.
            if (promise == SparseRowChecks.ThinRows && variant.Learner is LogisticRegression { Penalty: Penalty.None }) continue;
            foreach (ContractCheck check in Checks(variant).Where(check => check.Name == promise))
            {
                Exception? broken = Record.Exception(check.Run);
                Assert.True(broken is null, $"{variant}: {broken?.Message}");
            }
        }
    }

    private static IEnumerable<ContractCheck> Checks(string name) =>
        Of(Learners.All[name], Learners.TraitsOf(name))
            .Where(check => !OfVariants.Contains(check.Topic) && check.Topic != ContractTopic.Options);

    private static IEnumerable<ContractCheck> Checks(Variant variant) =>
        Of(variant.Learner, variant).Where(check => OfVariants.Contains(check.Topic));

    private static IReadOnlyList<ContractCheck> Of(object learner, LearnerTraits traits) => learner switch
    {
        IClassifier<IClassifierModel> classifier => LearnerContract.Classifier(classifier, Learners.Registry, traits),
        IRegressor<IRegressorModel> regressor => LearnerContract.Regressor(regressor, Learners.Registry, traits),
        ISupervisedTransformer<ITransformerModel> transformer => LearnerContract.Transformer(transformer, Learners.Registry, traits),
        _ => LearnerContract.OutlierDetector((ILearner<OutlierData, IOutlierModel>)learner, Learners.Registry, traits),
    };

    private static TheoryData<string, string> Rows(IEnumerable<(string Name, string Promise)> pairs)
    {
        var rows = new TheoryData<string, string>();
        foreach (var (name, promise) in pairs) rows.Add(name, promise);
        return rows;
    }
}
