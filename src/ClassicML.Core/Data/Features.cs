using System.Collections.Immutable;

namespace ClassicML;

/// <summary>n rows (samples) of p columns (features), which may have names. Immutable.</summary>
/// <remarks>
/// The only kinds are the library's own, so that an algorithm can ask which storage it was given: <see cref="Matrix"/>,
/// <see cref="SparseMatrix"/> or <see cref="Table"/>.
/// </remarks>
public abstract class Features
{
    /// <summary>
    /// The largest magnitude of a feature or a target that learners and models accept: 10⁷⁵, whose fourth power, summed over all rows, is
    /// still finite. Beyond it are only marks for "missing", such as <see cref="double.MaxValue"/>, and overflows; NaN means missing here.
    /// </summary>
    public const double MaxMagnitude = 1e75;

    private protected Features(int rowCount, int columnCount, ImmutableArray<string>? columnNames)
    {
        ColumnNames = columnNames;
        RowCount = Check.AtLeast(rowCount, 0, nameof(rowCount));
        ColumnCount = Check.AtLeast(columnCount, 0, nameof(columnCount));
    }

    /// <summary>The number of rows, n.</summary>
    public int RowCount { get; }

    /// <summary>The number of columns, p.</summary>
    public int ColumnCount { get; }

    /// <summary>The name of each column, or null. Rows and columns that are selected keep theirs, and so does what a transformer makes.</summary>
    public ImmutableArray<string>? ColumnNames { get; }

    /// <summary>The same rows with other names of their columns.</summary>
    /// <param name="names">A name for each column, or null for none.</param>
    /// <exception cref="ArgumentException">There is not one for each column, or, in a table, none or one that comes twice.</exception>
    public Features WithNames(IEnumerable<string>? names)
    {
        if (names is null) return ColumnNames is null ? this : Renamed(null);
        if (ColumnNames is { } own && names is ImmutableArray<string> same && own == same) return this;
        ImmutableArray<string> all = [.. names];
        Check.Length(all.Length, ColumnCount, "featureNames", "column");
        for (int j = 0; j < all.Length; j++)
            if (all[j] is null) throw new ArgumentException($"column {j} has no name: null", nameof(names));
        return Renamed(all);
    }

    /// <summary>The rows with the given numbers, in that order; a number may come more than once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is below zero or not below <see cref="RowCount"/>.</exception>
    public abstract Features SelectRows(ReadOnlySpan<int> rows);

    /// <summary>The columns with the given numbers, in that order; a number may come more than once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is below zero or not below <see cref="ColumnCount"/>.</exception>
    public abstract Features SelectColumns(ReadOnlySpan<int> columns);

    /// <summary>The same rows with checked names.</summary>
    private protected abstract Features Renamed(ImmutableArray<string>? names);

    /// <summary>The names of the columns with the given numbers, which have been checked.</summary>
    private protected ImmutableArray<string>? NamesOf(ReadOnlySpan<int> columns)
    {
        if (ColumnNames is not { } names) return null;
        var picked = ImmutableArray.CreateBuilder<string>(columns.Length);
        foreach (int column in columns) picked.Add(names[column]);
        return picked.MoveToImmutable();
    }

    /// <summary>
    /// Row, column and value of the first value that is beyond <see cref="MaxMagnitude"/> or, unless that is allowed, missing; null where
    /// none is.
    /// </summary>
    internal abstract (int Row, int Column, double Value)? FirstBad(bool mayMiss);

    /// <summary>The position of such a value in a list, or -1.</summary>
    private protected static int FirstBad(ReadOnlySpan<double> values, bool mayMiss) =>
        new Interval(-MaxMagnitude, MaxMagnitude).FirstOutside(values, orNaN: mayMiss);
}
