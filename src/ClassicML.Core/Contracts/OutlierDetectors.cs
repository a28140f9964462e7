namespace ClassicML;

/// <summary>A learner of what is usual: an immutable set of options whose <see cref="Fit"/> returns a model that tells outliers from
/// inliers.</summary>
/// <typeparam name="TModel">The model it returns.</typeparam>
public interface IOutlierDetector<out TModel> where TModel : class, IOutlierModel
{
    /// <summary>Fits a model on rows without labels. The learner does not change: a second call returns the same model, bit for
    /// bit.</summary>
    /// <param name="x">Rows, n×p.</param>
    /// <param name="context">Cancellation, progress and a thread limit; never changes the result of a fit that completes.</param>
    /// <exception cref="ArgumentException">The data is not what this learner can be fitted on.</exception>
    /// <exception cref="OperationCanceledException"><see cref="FitContext.Cancellation"/> was requested.</exception>
    TModel Fit(Features x, FitContext context = default);
}

/// <summary>A fitted outlier detector: immutable and safe to use from several threads at once.</summary>
public interface IOutlierModel : IModel
{
    /// <summary>Scores each row: above 0 for an inlier, the higher the more usual; 0 and below for an outlier.</summary>
    /// <param name="x">Rows, n×p, with p equal to <see cref="IModel.FeatureCount"/>.</param>
    /// <param name="destination">Receives n scores.</param>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or the destination's length from n.</exception>
    void Score(Features x, Memory<double> destination);
}
