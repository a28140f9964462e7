namespace ClassicML.Preprocessing;

/// <summary>As <see cref="SelectFromModel"/>, by a regressor fitted on rows with numbers.</summary>
public sealed record RegressorSelectFromModel : ImportanceSelector<RegressionData>, IRegressionTransformer<ImportanceSelectorModel>
{
    /// <summary>A selection by a learner.</summary>
    /// <param name="learner">A regressor whose model has <see cref="IFeatureImportances"/>.</param>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public RegressorSelectFromModel(IRegressor<IRegressorModel> learner) : base(learner)
    {
    }
}
