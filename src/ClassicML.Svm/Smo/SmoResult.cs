namespace ClassicML.Svm;

/// <summary>What <see cref="SmoSolver"/> found.</summary>
internal sealed record SmoResult
{
    /// <summary>a, one for each variable.</summary>
    public required double[] Values { get; init; }

    /// <summary>The gradient Ka + c.</summary>
    public required double[] Gradient { get; init; }

    /// <summary>ρ of each group: the multiplier of its sum. With one group both are the same.</summary>
    public required (double First, double Second) Rho { get; init; }

    /// <summary>½aᵀKa + cᵀa.</summary>
    public required double Objective { get; init; }

    /// <summary>½aᵀKa, which is ½‖w‖².</summary>
    public required double HalfSquaredNorm { get; init; }

    /// <summary>m(a) - M(a), the violation of optimality.</summary>
    public required double Violation { get; init; }

    public required long Iterations { get; init; }

    public required SmoEnd End { get; init; }

    /// <summary>Whether a step ended at a bound other than zero. If not, wider bounds lead through the same steps to the same
    /// solution.</summary>
    public required bool ReachedBound { get; init; }
}

/// <summary>Why the solver ended.</summary>
internal enum SmoEnd { Converged, IterationLimit, NoProgress, Stopped }
