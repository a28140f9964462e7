namespace ClassicML.Metrics;

/// <summary>The scores of one class.</summary>
/// <param name="Label">The class.</param>
/// <param name="Precision">Of the rows predicted as this class, the share that is; 0 where none was predicted.</param>
/// <param name="Recall">Of the rows of this class, the share found; 0 where there are none.</param>
/// <param name="F1">The harmonic mean of both; 0 where both are.</param>
/// <param name="Support">The weight of the rows of this class; their number where rows have no weights.</param>
public readonly record struct ClassScores(string Label, double Precision, double Recall, double F1, double Support);
