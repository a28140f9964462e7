using ClassicML.Wire;

namespace ClassicML.Testing;

/// <summary>What every learner promises, as a list of checks: run each as a test of its own.</summary>
/// <remarks>
/// The registry must know the learner and its model. Where a <see cref="WireOptions{T}"/> describes the learner, its options are checked too.
/// What only some learners promise (warm starts, shared work) and what an algorithm computes is for tests of your own.
/// </remarks>
public static class LearnerContract
{
    /// <summary>The checks of a classifier.</summary>
    /// <param name="learner">The learner, with the options that it is checked at.</param>
    /// <param name="registry">Knows the learner and its model.</param>
    /// <param name="traits">What the learner says of itself. Default: it makes every promise for dense rows.</param>
    /// <exception cref="ArgumentException">The learner is null or not registered.</exception>
    public static IReadOnlyList<ContractCheck> Classifier(
        IClassifier<IClassifierModel> learner, WireRegistry registry, LearnerTraits? traits = null) => All(learner, registry, traits);

    /// <summary>The checks of a regressor.</summary>
    /// <inheritdoc cref="Classifier"/>
    public static IReadOnlyList<ContractCheck> Regressor(
        IRegressor<IRegressorModel> learner, WireRegistry registry, LearnerTraits? traits = null) => All(learner, registry, traits);

    /// <summary>The checks of a transformer, whether it looks at classes or not.</summary>
    /// <inheritdoc cref="Classifier"/>
    public static IReadOnlyList<ContractCheck> Transformer(
        ISupervisedTransformer<ITransformerModel> learner, WireRegistry registry, LearnerTraits? traits = null) =>
        All(learner, registry, traits);

    /// <summary>The checks of an outlier detector, or of a search of them.</summary>
    /// <inheritdoc cref="Classifier"/>
    public static IReadOnlyList<ContractCheck> OutlierDetector(
        ILearner<OutlierData, IOutlierModel> learner, WireRegistry registry, LearnerTraits? traits = null) =>
        All(learner, registry, (traits ?? new()) with { Unweighted = "outlier detectors take rows alone" });

    /// <summary>The checks of what is made of options alone: a learner, a splitter, a part such as a kernel function.</summary>
    /// <param name="type">How it is described.</param>
    /// <param name="registry">Knows the type, and what its options may be.</param>
    /// <exception cref="ArgumentException">The type is null, or none that <see cref="WireType.CanCreate"/>.</exception>
    public static IReadOnlyList<ContractCheck> Options(WireType type, WireRegistry registry) =>
        Check.NotNull(type, nameof(type)).CanCreate
            ? [.. OptionChecks.Of(type, Check.NotNull(registry, nameof(registry)))]
            : throw new ArgumentException($"'{type.Name}' can't be made from defaults, so it has no options", nameof(type));

    private static IReadOnlyList<ContractCheck> All(object learner, WireRegistry registry, LearnerTraits? traits)
    {
        WireType type = Check.NotNull(registry, nameof(registry)).Find(Check.NotNull(learner, nameof(learner)))
            ?? throw new ArgumentException($"{learner.GetType().Name} is not registered: add its WireType to the registry",
                nameof(learner));
        var subject = new Subject(learner, registry, traits ?? new());
        return
        [
            .. FitChecks.Of(subject), .. StoppingChecks.Of(subject), .. PredictionChecks.Of(subject), .. RefusalChecks.Of(subject),
            .. HardDataChecks.Of(subject), .. NameChecks.Of(subject), .. WeightChecks.Of(subject), .. SparseRowChecks.Of(subject),
            .. FormChecks.Of(subject), .. type.CanCreate ? OptionChecks.Of(type, registry) : [],
        ];
    }
}
