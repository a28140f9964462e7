namespace ClassicML.Cnn.Training;

/// <summary>What an engine is made for: a network, the images and their classes, and the rule of the optimizer.</summary>
/// <param name="Network">The network.</param>
/// <param name="Pixels">The images.</param>
/// <param name="Codes">The class of each.</param>
/// <param name="Absent">For each class whether no row of it weighs anything; empty when all take part.</param>
/// <param name="Rule">The optimizer.</param>
/// <param name="BatchSize">The most rows of a step.</param>
/// <param name="DropoutSeed">What dropout draws from.</param>
/// <param name="Threads">The most threads.</param>
/// <param name="Cancellation">Looked at within a step.</param>
internal sealed record TrainingProblem(
    CnnNetwork Network, PixelRows Pixels, int[] Codes, bool[] Absent, OptimizerRule Rule, int BatchSize, ulong DropoutSeed, int Threads,
    CancellationToken Cancellation = default);
