namespace ClassicML.Neighbors;

/// <summary>A way to find the neighbours of queries among fixed rows. Every way finds the same ones.</summary>
internal interface IRowSearch
{
    /// <summary>The number of columns, p.</summary>
    int FeatureCount { get; }

    /// <summary>The number of rows searched, n.</summary>
    int RowCount { get; }

    /// <summary>The rows searched, n×p, in their order.</summary>
    Matrix Rows();

    /// <summary>Calls <paramref name="found"/> once for each query row.</summary>
    void ForEach(Matrix queries, NeighborQuery query, int threads, NeighborsFound found, CancellationToken cancellation = default);

    /// <summary>Adds the neighbours of one row of p values, without allocating.</summary>
    void Find(ReadOnlySpan<double> row, NeighborQuery query, NeighborCollector nearest);
}
