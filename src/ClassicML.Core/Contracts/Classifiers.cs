namespace ClassicML;

/// <summary>A learner of classes.</summary>
/// <typeparam name="TModel">The model it returns.</typeparam>
public interface IClassifier<out TModel> : ILearner<ClassificationData, TModel> where TModel : class, IClassifierModel;

/// <summary>A fitted classifier: immutable and safe to use from several threads at once.</summary>
public interface IClassifierModel : IModel
{
    /// <summary>The K classes that predictions are codes of.</summary>
    ClassLabels Labels { get; }

    /// <summary>Predicts the class code of each row.</summary>
    /// <param name="x">Rows, n×p, with p equal to <see cref="IModel.FeatureCount"/>.</param>
    /// <param name="destination">Receives n codes in [0, K).</param>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or the destination's length from n.</exception>
    void Predict(Features x, Memory<int> destination);
}

/// <summary>The capability of giving each class a probability.</summary>
public interface IProbabilisticModel
{
    /// <summary>The K classes, one column of probabilities each.</summary>
    ClassLabels Labels { get; }

    /// <summary>Predicts the probability of each class for each row.</summary>
    /// <param name="x">Rows, n×p.</param>
    /// <param name="destination">Receives n×K probabilities, row-major; each row sums to one.</param>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or the destination's length from n·K.</exception>
    void PredictProbabilities(Features x, Memory<double> destination);
}

/// <summary>The capability of scoring classes on a scale that is not a probability, such as a margin or log-odds.</summary>
public interface IDecisionScores
{
    /// <summary>The number of scores a row has: 1 for two classes (positive means the second), otherwise K.</summary>
    int ScoreCount { get; }

    /// <summary>Computes the scores of each row.</summary>
    /// <param name="x">Rows, n×p.</param>
    /// <param name="destination">Receives n×<see cref="ScoreCount"/> scores, row-major.</param>
    /// <exception cref="ArgumentException">The width differs from the one fitted on, or the destination's length from n·scores.</exception>
    void DecisionScores(Features x, Memory<double> destination);
}
