namespace ClassicML.Preprocessing;

/// <summary>How long a row is.</summary>
public enum VectorNorm
{
    /// <summary>Σ|xⱼ|.</summary>
    L1,

    /// <summary>√Σxⱼ².</summary>
    L2,

    /// <summary>max|xⱼ|.</summary>
    Max,
}
