namespace ClassicML;

/// <summary>A learner that can start from an earlier model, as along a path of penalties.</summary>
/// <typeparam name="TData">What it is fitted on.</typeparam>
/// <typeparam name="TModel">Its model.</typeparam>
public interface IWarmStart<in TData, TModel> : ILearner<TData, TModel> where TData : class where TModel : class, IModel
{
    /// <summary>Fits a model from where an earlier one ended. Within the tolerance the result is that of a plain fit, only
    /// sooner.</summary>
    /// <param name="data">The rows, n×p.</param>
    /// <param name="earlier">A model of the same features, and of the same classes where there are any.</param>
    /// <param name="context">As in a plain fit.</param>
    /// <exception cref="ArgumentException">The earlier model has other features or classes, or the data can't be fitted on.</exception>
    TModel FitFrom(TData data, TModel earlier, FitContext context = default);
}
