using System.Globalization;
using ClassicML.Benchmarks.Pages;
using ClassicML.Benchmarks.Speed;
using ClassicML.Plotting;

namespace ClassicML.Benchmarks.Scale;

/// <summary>The page of a run: exponents, charts on logarithmic axes, and all that was measured.</summary>
internal static class ScalePage
{
    // JSON of the same numbers differs by their digits.
    private const double FlatLimit = 1.25;

    /// <param name="report">A run, or as much of it as there is.</param>
    public static Page Of(ScaleReport report)
    {
        ScalePlan plan = report.Plan;
        Learner[] learners = [.. report.Results.Select(result => new Learner(ScaleLearner.All.First(one => one.Name == result.Learner), result))];
        Section[] sections =
        [
            new("In short", Exponents(plan, learners)),
            new("Time to fit, by rows",
                new Prose(Written.Of($"Both axes are logarithmic, so a power law is a straight line and its exponent the slope: two lines that run side by side differ by a factor, whatever the size. {ScalePlan.Columns} features, {plan.Threads[^1]} threads.")),
                Charts(learners, plan.ByRows, size => size.Rows, "rows to fit on", "ms to fit", measured => 1000 * measured.FitSeconds, "fitting")),
            new("Time to predict, by rows",
                new Prose(Written.Of($"The time to predict {ScaleData.TestRows} rows. Models that keep their rows, such as neighbours, take longer the more they have seen; a linear model does not.")),
                Charts(learners, plan.ByRows, size => size.Rows, "rows to fit on", "ms to predict", measured => 1000 * measured.PredictSeconds, "predicting")),
            new("Time to fit, by features",
                new Prose(Written.Of($"{plan.FeatureRows} rows, {plan.Threads[^1]} threads.")),
                Charts(learners, plan.ByFeatures, size => size.Features, "features", "ms to fit", measured => 1000 * measured.FitSeconds, "fitting")),
            new("Memory, by rows",
                new Prose("The most memory that each side's process held after its first fit and prediction: runtime, libraries and data included, which is why small problems show the runtime."),
                Charts(learners, plan.ByRows, size => size.Rows, "rows to fit on", "MB at most", measured => measured.PeakMb, "holding memory")),
            new("Models that stay small and models that grow", Sizes(plan, learners)),
            new("Threads", Threads(plan, learners)),
            new("All that was measured", Points(learners)),
            new("How it was measured", How(report, learners)),
        ];
        string partial = report.IsPartial ? Written.Of($" (partial: {report.Results.Count} of {report.Planned.Count} learners)") : "";
        return new Page("Growth with rows, features and threads" + partial, Lead(plan, learners, report.Machine), sections);
    }

    private static string Lead(ScalePlan plan, Learner[] learners, Machine machine)
    {
        string[] flat = [.. learners.Where(one => one.SizeGrowth(plan) is { IsFlat: true }).Select(one => Written.Inside(one.Title))];
        string[] growing = [.. learners.Where(one => one.SizeGrowth(plan) is { IsFlat: false }).Select(one => Written.Inside(one.Title))];
        string models = string.Concat(
            flat.Length > 0 ? $" Models that keep their size: {string.Join(", ", flat)}." : "",
            growing.Length > 0 ? $" Models that grow with the rows: {string.Join(", ", growing)}." : "");
        return Written.Of($"One learner of each family at {plan.Rows[0]:N0} to {plan.Rows[^1]:N0} rows, {plan.Features[0]} to {plan.Features[^1]} features and 1 to {plan.Threads[^1]} threads, beside a peer at equal settings.")
            + models + Written.Of($" Measured on {machine.Cpu} ({machine.Vector}).");
    }

    private static PageTable Exponents(ScalePlan plan, Learner[] learners) => new(
        Written.Of($"Exponents b of time = a·nᵇ, ± their standard error, by least squares of logarithms over the sizes that take {1000 * Growth.LeastSeconds:G2} ms or more; empty where fewer than two do. An exponent of 1 means: twice the rows, twice the time. Fewer sizes than three have no error."),
        [
            new("learner"), new("side"), new("fit, by rows", IsNumber: true), new("sizes", IsNumber: true),
            new("predict, by rows", IsNumber: true), new("sizes", IsNumber: true),
            new("fit, by features", IsNumber: true), new("sizes", IsNumber: true),
        ],
        [.. learners.SelectMany(one => one.Sides.Select(side => new Row(
        [
            one.Title, side.Name,
            .. Exponent(one.TimeGrowth(side, plan.ByRows, size => size.Rows, measured => measured.FitSeconds)),
            .. Exponent(one.TimeGrowth(side, plan.ByRows, size => size.Rows, measured => measured.PredictSeconds)),
            .. Exponent(one.TimeGrowth(side, plan.ByFeatures, size => size.Features, measured => measured.FitSeconds)),
        ], side.IsOurs)))]);

