using System.Collections.Immutable;
using ClassicML.Metrics;
using MathNet.Numerics.Distributions;

namespace ClassicML.ModelSelection;

/// <summary>The result of a test whether two learners differ.</summary>
/// <param name="Name">The test.</param>
/// <param name="Difference">The mean score of the first minus that of the second; for McNemar the difference of the shares of right predictions.</param>
/// <param name="Statistic">The test's statistic.</param>
/// <param name="PValue">How often a difference this large comes about between equal learners, in [0, 1].</param>
public readonly record struct SignificanceResult(string Name, double Difference, double Statistic, double PValue);

/// <summary>Tests whether two learners differ, each with the correction that overlapping training rows ask for.</summary>
public static class SignificanceTest
{
    /// <summary>The corrected resampled t-test on the scores of the same folds.</summary>
    /// <remarks>
    /// t = d̄ / √((1/k + n_test/n_train)·s²) with k-1 degrees of freedom, two-sided. The plain paired t-test lacks the second term; it takes
    /// folds that share training rows for independent ones and finds differences where there are none. Nadeau, Bengio, "Inference for the
    /// generalization error", 2003. Equal scores on every fold give p = 1.
    /// </remarks>
    /// <param name="first">A cross-validation.</param>
    /// <param name="second">Another, on the same folds.</param>
    /// <param name="metric">The score to compare.</param>
    /// <exception cref="ArgumentException">The folds differ, or there is only one.</exception>
    public static SignificanceResult CorrectedT<TModel, TOutcome>(
        CrossValidationResult<TModel, TOutcome> first, CrossValidationResult<TModel, TOutcome> second, Metric<TOutcome> metric)
        where TModel : class, IModel where TOutcome : class
    {
        Fold[] folds = [.. Check.NotNull(first, nameof(first)).Folds.Select(fold => fold.Fold)];
        if (!folds.SequenceEqual(Check.NotNull(second, nameof(second)).Folds.Select(fold => fold.Fold), SameTest))
            throw new ArgumentException("both must be of the same folds", nameof(second));
        if (folds.Length < 2) throw new ArgumentException("the test needs at least two folds", nameof(first));
        return CorrectedT(Differences(first, second, metric), folds.Average(fold => (double)fold.Test.Length / fold.Train.Length));
    }

    private static double[] Differences<TModel, TOutcome>(
        CrossValidationResult<TModel, TOutcome> first, CrossValidationResult<TModel, TOutcome> second, Metric<TOutcome> metric)
        where TModel : class, IModel where TOutcome : class => [.. first.Scores(metric).Zip(second.Scores(metric), (a, b) => a - b)];

    internal static SignificanceResult CorrectedT(double[] differences, double testToTrain)
    {
        double mean = Spread.Mean(differences), deviation = Spread.Deviation(differences);
        return T("corrected resampled t", mean, mean / (deviation * Math.Sqrt(1.0 / differences.Length + testToTrain)), differences.Length - 1);
    }

