namespace ClassicML;

/// <summary>A learner: an immutable set of options whose <see cref="Fit"/> returns a model. What it is fitted on is its kind.</summary>
/// <remarks>
/// The kinds are <see cref="IClassifier{TModel}"/>, <see cref="IRegressor{TModel}"/>, <see cref="IOutlierDetector{TModel}"/>,
/// <see cref="ITransformer{TModel}"/> and <see cref="ISupervisedTransformer{TModel}"/>. A learner is seen as any learner of less:
/// one of <c>DecisionTreeClassifierModel</c>s as one of models.
/// </remarks>
/// <typeparam name="TData">What it is fitted on.</typeparam>
/// <typeparam name="TModel">The model it returns.</typeparam>
public interface ILearner<in TData, out TModel> where TData : class where TModel : class, IModel
{
    /// <summary>Fits a model. The learner does not change: a second call returns the same model, bit for bit.</summary>
    /// <param name="data">The rows, n×p, with what is to be learned of them.</param>
    /// <param name="context">Cancellation, progress and a thread limit; never changes the result of a fit that completes.</param>
    /// <exception cref="ArgumentException">The data is not what this learner can be fitted on.</exception>
    /// <exception cref="OperationCanceledException"><see cref="FitContext.Cancellation"/> was requested.</exception>
    TModel Fit(TData data, FitContext context = default);
}
