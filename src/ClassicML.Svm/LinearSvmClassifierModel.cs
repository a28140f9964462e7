namespace ClassicML.Svm;

/// <summary>A fitted <see cref="LinearSvmClassifier"/>.</summary>
public sealed class LinearSvmClassifierModel : IClassifierModel, IDecisionScores
{
    private readonly double[] intercept;

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

    /// <summary>Computes wᵀx + b: positive for the second of two classes, or the score of each class against the rest.</summary>
    /// <inheritdoc/>
    public void DecisionScores(Features x, Memory<double> destination)
    {
        Check.Width(x, FeatureCount);
        Features rows = Check.CompleteRows(x, nameof(LinearSvmClassifierModel));
        Check.Destination(destination.Length, (long)x.RowCount * ScoreCount);
        LinearScores.Of(rows, Coefficients.Memory, intercept, destination);
    }

    /// <inheritdoc/>
    /// <remarks>The class of the highest score; of equal ones the first.</remarks>
    public void Predict(Features x, Memory<int> destination)
    {
        Check.Width(x, FeatureCount);
        Check.Destination(destination.Length, x.RowCount);
        double[] scores = new double[checked(x.RowCount * ScoreCount)];
        DecisionScores(x, scores);
        Span<int> codes = destination.Span;
        for (int i = 0; i < codes.Length; i++)
            codes[i] = ScoreCount == 1 ? (scores[i] > 0 ? 1 : 0)
                : System.Numerics.Tensors.TensorPrimitives.IndexOfMax<double>(scores.AsSpan(i * ScoreCount, ScoreCount));
    }
}