    private static string[] Exponent(Growth? growth) => growth is null ? ["", ""]
        : [growth.StandardError is { } error ? Spread(growth.Exponent, error)
            : growth.Exponent.ToString("F2", CultureInfo.InvariantCulture), Whole(growth.Count)];

    private static string Spread(double exponent, double error) => Written.Of($"{exponent:F2} ± {error:F2}");

    private static Gallery Charts(
        Learner[] learners, IReadOnlyList<ScaleSize> sizes, Func<ScaleSize, int> x,
        string xLabel, string yLabel, Func<ScaleMeasured, double> y, string doing) =>
        new(IsWide: false, [.. learners.Where(one => one.Points(one.Sides[0], sizes, x, y).Length > 0).Select(one =>
        {
            var lines = one.Sides.Select((side, style) => (side.Name, Style: style, Points: one.Points(side, sizes, x, y)))
                .Where(line => line.Points.Length > 0).ToList();
            var chart = new LineChart(lines.Select(line => new LineSeries(
                line.Name, Array.ConvertAll(line.Points, point => point.X),
                Array.ConvertAll(line.Points, point => point.Y)) { Style = line.Style, ShowPoints = true }))
            {
                Title = one.Title, XLabel = xLabel, YLabel = yLabel, LogX = true, LogY = true, Width = 380, Height = 300,
            };
            string found = string.Join("; ", lines.Select(line => Written.Of(
                $"{line.Name} goes from {Written.Significant(line.Points[0].Y)} at {line.Points[0].X} to {Written.Significant(line.Points[^1].Y)} at {line.Points[^1].X} {xLabel}")));
            return Figure.Of(chart, $"{one.Title}: {one.Known.Settings}.", $"{one.Title}, {doing}, {yLabel}: {found}.");
        })]);

    private static PageTable Sizes(ScalePlan plan, Learner[] learners) => new(
        Written.Of($"Bytes of a model where it is kept: ours as JSON, which this library reads and writes, Python's as a pickle, so the growth counts and not the one beside the other. Flat is a model whose largest is less than {FlatLimit} times its smallest."),
        [new("learner"), new("side"), new("growth"), new("exponent in rows", IsNumber: true),
            .. plan.Rows.Select(rows => new Column(Written.Of($"{rows} rows"), "kB", true))],
        [.. learners.OrderBy(one => one.SizeGrowth(plan)?.IsFlat == false).SelectMany(one => one.Sides.Select(side =>
        {
            (bool IsFlat, Growth Growth)? growth = one.SizeGrowth(plan, side);
            return new Row(
            [
                one.Title, side.Name, growth is null ? "" : growth.Value.IsFlat ? "flat" : "grows",
                growth is { IsFlat: false } ? Exponent(growth.Value.Growth)[0] : "",
                .. plan.ByRows.Select(size => one.At(side, size) is { } measured ? Written.Significant(measured.ModelBytes / 1000) : ""),
            ], side.IsOurs);
        }))]);

    private static PageTable Threads(ScalePlan plan, Learner[] learners) => new(
        Written.Of($"Time to fit {plan.ThreadRows} rows of {ScalePlan.Columns} features. Speed-up is the time on one thread by that on {plan.Threads[^1]}: where it is near 1, more threads don't help, or the learner uses one."),
        [new("learner"), new("side"),
            .. plan.Threads.Select(threads => new Column(Written.Of($"{threads} {(threads == 1 ? "thread" : "threads")}"), "ms", true)),
            new("speed-up", IsNumber: true)],
        [.. learners.SelectMany(one => one.Sides.Select(side =>
        {
            ScaleMeasured?[] times = [.. plan.ByThreads.Select(size => one.At(side, size))];
            return new Row(
            [
                one.Title, side.Name, .. times.Select(measured => measured is null ? "" : Written.Significant(1000 * measured.FitSeconds)),
                times is [{ } first, .., { } last] ? Written.Significant(first.FitSeconds / last.FitSeconds) : "",
            ], side.IsOurs);
        }))]);

    private static PageTable Points(Learner[] learners) => new(
        "Medians of the timed rounds. The ratio is the peer's time by ours, where the measures are equal within the tolerance.",
        [
            new("learner and size"), new("side"), new("fit", "ms", true), new("ratio", IsNumber: true),
            new("predict", "ms", true), new("ratio", IsNumber: true), new("rounds", IsNumber: true),
            new("measure"), new("value", IsNumber: true), new("may differ by", IsNumber: true),
            new("peak", "MB", true), new("model", "kB", true), new("remark"),
        ],
        [.. learners.SelectMany(one => one.Result.Points.SelectMany(point => one.Sides.Select(side => Cells(one, point, side.Of(point)!, side.IsOurs))))]);

