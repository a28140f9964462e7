namespace ClassicML.Trees;

/// <summary>A random forest: classification trees on bootstrap samples that try a few random features at each node, and decide together.</summary>
/// <remarks>
/// Breiman, "Random forests" (Machine Learning 45, 2001). For each of k trees draw a bootstrap sample of n rows with replacement; grow a
/// tree that at each node draws d features without replacement and takes the best split by these; then let all trees decide. One tree
/// learns its sample by heart and errs by chance; trees that differ err differently, so their mean errs less. Cost O(n·d·log n) a tree,
/// one thread a tree. The same seed gives the same bits on any number of threads; each tree depends on the seed and its number alone.
/// As in scikit-learn, of features of equal gain one is drawn, and of thresholds the lowest is taken. Differences: its random streams,
/// hence its trees, are others; features are compared as doubles. Missing values go to the side where they gain more.
/// </remarks>
public sealed record RandomForestClassifier : ForestClassifier
{
    /// <summary>Options at their defaults.</summary>
    public RandomForestClassifier() : base(bootstrap: true)
    {
    }

    internal override bool IsRandom => false;
}
