using ClassicML.Numerics;

namespace ClassicML.Svm;

/// <summary>A fitted <see cref="LinearSvmClassifier"/>.</summary>
public sealed class LinearSvmClassifierModel : IClassifierModel, IDecisionScores
{
    private const int BlockSize = 1024;

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
        Matrix rows = Check.Complete(x, nameof(LinearSvmClassifierModel));
        Check.Destination(destination.Length, (long)x.RowCount * ScoreCount);
        int threads = (long)rows.RowCount * Coefficients.Span.Length < 100_000 ? 1 : Workers.MaxThreads;
        Workers.ForBlocks(rows.RowCount, BlockSize, threads, (start, end) =>
        {
            Span<double> scores = destination.Span[(start * ScoreCount)..(end * ScoreCount)];
            Gemm.MultiplyTransposed(rows.Rows(start, end - start).Span, Coefficients.Span, scores, end - start, ScoreCount, FeatureCount);
            for (int i = 0; i < scores.Length; i += ScoreCount)
                for (int k = 0; k < ScoreCount; k++) scores[i + k] += intercept[k];
        });
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
