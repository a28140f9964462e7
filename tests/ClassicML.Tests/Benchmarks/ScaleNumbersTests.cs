using ClassicML.Benchmarks;
using ClassicML.Benchmarks.Pages;
using ClassicML.Benchmarks.Scale;
using ClassicML.Linear;
using ClassicML.Preprocessing;
using ClassicML.Tests.Plotting;

namespace ClassicML.Tests.Benchmarks;

/// <summary>Exponents, ratios, speed-ups and sizes of a made-up run, each worked out by hand.</summary>
public class ScaleNumbersTests
{
    private static readonly ScalePlan Plan = new([1000, 4000, 16_000], [8, 128], [1, 2], 30);

    private static readonly Page Made = ScalePage.Of(Report());

    [Fact]
    public void A_plan_has_rows_at_all_threads_features_at_some_rows_and_threads_at_more()
    {
        Assert.Equal([new(1000, 32, 2), new(4000, 32, 2), new(16_000, 32, 2)], Plan.ByRows);
        Assert.Equal([new(4000, 8, 2), new(4000, 128, 2)], Plan.ByFeatures);
        Assert.Equal([new(16_000, 32, 1), new(16_000, 32, 2)], Plan.ByThreads);
        // What takes longer comes later: fewer threads last.
        Assert.Equal([.. Plan.ByRows, .. Plan.ByFeatures, new ScaleSize(16_000, 32, 2), new ScaleSize(16_000, 32, 1)],
            Plan.Sweeps.SelectMany(sweep => sweep));
        Assert.Equal("1000×32, 2 threads", Plan.ByRows[0].ToString());
        Assert.Equal("16000×32, 1 thread", Plan.ByThreads[0].ToString());
        Assert.Equal([1000, 4000, 16_000, 64_000, 256_000], ScalePlan.Of(1_000_000, 1).Rows);
        Assert.Equal([8, 32, 128, 512], ScalePlan.Of(1000, 1).Features);
    }

    [Fact]
    public void Exponents_are_of_the_times_of_a_millisecond_and_more()
    {
        PageTable table = Made.Tables("In short").Single();
        // Ours: half a millisecond is left out, and 4 to 32 ms over four times the rows is 4^1.5. Predictions take the same time whatever
        // the rows. From 1 to 16 ms over sixteen times the columns.
        Assert.Equal(["Logistic regression", "ClassicML", "1.50", "2", "0.00 ± 0.00", "3", "1.00", "2"],
            table.Row("Logistic regression", "ClassicML"));
        // The peer's: 1, 4 and 16 ms; predictions of 2, 8 and 8 ms: (0, 0), (1, 1), (2, 1) to base 4: slope 1/2, rests -1/6, 1/3, -1/6.
        Assert.Equal(["Logistic regression", "scikit-learn", "1.00 ± 0.00", "3", "0.50 ± 0.29", "3", "", ""],
            table.Row("Logistic regression", "scikit-learn"));
        Assert.Contains("the sizes that take 1 ms or more", table.Caption);
        Assert.Equal([true, false, true, false], table.Rows.Select(row => row.IsOurs));
    }

    [Fact]
    public void A_ratio_is_there_where_measures_are_within_the_tolerance()
    {
        PageTable table = Made.Tables("All that was measured").Single();
        // Ours 0.5 and 4 ms; the peer's accuracy is 0.004 below at the first size, and 0.006 at the second.
        string first = "Logistic regression, 1000×32, 2 threads", second = "Logistic regression, 4000×32, 2 threads";
        Assert.Equal([first, "ClassicML", "0.500", "", "1.00", "", "3", "accuracy", "0.875", "0.005", "101", "1.00", ""],
            table.Row(first, "ClassicML"));
        Assert.Equal([first, "scikit-learn", "1.00", "2.00", "2.00", "2.00", "4", "accuracy", "0.871", "0.005", "300", "2.00", ""],
            table.Row(first, "scikit-learn"));
        Assert.Equal([second, "scikit-learn", "4.00", "", "8.00", "", "4", "accuracy", "0.869", "0.005", "300", "2.20",
            "results differ: no ratio"], table.Row(second, "scikit-learn"));
        Assert.Equal("it would take 50 s", table.Cell("remark", "Logistic regression, 16000×32, 1 thread", "scikit-learn"));
        // A mean square of 1000 may differ by a millionth of itself.
        Assert.Equal("2.00", table.Row(Scaler(1000), "scikit-learn")[3]);
        Assert.Equal("results differ: no ratio", table.Cell("remark", Scaler(4000), "scikit-learn"));
        Assert.Equal("1E-06 of it", table.Cell("may differ by", Scaler(1000), "ClassicML"));

        static string Scaler(int rows) => $"Standard scaler, {rows}×32, 2 threads";
    }

