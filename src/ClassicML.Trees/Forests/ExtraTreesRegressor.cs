namespace ClassicML.Trees;

/// <summary>Extremely randomised regression trees: as a random forest, but each tried feature's threshold is drawn, not searched.</summary>
/// <remarks>
/// Geurts, Ernst, Wehenkel, "Extremely randomized trees" (Machine Learning 63, 2006). At each node draw d features without replacement, for
/// each a threshold evenly between its least and largest value there, and take the best of these d splits. By default every tree sees all
/// rows. Nothing is sorted, so a tree costs O(n·d) a level; the trees differ more, so their mean varies less, at the cost of some bias. Of
/// features of equal gain one is drawn. The same seed gives the same bits on any number of threads. Missing values go to the side where
/// they gain more.
/// </remarks>
public sealed record ExtraTreesRegressor : ForestRegressor
{
    /// <summary>Options at their defaults.</summary>
    public ExtraTreesRegressor() : base(bootstrap: false)
    {
    }

    internal override bool IsRandom => true;
}
