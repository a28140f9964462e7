using System.Collections.Immutable;
using ClassicML.Internal;

namespace ClassicML.Decomposition;

/// <summary>A fitted <see cref="QuadraticDiscriminantAnalysis"/>.</summary>
public sealed class QuadraticDiscriminantAnalysisModel : IClassifierModel, IProbabilisticModel, IDecisionScores
{
    private const int BlockSize = 256;

    internal QuadraticDiscriminantAnalysisModel(ImmutableArray<ClassShape> shapes, ClassLabels labels, FitReport report)
    {
        Shapes = shapes;
        Labels = labels;
        Report = report;
    }

    /// <inheritdoc/>
    public ClassLabels Labels { get; }

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int FeatureCount => Shapes[0].Mean.Length;

    /// <inheritdoc/>
    public int ScoreCount => Labels.Count == 2 ? 1 : Labels.Count;

    internal ImmutableArray<ClassShape> Shapes { get; }

    /// <summary>The mean of a class, p values.</summary>
    public ReadOnlySpan<double> Mean(int code) => Shapes[code].Mean;

    /// <summary>The principal directions of a class, r orthonormal rows of p values.</summary>
    public Matrix Directions(int code) => Shapes[code].Directions;

    /// <summary>The variance along each of a class's directions, r values.</summary>
    public ReadOnlySpan<double> Variances(int code) => Shapes[code].Variances;

    /// <summary>The variance of a class along all other directions; it counts where r is below p.</summary>
    public double RestVariance(int code) => Shapes[code].RestVariance;

    /// <summary>The logarithm of a class's prior; negative infinity for a class without any.</summary>
    public double LogPrior(int code) => Shapes[code].LogPrior;

    /// <summary>Computes the log-odds of the second of two classes, or the logarithms of K unnormalised probabilities.</summary>
    /// <inheritdoc/>
    public void DecisionScores(Features x, Memory<double> destination)
    {
        x = x.AlignedTo(this);
        Matrix rows = Check.Complete(x, nameof(QuadraticDiscriminantAnalysisModel));
        Check.Destination(destination.Length, (long)x.RowCount * ScoreCount);
        int classes = Labels.Count;
        Workers.ForBlocks(rows.RowCount, BlockSize, (long)rows.Span.Length * FeatureCount * classes < 100_000 ? 1
            : Workers.MaxThreads, (start, end) =>
        {
            double[] scores = new double[(end - start) * classes];
            for (int k = 0; k < classes; k++) Shapes[k].Score(rows.Rows(start, end - start), scores.AsSpan(k), classes);
            Span<double> to = destination.Span[(start * ScoreCount)..(end * ScoreCount)];
            if (classes > 2) scores.CopyTo(to);
            else
                for (int i = 0; i < to.Length; i++) to[i] = scores[2 * i + 1] - scores[2 * i];
        });
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
}
