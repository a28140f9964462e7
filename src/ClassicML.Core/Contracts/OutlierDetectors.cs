namespace ClassicML;

/// <summary>A learner of what is usual, from rows alone; its model tells outliers from inliers.</summary>
/// <remarks>
/// It is fitted on rows with known outliers too, so that it can be searched and cross-validated: on all of them, known outliers or not,
/// since what is known only scores. Whoever implements that fit as well keeps the names of the columns.
/// </remarks>
/// <typeparam name="TModel">The model it returns.</typeparam>
public interface IOutlierDetector<out TModel> : ILearner<Features, TModel>, ILearner<OutlierData, TModel> where TModel : class, IOutlierModel
{
    TModel ILearner<OutlierData, TModel>.Fit(OutlierData data, FitContext context) => Fit(Check.NotNull(data, nameof(data)).Features, context);
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
