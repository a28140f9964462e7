namespace ClassicML.Neural;

/// <summary>The options that both learners have, as one value for what trains a network.</summary>
internal sealed record MlpSettings
{
    public required LayerSizes HiddenLayers { get; init; }

    public required Activation Activation { get; init; }

    public required MlpSolver Solver { get; init; }

    public required double Alpha { get; init; }

    public required double Dropout { get; init; }

    public required WeightStart Start { get; init; }

    public required int BatchSize { get; init; }

    public required double InitialRate { get; init; }

    public required RateSchedule Schedule { get; init; }

    public required double Power { get; init; }

    public required double Momentum { get; init; }

    public required bool Nesterov { get; init; }

    public required double Beta1 { get; init; }

    public required double Beta2 { get; init; }

    public required double Epsilon { get; init; }

    public required int MaxEpochs { get; init; }

    public required double Tolerance { get; init; }

    public required int? PatienceCount { get; init; }

    public required double ValidationShare { get; init; }

    public required bool Shuffle { get; init; }

    public required int Seed { get; init; }

    public required Precision Precision { get; init; }

    /// <summary>The network for data of these sizes.</summary>
    public NetworkShape Shape(int inputs, int outputs) => new([inputs, .. HiddenLayers, outputs]);

    /// <summary>Refuses options that can't go together.</summary>
    public void CheckTogether()
    {
        if (Solver != MlpSolver.LBfgs) return;
        if (Dropout > 0)
            throw new ArgumentException(
                FormattableString.Invariant($"Dropout must be 0 with Solver LBfgs, whose objective can't be random, was {Dropout}"), nameof(Dropout));
        if (ValidationShare > 0)
            throw new ArgumentException(
                FormattableString.Invariant($"ValidationShare must be 0 with Solver LBfgs, which has no epochs, was {ValidationShare}"),
                nameof(ValidationShare));
    }
}