    private static Row Cells(Learner one, ScalePoint point, ScaleSide side, bool isOurs)
    {
        string name = $"{one.Title}, {point.Size}";
        if (side.Measured is not { } own) return new Row([name, side.Name, .. Enumerable.Repeat("", 10), side.LeftOut!], isOurs);
        ScaleMeasured? ours = isOurs ? null : point.Ours.Measured;
        bool isEqual = ours is not null && Math.Abs(own.Quality - ours.Quality) <= one.Known.Tolerance * (one.Known.IsRelative ? Math.Abs(ours.Quality) : 1);
        return new Row(
        [
            name, side.Name, Written.Significant(1000 * own.FitSeconds), isEqual ? Written.Significant(own.FitSeconds / ours!.FitSeconds) : "",
            Written.Significant(1000 * own.PredictSeconds), isEqual ? Written.Significant(own.PredictSeconds / ours!.PredictSeconds) : "", Whole(own.Runs),
            one.Known.Measure, own.Quality.ToString("G6", CultureInfo.InvariantCulture),
            one.Known.Tolerance.ToString("G6", CultureInfo.InvariantCulture) + (one.Known.IsRelative ? " of it" : ""),
            own.PeakMb.ToString("F0", CultureInfo.InvariantCulture), Written.Significant(own.ModelBytes / 1000),
            ours is not null && !isEqual ? "results differ: no ratio" : "",
        ], isOurs);
    }

    private static Block[] How(ScaleReport report, Learner[] learners) =>
    [
        new Prose(Written.Of($"Rows are made from a fixed seed: two classes by eight hidden factors that the columns show with noise, so every size has the same rule, and {ScaleData.TestRows} more rows to predict. Each side at each size is a process of its own. Its first fit and prediction tell its memory; then both sides warm up and are timed in turns, and the median counts. A first run of five seconds or more is itself the measurement. A size at which a side would take longer than the budget, by the growth up to there, is left out and says so.")),
        new Facts(
        [
            .. report.Machine.Facts(),
            new("budget", Written.Of($"{report.Plan.BudgetSeconds} s for a fit and its prediction")),
            new("measured", report.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            .. Peers(learners),
        ]),
        new PageTable("The learners.",
            [new("learner"), new("settings of both sides"), new("the peer's own"), new("equal by"), new("may differ by", IsNumber: true)],
            [.. learners.Select(one => new Row(
                [one.Title, one.Known.Settings, one.Known.Peer, one.Known.Measure, one.Known.Tolerance.ToString("G6", CultureInfo.InvariantCulture)]))]),
    ];

    private static IEnumerable<Fact> Peers(Learner[] learners) => learners.SelectMany(one => one.Result.Points).Select(point => point.Peer)
        .OfType<ScaleSide>().Where(peer => peer.Version is not null).Select(peer => new Fact(PeerTitles.Of(peer.Name), peer.Version!)).Distinct();

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A side of a learner: how to find it in a point.</summary>
    private sealed record Side(string Name, bool IsOurs)
    {
        public ScaleSide? Of(ScalePoint point) => IsOurs ? point.Ours : point.Peer;
    }

    /// <summary>A learner with its results.</summary>
    private sealed class Learner(ScaleLearner known, ScaleResult result)
    {
        private readonly Dictionary<ScaleSize, ScalePoint> points = result.Points.ToDictionary(point => point.Size);

        public ScaleLearner Known => known;

        public string Title => known.Title;

        public ScaleResult Result => result;

        /// <summary>Ours first.</summary>
        public Side[] Sides { get; } = result.Points.Select(point => point.Peer?.Name).FirstOrDefault(name => name is not null) is { } peer
            ? [new Side(ScaleRunner.Ours, true), new Side(PeerTitles.Of(peer), false)] : [new Side(ScaleRunner.Ours, true)];

        public ScaleMeasured? At(Side side, ScaleSize size) => points.TryGetValue(size, out ScalePoint? point) ? side.Of(point)?.Measured : null;

        public (double X, double Y)[] Points(Side side, IEnumerable<ScaleSize> sizes, Func<ScaleSize, int> x, Func<ScaleMeasured, double> y) =>
            [.. sizes.Select(size => (Size: size, Measured: At(side, size))).Where(one => one.Measured is not null)
                .Select(one => ((double)x(one.Size), y(one.Measured!)))];

        public Growth? TimeGrowth(Side side, IEnumerable<ScaleSize> sizes, Func<ScaleSize, int> x, Func<ScaleMeasured, double> y) =>
            Growth.Of(Points(side, sizes, x, y).Where(point => point.Y >= Growth.LeastSeconds));

        /// <summary>How the model grows with the rows; null where fewer than two sizes were measured.</summary>
        public (bool IsFlat, Growth Growth)? SizeGrowth(ScalePlan plan, Side? side = null)
        {
            (double X, double Y)[] sizes = Points(side ?? Sides[0], plan.ByRows, size => size.Rows, measured => measured.ModelBytes);
            return Growth.Of(sizes) is { } growth ? (sizes.Max(size => size.Y) < FlatLimit * sizes.Min(size => size.Y), growth) : null;
        }
    }
}
