namespace ClassicML.Trees;

/// <summary>
/// The impurity of a node that a split lowers, where pₖ is the share of the node's weight that class k has. All are 0 when one class is
/// alone, and largest when K classes have equal shares.
/// </summary>
public enum SplitCriterion
{
    /// <summary>1 - Σ pₖ²: how often a class drawn from the node names a row of the node wrongly. At most 1 - 1/K.</summary>
    Gini,

    /// <summary>-Σ pₖ log₂ pₖ: the bits it takes to name the class of a row. At most log₂ K.</summary>
    Entropy,

    /// <summary>
    /// 1 - max pₖ: the share of rows that the node's prediction gets wrong. At most 1 - 1/K. Linear between changes of majority, so it does
    /// not see that a node became purer unless the prediction changes: meant for pruning more than for growing.
    /// </summary>
    Error,
}
