namespace ClassicML.Neural;

/// <summary>What a training gives: all weights, how it went, and the report.</summary>
internal sealed record Trained(double[] Parameters, TrainingHistory History, FitReport Report);
