namespace ClassicML.Linear;

/// <summary>What is added to the cost to keep weights small.</summary>
public enum Penalty
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Σ|wⱼ|: makes weights sparse, useful with many irrelevant features.</summary>
    L1,

    /// <summary>½Σwⱼ²: shrinks weights, and shares them among correlated features.</summary>
    L2,

    /// <summary>A mixture of both, by L1Ratio.</summary>
    ElasticNet,
}
