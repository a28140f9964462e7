using System.Globalization;
using ClassicML.Wire;

namespace ClassicML.Preprocessing;

/// <summary>The wire forms of what makes numbers of dates.</summary>
internal static class DateWireTypes
{
    private const string Day = "yyyy-MM-dd", Moment = "yyyy-MM-ddTHH:mm:ss.FFFFFFF";

    private static readonly DateParts[] Parts = [.. Enum.GetValues<DateParts>().Where(part => part != DateParts.None)];

    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireOptions<DateFeatures>("date-features", WireKind.Transformer, "Year, month, weekday and other parts of dates", () => new())
            .Parsed(nameof(DateFeatures.Parts), $"some of {string.Join(',', Parts.Select(NameOf))}",
                l => string.Join(',', Parts.Where(part => l.Parts.HasFlag(part)).Select(NameOf)), (l, text) => l with { Parts = Read(text) })
            .Flag(nameof(DateFeatures.Cyclical), l => l.Cyclical, (l, on) => l with { Cyclical = on })
            .Parsed(nameof(DateFeatures.Epoch), "a date such as 1970-01-01 or 1970-01-01T12:30:00",
                l => l.Epoch.ToString(l.Epoch.TimeOfDay == TimeSpan.Zero ? Day : Moment, CultureInfo.InvariantCulture),
                (l, text) => l with { Epoch = DateTime.ParseExact(text, [Day, Moment], CultureInfo.InvariantCulture, DateTimeStyles.None) }),
        new WireType<DateFeaturesModel>("date-features-model", WireKind.Model, "A number of columns of dates, and what becomes of them",
            (m, w) => w.Object("Options", m.Options).Integer("FeatureCount", m.FeatureCount).Report(m.Report),
            r => new DateFeaturesModel(
                r.Object<DateFeatures>("Options"), (int)Check.Within(r.Integer("FeatureCount"), new Interval(1, 1 << 24), "FeatureCount"), r.Report())),
    ];

    // As all enumerations are spelt: DayOfYear is day-of-year.
    private static string NameOf(DateParts part) =>
        string.Concat(part.ToString().Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : $"{c}"));

    private static DateParts Read(string text) => text.Split(',', StringSplitOptions.TrimEntries).Aggregate(DateParts.None, (all, name) =>
        Array.Find(Parts, part => string.Equals(NameOf(part), name, StringComparison.OrdinalIgnoreCase)) is var part and not DateParts.None
            ? all | part : throw new FormatException($"'{name}' is no part of a date"));
}
