using ClassicML.Internal;

namespace ClassicML.Neural;

/// <summary>The options of both learners.</summary>
public abstract record MlpOptions
{
    private const string WayOut = "take smaller batches or layers";

    private static readonly Interval Shares = new(0, 1, false, true);

    private protected MlpOptions()
    {
    }

    /// <summary>The sizes of the hidden layers, from the input on. Default [100]; none makes a linear model.</summary>
    public LayerSizes HiddenLayers { get; init; } = [100];

    /// <summary>f of the hidden layers. Default ReLU.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not defined.</exception>
    public Activation Activation { get; init => field = Check.Defined(value, nameof(Activation)); } = Activation.Relu;

    /// <summary>How weights are found. Default Adam.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not defined.</exception>
    public MlpSolver Solver { get; init => field = Check.Defined(value, nameof(Solver)); } = MlpSolver.Adam;

    /// <summary>The strength α of the L2 penalty, at least 0. Default 1e-4.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Alpha { get; init => field = Check.NonNegative(value, nameof(Alpha)); } = 1e-4;

    /// <summary>The share of hidden units left out of each step, in [0, 1); not with L-BFGS. Default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double Dropout { get; init => field = Check.Within(value, Shares, nameof(Dropout)); }

    /// <summary>What weights are drawn from. Default Glorot's uniform.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not defined.</exception>
    public WeightStart Start { get; init => field = Check.Defined(value, nameof(Start)); } = WeightStart.GlorotUniform;

    /// <summary>The rows of a step, at least 1; more than there are means all. L-BFGS takes all. Default 200.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int BatchSize { get; init => field = Check.Positive(value, nameof(BatchSize)); } = 200;

    /// <summary>The step η₀ of Adam and SGD. Default 0.001, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double LearningRate { get; init => field = Check.Positive(value, nameof(LearningRate)); } = 0.001;

    /// <summary>How the step of SGD changes. Default constant.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not defined.</exception>
    public MlpSchedule Schedule { get; init => field = Check.Defined(value, nameof(Schedule)); } = MlpSchedule.Constant;

    /// <summary>The power of inverse scaling, at least 0. Default 0.5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Power { get; init => field = Check.NonNegative(value, nameof(Power)); } = 0.5;

    /// <summary>The share μ of the last step that SGD takes again, in [0, 1]. Default 0.9.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double Momentum { get; init => field = Check.Within(value, Interval.Share, nameof(Momentum)); } = 0.9;

    /// <summary>Whether SGD's momentum looks ahead, after Nesterov. Default true.</summary>
    public bool Nesterov { get; init; } = true;

    /// <summary>The memory β₁ of Adam's mean gradient, in [0, 1). Default 0.9.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double Beta1 { get; init => field = Check.Within(value, Shares, nameof(Beta1)); } = 0.9;

    /// <summary>The memory β₂ of Adam's mean squared gradient, in [0, 1). Default 0.999.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double Beta2 { get; init => field = Check.Within(value, Shares, nameof(Beta2)); } = 0.999;

    /// <summary>What keeps Adam's quotient finite, positive. Default 1e-8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double Epsilon { get; init => field = Check.Positive(value, nameof(Epsilon)); } = 1e-8;

    /// <summary>The most epochs, with L-BFGS iterations; at least 1. Default 200.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxEpochs { get; init => field = Check.Positive(value, nameof(MaxEpochs)); } = 200;

    /// <summary>
    /// By how much an epoch must better the loss, or the score, to count as a gain; with L-BFGS the largest component of the gradient at
    /// which to stop. Default 1e-4, at least 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Tolerance { get; init => field = Check.NonNegative(value, nameof(Tolerance)); } = 1e-4;

    /// <summary>Stops when more epochs than this in a row bring no gain; none to do all. At least 1. Default 10.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? PatienceCount { get; init => field = Check.AtLeast(value, 1, nameof(PatienceCount)); } = 10;

    /// <summary>The share of rows kept aside to decide by their accuracy, of numbers by their R², when to stop, in [0, 1); 0 for the loss
    /// to decide. Default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double ValidationShare { get; init => field = Check.Within(value, Shares, nameof(ValidationShare)); }

    /// <summary>Whether each epoch takes the rows in a new random order. Default true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>What start, orders, dropout and validation rows derive from. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <summary>The numbers to train in. Default double.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not defined.</exception>
    public Precision Precision { get; init => field = Check.Defined(value, nameof(Precision)); } = Precision.Double;

    /// <summary>The network for data of these sizes.</summary>
    internal NetworkShape Shape(int inputs, int outputs) => new([inputs, .. HiddenLayers, outputs]);

    /// <summary>Refuses a network or batches that can't be held, before anything is allocated.</summary>
    /// <exception cref="ArgumentException">They can't; the message names the option.</exception>
    internal void CheckSize(NetworkShape shape, int rowCount)
    {
        bool fullBatch = Solver == MlpSolver.LBfgs;
        int size = Precision == Precision.Single && !fullBatch ? sizeof(float) : sizeof(double);
        // Weights as given and as returned, in double; then what training holds: steps of L-BFGS and their changes, or moments and copies.
        double weights = shape.ParameterCount * (2.0 * sizeof(double) + size * (fullBatch ? 26 : 7));
        MemoryNeed.Check(weights, $"{nameof(HiddenLayers)} of {HiddenLayers}", "take fewer or smaller layers");
        double rows = fullBatch ? Math.Min(FullBatchFit.BlockSize, rowCount) : Math.Min(BatchSize, rowCount);
        string what = FormattableString.Invariant(
            $"{nameof(BatchSize)} of {rows} with {nameof(HiddenLayers)} of {HiddenLayers}");
        MemoryNeed.CheckArray(rows * shape.Sizes.Max(), what, WayOut);
        MemoryNeed.Check(weights + rows * size * shape.Sizes.Sum(units => (double)units) * 2, what, WayOut);
    }

    /// <summary>Refuses options that can't go together.</summary>
    /// <exception cref="ArgumentException">They can't.</exception>
    internal void CheckTogether()
    {
        if (Solver != MlpSolver.LBfgs) return;
        if (Dropout > 0)
            throw new ArgumentException(
                FormattableString.Invariant($"Dropout must be 0 with Solver LBfgs, whose objective can't be random, was {Dropout}"),
                nameof(Dropout));
        if (ValidationShare > 0)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"ValidationShare must be 0 with Solver LBfgs, which has no epochs, was {ValidationShare}"),
                nameof(ValidationShare));
    }
}
