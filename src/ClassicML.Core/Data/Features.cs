namespace ClassicML;

/// <summary>A table of n rows (samples) and p columns (features). Immutable.</summary>
/// <remarks>
/// The only kinds are the library's own, so that an algorithm can ask which storage it was given: <see cref="Matrix"/> or
/// <see cref="SparseMatrix"/>.
/// </remarks>
public abstract class Features
{
    /// <summary>
    /// The largest magnitude of a feature or a target that learners and models accept: 10⁷⁵, whose fourth power, summed over all rows, is
    /// still finite. Beyond it are only marks for "missing", such as <see cref="double.MaxValue"/>, and overflows; NaN means missing here.
    /// </summary>
    public const double MaxMagnitude = 1e75;

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

    /// <summary>The columns with the given numbers, in that order; a number may come more than once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is below zero or not below <see cref="ColumnCount"/>.</exception>
    public abstract Features SelectColumns(ReadOnlySpan<int> columns);

    /// <summary>
    /// Row, column and value of the first value that is beyond <see cref="MaxMagnitude"/> or, unless that is allowed, missing; null where
    /// none is.
    /// </summary>
    internal abstract (int Row, int Column, double Value)? FirstBad(bool mayMiss);

    /// <summary>The position of such a value in a list, or -1.</summary>
    private protected static int FirstBad(ReadOnlySpan<double> values, bool mayMiss)
    {
        for (int at = 0; at < values.Length; at++)
            if (!(Math.Abs(values[at]) <= MaxMagnitude) && !(mayMiss && double.IsNaN(values[at]))) return at;
        return -1;
    }
}
