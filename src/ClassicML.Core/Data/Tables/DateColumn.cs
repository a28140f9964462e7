using System.Globalization;

namespace ClassicML;

/// <summary>A column of dates with times, without a time zone: what came with an offset is in UTC.</summary>
public sealed class DateColumn : TableColumn
{
    private const long Missing = long.MinValue;

    private readonly ReadOnlyMemory<long> ticks;

    private DateColumn(string name, ReadOnlyMemory<long> ticks) : base(name, ticks.Length) => this.ticks = ticks;

    /// <summary>Copies dates; null means missing.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="values">A date for each row.</param>
    public DateColumn(string name, IEnumerable<DateTime?> values)
        : this(name, Check.NotNull(values, nameof(values)).Select(value => value?.Ticks ?? Missing).ToArray().AsMemory())
    {
    }

    /// <summary>Wraps ticks without a copy. The caller must not change them afterwards.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="ticks">Units of 100 ns since the year 1, as <see cref="DateTime.Ticks"/>; <see cref="long.MinValue"/> means missing.</param>
    /// <exception cref="ArgumentException">A value is no date.</exception>
    public static DateColumn Wrap(string name, long[] ticks)
    {
        for (int i = 0; i < Check.NotNull(ticks, nameof(ticks)).Length; i++)
            if (ticks[i] != Missing && (ulong)ticks[i] > (ulong)DateTime.MaxValue.Ticks)
                throw new ArgumentException(FormattableString.Invariant($"row {i} has {ticks[i]} ticks, which is no date"), nameof(ticks));
        return new DateColumn(name, ticks.AsMemory());
    }

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Date;

    /// <summary>Units of 100 ns since the year 1, n of them; <see cref="long.MinValue"/> where a date is missing.</summary>
    public ReadOnlySpan<long> Ticks => ticks.Span;

    /// <summary>The date of a row, or null where it is missing.</summary>
    public DateTime? this[int row] => ticks.Span[row] is var value && value == Missing ? null : new DateTime(value, DateTimeKind.Unspecified);

    /// <inheritdoc/>
    public override int MissingCount => ticks.Span.Count(Missing);

    /// <inheritdoc/>
    public override bool IsMissing(int row) => ticks.Span[row] == Missing;

    /// <inheritdoc/>
    /// <remarks>As ISO 8601 writes it: 2024-02-29, or 2024-02-29T17:30:00 where there is a time.</remarks>
    public override string? Text(int row) => this[row] is not { } date ? null
        : date.ToString(
            date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : date.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF",
            CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override DateColumn Rename(string name) => new(name, ticks);

    internal override DateColumn Rows(int start, int count) => new(Name, ticks.Slice(start, count));

    internal override DateColumn SelectRows(ReadOnlySpan<int> rows) => new(Name, Pick(ticks.Span, rows).AsMemory());
}
