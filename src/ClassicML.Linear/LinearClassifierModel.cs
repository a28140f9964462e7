using ClassicML.Internal;

namespace ClassicML.Linear;

/// <summary>A fitted linear classifier that scores classes and gives no probabilities.</summary>
public sealed class LinearClassifierModel : IClassifierModel, IDecisionScores, IFeatureImportances, IRowClassifier
{
    private readonly double[] intercept, history;
    private double[]? importances;

    internal LinearClassifierModel(Matrix coefficients, double[] intercept, ClassLabels labels, double[] history, FitReport report)
    {
        Coefficients = coefficients;
        this.intercept = intercept;
        this.history = history;
        Labels = labels;
        Report = report;
    }

    /// <summary>The weights: 1×p for two classes, otherwise K×p.</summary>
    public Matrix Coefficients { get; }

    /// <summary>The intercepts: 1 for two classes, otherwise K; negative infinity for a class that had no row.</summary>
    public ReadOnlySpan<double> Intercept => intercept;

    /// <summary>
    /// What each epoch came to, in order, over all classes: the number of mistakes of a <see cref="Perceptron"/>, the cost of an
    /// <see cref="Adaline"/> or <see cref="SgdClassifier"/>; empty for a <see cref="RidgeClassifier"/>, which has no epochs.
    /// </summary>
    public ReadOnlySpan<double> History => history;

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

    bool IFeatureImportances.IsSparse => Report.Learner is SgdClassifier { Penalty: Penalty.L1 };

    /// <summary>Computes wᵀx + b for each score.</summary>
    /// <inheritdoc/>
    public void DecisionScores(Features x, Memory<double> destination) =>
        LinearScores.Compute(x, Coefficients, intercept, destination, this);

    /// <inheritdoc/>
    /// <remarks>The class of the highest score; of equal ones the first.</remarks>
    public void Predict(Features x, Memory<int> destination) =>
        LinearScores.Predict(x, Coefficients, intercept, destination, this);

    int IRowClassifier.PredictRow(ReadOnlySpan<double> row, Span<double> probabilities) => LinearScores.PredictRow(row, Coefficients, intercept, this);
}
