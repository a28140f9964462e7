namespace ClassicML.Linear;

/// <summary>How the step η of a gradient descent changes with the number t of steps.</summary>
public enum SgdSchedule
{
    /// <summary>η₀ always.</summary>
    Constant,

    /// <summary>1/(α(t₀ + t)), with t₀ such that the first step suits weights of typical size (Bottou). Needs a penalty; only for
    /// SGD.</summary>
    Optimal,

    /// <summary>η₀/t^power.</summary>
    InverseScaling,

    /// <summary>η₀, divided by 5 whenever the cost has not fallen by the tolerance for as many epochs as the patience.</summary>
    Adaptive,
}
