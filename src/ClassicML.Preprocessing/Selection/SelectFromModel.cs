namespace ClassicML.Preprocessing;

/// <summary>Keeps the features that count in a classifier fitted on them: large weights, or impurity that they take away.</summary>
/// <remarks>
/// Weights compare features of one scale, so standardise first; importances of trees favour features of many values. A threshold drops
/// what counts little beside all the rest, not what is redundant. Row weights count as the learner counts them. Cost: one fit.
/// </remarks>
public sealed record SelectFromModel : ImportanceSelector<ClassificationData>, ISupervisedTransformer<ImportanceSelectorModel>
{
    /// <summary>A selection by a learner.</summary>
    /// <param name="learner">A classifier whose model has <see cref="IFeatureImportances"/>: linear models and SVMs, trees, forests.</param>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public SelectFromModel(IClassifier<IClassifierModel> learner) : base(learner)
    {
    }
}
