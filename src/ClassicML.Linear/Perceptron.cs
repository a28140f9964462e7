using System.Diagnostics;

namespace ClassicML.Linear;

/// <summary>Rosenblatt's perceptron: on each mistake the weights move towards the row, otherwise they rest.</summary>
/// <remarks>
/// For each row in turn, with t = ±1: where t(wᵀx + b) ≤ 0, w ← w + η·s·t·x and b ← b + η·s·t, s being the row's weight. Several classes:
/// one perceptron a class against the rest, all in one read of x. Source: Rosenblatt (1958); averaged: Freund and Schapire (1999), the
/// mean of the weights over all rows seen. Converges where the classes are separable by planes, and never otherwise: its cost, the unit
/// step's, is not differentiable. Without shuffling the weights are those of scikit-learn, bit for bit up to the order of sums.
/// Cost of an epoch: 2·n·p a class, on one thread; several classes share threads, each class being independent.
/// </remarks>
public sealed record Perceptron : IClassifier<LinearClassifierModel>
{
    /// <summary>The step η. Starting from zero it only scales the weights. Default 1, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double LearningRate { get; init => field = Check.Positive(value, nameof(LearningRate)); } = 1;

    /// <summary>The most passes over the rows. Default 1000, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxEpochs { get; init => field = Check.Positive(value, nameof(MaxEpochs)); } = 1000;

    /// <summary>Whether each epoch takes the rows in a new random order. Default true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>What the orders derive from. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <summary>Whether the result is the mean of the weights over all rows seen. Default false.</summary>
    public bool Averaged { get; init; }

    /// <summary>Stops after this many epochs without a fall in mistakes; none to go on until there are none. Default 5, at least
    /// 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? PatienceCount { get; init => field = Check.AtLeast(value, 1, nameof(PatienceCount)); } = 5;

    /// <summary>The share of rows of each class on which mistakes are counted for <see cref="PatienceCount"/>, not learnt from, in [0, 1).
    /// Default 0: the training rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double ValidationShare { get; init => field = Check.Within(value, new Interval(0, 1, false, true), nameof(ValidationShare)); }

    /// <summary>Weights of classes, which multiply the weights of their rows. Default none.</summary>
    public ClassWeights ClassWeights { get; init; }

    /// <summary>Whether to fit the intercept b. Default true.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <inheritdoc/>
    public LinearClassifierModel Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        Features x = Check.CompleteRows(Check.NotNull(data, nameof(data)).Features, nameof(Perceptron));
        Check.SeveralClasses(data, nameof(Perceptron));
        LinearClassifierModel model = new PerceptronFit(this, data, x, context).Run();
        return new LinearClassifierModel(
            model.Coefficients, model.Intercept.ToArray(), data.Labels, model.History.ToArray(),
                model.Report.Ended(this, clock.Elapsed, data.FeatureNames));
    }
}
