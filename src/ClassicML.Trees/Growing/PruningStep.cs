namespace ClassicML.Trees;

/// <summary>A step of minimal cost-complexity pruning.</summary>
/// <param name="Alpha">The least price of a leaf from which on the tree is cut so far; 0 for the tree as it is.</param>
/// <param name="Impurity">The impurity of the leaves after it, each weighted by its share of the rows' weight.</param>
public readonly record struct PruningStep(double Alpha, double Impurity);
