using ClassicML.Internal;

namespace ClassicML.Linear;

/// <summary>A fitted <see cref="LogisticRegression"/>.</summary>
public sealed class LogisticRegressionModel : IClassifierModel, IProbabilisticModel, IDecisionScores, IFeatureImportances, IRowClassifier
{
    private readonly double[] intercept;
    private double[]? importances;

    internal LogisticRegressionModel(Matrix coefficients, double[] intercept, ClassLabels labels, LogisticMultiClass multiClass, FitReport report)
    {
        Coefficients = coefficients;
        this.intercept = intercept;
        Labels = labels;
        MultiClass = multiClass;
        Report = report;
    }

    /// <summary>The weights: 1×p for two classes, where exp of a weight is the odds ratio of its feature; otherwise K×p.</summary>
    public Matrix Coefficients { get; }

    /// <summary>The intercepts: 1 for two classes, otherwise K; negative infinity for a class that had no row.</summary>
    public ReadOnlySpan<double> Intercept => intercept;

    /// <summary>How more than two classes were told apart.</summary>
    public LogisticMultiClass MultiClass { get; }

    /// <inheritdoc/>
    public ClassLabels Labels { get; }

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int FeatureCount => Coefficients.ColumnCount;

    /// <inheritdoc/>
    public int ScoreCount => Coefficients.RowCount;

    /// <inheritdoc/>
    public ReadOnlySpan<double> FeatureImportances => importances ??= LinearScores.Importances(Coefficients);

    bool IFeatureImportances.IsSparse => Report.Learner is LogisticRegression { Penalty: Penalty.L1 };

    /// <summary>Computes wᵀx + b: the log-odds of the second of two classes, or the logarithms of K unnormalised probabilities.</summary>
    /// <inheritdoc/>
    public void DecisionScores(Features x, Memory<double> destination) =>
        LinearScores.Compute(x, Coefficients, intercept, destination, this);

    /// <inheritdoc/>
    public void PredictProbabilities(Features x, Memory<double> destination)
    {
        x = x.AlignedTo(this);
        Check.Destination(destination.Length, (long)x.RowCount * Labels.Count);
        if (ScoreCount > 1)
        {
            DecisionScores(x, destination);
            Share(destination.Span);
            return;
        }
        double[] scores = new double[x.RowCount];
        DecisionScores(x, scores);
        DecisionRule.Probabilities(scores, 1, destination.Span);
    }

    /// <inheritdoc/>
    /// <remarks>The class of the highest score; of equal ones the first.</remarks>
    public void Predict(Features x, Memory<int> destination) =>
        LinearScores.Predict(x, Coefficients, intercept, destination, this);

    int IRowClassifier.PredictRow(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        if (probabilities.IsEmpty) return LinearScores.PredictRow(row, Coefficients, intercept, this);
        Span<double> scores = ScoreCount > 1 ? probabilities : stackalloc double[1];
        int code = LinearScores.PredictRow(row, Coefficients, intercept, scores, this);
        if (ScoreCount > 1) Share(probabilities);
        else DecisionRule.Probabilities(scores, 1, probabilities);
        return code;
    }

    // Of K scores a row.
    private void Share(Span<double> scores)
    {
        if (MultiClass == LogisticMultiClass.Multinomial) DecisionRule.Probabilities(scores, ScoreCount, scores);
        else
            for (int at = 0; at < scores.Length; at += ScoreCount) ShareSigmoids(scores.Slice(at, ScoreCount));
    }

    internal LogisticRegressionModel WithReport(FitReport report) => new(Coefficients, intercept, Labels, MultiClass, report);

    // Each class against the rest gives a probability of its own; their sum need not be one. Far from all classes every sigmoid is zero:
    // there exp(z) is the sigmoid, so their shares are a softmax.
    private static void ShareSigmoids(Span<double> scores)
    {
        double top = double.NegativeInfinity, sum = 0;
        foreach (double score in scores) top = Math.Max(top, score);
        if (top < -30)
        {
            Kernels.Softmax(scores);
            return;
        }
        foreach (ref double score in scores) sum += score = 1 / (1 + Math.Exp(-score));
        foreach (ref double share in scores) share /= sum;
    }
}
