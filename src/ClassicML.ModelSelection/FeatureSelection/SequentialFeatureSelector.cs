using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>Keeps the features with which a classifier scores best in cross-validation, added or dropped one after another.</summary>
/// <remarks>
/// Any learner will do, since only scores decide; each step takes the best for itself and is not looked at again, but in a
/// <see cref="SequentialSelection{TData, TModel, TOutcome}.Floating"/> search (Pudil, Novovičová, Kittler, "Floating search methods in
/// feature selection", 1994). The folds have been chosen by, so the score of a selection promises too much: cross-validate the pipeline.
/// Of equal scores the first feature is taken. Cost: up to p²/2 cross-validations. Candidates and folds run beside one another; the result
/// doesn't depend on it.
/// </remarks>
public sealed record SequentialFeatureSelector
    : SequentialSelection<ClassificationData, IClassifierModel, ClassificationOutcome>, ISupervisedTransformer<SequentialSelectionModel>
{
    /// <summary>A selection by the scores of a learner.</summary>
    /// <param name="learner">A classifier, a pipeline, or a search.</param>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public SequentialFeatureSelector(IClassifier<IClassifierModel> learner) : base(LearningTask.Classification, learner)
    {
    }
}
