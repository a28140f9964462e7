namespace ClassicML.Svm;

/// <summary>A symmetric kernel matrix over numbered items, of which the solver asks for rows. Safe to use from several threads at
/// once.</summary>
/// <remarks>Entry (i, j) has the same bits however it is asked for, so what is cached or computed together never changes a
/// result.</remarks>
internal interface IKernelSource
{
    /// <summary>The number of items.</summary>
    int Count { get; }

    /// <summary>Entry (item, item), in double.</summary>
    double Diagonal(int item);

    /// <summary>Rows over the columns of some items.</summary>
    /// <param name="items">The items whose columns are wanted, rising, each once.</param>
    /// <param name="budget">The most bytes of rows to keep, where they have to be made; those of one request are kept in any
    /// case.</param>
    IKernelRows Rows(int[] items, long budget);
}

/// <summary>Rows of a kernel matrix over some of its columns. For one thread.</summary>
internal interface IKernelRows
{
    /// <summary>The length of a row.</summary>
    int Width { get; }

    /// <summary>The stretches of a row that belong to the columns asked for: start and end, rising.</summary>
    IReadOnlyList<(int Start, int End)> Stretches { get; }

    /// <summary>Where in a row an item of the columns stands.</summary>
    int ColumnOf(int item);

    /// <summary>Makes the rows of some items, of any of the matrix, and keeps them at least until the next request.</summary>
    void Require(ReadOnlySpan<int> items);

    /// <summary>The row of an item of the last request.</summary>
    ReadOnlySpan<float> Row(int item);

    /// <summary>The same over fewer columns; takes along the rows at hand.</summary>
    /// <param name="items">The items of the columns that stay, rising.</param>
    IKernelRows Only(int[] items);
}
