namespace ClassicML.Preprocessing;

/// <summary>As <see cref="RecursiveFeatureElimination"/>, by a regressor fitted on rows with numbers.</summary>
public sealed record RegressorRecursiveFeatureElimination : RecursiveElimination<RegressionData>, IRegressionTransformer<RecursiveEliminationModel>
{
    /// <summary>A selection by a learner.</summary>
    /// <param name="learner">A regressor whose model has <see cref="IFeatureImportances"/>.</param>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public RegressorRecursiveFeatureElimination(IRegressor<IRegressorModel> learner) : base(learner)
    {
    }
}
