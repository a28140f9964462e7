namespace ClassicML.Trees;

/// <summary>What the search of one feature writes on: one for each thread, made once a fit.</summary>
internal sealed class SplitWorkspace(int rowCount, int classCount)
{
    /// <summary>
    /// A node counts (code, class) pairs where it has at most this many of them a row; clearing and reading more costs more than a sort.
    /// </summary>
    public const int CellsPerRow = 2;

    /// <summary>The codes of the node's rows.</summary>
    public int[] Codes { get; } = new int[rowCount];

    /// <summary>The words to sort: code above, row or class below.</summary>
    public ulong[] Words { get; } = new ulong[rowCount];

    /// <summary>The sort's second buffer.</summary>
    public ulong[] Spare { get; } = new ulong[rowCount];

    /// <summary>The weight of each (code, class) pair, by code.</summary>
    public double[] Cells { get; } = new double[CellsPerRow * rowCount];

    /// <summary>The number of rows of each code.</summary>
    public int[] Sizes { get; } = new int[CellsPerRow * rowCount];

    /// <summary>The weight of each class left of the boundary.</summary>
    public double[] Left { get; } = new double[classCount];
}