    [Fact]
    public void A_speed_up_is_the_time_on_one_thread_by_that_on_all()
    {
        PageTable table = Made.Tables("Threads").Single();
        Assert.Equal(["learner", "side", "1 thread", "2 threads", "speed-up"], table.Columns.Select(column => column.Name));
        Assert.Equal(["Logistic regression", "ClassicML", "48.0", "32.0", "1.50"], table.Row("Logistic regression", "ClassicML"));
        // Without a time on one thread there is none.
        Assert.Equal(["Logistic regression", "scikit-learn", "", "16.0", ""], table.Row("Logistic regression", "scikit-learn"));
        Assert.Contains("Time to fit 16000 rows of 32 features.", table.Caption);
    }

    [Fact]
    public void A_model_is_flat_where_its_largest_is_less_than_a_quarter_above_its_smallest()
    {
        PageTable table = Made.Tables("Models that stay small and models that grow").Single();
        // 1000, 1100 and 1249 bytes; the peer's 2000, 2200 and 2500 are a quarter.
        Assert.Equal(["Logistic regression", "ClassicML", "flat", "", "1.00", "1.10", "1.25"],
            table.Row("Logistic regression", "ClassicML"));
        string[] grows = table.Row("Logistic regression", "scikit-learn");
        Assert.Equal(["grows", "2.00", "2.20", "2.50"], [grows[2], .. grows[4..]]);
        Growth growth = Growth.Of([(1000, 2000), (4000, 2200), (16_000, 2500)])!;
        Assert.Equal(FormattableString.Invariant($"{growth.Exponent:F2} ± {growth.StandardError:F2}"), grows[3]);
        Assert.Contains("Models that keep their size: logistic regression, standard scaler.", Made.Lead);
    }

    [Fact]
    public void Charts_show_the_times_by_rows_and_by_features_on_logarithmic_axes()
    {
        Picture picture = Made.Figures("Time to fit, by rows")[0].Picture();
        Assert.True(picture.X.IsLog && picture.Y.IsLog);
        Lies(picture, 0, [(1000, 0.5), (4000, 4), (16_000, 32)]);
        Lies(picture, 1, [(1000, 1), (4000, 4), (16_000, 16)]);
        Lies(Made.Figures("Time to predict, by rows")[0].Picture(), 1, [(1000, 2), (4000, 8), (16_000, 8)]);
        Lies(Made.Figures("Time to fit, by features")[0].Picture(), 0, [(8, 1), (128, 16)]);
        Lies(Made.Figures("Memory, by rows")[0].Picture(), 1, [(1000, 300), (4000, 300), (16_000, 310)]);
        Assert.Equal(
            "Logistic regression, fitting, ms to fit: ClassicML goes from 0.500 at 1000 to 32.0 at 16000 rows to fit on; "
            + "scikit-learn goes from 1.00 at 1000 to 16.0 at 16000 rows to fit on.",
            Made.Figures("Time to fit, by rows")[0].Alternative);

        static void Lies(Picture picture, int style, (double, double)[] values) => picture.Holds(values, picture.PageDots(style));
    }

    [Fact]
    public void The_lead_and_the_facts_say_what_was_measured_on_what()
    {
        Assert.StartsWith(
            "One learner of each family at 1,000 to 16,000 rows, 8 to 128 features and 1 to 2 threads, beside a peer at equal settings.",
            Made.Lead);
        Assert.Equal(("30 s for a fit and its prediction", "2026-01-02", "1.2"), (
            Made.Fact("How it was measured", "budget"), Made.Fact("How it was measured", "measured"),
                Made.Fact("How it was measured", "scikit-learn")));
        Assert.Equal("Growth with rows, features and threads", Made.Title);
    }

