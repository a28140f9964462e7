using ClassicML.Numerics;

namespace ClassicML.Linear;

/// <summary>A fitted <see cref="LogisticRegression"/>.</summary>
public sealed class LogisticRegressionModel : IClassifierModel, IProbabilisticModel, IDecisionScores
{
    private const int BlockSize = 1024;

    private readonly double[] intercept;

    internal LogisticRegressionModel(Matrix coefficients, double[] intercept, ClassLabels labels, FitReport report)
    {
        Coefficients = coefficients;
        this.intercept = intercept;
        Labels = labels;
        Report = report;
    }

    /// <summary>The weights: 1×p for two classes, where exp of a weight is the odds ratio of its feature; otherwise K×p.</summary>
    public Matrix Coefficients { get; }

    /// <summary>The intercepts: 1 for two classes, otherwise K; negative infinity for a class that had no row.</summary>
    public ReadOnlySpan<double> Intercept => intercept;

    /// <inheritdoc/>
    public ClassLabels Labels { get; }

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int FeatureCount => Coefficients.ColumnCount;

    /// <inheritdoc/>
    public int ScoreCount => Coefficients.RowCount;

    /// <summary>Computes wᵀx + b: the log-odds of the second of two classes, or the logarithms of K unnormalised probabilities.</summary>
    /// <inheritdoc/>
    public void DecisionScores(Features x, Memory<double> destination)
    {
        Check.Width(x, FeatureCount);
        Matrix rows = Check.Complete(x, nameof(LogisticRegressionModel));
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
    public void PredictProbabilities(Features x, Memory<double> destination)
    {
        Check.Width(x, FeatureCount);
        Check.Destination(destination.Length, (long)x.RowCount * Labels.Count);
        if (ScoreCount > 1)
        {
            DecisionScores(x, destination);
            for (int i = 0; i < x.RowCount; i++) Kernels.Softmax(destination.Span.Slice(i * ScoreCount, ScoreCount));
            return;
        }
        double[] scores = new double[x.RowCount];
        DecisionScores(x, scores);
        for (int i = 0; i < scores.Length; i++)
        {
            double e = Math.Exp(-Math.Abs(scores[i]));
            double likely = 1 / (1 + e), unlikely = e / (1 + e);
            destination.Span[2 * i] = scores[i] >= 0 ? unlikely : likely;
            destination.Span[2 * i + 1] = scores[i] >= 0 ? likely : unlikely;
        }
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
            codes[i] = ScoreCount == 1 ? (scores[i] > 0 ? 1 : 0) : ArgMax(scores.AsSpan(i * ScoreCount, ScoreCount));
    }

    private static int ArgMax(ReadOnlySpan<double> scores)
    {
        int best = 0;
        for (int k = 1; k < scores.Length; k++)
            if (scores[k] > scores[best]) best = k;
        return best;
    }
}
