using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Makes numbers of dates: year, month, day, weekday and others, a column each.</summary>
/// <remarks>
/// <code>
/// var prepare = new ColumnTransformer()
///     .With("joined", Columns.OfKind(ColumnKind.Date), new DateFeatures { Parts = DateParts.Month | DateParts.ElapsedDays, Cyclical = true });
/// </code>
/// A column joined makes joined_year, joined_month and so on, in the order of <see cref="DateParts"/>. A missing date is missing (NaN) in all of them. The
/// day of the month and the minute have no cyclical form. Nothing is learned from the rows but their columns.
/// </remarks>
public sealed record DateFeatures : ITransformer<DateFeaturesModel>
{
    private const DateParts All = (DateParts)(2 * (int)DateParts.ElapsedDays - 1);

    /// <summary>What is made of each date, at least one part. Default year, month, day and weekday.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none, or one that is not in the enumeration.</exception>
    public DateParts Parts
    {
        get;
        init => field = value != DateParts.None && (value & ~All) == 0 ? value
            : throw new ArgumentOutOfRangeException(nameof(Parts), FormattableString.Invariant($"Parts must be one or several of DateParts, was {value}"));
    } = DateParts.Year | DateParts.Month | DateParts.Day | DateParts.Weekday;

    /// <summary>
    /// Whether month, weekday, day of the year and hour come as a point on a circle, so that December is next to January: sin(2πt) and cos(2πt) in two columns,
    /// such as joined_month_sin and joined_month_cos, with t the share of the year, week or day that has passed when the part begins. Default false.
    /// </summary>
    public bool Cyclical { get; init; }

    /// <summary>The date from which <see cref="DateParts.ElapsedDays"/> counts. Default 1 January 1970.</summary>
    public DateTime Epoch { get; init => field = DateTime.SpecifyKind(value, DateTimeKind.Unspecified); } = new(1970, 1, 1);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The data is no table, or a column holds no dates; the message names it.</exception>
    public DateFeaturesModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        int count = Dates(x, nameof(DateFeatures)).Length;
        return new DateFeaturesModel(this, count, new FitReport().Ended(this, clock.Elapsed, x.ColumnNames));
    }

    /// <summary>The columns of a table that all hold dates.</summary>
    /// <exception cref="ArgumentException">It is no table, or one doesn't.</exception>
    internal static DateColumn[] Dates(Features x, string reader)
    {
        Table table = Check.NotNull(x, nameof(x)) as Table
            ?? throw new ArgumentException($"{reader} reads columns of dates of a {nameof(Table)}; this is a {x.GetType().Name}", nameof(x));
        return [.. table.Columns.Select(column => column.As<DateColumn>() ?? throw new ArgumentException(
            $"column '{column.Name}' is of kind {column.Kind.ToString().ToLowerInvariant()}, and {reader} reads dates; "
            + $"choose the columns of dates by {nameof(ColumnTransformer)}", nameof(x)))];
    }
}
