namespace ClassicML.Preprocessing;

/// <summary>Keeps the features that are left when a classifier is fitted again and again, each time without those that counted least.</summary>
/// <remarks>
/// Unlike one look at all weights it sees that a feature counts once its duplicate is gone. Of equal importances the later column is
/// dropped first. Source: Guyon, Weston, Barnhill, Vapnik, "Gene selection for cancer classification using support vector machines", 2002.
/// Of several classes the magnitudes of weights are added up, where scikit-learn adds up squares. Row weights count as the learner counts
/// them. Weights compare features of one scale, so standardise first. Cost: a fit for each step.
/// </remarks>
public sealed record RecursiveFeatureElimination : RecursiveElimination<ClassificationData>, ISupervisedTransformer<RecursiveEliminationModel>
{
    /// <summary>A selection by a learner.</summary>
    /// <param name="learner">A classifier whose model has <see cref="IFeatureImportances"/>: linear models and SVMs, trees, forests.</param>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public RecursiveFeatureElimination(IClassifier<IClassifierModel> learner) : base(learner)
    {
    }
}
