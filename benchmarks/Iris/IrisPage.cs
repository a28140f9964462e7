using System.Collections.Immutable;
using ClassicML.Benchmarks.Pages;
using ClassicML.Decomposition;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Plotting;
using ClassicML.Preprocessing;

namespace ClassicML.Benchmarks.Iris;

/// <summary>The Iris report as a page: tables, charts, and in plain words what to look at and what it shows.</summary>
internal sealed class IrisPage
{
    private const int PetalLength = 2, PetalWidth = 3;

    // The usual level: a difference that chance gives less often than this is called one.
    private const double Level = 0.05;

    // What log loss charges for a probability of 0, which it takes as 2⁻⁵².
    private static readonly double Certain = 52 * Math.Log(2);

    private readonly IrisReport report;
    private readonly IrisResult best;
    private readonly ImmutableArray<string> kinds;

    private IrisPage(IrisReport report)
    {
        this.report = report;
        best = report.Results[0];
        kinds = [.. report.Results.Select(r => r.Contender.Kind).Distinct()];
    }

    public static Page Of(IrisReport report) => new IrisPage(report).Page();

    private Page Page() => new("Iris, side by side", Lead(), [
        new Section("All learners", Reading(), Scores()),
        new Section("Accuracy and time", [.. AccuracyAndTime()]),
        new Section("The flowers in two dimensions", [.. Projections()]),
        new Section("What each learner sees", [.. Regions()]),
        new Section("What each learner confuses", [.. Confusions()]),
        .. report.Curves.IsEmpty ? (Section[])[] : [new Section("How many flowers it takes", [.. LearningCurves()])],
        .. report.DataSets is { } sets ? (Section[])[new Section("No learner wins everywhere", [.. DataSets(sets)])] : [],
        new Section("How it was measured", [.. How()]),
    ]);

    private string Lead()
    {
        string partial = report.IsPartial ? "Partial: the study was stopped before its end. " : "";
        IrisResult? ours = report.Results.FirstOrDefault(r => r.Contender.IsOurs), peer = report.Results.FirstOrDefault(r => !r.Contender.IsOurs);
        return partial + "150 flowers, four measurements, three species."
            + (ours is null ? "" : $" {Said("Best of ClassicML", ours)}") + (peer is null ? "" : $" {Said("Best of the others", peer)}");

        static string Said(string who, IrisResult r) => Written.Of(
            $"{who}: {r.Title}, accuracy {Mean(r, ClassificationMetric.Accuracy):F3}, {Milliseconds(r.Times.FitWarm + r.Times.PredictWarm)} ms to fit and predict all rows.");
    }

    private Prose Reading()
    {
        int alike = report.Results.Skip(1).Count(r => PValue(r) >= Level);
        return new Prose(Written.Of(
            $"Sorted by accuracy over five outer folds that no tuning has seen; ± is the standard deviation of the five. The p asks whether a learner differs from the first, {best.Title}: it is that of the corrected resampled t-test on the accuracies of the same folds. {alike} of the other {report.Results.Length - 1} can't be told from it at a level of {Level}: 150 rows name no winner, so look at the deviations. Times are of the tuned learner on all 150 rows. Log loss is the mean of -log of the probability given to the true species, so a confident mistake is dear: a decision tree whose leaves hold one species each says 0 or 1, and one wrong flower of 150 then costs {Certain / 150:F2}, however good its accuracy; a forest of ten such trees is hardly better.")
            + (report.Results.All(r => r.HasLogLoss) ? "" : " A learner that gives no probabilities has none."));
    }

