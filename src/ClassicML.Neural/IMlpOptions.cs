namespace ClassicML.Neural;

/// <summary>The options that both learners have.</summary>
internal interface IMlpOptions
{
    LayerSizes HiddenLayers { get; }

    Activation Activation { get; }

    MlpSolver Solver { get; }

    double Alpha { get; }

    double Dropout { get; }

    WeightStart Start { get; }

    int BatchSize { get; }

    double InitialRate { get; }

    RateSchedule Schedule { get; }

    double Power { get; }

    double Momentum { get; }

    bool Nesterov { get; }

    double Beta1 { get; }

    double Beta2 { get; }

    double Epsilon { get; }

    int MaxEpochs { get; }

    double Tolerance { get; }

    int? PatienceCount { get; }

    double ValidationShare { get; }

    bool Shuffle { get; }

    int Seed { get; }

    Precision Precision { get; }
}

/// <summary>What follows from options.</summary>
internal static class MlpOptions
{
    /// <summary>The network for data of these sizes.</summary>
    public static NetworkShape Shape(this IMlpOptions options, int inputs, int outputs) => new([inputs, .. options.HiddenLayers, outputs]);

    /// <summary>Refuses a network or batches that can't be held, before anything is allocated.</summary>
    /// <exception cref="ArgumentException">They can't; the message names the option.</exception>
    public static void CheckSize(this IMlpOptions options, NetworkShape shape, int rowCount)
    {
        bool fullBatch = options.Solver == MlpSolver.LBfgs;
        int size = options.Precision == Precision.Single && !fullBatch ? sizeof(float) : sizeof(double);
        // Weights as given and as returned, in double; then what training holds: steps of L-BFGS and their changes, or moments and copies.
        double weights = shape.ParameterCount * (2.0 * sizeof(double) + size * (fullBatch ? 26 : 7));
        MemoryNeed.Check(weights, $"{nameof(options.HiddenLayers)} of {options.HiddenLayers}", "take fewer or smaller layers");
        double rows = fullBatch ? Math.Min(FullBatchFit.BlockSize, rowCount) : Math.Min(options.BatchSize, rowCount);
        string what = FormattableString.Invariant(
            $"{nameof(options.BatchSize)} of {rows} with {nameof(options.HiddenLayers)} of {options.HiddenLayers}");
        MemoryNeed.CheckArray(rows * shape.Sizes.Max(), what, WayOut);
        MemoryNeed.Check(weights + rows * size * shape.Sizes.Sum(units => (double)units) * 2, what, WayOut);
    }

    private const string WayOut = "take smaller batches or layers";

    /// <summary>Refuses options that can't go together.</summary>
    /// <exception cref="ArgumentException">They can't.</exception>
    public static void CheckTogether(this IMlpOptions options)
    {
        if (options.Solver != MlpSolver.LBfgs) return;
        if (options.Dropout > 0)
            throw new ArgumentException(
                FormattableString.Invariant($"Dropout must be 0 with Solver LBfgs, whose objective can't be random, was {options.Dropout}"),
                nameof(options.Dropout));
        if (options.ValidationShare > 0)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"ValidationShare must be 0 with Solver LBfgs, which has no epochs, was {options.ValidationShare}"),
                nameof(options.ValidationShare));
    }
}
