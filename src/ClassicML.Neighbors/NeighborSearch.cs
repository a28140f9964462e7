namespace ClassicML.Neighbors;

/// <summary>How neighbours are found. The answer is the same, bit for bit; only the time differs.</summary>
public enum NeighborSearch
{
    /// <summary>A kd-tree for few features, otherwise all rows.</summary>
    Auto,

    /// <summary>All rows: any metric; for many features the fastest.</summary>
    BruteForce,

    /// <summary>A kd-tree: Euclidean, Manhattan, Chebyshev and Minkowski distances; for up to some ten features.</summary>
    KdTree,

    /// <summary>A ball tree: the metrics of the kd-tree and Hamming; for clustered rows of more features than a kd-tree serves.</summary>
    BallTree,
}
