using ClassicML.Calibration;

namespace ClassicML;

/// <summary>A fitted <see cref="CalibratedClassifier"/>: a model and a map from its scores to probabilities.</summary>
public sealed class CalibratedClassifierModel : IClassifierModel, IProbabilisticModel, IDecisionScores
{
    private readonly IDecisionScores scoring;

    internal CalibratedClassifierModel(IClassifierModel inner, CalibrationMethod method, ScoreMap?[] maps, FitReport report)
    {
        Inner = inner;
        scoring = inner.As<IDecisionScores>() ?? throw new ArgumentException($"{inner.GetType().Name} has no scores", nameof(inner));
        Method = method;
        Maps = maps;
        Report = report;
    }

    /// <summary>The model that gives the scores.</summary>
    public IClassifierModel Inner { get; }

    /// <summary>How a score becomes a probability.</summary>
    public CalibrationMethod Method { get; }

    /// <inheritdoc/>
    public ClassLabels Labels => Inner.Labels;

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int FeatureCount => Inner.FeatureCount;

    /// <inheritdoc/>
    public int ScoreCount => scoring.ScoreCount;

    internal ScoreMap?[] Maps { get; }

    /// <summary>Whether a score has a map: not where its class had no row.</summary>
    /// <param name="score">The number of the score, below <see cref="ScoreCount"/>.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such score.</exception>
    public bool IsMapped(int score) => Maps[score] is not null;

    /// <summary>The scores where an isotonic map is known, rising; of Platt's 1/(1 + exp(Af + B)) the one number A. Empty where there is no map.</summary>
    /// <inheritdoc cref="IsMapped"/>
    public ReadOnlySpan<double> MapPoints(int score) => Maps[score] is { } map ? map.First : [];

    /// <summary>The probability at each of <see cref="MapPoints"/>, between them on a line and beyond them constant; of Platt's map the one number B.</summary>
    /// <inheritdoc cref="IsMapped"/>
    public ReadOnlySpan<double> MapValues(int score) => Maps[score] is { } map ? map.Second : [];

    /// <inheritdoc/>
    public void DecisionScores(Features x, Memory<double> destination) => scoring.DecisionScores(x, destination);

    /// <inheritdoc/>
    /// <remarks>A row whose classes all get zero is shared out evenly among the classes that had rows.</remarks>
    public void PredictProbabilities(Features x, Memory<double> destination)
    {
        x = x.AlignedTo(this);
        int classes = Labels.Count;
        Check.Destination(destination.Length, (long)x.RowCount * classes);
        double[] scores = new double[checked(x.RowCount * ScoreCount)];
        scoring.DecisionScores(x, scores);
        Span<double> to = destination.Span;
        for (int i = 0; i < x.RowCount; i++)
        {
            Span<double> row = to.Slice(i * classes, classes);
            if (ScoreCount == 1)
            {
                row[1] = Maps[0]!.Probability(scores[i]);
                row[0] = 1 - row[1];
                continue;
            }
            double sum = 0;
            for (int k = 0; k < classes; k++) sum += row[k] = Maps[k] is { } map ? map.Probability(scores[i * classes + k]) : 0;
            for (int k = 0; k < classes; k++)
                row[k] = sum > 0 ? row[k] / sum : Maps[k] is null ? 0 : 1.0 / Maps.Count(map => map is not null);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The likeliest class; of equal ones the first.</remarks>
    public void Predict(Features x, Memory<int> destination)
    {
        x = x.AlignedTo(this);
        Check.Destination(destination.Length, x.RowCount);
        double[] p = new double[checked(x.RowCount * Labels.Count)];
        PredictProbabilities(x, p);
        for (int i = 0; i < x.RowCount; i++)
            destination.Span[i] = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<double>(p.AsSpan(i * Labels.Count, Labels.Count));
    }
}
