using System.Globalization;

namespace ClassicML;

/// <summary>A column of numbers; NaN means missing.</summary>
public sealed class NumberColumn : TableColumn
{
    private readonly ReadOnlyMemory<double> values;

    private NumberColumn(string name, ReadOnlyMemory<double> values) : base(name, values.Length) => this.values = values;

    /// <summary>Copies values; NaN means missing.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="values">A number for each row.</param>
    public NumberColumn(string name, ReadOnlySpan<double> values) : this(name, values.ToArray().AsMemory())
    {
    }

    /// <inheritdoc cref="NumberColumn(string, ReadOnlySpan{double})"/>
    public NumberColumn(string name, IEnumerable<double> values) : this(name, Check.NotNull(values, nameof(values)).ToArray().AsMemory())
    {
    }

    /// <summary>Copies values; null and NaN mean missing.</summary>
    /// <inheritdoc cref="NumberColumn(string, ReadOnlySpan{double})"/>
    public NumberColumn(string name, IEnumerable<double?> values)
        : this(name, Check.NotNull(values, nameof(values)).Select(value => value ?? double.NaN).ToArray().AsMemory())
    {
    }

    /// <summary>Wraps values without a copy. The caller must not change them afterwards.</summary>
    /// <inheritdoc cref="NumberColumn(string, ReadOnlySpan{double})"/>
    public static NumberColumn Wrap(string name, double[] values) => new(name, Check.NotNull(values, nameof(values)).AsMemory());

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Number;

    /// <summary>The values, n of them; NaN where one is missing.</summary>
    public ReadOnlySpan<double> Values => values.Span;

    /// <summary>The value of a row; NaN where it is missing.</summary>
    public double this[int row] => values.Span[row];

    /// <inheritdoc/>
    public override int MissingCount
    {
        get
        {
            int count = 0;
            foreach (double value in Values) count += double.IsNaN(value) ? 1 : 0;
            return count;
        }
    }

    /// <inheritdoc/>
    public override bool IsMissing(int row) => double.IsNaN(this[row]);

    /// <inheritdoc/>
    public override string? Text(int row) => IsMissing(row) ? null : this[row].ToString("R", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override NumberColumn Rename(string name) => new(name, values);

    /// <inheritdoc/>
    public override ReadOnlyMemory<double>? Numbers => values;

    internal override NumberColumn Rows(int start, int count) => new(Name, values.Slice(start, count));

    internal override NumberColumn SelectRows(ReadOnlySpan<int> rows) => new(Name, Pick(Values, rows).AsMemory());
}