    private PageTable Scores() => new(
        "Nested cross-validation on Iris. Rows of ClassicML are bold.",
        [
            new("learner"), new("library"), new("accuracy", "", true), new("log loss", "", true), new("macro F1", "", true), new("p", "same as first", true),
            new("fit, first call", "ms", true), new("fit, warm", "ms", true), new("predict, first call", "ms", true), new("predict, warm", "ms", true),
        ],
        [.. report.Results.Select(r => new Row(
            [
                r.Contender.Name, r.Contender.Library, Spread(r, ClassificationMetric.Accuracy),
                r.HasLogLoss ? Spread(r, ClassificationMetric.LogLoss) : "none",
                Spread(r, ClassificationMetric.F1Macro),
                r == best ? "" : Written.Of($"{PValue(r):F2}"), Milliseconds(r.Times.FitCold), Milliseconds(r.Times.FitWarm), Milliseconds(r.Times.PredictCold),
                Milliseconds(r.Times.PredictWarm),
            ],
            r.Contender.IsOurs))]);

    private IEnumerable<Block> AccuracyAndTime()
    {
        yield return new Prose(
            "One line a kind of learner, one mark a library. Look at how far the lines of one standard deviation overlap: nearly all do. On the axes of "
            + "times every step of the grid is a factor, so equal distances are equal ratios; the first call in a fresh process holds the just-in-time compiler's "
            + "work, warm calls do not. Neighbours only store their rows when they fit, and pay when they predict.");
        yield return new Gallery(true,
            Figure.Of(
                Dots(r => (Mean(r, ClassificationMetric.Accuracy), Deviation(r, ClassificationMetric.Accuracy))) with
                {
                    Title = "Accuracy",
                    XLabel = "share of flowers named rightly",
                    ValueRange = new AxisRange(Math.Min(0.85, Math.Floor(20 * Worst()) / 20), 1),
                },
                "Accuracy on flowers not seen: the mean of five outer folds, and one standard deviation to each side.",
                Written.Of($"Accuracies lie between {report.Results[^1].Folds.Mean(ClassificationMetric.Accuracy):F3} and {Mean(best, ClassificationMetric.Accuracy):F3}, with deviations as large as most differences.")),
            Time("Time to fit, warm", r => r.Times.FitWarm, "Milliseconds to fit all 150 flowers with the tuned settings, once warm, on a logarithmic axis."),
            Time("Time to predict, warm", r => r.Times.PredictWarm, "Milliseconds to predict all 150 flowers, once warm, on a logarithmic axis."),
            Time("Time to fit, first call", r => r.Times.FitCold, "Milliseconds of the first fit in a fresh process: the median of three such processes."));
    }

    private Figure Time(string title, Func<IrisResult, double> seconds, string caption)
    {
        var ordered = report.Results.OrderBy(seconds).ToList();
        return Figure.Of(
            Dots(r => (1000 * seconds(r), 0)) with { Title = title, XLabel = "milliseconds, logarithmic", LogValues = true }, caption,
            Written.Of($"From {Milliseconds(seconds(ordered[0]))} ms for {ordered[0].Title} to {Milliseconds(seconds(ordered[^1]))} ms for {ordered[^1].Title}."));
    }

    // A line a kind, a series a library.
    private DotChart Dots(Func<IrisResult, (double Value, double Deviation)> of)
    {
        IEnumerable<BarSeries> series = report.Results.GroupBy(r => r.Contender.Library).OrderBy(g => Libraries.Style(g.Key)).Select(library =>
        {
            (double Value, double Deviation)[] values =
                [.. kinds.Select(kind => library.FirstOrDefault(r => r.Contender.Kind == kind) is { } r ? of(r) : (double.NaN, double.NaN))];
            return new BarSeries(library.Key, [.. values.Select(v => v.Value)])
            { Errors = [.. values.Select(v => v.Deviation)], Style = Libraries.Style(library.Key) };
        });
        return new DotChart(kinds, series) { Height = 110 + 27 * kinds.Length };
    }

    private double Worst() => report.Results.Min(r => Mean(r, ClassificationMetric.Accuracy) - Deviation(r, ClassificationMetric.Accuracy));

