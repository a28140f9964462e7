namespace ClassicML.Neural;

/// <summary>How the step η of stochastic gradient descent changes from epoch to epoch.</summary>
public enum MlpSchedule
{
    /// <summary>η₀ always.</summary>
    Constant,

    /// <summary>η₀/(t + 1)^power after t rows.</summary>
    InverseScaling,

    /// <summary>η₀, divided by 5 whenever the patience is over, down to 1e-6.</summary>
    Adaptive,
}