    [Fact]
    public void Json_gives_back_every_value()
    {
        using var folder = new TemporaryFolder();
        ScaleOutput.Write(Report(), folder.Root);
        ScaleReport read = ScaleOutput.Read(Path.Combine(folder.Root, ScaleOutput.Json));
        Assert.Equal((Report().Machine, Report().Date, 30.0), (read.Machine, read.Date, read.Plan.BudgetSeconds));
        Assert.Equal(Plan.Rows, read.Plan.Rows);
        Assert.Equal(Plan.Features, read.Plan.Features);
        Assert.Equal(Plan.Threads, read.Plan.Threads);
        Assert.Equal(Report().Planned, read.Planned);
        Assert.Equal(Report().Results.Select(result => result.Learner), read.Results.Select(result => result.Learner));
        Assert.Equal(Report().Results.SelectMany(result => result.Points), read.Results.SelectMany(result => result.Points));
        Assert.Equal(PageWriter.Markdown(Made), File.ReadAllText(folder.Path("scale.md")));
        Assert.Contains("holds no growth measurements",
            Assert.Throws<InvalidDataException>(() => ScaleOutput.Read(folder.Write("bad.json", "{\"date\":"))).Message);
    }

    [Fact]
    public void What_makes_results_equal_is_accuracy_or_the_mean_square_of_a_row()
    {
        var x = new Matrix(new double[,] { { 1, 2 }, { 3, 4 }, { 5, 9 } });
        ClassificationData data = ClassificationData.Create(x, [0, 1, 1]);
        IClassifierModel model = new LogisticRegression().Fit(data);
        int right = model.Predict(x).Where((code, i) => code == data.Codes[i]).Count();
        Assert.Equal(right / 3.0, ScaleLearner.Predict(model, data)());
        // Squares of scaled columns sum to 3 each, over three rows.
        Assert.Equal(2, ScaleLearner.Predict(new StandardScaler().Fit(x), data)(), 1e-12);
        Assert.Equal(ScaleLearner.All.Count, ScaleLearner.All.Select(one => one.Name).Distinct().Count());
        Assert.Equal(["scaler", "pca"], ScaleLearner.All.Where(one => one.IsRelative).Select(one => one.Name));
    }

    private static ScaleReport Report() => new(
        new Machine("a made-up processor", "AVX-512", 2, "a system", new Dictionary<string, string>()), new DateOnly(2026, 1, 2), Plan,
            ["logistic", "scaler"],
        [
            new ScaleResult("logistic",
            [
                Point(1000, 32, 2, new(0.0005, 0.001, 3, 0.875, 101.4, 1000), new(0.001, 0.002, 4, 0.871, 300, 2000)),
                Point(4000, 32, 2, new(0.004, 0.001, 3, 0.875, 140, 1100), new(0.004, 0.008, 4, 0.869, 300, 2200)),
                Point(16_000, 32, 2, new(0.032, 0.001, 3, 0.875, 260, 1249), new(0.016, 0.008, 4, 0.875, 310, 2500)),
                Point(4000, 8, 2, new(0.001, 0.001, 3, 0.875, 120, 500), null),
                    Point(4000, 128, 2, new(0.016, 0.001, 3, 0.875, 170, 900), null),
                new ScalePoint(
                    new(16_000, 32, 1), new ScaleSide(ScaleRunner.Ours, "0.1", new ScaleMeasured(0.048, 0.001, 3, 0.875, 250, 1249)),
                        new ScaleSide("scikit-learn", LeftOut: "it would take 50 s")),
            ]),
            new ScaleResult("scaler",
            [
                Point(1000, 32, 2, new(0.001, 0.001, 3, 1000, 100, 1), new(0.002, 0.002, 3, 1000.0005, 100, 1)),
                    Point(4000, 32, 2, new(0.001, 0.001, 3, 1000, 100, 1), new(0.002, 0.002, 3, 1000.01, 100, 1)),
            ]),
        ]);

    private static ScalePoint Point(int rows, int features, int threads, ScaleMeasured ours, ScaleMeasured? theirs) => new(
        new(rows, features, threads), new ScaleSide(ScaleRunner.Ours, "0.1", ours),
            theirs is null ? new ScaleSide("scikit-learn", LeftOut: "too long") : new ScaleSide("scikit-learn", "1.2", theirs));
}