    private static IEnumerable<Block> Projections()
    {
        ClassificationData iris = Datasets.Iris();
        Features standard = new StandardScaler().Fit(iris.Features).Transform(iris.Features);
        PcaModel pca = new Pca { ComponentCount = 2 }.Fit(standard);
        double kept = pca.ExplainedVarianceRatio.Sum();
        yield return new Prose(Written.Of(
            $"Four measurements, seen along two directions. Principal components keep as much of the spread as two directions can, {kept:P0} of it here, and know nothing of species. Linear discriminants are the directions that part the species best; so there the groups are tighter and further apart. In both, setosa stands alone and the other two touch: every learner's mistakes are made there."));
        yield return new Gallery(true,
            Projection(pca.Transform(standard), "Principal components", "component",
                "The standardised flowers on their first two principal components."),
            Projection(new LinearDiscriminantProjection { ComponentCount = 2 }.Fit(iris).Transform(iris.Features), "Linear discriminants", "discriminant",
                "The flowers on their two linear discriminants, fitted on all rows."));

        Figure Projection(Features x, string title, string axis, string caption) => Figure.Of(
            ScatterChart.Of(iris.WithFeatures(x)) with { Title = title, XLabel = $"{axis} 1", YLabel = $"{axis} 2" }, caption,
            "Setosa is a group of its own; versicolor and virginica lie beside each other and overlap a little.");
    }

    private IEnumerable<Block> Regions()
    {
        yield return new Prose(
            "Each tuned learner, fitted once more on petal length and width alone, which part the species nearly as well as all four. A border is where the "
            + "prediction changes. Look at the forms: lines for linear learners and discriminants, curves for kernels, steps for trees, patches for neighbours.");
        yield return new Gallery(false, [.. report.Results.Select(r => Figure.Of(
            RegionsOf(r), Settings("Settings, chosen on all rows", r.Search.BestCandidate.ToString()),
            $"Setosa is cut off at short petals, versicolor from virginica near a length of 5 cm, by {r.Title}."))]);
    }

    private static DecisionRegions RegionsOf(IrisResult result)
    {
        ClassificationData iris = Datasets.Iris();
        var x = (Matrix)iris.Features;
        ClassificationData petals = iris.WithFeatures(
            x.SelectColumns([PetalLength, PetalWidth]), [iris.FeatureNames!.Value[PetalLength], iris.FeatureNames!.Value[PetalWidth]]);
        return DecisionRegions.Of(result.Search.BestCandidate.Classifier.Fit(petals), petals) with { Title = result.Title, Width = 460, Height = 380 };
    }

    private IEnumerable<Block> Confusions()
    {
        ConfusionMatrix confusion = best.Confusion;
        int wrong = Enumerable.Range(0, 3).Sum(i => Enumerable.Range(0, 3).Sum(j => i == j ? 0 : (int)confusion[i, j]));
        yield return new Prose(
            $"All 150 flowers, each predicted by the model of the fold that had not seen it: rows are actual species, columns predicted ones. The best makes {wrong} "
            + "mistakes. Look below the first row: hardly a setosa is missed by anyone, and versicolor and virginica are taken for one another about as often either way.");
        yield return new Gallery(false, [.. report.Results.Select(r => Figure.Of(
            HeatMap.Confusion(r.Confusion.Counts, r.Confusion.Labels) with { Title = r.Title, Width = 460, Height = 330 },
            Settings("Settings, chosen in the outer folds", Count(r.Winners)),
            string.Join("; ", Enumerable.Range(0, 3).Select(i =>
                $"{r.Confusion.Labels[i]} as " + string.Join(", ", Enumerable.Range(0, 3).Where(j => r.Confusion[i, j] > 0)
                    .Select(j => Written.Of($"{r.Confusion.Labels[j]} {r.Confusion[i, j]}")))))))]);
    }

