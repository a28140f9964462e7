namespace ClassicML;

/// <summary>A learner of numbers: an immutable set of options whose <see cref="Fit"/> returns a model.</summary>
/// <typeparam name="TModel">The model it returns.</typeparam>
public interface IRegressor<out TModel> where TModel : class, IRegressorModel
{
    /// <summary>Fits a model. The learner does not change: a second call returns the same model, bit for bit.</summary>
    /// <param name="data">Rows with targets, n×p.</param>
    /// <param name="context">Cancellation, progress and a thread limit; never changes the result of a fit that completes.</param>
    /// <exception cref="ArgumentException">The data is not what this learner can be fitted on.</exception>
    /// <exception cref="OperationCanceledException"><see cref="FitContext.Cancellation"/> was requested.</exception>
    TModel Fit(RegressionData data, FitContext context = default);
}

/// <summary>A fitted regressor: immutable and safe to use from several threads at once.</summary>
public interface IRegressorModel : IModel
{
    /// <summary>Predicts the number of each row.</summary>
    /// <param name="x">Rows, n×p, with p equal to <see cref="IModel.FeatureCount"/>.</param>
    /// <param name="destination">Receives n numbers.</param>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or the destination's length from n.</exception>
    void Predict(Features x, Memory<double> destination);
}
