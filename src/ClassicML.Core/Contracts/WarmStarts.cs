namespace ClassicML;

/// <summary>A classifier that can start from an earlier model, as along a path of penalties.</summary>
/// <typeparam name="TModel">Its model.</typeparam>
public interface IWarmStart<TModel> : IClassifier<TModel> where TModel : class, IClassifierModel
{
    /// <summary>Fits a model from where an earlier one ended. Within the tolerance the result is that of a plain fit, only sooner.</summary>
    /// <param name="data">Labelled rows, n×p.</param>
    /// <param name="earlier">A model of the same features and classes.</param>
    /// <param name="context">As in a plain fit.</param>
    /// <exception cref="ArgumentException">The earlier model has other features or classes, or the data can't be fitted on.</exception>
    TModel FitFrom(ClassificationData data, TModel earlier, FitContext context = default);
}

/// <summary>A regressor that can start from an earlier model, as along a path of penalties.</summary>
/// <typeparam name="TModel">Its model.</typeparam>
public interface IWarmStartRegressor<TModel> : IRegressor<TModel> where TModel : class, IRegressorModel
{
    /// <summary>Fits a model from where an earlier one ended. Within the tolerance the result is that of a plain fit, only sooner.</summary>
    /// <param name="data">Rows with targets, n×p.</param>
    /// <param name="earlier">A model of the same features.</param>
    /// <param name="context">As in a plain fit.</param>
    /// <exception cref="ArgumentException">The earlier model has other features, or the data can't be fitted on.</exception>
    TModel FitFrom(RegressionData data, TModel earlier, FitContext context = default);
}
