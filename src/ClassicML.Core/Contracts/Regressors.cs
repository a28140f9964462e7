namespace ClassicML;

/// <summary>A learner of numbers.</summary>
/// <typeparam name="TModel">The model it returns.</typeparam>
public interface IRegressor<out TModel> : ILearner<RegressionData, TModel> where TModel : class, IRegressorModel;

/// <summary>A fitted regressor: immutable and safe to use from several threads at once.</summary>
public interface IRegressorModel : IModel
{
    /// <summary>Predicts the number of each row.</summary>
    /// <param name="x">Rows, n×p, with p equal to <see cref="IModel.FeatureCount"/>.</param>
    /// <param name="destination">Receives n numbers.</param>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or the destination's length from n.</exception>
    void Predict(Features x, Memory<double> destination);
}
