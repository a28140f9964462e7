namespace ClassicML.Trees;

/// <summary>A random forest of regression trees on bootstrap samples; it predicts the mean of its trees.</summary>
/// <remarks>
/// Breiman, "Random forests" (Machine Learning 45, 2001). For each of k trees draw a bootstrap sample of n rows with replacement; grow a
/// tree that at each node draws d features without replacement and takes the best split by these; predict the mean of the trees. As in
/// scikit-learn, by default every node tries all features. Cost O(n·d·log n) a tree, one thread a tree. The same seed gives the same bits
/// on any number of threads; each tree depends on the seed and its number alone. Of features of equal gain one is drawn. Missing values go
/// to the side where they gain more.
/// </remarks>
public sealed record RandomForestRegressor : ForestRegressor
{
    /// <summary>Options at their defaults.</summary>
    public RandomForestRegressor() : base(bootstrap: true)
    {
    }

    internal override bool IsRandom => false;
}
