using ClassicML.Internal;

namespace ClassicML.Decomposition;

/// <summary>A fitted <see cref="LinearDiscriminantAnalysis"/>: a linear score for each class.</summary>
public sealed class LinearDiscriminantAnalysisModel : IClassifierModel, IProbabilisticModel, IDecisionScores, IRowClassifier
{
    private readonly double[] intercept, priors;

    internal LinearDiscriminantAnalysisModel(
        Matrix coefficients, double[] intercept, Matrix means, double[] priors, ClassLabels labels, FitReport report)
    {
        Coefficients = coefficients;
        this.intercept = intercept;
        Means = means;
        this.priors = priors;
        Labels = labels;
        Report = report;
    }

    /// <summary>The weights: 1×p for two classes, otherwise K×p.</summary>
    public Matrix Coefficients { get; }

    /// <summary>The intercepts: 1 for two classes, otherwise K; negative infinity for a class that had no row.</summary>
    public ReadOnlySpan<double> Intercept => intercept;

    /// <summary>The mean of each class, K×p; that of the others, by their priors, for a class without any.</summary>
    public Matrix Means { get; }

    /// <summary>The prior of each class, K values.</summary>
    public ReadOnlySpan<double> Priors => priors;

    /// <inheritdoc/>
    public ClassLabels Labels { get; }

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int FeatureCount => Coefficients.ColumnCount;

    /// <inheritdoc/>
    public int ScoreCount => Coefficients.RowCount;

    internal static LinearDiscriminantAnalysisModel Of(
        double[] coefficients, double[] intercept, int p, ClassStatistics statistics, ClassLabels labels, FitReport report)
    {
        Matrix means = Matrix.Wrap(statistics.Means, labels.Count, p);
        if (labels.Count > 2)
            return new LinearDiscriminantAnalysisModel(Matrix.Wrap(coefficients, labels.Count, p), intercept, means, statistics.Priors, labels,
                report);
        double[] difference = new double[p];
        for (int j = 0; j < p; j++) difference[j] = coefficients[p + j] - coefficients[j];
        return new LinearDiscriminantAnalysisModel(Matrix.Wrap(difference, 1, p), [intercept[1] - intercept[0]], means, statistics.Priors, labels,
            report);
    }

    /// <summary>Computes the log-odds of the second of two classes, or the logarithms of K unnormalised probabilities.</summary>
    /// <inheritdoc/>
    public void DecisionScores(Features x, Memory<double> destination)
    {
        x = x.AlignedTo(this);
        Matrix rows = Check.Complete(x, nameof(LinearDiscriminantAnalysisModel));
        Check.Destination(destination.Length, (long)x.RowCount * ScoreCount);
        LinearScores.Of(rows, Coefficients.Memory, intercept, destination);
    }

    /// <inheritdoc/>
    public void PredictProbabilities(Features x, Memory<double> destination)
    {
        x = x.AlignedTo(this);
        Check.Destination(destination.Length, (long)x.RowCount * Labels.Count);
        double[] scores = new double[checked(x.RowCount * ScoreCount)];
        DecisionScores(x, scores);
        DecisionRule.Probabilities(scores, ScoreCount, destination.Span);
    }

    /// <inheritdoc/>
    /// <remarks>The class of the highest score; of equal ones the first.</remarks>
    public void Predict(Features x, Memory<int> destination)
    {
        x = x.AlignedTo(this);
        Check.Destination(destination.Length, x.RowCount);
        double[] scores = new double[checked(x.RowCount * ScoreCount)];
        DecisionScores(x, scores);
        DecisionRule.Classes(scores, ScoreCount, destination.Span);
    }

    int IRowClassifier.PredictRow(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        if (probabilities.IsEmpty) return LinearScores.PredictRow(row, Coefficients, intercept, this);
        Span<double> scores = ScoreCount > 1 ? probabilities : stackalloc double[1];
        int code = LinearScores.PredictRow(row, Coefficients, intercept, scores, this);
        DecisionRule.Probabilities(scores, ScoreCount, probabilities);
        return code;
    }
}
