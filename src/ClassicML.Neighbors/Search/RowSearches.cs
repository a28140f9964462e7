namespace ClassicML.Neighbors;

/// <summary>Chooses and prepares the search of a model.</summary>
internal static class RowSearches
{
    // Below, the tiles of all rows are done before a tree is entered.
    private const int FewestTreeRows = 2000;

    public static IRowSearch Create(Matrix x, DistanceMetric metric, NeighborSearch search, int threads)
    {
        bool boxes = KdTree.Supports(metric), balls = metric.HasTriangleInequality;
        if (search == NeighborSearch.KdTree && !boxes) throw Unsupported(search, metric);
        if (search == NeighborSearch.BallTree && !balls) throw Unsupported(search, metric);
        if (search == NeighborSearch.Auto)
            search = boxes && x.RowCount >= FewestTreeRows && x.ColumnCount <= MostKdTreeFeatures(metric, x.RowCount)
                ? NeighborSearch.KdTree : NeighborSearch.BruteForce;
        return search switch
        {
            NeighborSearch.KdTree => KdTreeBuilder.Build(x, metric, threads),
            NeighborSearch.BallTree => new BallTree(x, metric, threads),
            _ when metric is EuclideanMetric or CosineMetric => new DeferredSearch(x, () => new FilteredSearch(x, metric, Workers.MaxThreads)),
            _ => new PlainSearch(x),
        };
    }

    /// <summary>Refuses a number of neighbours that is not there.</summary>
    public static void CheckCount(int count, int rowCount, string name)
    {
        if (count > rowCount)
            throw new ArgumentException($"{name} must be at most the number of training rows, {rowCount}, was {count}");
    }

    // Measured with uniform rows: a tree's leaves grow with the number of features, all rows with theirs. Twice as far without float tiles.
    private static double MostKdTreeFeatures(DistanceMetric metric, int rowCount) =>
        (Math.Log2(rowCount) - 6) * (metric is EuclideanMetric ? 1 : 2);

    private static ArgumentException Unsupported(NeighborSearch search, DistanceMetric metric) =>
        new($"Search {search} does not work with {metric.GetType().Name}: a kd-tree serves Euclidean, Manhattan, Chebyshev and Minkowski "
            + "distances, a ball tree these and Hamming; choose Auto or BruteForce");
}
