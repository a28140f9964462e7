using System.Diagnostics;

namespace ClassicML.Linear;

/// <summary>How the rows of an epoch are used.</summary>
public enum AdalineSolver
{
    /// <summary>All rows give one step: gradient descent.</summary>
    Batch,

    /// <summary>Every row gives a step: stochastic gradient descent.</summary>
    Stochastic,
}

/// <summary>Adaline, the adaptive linear neuron: like a perceptron, but it learns from wᵀx + b itself and not from its sign.</summary>
/// <remarks>
/// Minimises J = (1/2S) Σᵢ sᵢ(tᵢ - wᵀxᵢ - b)², t = ±1, S = Σsᵢ, by gradient descent: w ← w + η·(1/S) Σ sᵢ(tᵢ - zᵢ)xᵢ (batch), or
/// w ← w + η·sᵢ(tᵢ - zᵢ)xᵢ row by row (stochastic: the Widrow-Hoff rule, 1960). J is differentiable, as the perceptron's unit step is not,
/// and convex, so descent finds its optimum if η is small enough; above 2 over the largest eigenvalue of the covariance, batch steps
/// diverge, which is reported. Standardise the columns. Several classes: one Adaline a class against the rest. Cost of an epoch: 4·n·p a
/// class.
/// The result has the same bits on any number of threads. The model's history is J, summed over classes; stochastic: of weights on the
/// move.
/// </remarks>
public sealed record Adaline : IClassifier<LinearClassifierModel>
{
    /// <summary>Batch or stochastic. Default batch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not defined.</exception>
    public AdalineSolver Solver { get; init => field = Check.Defined(value, nameof(Solver)); } = AdalineSolver.Batch;

    /// <summary>The first step η₀. Default 0.01, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double LearningRate { get; init => field = Check.Positive(value, nameof(LearningRate)); } = 0.01;

    /// <summary>How η changes with epochs (batch) or rows (stochastic): constant, inverse scaling or adaptive. Default constant.</summary>
    /// <exception cref="ArgumentException">It is not defined, or <see cref="SgdSchedule.Optimal"/>, which needs a penalty.</exception>
    public SgdSchedule Schedule
    {
        get;
        init => field = Check.Defined(value, nameof(Schedule)) != SgdSchedule.Optimal ? value
            : throw new ArgumentException(
                $"{nameof(Schedule)} must be Constant, InverseScaling or Adaptive, was {value}", nameof(Schedule));
    } = SgdSchedule.Constant;

    /// <summary>The power of inverse scaling, η₀/t^power; other rates don't read it. Default 0.5, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Power { get; init => field = Check.NonNegative(value, nameof(Power)); } = 0.5;

    /// <summary>The most epochs. Default 1000, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxEpochs { get; init => field = Check.Positive(value, nameof(MaxEpochs)); } = 1000;

    /// <summary>Stops when J changes by less in an epoch (adaptive: once η is below 10⁻⁶). Default 1e-6, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Tolerance { get; init => field = Check.NonNegative(value, nameof(Tolerance)); } = 1e-6;

    /// <summary>Whether each stochastic epoch takes the rows in a new random order. Default true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>What the orders derive from. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <summary>Weights of classes, which multiply the weights of their rows. Default none.</summary>
    public ClassWeights ClassWeights { get; init; }

    /// <summary>Whether to fit the intercept b. Default true.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <inheritdoc/>
    public LinearClassifierModel Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        Features x = Check.CompleteRows(Check.NotNull(data, nameof(data)).Features, nameof(Adaline));
        Check.SeveralClasses(data, nameof(Adaline));
        return new AdalineFit(this, data, x, context).Run(clock);
    }
}
