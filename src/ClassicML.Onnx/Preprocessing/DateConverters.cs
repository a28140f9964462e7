using ClassicML.Preprocessing;
using static ClassicML.Onnx.OnnxAttribute;

namespace ClassicML.Onnx;

/// <summary>Parts of dates, by whole numbers: microseconds since 1970 come in.</summary>
internal static class DateConverters
{
    private const long MicrosecondsPerMinute = 60_000_000, MicrosecondsPerHour = 60 * MicrosecondsPerMinute, MicrosecondsPerDay = 24 * MicrosecondsPerHour;

    public static IReadOnlyList<OnnxConverter> All { get; } = [new OnnxConverter<DateFeaturesModel>(Parts)];

    private static OnnxOutput.Features Parts(DateFeaturesModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        List<string> parts = [];
        for (int j = 0; j < model.FeatureCount; j++)
        {
            string date = rows.Date(j), missing = graph.Add("Equal", [date, graph.Integers(long.MinValue)]);
            // What is missing is computed with as the beginning of 1970.
            foreach (string part in Parts(graph, model, graph.Where(missing, graph.Integers(0), date))) parts.Add(graph.NanWhere(missing, part));
        }
        return graph.Features(graph.Beside([.. parts]), model.OutputCount);
    }

    // In the order of the enumeration; only what is asked for.
    private static IEnumerable<string> Parts(OnnxGraph graph, DateFeaturesModel model, string date)
    {
        string day = Floor(graph, date, MicrosecondsPerDay), time = Modulo(graph, date, MicrosecondsPerDay);
        // 1 January 1970 was a Thursday.
        string weekday = Plus(graph, Modulo(graph, Plus(graph, day, 3), 7), 1);
        var (year, month, dayOfMonth) = Civil(graph, day);
        string dayOfYear = Plus(graph, graph.Minus(day, FirstDay(graph, year)), 1);
        if (Has(DateParts.Year)) yield return graph.ToDouble(year);
        foreach (string one in Round(DateParts.Month, month, _ => graph.Double(12), first: 1)) yield return one;
        if (Has(DateParts.Day)) yield return graph.ToDouble(dayOfMonth);
        foreach (string one in Round(DateParts.Weekday, weekday, _ => graph.Double(7), first: 1)) yield return one;
        if (Has(DateParts.IsWeekend)) yield return graph.ToDouble(graph.Add("Greater", [weekday, graph.Integers(5)]));
        foreach (string one in Round(DateParts.DayOfYear, dayOfYear, DaysOf, first: 1)) yield return one;
        if (Has(DateParts.Week))
        {
            // The week of a day is that of its Thursday, and has the number of this among the Thursdays of its year.
            string thursday = Plus(graph, graph.Minus(day, weekday), 4);
            yield return graph.ToDouble(Plus(graph, Floor(graph, graph.Minus(thursday, FirstDay(graph, Civil(graph, thursday).Year)), 7), 1));
        }
        foreach (string one in Round(DateParts.Hour, Floor(graph, time, MicrosecondsPerHour), _ => graph.Double(24), first: 0)) yield return one;
        if (Has(DateParts.Minute)) yield return graph.ToDouble(Modulo(graph, Floor(graph, time, MicrosecondsPerMinute), 60));
        if (Has(DateParts.ElapsedDays))
        {
            long ticks = model.Epoch.Ticks - DateTime.UnixEpoch.Ticks;
            string since = graph.Minus(graph.ToDouble(date), graph.Double(ticks / (double)TimeSpan.TicksPerMicrosecond));
            yield return graph.Over(since, graph.Double(MicrosecondsPerDay));
        }

        bool Has(DateParts part) => model.Parts.HasFlag(part);

        // A number, or the sine and cosine of the share of its round that has passed.
        IEnumerable<string> Round(DateParts part, string number, Func<string, string> length, int first)
        {
            if (!Has(part)) yield break;
            string value = graph.ToDouble(number);
            if (!model.Cyclical)
            {
                yield return value;
                yield break;
            }
            string turn = graph.Over(graph.Minus(value, graph.Double(first)), length(year)), angle = graph.Times(turn, graph.Double(2 * Math.PI));
            yield return graph.Add("Sin", [angle]);
            yield return graph.Add("Cos", [angle]);
        }

        string DaysOf(string one) => graph.ToDouble(graph.Minus(FirstDay(graph, Plus(graph, one, 1)), FirstDay(graph, one)));
    }

    // Source: H. Hinnant, "chrono-compatible low-level date algorithms", civil_from_days: years that begin in March have their leap day last, and eras
    // of 400 years are alike.
    private static (string Year, string Month, string Day) Civil(OnnxGraph graph, string day)
    {
        string shifted = Plus(graph, day, 719_468), era = Floor(graph, shifted, 146_097), dayOfEra = Modulo(graph, shifted, 146_097);
        string leapFree = graph.Minus(
            graph.Plus(graph.Minus(dayOfEra, Floor(graph, dayOfEra, 1460)), Floor(graph, dayOfEra, 36_524)), Floor(graph, dayOfEra, 146_096));
        string yearOfEra = Floor(graph, leapFree, 365);
        string before = graph.Minus(graph.Plus(Times(graph, yearOfEra, 365), Floor(graph, yearOfEra, 4)), Floor(graph, yearOfEra, 100));
        string dayOfYear = graph.Minus(dayOfEra, before), march = Floor(graph, Plus(graph, Times(graph, dayOfYear, 5), 2), 153);
        string dayOfMonth = Plus(graph, graph.Minus(dayOfYear, Floor(graph, Plus(graph, Times(graph, march, 153), 2), 5)), 1);
        string month = Plus(graph, Modulo(graph, Plus(graph, march, 2), 12), 1);
        string isEarly = graph.ToInt64(graph.Add("Less", [month, graph.Integers(3)]));
        return (graph.Plus(graph.Plus(yearOfEra, Times(graph, era, 400)), isEarly), month, dayOfMonth);
    }

    // The day of 1 January of a year, from 1970.
    private static string FirstDay(OnnxGraph graph, string year)
    {
        string before = Plus(graph, year, -1);
        string leaps = graph.Plus(graph.Minus(Floor(graph, before, 4), Floor(graph, before, 100)), Floor(graph, before, 400));
        return Plus(graph, graph.Plus(Times(graph, before, 365), leaps), -719_162);
    }

    // ⌊x/n⌋; the operator cuts towards zero.
    private static string Floor(OnnxGraph graph, string x, long n) =>
        graph.Over(graph.Minus(x, Modulo(graph, x, n)), graph.Integers(n));

    // In [0, n).
    private static string Modulo(OnnxGraph graph, string x, long n) => graph.Add("Mod", [x, graph.Integers(n)], Integer("fmod", 0));

    private static string Plus(OnnxGraph graph, string x, long n) => graph.Plus(x, graph.Integers(n));

    private static string Times(OnnxGraph graph, string x, long n) => graph.Times(x, graph.Integers(n));
}