    /// <summary>The 5×2 cv paired t-test: five repeats of two folds, on half of the rows each.</summary>
    /// <remarks>
    /// t = d₁₁ / √(Σ sᵢ²/5) with 5 degrees of freedom, where sᵢ² is the variance of repeat i. Dietterich, "Approximate statistical tests for
    /// comparing supervised classification learning algorithms", 1998. Runs ten fits of each learner.
    /// </remarks>
    /// <param name="first">A learner, or a search.</param>
    /// <param name="second">Another.</param>
    /// <param name="data">The rows.</param>
    /// <param name="metric">The score to compare. Default the accuracy.</param>
    /// <param name="seed">The seed of the repeats, at least 0. Default 0.</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    public static SignificanceResult FiveByTwo(
        IClassifier<IClassifierModel> first, IClassifier<IClassifierModel> second, ClassificationData data,
        Metric<ClassificationOutcome>? metric = null, int seed = 0, FitContext context = default) =>
        FiveByTwo(LearningTask.Classification, first, second, data, metric, seed, context);

    /// <inheritdoc cref="FiveByTwo(IClassifier{IClassifierModel}, IClassifier{IClassifierModel}, ClassificationData, Metric{ClassificationOutcome}?, int, FitContext)"/>
    /// <remarks>As for classifiers; the halves are drawn without classes, and the metric is R² by default.</remarks>
    public static SignificanceResult FiveByTwo(
        IRegressor<IRegressorModel> first, IRegressor<IRegressorModel> second, RegressionData data,
        Metric<RegressionOutcome>? metric = null, int seed = 0, FitContext context = default) =>
        FiveByTwo(LearningTask.Regression, first, second, data, metric, seed, context);

    private static SignificanceResult FiveByTwo<TData, TModel, TOutcome>(
        LearningTask<TData, TModel, TOutcome> task, ILearner<TData, TModel> first, ILearner<TData, TModel> second, TData data,
        Metric<TOutcome>? metric, int seed, FitContext context)
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
    {
        metric ??= task.DefaultMetric;
        var both = CrossValidation.Run(
            task, [Check.NotNull(first, nameof(first)), Check.NotNull(second, nameof(second))], data,
            task.FiveByTwo(Check.NotNull(data, nameof(data)), seed), [metric], withTrainScores: false, "fold", context);
        return FiveByTwo(Differences(both[0], both[1], metric));
    }

    internal static SignificanceResult FiveByTwo(double[] d)
    {
        double variances = 0;
        for (int repeat = 0; repeat < 5; repeat++)
        {
            double mean = (d[2 * repeat] + d[2 * repeat + 1]) / 2;
            variances += Math.Pow(d[2 * repeat] - mean, 2) + Math.Pow(d[2 * repeat + 1] - mean, 2);
        }
        return T("5×2 cv paired t", Spread.Mean(d), d[0] / Math.Sqrt(variances / 5), 5);
    }

    /// <summary>McNemar's test on the rows that just one of the two predicts rightly.</summary>
    /// <remarks>
    /// With b rows right for the first alone and c for the second alone: exactly, from the binomial distribution of b among b + c at ½,
    /// two-sided. The statistic is χ² = (|b-c|-1)²/(b+c), 0 where b = c. McNemar, "Note on the sampling error of the difference between
    /// correlated proportions", 1947. It compares two models (or two sets of out-of-fold predictions), not the learners behind them.
    /// </remarks>
    /// <param name="first">A cross-validation.</param>
    /// <param name="second">Another, on the same data.</param>
    /// <param name="actual">The data of both.</param>
    /// <exception cref="ArgumentException">A row was never tested.</exception>
    public static SignificanceResult McNemar(CrossValidationResult first, CrossValidationResult second, ClassificationData actual)
    {
        Check.Length(Check.NotNull(first, nameof(first)).OutOfFoldPredictions.Length, Check.NotNull(actual, nameof(actual)).RowCount, nameof(first), "row");
        Check.Length(Check.NotNull(second, nameof(second)).OutOfFoldPredictions.Length, actual.RowCount, nameof(second), "row");
        for (int i = 0; i < actual.RowCount; i++)
            if (first.OutOfFoldPredictions[i] < 0 || second.OutOfFoldPredictions[i] < 0)
                throw new ArgumentException($"row {i} was never tested", nameof(first));
        return McNemar(first.OutOfFoldPredictions.AsSpan(), second.OutOfFoldPredictions.AsSpan(), actual.Codes);
    }

    /// <summary>McNemar's test on the predictions of two models for the same rows, which neither was fitted on.</summary>
    /// <remarks>As for cross-validations.</remarks>
    /// <param name="first">The codes that one predicts, n values.</param>
    /// <param name="second">The codes that the other predicts, n values.</param>
    /// <param name="actual">The codes of the rows, n values, at least one.</param>
    /// <exception cref="ArgumentException">There is no row, or the lengths differ.</exception>
    public static SignificanceResult McNemar(ReadOnlySpan<int> first, ReadOnlySpan<int> second, ReadOnlySpan<int> actual)
    {
        if (actual.IsEmpty) throw new ArgumentException("the test needs at least one row", nameof(actual));
        Check.Length(first.Length, actual.Length, nameof(first), "row");
        Check.Length(second.Length, actual.Length, nameof(second), "row");
        int b = 0, c = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            bool one = first[i] == actual[i], other = second[i] == actual[i];
            if (one && !other) b++;
            if (other && !one) c++;
        }
        return McNemar(b, c, actual.Length);
    }

    internal static SignificanceResult McNemar(int b, int c, int rowCount)
    {
        int n = b + c;
        double p = n == 0 ? 1 : Math.Min(1, 2 * Binomial.CDF(0.5, n, Math.Min(b, c)));
        return new SignificanceResult("McNemar", (double)(b - c) / rowCount, n == 0 ? 0 : Math.Pow(Math.Max(0, Math.Abs(b - c) - 1), 2) / n, p);
    }

    /// <summary>Holm's correction of several tests: a p-value held against the level of one test keeps that level for all of them together.</summary>
    /// <remarks>
    /// In ascending order p₍ᵢ₎ becomes max over j ≤ i of min(1, (m-j+1)·p₍ⱼ₎): never above Bonferroni's m·p, and true whether the tests depend on
    /// one another or not. Holm, "A simple sequentially rejective multiple test procedure", 1979.
    /// </remarks>
    /// <param name="pValues">The p-values of m tests, in [0, 1].</param>
    /// <returns>The corrected p-values in the same order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">One is outside [0, 1].</exception>
    public static ImmutableArray<double> Holm(IEnumerable<double> pValues)
    {
        double[] given = [.. Check.NotNull(pValues, nameof(pValues))], corrected = new double[given.Length];
        double most = 0;
        foreach (double p in given) Check.Within(p, Interval.Share, nameof(pValues));
        foreach ((int rank, int i) in Enumerable.Range(0, given.Length).OrderBy(i => given[i]).Index())
            corrected[i] = most = Math.Max(most, Math.Min(1, (given.Length - rank) * given[i]));
        return [.. corrected];
    }

    // Without any spread the statistic is 0/0 for equal scores, and infinite for scores that differ by the same amount everywhere.
    private static SignificanceResult T(string name, double difference, double t, int freedom) =>
        double.IsNaN(t) ? new SignificanceResult(name, difference, 0, 1)
            : new SignificanceResult(name, difference, t, 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(t)));

    private static IEqualityComparer<Fold> SameTest { get; } =
        EqualityComparer<Fold>.Create((a, b) => a.Test.AsSpan().SequenceEqual(b.Test.AsSpan()));
}
