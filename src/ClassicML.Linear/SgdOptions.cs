namespace ClassicML.Linear;

/// <summary>The options of both learners by stochastic gradient descent.</summary>
public abstract record SgdOptions
{
    private protected SgdOptions(SgdSchedule schedule) => Schedule = schedule;

    /// <summary>The penalty. Default L2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not defined.</exception>
    public Penalty Penalty { get; init => field = Check.Defined(value, nameof(Penalty)); } = Penalty.L2;

    /// <summary>The strength α of the penalty, which also sets the optimal rate. Default 1e-4, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Alpha { get; init => field = Check.Positive(value, nameof(Alpha)); } = 1e-4;

    /// <summary>The share ρ of L1 in an elastic net, in [0, 1]; other penalties don't read it. Default 0.15.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double L1Ratio { get; init => field = Check.Within(value, Interval.Share, nameof(L1Ratio)); } = 0.15;

    /// <summary>The half-width ε of Huber's square; other losses don't read it. Default 0.1, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Epsilon { get; init => field = Check.Positive(value, nameof(Epsilon)); } = 0.1;

    /// <summary>How the step changes. Default optimal for classes, inverse scaling for numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not defined.</exception>
    public SgdSchedule Schedule { get; init => field = Check.Defined(value, nameof(Schedule)); }

    /// <summary>The first step η₀; the optimal rate doesn't read it. Default 0.01, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double LearningRate { get; init => field = Check.Positive(value, nameof(LearningRate)); } = 0.01;

    /// <summary>The power of inverse scaling, η₀/t^power; other rates don't read it. Default 0.25, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Power { get; init => field = Check.NonNegative(value, nameof(Power)); } = 0.25;

    /// <summary>Whether the result is the mean of the weights over all steps. Default false.</summary>
    public bool Averaged { get; init; }

    /// <summary>The most epochs. Default 1000, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxEpochs { get; init => field = Check.Positive(value, nameof(MaxEpochs)); } = 1000;

    /// <summary>By how much the mean loss must fall below its best to count as a gain; of targets whose mean square is below 1, the share of
    /// that by which. Default 1e-3, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Tolerance { get; init => field = Check.NonNegative(value, nameof(Tolerance)); } = 1e-3;

    /// <summary>Stops after this many epochs without a gain; none to do all epochs. Default 5, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? PatienceCount { get; init => field = Check.AtLeast(value, 1, nameof(PatienceCount)); } = 5;

    /// <summary>Whether each epoch takes the rows in a new random order. Default true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>What the orders derive from. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <summary>Whether to fit the intercept b. Default true.</summary>
    public bool FitIntercept { get; init; } = true;

    private protected SgdRule RuleOf(SgdLoss loss) =>
        new(loss, Epsilon, Penalty, Alpha, L1Ratio, Schedule, LearningRate, Power, FitIntercept, Averaged);
}
