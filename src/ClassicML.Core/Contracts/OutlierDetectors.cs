namespace ClassicML;

/// <summary>A learner of what is usual, from rows without labels; its model tells outliers from inliers.</summary>
/// <typeparam name="TModel">The model it returns.</typeparam>
public interface IOutlierDetector<out TModel> : ILearner<Features, TModel> where TModel : class, IOutlierModel;

/// <summary>A fitted outlier detector: immutable and safe to use from several threads at once.</summary>
public interface IOutlierModel : IModel
{
    /// <summary>Scores each row: above 0 for an inlier, the higher the more usual; 0 and below for an outlier.</summary>
    /// <param name="x">Rows, n×p, with p equal to <see cref="IModel.FeatureCount"/>.</param>
    /// <param name="destination">Receives n scores.</param>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or the destination's length from n.</exception>
    void Score(Features x, Memory<double> destination);
}
