namespace ClassicML;

/// <summary>A table of n rows (samples) and p columns (features). Immutable.</summary>
/// <remarks>
/// The only kinds are the library's own, so that an algorithm can ask which storage it was given: <see cref="Matrix"/> or
/// <see cref="SparseMatrix"/>.
/// </remarks>
public abstract class Features
{
    private protected Features(int rowCount, int columnCount)
    {
        RowCount = Check.AtLeast(rowCount, 0, nameof(rowCount));
        ColumnCount = Check.AtLeast(columnCount, 0, nameof(columnCount));
    }

    /// <summary>The number of rows, n.</summary>
    public int RowCount { get; }

    /// <summary>The number of columns, p.</summary>
    public int ColumnCount { get; }

    /// <summary>The rows with the given numbers, in that order; a number may come more than once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is below zero or not below <see cref="RowCount"/>.</exception>
    public abstract Features SelectRows(ReadOnlySpan<int> rows);
}
