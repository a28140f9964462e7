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

    /// <summary>The entries of some columns.</summary>
    /// <param name="items">The items wanted, rising, each once.</param>
    IKernelPanel Panel(int[] items);
}

/// <summary>Some columns of a kernel matrix, given row by row. For one thread.</summary>
internal interface IKernelPanel
{
    /// <summary>How many rows are worth computing together.</summary>
    int BatchSize { get; }

    /// <summary>Where in a row an item of the panel stands.</summary>
    int ColumnOf(int item);

    /// <summary>Makes the rows of some items, at most <see cref="BatchSize"/> of them.</summary>
    void Fill(ReadOnlySpan<int> items);

    /// <summary>The row of the r-th item of the last <see cref="Fill"/>.</summary>
    ReadOnlySpan<float> Row(int r);
}
