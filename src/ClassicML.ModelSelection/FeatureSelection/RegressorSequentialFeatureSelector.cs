using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>As <see cref="SequentialFeatureSelector"/>, by a regressor fitted on rows with numbers.</summary>
public sealed record RegressorSequentialFeatureSelector
    : SequentialSelection<RegressionData, IRegressorModel, RegressionOutcome>, IRegressionTransformer<SequentialSelectionModel>
{
    /// <summary>A selection by the scores of a learner.</summary>
    /// <param name="learner">A regressor, a pipeline, or a search.</param>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public RegressorSequentialFeatureSelector(IRegressor<IRegressorModel> learner) : base(LearningTask.Regression, learner)
    {
    }
}
