using System.Globalization;
using System.Text.Json;
using ClassicML.Preprocessing;
using ClassicML.Wire;

namespace ClassicML.Tests.Preprocessing;

public class DateFeaturesTests
{
    private const DateParts Every = DateParts.Year | DateParts.Month | DateParts.Day | DateParts.Weekday | DateParts.IsWeekend | DateParts.DayOfYear
        | DateParts.Week | DateParts.Hour | DateParts.Minute | DateParts.ElapsedDays;

    [Fact]
    public void Equals_pandas()
    {
        Golden golden = Golden.Read("date-features", "days");
        var table = new Table(new DateColumn("day", golden["dates"].Deserialize<string[]>()!.Select(Date)));
        var learner = new DateFeatures { Parts = Every, Epoch = Date(golden["epoch"].GetString()!)!.Value };
        Same(learner, golden["parts"].EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.Deserialize<double[]>()!));
        Same(learner with { Cyclical = true }, golden["cycles"].EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.Deserialize<double[]>()!));

        void Same(DateFeatures one, Dictionary<string, double[]> expected)
        {
            var rows = (Matrix)one.Fit(table).Transform(table);
            foreach ((string name, double[] values) in expected)
            {
                int j = rows.ColumnNames!.Value.IndexOf("day_" + name);
                Close(values, [.. Enumerable.Range(0, rows.RowCount).Select(i => rows[i, j])], golden.Number("tolerance"), name);
            }
        }

        static DateTime? Date(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Each_date_makes_year_month_day_and_weekday_and_a_missing_one_is_missing_in_all()
    {
        var table = new Table(
            new DateColumn("joined", [new DateTime(2024, 2, 29), null]), new DateColumn("left", [new DateTime(2025, 6, 1), new DateTime(1, 1, 1)]));
        DateFeaturesModel model = new DateFeatures().Fit(table);
        var rows = (Matrix)model.Transform(table);
        Assert.Equal([2024, 2, 29, 4, 2025, 6, 1, 7], rows.Row(0));
        Assert.Equal([double.NaN, double.NaN, double.NaN, double.NaN, 1, 1, 1, 1], rows.Row(1));
        Assert.Equal(
            ["joined_year", "joined_month", "joined_day", "joined_weekday", "left_year", "left_month", "left_day", "left_weekday"], model.OutputNames!.Value);
        Assert.Equal(model.OutputNames, rows.ColumnNames);
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1], model.OutputSources!.Value);
        Assert.Equal((2, 8), (model.FeatureCount, model.OutputCount));
    }

    [Fact]
    public void Parts_come_in_the_order_of_the_enumeration_and_cycles_as_two_columns()
    {
        var table = new Table(new DateColumn("d", [new DateTime(2023, 4, 5, 6, 7, 8)]));
        Assert.Equal(
            ["d_year", "d_month", "d_day", "d_weekday", "d_is_weekend", "d_day_of_year", "d_week", "d_hour", "d_minute", "d_elapsed_days"],
            new DateFeatures { Parts = Every }.Fit(table).OutputNames!.Value);
        DateFeaturesModel model = new DateFeatures { Parts = Every, Cyclical = true }.Fit(table);
        Assert.Equal(
            ["d_year", "d_month_sin", "d_month_cos", "d_day", "d_weekday_sin", "d_weekday_cos", "d_is_weekend", "d_day_of_year_sin", "d_day_of_year_cos",
                "d_week", "d_hour_sin", "d_hour_cos", "d_minute", "d_elapsed_days"], model.OutputNames!.Value);
        var row = ((Matrix)model.Transform(table)).Row(0);
        // A quarter of the year and of the day has passed, exactly.
        Assert.Equal([1, 0], row.Slice(1, 2));
        Assert.Equal([1, 0], row.Slice(10, 2));
    }

    [Fact]
    public void The_last_day_of_a_year_is_next_to_the_first_in_a_leap_year_too()
    {
        foreach ((int year, double length) in new[] { (2023, 365.0), (2024, 366) })
        {
            var table = new Table(new DateColumn("d", [new DateTime(year, 12, 31)]));
            var row = ((Matrix)new DateFeatures { Parts = DateParts.DayOfYear, Cyclical = true }.Fit(table).Transform(table)).Row(0);
            Close([-Math.Sin(2 * Math.PI / length), Math.Cos(2 * Math.PI / length)], row, 1e-14);
        }
    }

    [Fact]
    public void The_first_and_the_last_date_there_are_have_all_parts()
    {
        var table = new Table(new DateColumn("d", [DateTime.MinValue, DateTime.MaxValue]));
        var rows = (Matrix)new DateFeatures { Parts = Every, Epoch = DateTime.MaxValue }.Fit(table).Transform(table);
        Assert.Equal([1, 1, 1, 1, 0, 1, 1, 0, 0], rows.Row(0)[..9]);
        Assert.Equal([9999, 12, 31, 5, 0, 365, 52, 23, 59, 0], rows.Row(1));
        Assert.Equal(-3652059, rows[0, 9], 1e-9);
    }

    [Fact]
    public void Days_since_an_epoch_are_exact_and_negative_before_it()
    {
        var table = new Table(new DateColumn("d", [new DateTime(2000, 1, 1), new DateTime(1999, 12, 30, 18, 0, 0), new DateTime(1900, 1, 1)]));
        var learner = new DateFeatures { Parts = DateParts.ElapsedDays, Epoch = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc) };
        Assert.Equal([0, -1.25, -36524], ((Matrix)learner.Fit(table).Transform(table)).Span.ToArray());
        // Without a time zone, as dates are.
        Assert.Equal(DateTimeKind.Unspecified, learner.Epoch.Kind);
        Assert.Equal(10957, ((Matrix)(new DateFeatures { Parts = DateParts.ElapsedDays }).Fit(table).Transform(table))[0, 0]);
    }

    [Fact]
    public void No_part_and_one_that_is_none_are_refused()
    {
        Assert.Contains("Parts must be one or several of DateParts, was None", Fail(() => new DateFeatures { Parts = DateParts.None }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DateFeatures { Parts = (DateParts)1024 | DateParts.Year });
        WireOption parts = BuiltIn.Registry.Find("date-features")!.Option("Parts");
        Assert.Contains("was 'year,century'", Fail(() => parts.Parse("year,century")));
        object made = parts.Set(new DateFeatures(), parts.Parse("Day-of-Year, year"), BuiltIn.Registry);
        Assert.Equal(DateParts.Year | DateParts.DayOfYear, ((DateFeatures)made).Parts);
        var noon = new DateFeatures { Epoch = new DateTime(1970, 1, 1, 12, 0, 0).AddTicks(1) };
        Assert.Equal(noon, Copy(noon));
    }
}
