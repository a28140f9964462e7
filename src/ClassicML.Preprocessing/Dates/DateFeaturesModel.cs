using System.Collections.Immutable;
using System.Globalization;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="DateFeatures"/>.</summary>
public sealed class DateFeaturesModel : ITransformerModel
{
    private const int BlockSize = 1024;

    // Each part with its name, its number and, where it goes round, the share of the round that has passed.
    private static readonly (DateParts Part, string Name, Func<DateTime, double> Number, Func<DateTime, double>? Turn)[] All =
    [
        (DateParts.Year, "year", date => date.Year, null),
        (DateParts.Month, "month", date => date.Month, date => (date.Month - 1) / 12.0),
        (DateParts.Day, "day", date => date.Day, null),
        (DateParts.Weekday, "weekday", date => Weekday(date), date => (Weekday(date) - 1) / 7.0),
        (DateParts.IsWeekend, "is_weekend", date => Weekday(date) >= 6 ? 1 : 0, null),
        (DateParts.DayOfYear, "day_of_year", date => date.DayOfYear, date => (date.DayOfYear - 1) / (DateTime.IsLeapYear(date.Year) ? 366.0 : 365.0)),
        (DateParts.Week, "week", date => ISOWeek.GetWeekOfYear(date), null),
        (DateParts.Hour, "hour", date => date.Hour, date => date.Hour / 24.0),
        (DateParts.Minute, "minute", date => date.Minute, null),
    ];

    // What each date makes, in order.
    private readonly (string Name, Func<DateTime, double> Number)[] made;

    internal DateFeaturesModel(DateFeatures options, int featureCount, FitReport report)
    {
        (Options, FeatureCount, Report) = (options, featureCount, report);
        List<(string, Func<DateTime, double>)> all = [];
        foreach (var (part, name, number, turn) in All)
        {
            if (!options.Parts.HasFlag(part)) continue;
            if (options.Cyclical && turn is not null)
                all.AddRange((name + "_sin", date => double.SinPi(2 * turn(date))), (name + "_cos", date => double.CosPi(2 * turn(date))));
            else all.Add((name, number));
        }
        if (options.Parts.HasFlag(DateParts.ElapsedDays))
            all.Add(("elapsed_days", date => (double)(date.Ticks - options.Epoch.Ticks) / TimeSpan.TicksPerDay));
        made = [.. all];
    }

    /// <inheritdoc/>
    public int FeatureCount { get; }

    /// <inheritdoc/>
    public int OutputCount => checked(FeatureCount * made.Length);

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames =>
        Report.FeatureNames is { } names ? [.. names.SelectMany(name => made.Select(one => $"{name}_{one.Name}"))] : null;

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources => [.. Enumerable.Range(0, FeatureCount).SelectMany(j => Enumerable.Repeat(j, made.Length))];

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <summary>What is made of each date.</summary>
    public DateParts Parts => Options.Parts;

    /// <summary>Whether parts that go round come as points on a circle.</summary>
    public bool Cyclical => Options.Cyclical;

    /// <summary>The date from which <see cref="DateParts.ElapsedDays"/> counts.</summary>
    public DateTime Epoch => Options.Epoch;

    internal DateFeatures Options { get; }

    /// <inheritdoc/>
    /// <returns>A <see cref="Matrix"/> with the parts of each date side by side; NaN where a date is missing.</returns>
    /// <exception cref="ArgumentException">The columns differ from those fitted on, the data is no table, or a column holds no dates.</exception>
    public Features Transform(Features x)
    {
        DateColumn[] columns = DateFeatures.Dates(Check.NotNull(x, nameof(x)).AlignedTo(this), nameof(DateFeaturesModel));
        int n = x.RowCount, width = OutputCount;
        double[] to = new double[checked(n * width)];
        Workers.ForBlocks(n, BlockSize, (long)n * width < 20_000 ? 1 : Workers.MaxThreads, (start, end) =>
        {
            for (int j = 0; j < FeatureCount; j++)
            {
                DateColumn column = columns[j];
                for (int i = start; i < end; i++)
                {
                    Span<double> own = to.AsSpan(i * width + j * made.Length, made.Length);
                    if (column[i] is not { } date) own.Fill(double.NaN);
                    else
                        for (int k = 0; k < own.Length; k++) own[k] = made[k].Number(date);
                }
            }
        });
        return Matrix.Wrap(to, n, width).WithNames(OutputNames);
    }

    private static int Weekday(DateTime date) => date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek;
}
