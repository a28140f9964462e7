namespace ClassicML;

/// <summary>Models that predict one row at a time.</summary>
public static class Predictors
{
    /// <summary>A predictor of single rows; make it once, it is safe to use from several threads.</summary>
    public static ClassifierPredictor CreatePredictor(this IClassifierModel model) => new(model);

    /// <inheritdoc cref="CreatePredictor(IClassifierModel)"/>
    public static RegressorPredictor CreatePredictor(this IRegressorModel model) => new(model);
}
