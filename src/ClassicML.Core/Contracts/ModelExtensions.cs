using ClassicML.Internal;

namespace ClassicML;

/// <summary>What every model has beside the contract's members: its learner, and the forms of those members that allocate.</summary>
public static class ModelExtensions
{
    extension(IModel model)
    {
        /// <summary>The learner that made the model, with its options as they were; null where none is known.</summary>
        public object? Learner => Check.NotNull(model, nameof(model)).Report.Learner;
    }

    extension(IClassifierModel model)
    {
        /// <summary>The learner that made the model, with its options as they were; null where none is known.</summary>
        public IClassifier<IClassifierModel>? Learner =>
            Check.NotNull(model, nameof(model)).Report.Learner as IClassifier<IClassifierModel>;
    }

    extension(IRegressorModel model)
    {
        /// <summary>The learner that made the model, with its options as they were; null where none is known.</summary>
        public IRegressor<IRegressorModel>? Learner =>
            Check.NotNull(model, nameof(model)).Report.Learner as IRegressor<IRegressorModel>;
    }

    extension(IOutlierModel model)
    {
        /// <summary>The learner that made the model, with its options as they were; null where none is known.</summary>
        public ILearner<OutlierData, IOutlierModel>? Learner =>
            Check.NotNull(model, nameof(model)).Report.Learner as ILearner<OutlierData, IOutlierModel>;
    }

    extension(ITransformerModel model)
    {
        /// <summary>
        /// The learner that made the model, with its options as they were; null where none is known, and where it learns from numbers alone:
        /// <see cref="FitReport.Learner"/> has that.
        /// </summary>
        public ISupervisedTransformer<ITransformerModel>? Learner =>
            Check.NotNull(model, nameof(model)).Report.Learner as ISupervisedTransformer<ITransformerModel>;
    }

    /// <summary>The predicted class code of each row, n values in [0, K).</summary>
    /// <exception cref="ArgumentException">The width differs from the one fitted on.</exception>
    public static int[] Predict(this IClassifierModel model, Features x)
    {
        int[] codes = new int[Check.NotNull(x, nameof(x)).RowCount];
        Check.NotNull(model, nameof(model)).Predict(x, codes);
        return codes;
    }

    /// <summary>The predicted class of each row, by name.</summary>
    /// <exception cref="ArgumentException">The width differs from the one fitted on.</exception>
    public static string[] PredictLabels(this IClassifierModel model, Features x) =>
        Array.ConvertAll(model.Predict(x), code => model.Labels[code]);

    /// <summary>The predicted number of each row, n values.</summary>
    /// <exception cref="ArgumentException">The width differs from the one fitted on.</exception>
    public static double[] Predict(this IRegressorModel model, Features x)
    {
        double[] numbers = new double[Check.NotNull(x, nameof(x)).RowCount];
        Check.NotNull(model, nameof(model)).Predict(x, numbers);
        return numbers;
    }

    /// <summary>The probability of each class for each row, n×K.</summary>
    /// <exception cref="ArgumentException">The width differs from the one fitted on.</exception>
    public static Matrix PredictProbabilities(this IProbabilisticModel model, Features x)
    {
        int classes = Check.NotNull(model, nameof(model)).Labels.Count;
        int rows = Check.NotNull(x, nameof(x)).RowCount;
        double[] probabilities = new double[MemoryNeed.Doubles(rows, classes, "probabilities", "take fewer rows at once")];
        model.PredictProbabilities(x, probabilities);
        return Matrix.Wrap(probabilities, x.RowCount, classes);
    }

    /// <summary>The scores of each row, n×<see cref="IDecisionScores.ScoreCount"/>.</summary>
    /// <exception cref="ArgumentException">The width differs from the one fitted on.</exception>
    public static Matrix DecisionScores(this IDecisionScores model, Features x)
    {
        int count = Check.NotNull(model, nameof(model)).ScoreCount;
        int rows = Check.NotNull(x, nameof(x)).RowCount;
        double[] scores = new double[MemoryNeed.Doubles(rows, count, "scores", "take fewer rows at once")];
        model.DecisionScores(x, scores);
        return Matrix.Wrap(scores, x.RowCount, count);
    }

    /// <summary>The score of each row, n values; above 0 for an inlier.</summary>
    /// <exception cref="ArgumentException">The width differs from the one fitted on.</exception>
    public static double[] Score(this IOutlierModel model, Features x)
    {
        double[] scores = new double[Check.NotNull(x, nameof(x)).RowCount];
        Check.NotNull(model, nameof(model)).Score(x, scores);
        return scores;
    }

    /// <summary>Whether each row is an inlier, n values.</summary>
    /// <exception cref="ArgumentException">The width differs from the one fitted on.</exception>
    public static bool[] IsInlier(this IOutlierModel model, Features x) => Array.ConvertAll(model.Score(x), score => score > 0);
}
