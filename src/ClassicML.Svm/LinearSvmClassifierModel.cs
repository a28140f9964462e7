using ClassicML.Internal;

namespace ClassicML.Svm;

/// <summary>A fitted <see cref="LinearSvmClassifier"/>.</summary>
public sealed class LinearSvmClassifierModel : IClassifierModel, IDecisionScores, IFeatureImportances, IRowClassifier
{
    private readonly double[] intercept;
    private double[]? importances;

    internal LinearSvmClassifierModel(Matrix coefficients, double[] intercept, ClassLabels labels, FitReport report)
    {
        Coefficients = coefficients;
        this.intercept = intercept;
        Labels = labels;
        Report = report;
    }

    /// <summary>The weights w: 1×p for two classes, otherwise K×p.</summary>
    public Matrix Coefficients { get; }

    /// <summary>b: 1 value for two classes, otherwise K; negative infinity for a class that had no row.</summary>
    public ReadOnlySpan<double> Intercept => intercept;

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

    bool IFeatureImportances.IsSparse => Report.Learner is LinearSvmClassifier { Penalty: LinearSvmPenalty.L1 };

    /// <summary>Computes wᵀx + b: positive for the second of two classes, or the score of each class against the rest.</summary>
    /// <inheritdoc/>
    public void DecisionScores(Features x, Memory<double> destination) =>
        LinearScores.Compute(x, Coefficients, intercept, destination, this);

    /// <inheritdoc/>
    /// <remarks>The class of the highest score; of equal ones the first.</remarks>
    public void Predict(Features x, Memory<int> destination) =>
        LinearScores.Predict(x, Coefficients, intercept, destination, this);

    int IRowClassifier.PredictRow(ReadOnlySpan<double> row, Span<double> probabilities) => LinearScores.PredictRow(row, Coefficients, intercept, this);
}