    private IEnumerable<Block> LearningCurves()
    {
        IrisCurve least = report.Curves.MaxBy(c => c.Points[0].TestMean)!;
        yield return new Prose(Written.Of(
            $"Accuracy on flowers not seen, against the number fitted on: the mean of 20 folds, with the settings that all of Iris chose. Look at the left end for who makes most of few rows ({least.Learner}: {least.Points[0].TestMean:F3} from {least.Points[0].X:F0} flowers), and at the slope on the right end for who would gain from more."));
        yield return new Gallery(true, Figure.Of(
            new LineChart(report.Curves.Select(c =>
                new LineSeries(c.Learner, [.. c.Points.Select(p => p.X)], [.. c.Points.Select(p => p.TestMean)]) { ShowPoints = true }))
            {
                Title = "Learning curves", XLabel = "flowers to learn from", YLabel = "accuracy", Width = 760, Height = 480,
            },
            "Accuracy by the number of flowers to learn from, mean of 20 folds.",
            string.Join("; ", report.Curves.Select(c => Written.Of($"{c.Learner} from {c.Points[0].TestMean:F3} to {c.Points[^1].TestMean:F3}")))));
    }

    private static IEnumerable<Block> DataSets(DataSetTable table)
    {
        int[] winners = [.. table.DataSets.Select((_, d) => table.Rows.Index().MaxBy(row => row.Item.Scores[d].Mean).Index)];
        yield return new Prose(
            $"Learners of ClassicML with their defaults, nothing tuned, on five stratified folds of each data set; where scale matters, features are standardised. Read down a column: "
            + $"{string.Join(", ", winners.Distinct().Select(w => Written.Inside(table.Rows[w].Learner)))} each come first somewhere, and the first of one is well down another. "
            + "That is why there are several learners, and ways to choose.");
        yield return new PageTable(
            "Accuracy, mean ± standard deviation of five folds; * the first of its column.",
            [new("learner"), .. table.DataSets.Select(name => new Column(name.Split(", ")[0], name.Split(", ")[1], true))],
            [.. table.Rows.Index().Select(row => new Row(
                [row.Item.Learner, .. row.Item.Scores.Select((s, d) =>
                    (winners[d] == row.Index ? "* " : "") + Written.Of($"{s.Mean:F3} ± {s.Deviation:F3}"))], false))]);
    }

    private IEnumerable<Block> How()
    {
        yield return new Prose(
            "Each learner is tuned by grid search, at most 12 candidates, on 3 stratified folds inside each of 5 stratified outer folds; so no score comes from rows that "
            + "chose or fitted the model. Linear learners, kernels and neighbours get standardised features, fitted on the training rows alone. Times are of the tuned learner on all 150 "
            + "rows, conversion to the library's own form included: a first call is the first in a process of its own, the median of three such; warm is the median "
            + "of later calls. ML.NET's trainers run on one thread, which is their fastest at this size.");
        if (!report.Results.Any(r => r.Contender.Library == Libraries.Accord))
            yield return new Prose("Accord.NET is not among these results: it is an opt-in of the build, -p:WithAccord=true (benchmarks/README.md says how).");
        yield return new Facts([.. report.Machine.Facts(), new("seeds", "outer folds 1, inner folds 2, data sets 3, learning curves 4; learners their default, 0"),
            new("duration", Written.Of($"{report.Elapsed.TotalSeconds:F0} s"))]);
    }

    private double PValue(IrisResult other) => SignificanceTest.CorrectedT(best.Folds, other.Folds, ClassificationMetric.Accuracy).PValue;

    private static string Settings(string what, string settings) => settings.Length == 0 ? "There was nothing to choose." : $"{what}: {settings}.";

    // "C=10 (3 of 5), C=1 (2 of 5)".
    private static string Count(IEnumerable<string> winners)
    {
        List<string> all = [.. winners];
        return all[0].Length == 0 ? ""
            : string.Join("; ", all.GroupBy(w => w).OrderByDescending(g => g.Count()).Select(g => $"{g.Key} ({g.Count()} of {all.Count})"));
    }

    private static double Mean(IrisResult r, Metric<ClassificationOutcome> metric) => r.Folds.Mean(metric);

    private static double Deviation(IrisResult r, Metric<ClassificationOutcome> metric) => r.Folds.Deviation(metric);

    private static string Spread(IrisResult r, Metric<ClassificationOutcome> metric) => Written.Of($"{Mean(r, metric):F3} ± {Deviation(r, metric):F3}");

    private static string Milliseconds(double seconds) => Written.Significant(1000 * seconds);
}
