namespace ClassicML;

/// <summary>A column of truth values. As numbers they are 1 and 0.</summary>
public sealed class BooleanColumn : TableColumn
{
    private readonly ReadOnlyMemory<double> values;

    private BooleanColumn(string name, ReadOnlyMemory<double> values) : base(name, values.Length) => this.values = values;

    /// <summary>Copies values; null means missing.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="values">A truth value for each row.</param>
    public BooleanColumn(string name, IEnumerable<bool?> values)
        : this(name, Check.NotNull(values, nameof(values)).Select(value => value is { } given ? given ? 1 : 0 : double.NaN).ToArray().AsMemory())
    {
    }

    /// <summary>Copies values, none of them missing.</summary>
    /// <inheritdoc cref="BooleanColumn(string, IEnumerable{bool?})"/>
    public BooleanColumn(string name, ReadOnlySpan<bool> values) : this(name, Array.ConvertAll(values.ToArray(), value => value ? 1.0 : 0).AsMemory())
    {
    }

    /// <summary>Wraps values without a copy. The caller must not change them afterwards.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="values">1, 0, or NaN for missing, for each row.</param>
    /// <exception cref="ArgumentException">A value is another.</exception>
    public static BooleanColumn Wrap(string name, double[] values)
    {
        for (int i = 0; i < Check.NotNull(values, nameof(values)).Length; i++)
            if (values[i] is not (0 or 1 or double.NaN))
                throw new ArgumentException(FormattableString.Invariant($"row {i} is {values[i]}; truth values must be 1, 0, or NaN for missing"), nameof(values));
        return new BooleanColumn(name, values.AsMemory());
    }

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Boolean;

    /// <summary>The value of a row, or null where it is missing.</summary>
    public bool? this[int row] => double.IsNaN(values.Span[row]) ? null : values.Span[row] != 0;

    /// <inheritdoc/>
    public override int MissingCount => Enumerable.Range(0, RowCount).Count(IsMissing);

    /// <inheritdoc/>
    public override bool IsMissing(int row) => double.IsNaN(values.Span[row]);

    /// <inheritdoc/>
    public override string? Text(int row) => this[row] is { } value ? value ? "true" : "false" : null;

    /// <inheritdoc/>
    public override BooleanColumn Rename(string name) => new(name, values);

    /// <inheritdoc/>
    public override ReadOnlyMemory<double>? Numbers => values;

    internal override BooleanColumn Rows(int start, int count) => new(Name, values.Slice(start, count));

    internal override BooleanColumn SelectRows(ReadOnlySpan<int> rows) => new(Name, Pick(values.Span, rows).AsMemory());
}
