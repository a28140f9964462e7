namespace ClassicML.Benchmarks.Speed;

/// <summary>What makes two results equal enough for their times to be compared.</summary>
/// <param name="Name">What it is: "accuracy", "objective".</param>
/// <param name="Value">The contender's value.</param>
/// <param name="Tolerance">How far another's may lie from ours.</param>
internal readonly record struct Quality(string Name, double Value, double Tolerance);
