using System.Text.Json;
using ClassicML.Benchmarks.Iris;
using ClassicML.Benchmarks.Pages;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Preprocessing;
using ClassicML.Tests.Plotting;
using MathNet.Numerics.Distributions;

namespace ClassicML.Tests.Benchmarks;

/// <summary>The numbers of the Iris report by plain sums over what the folds predicted, with made-up times and tables.</summary>
public class IrisNumbersTests
{
    private static readonly ClassificationData Iris = Datasets.Iris();

    private static readonly IrisResult Linear = Result("Linear discriminants", new IrisTimes(0.010, 0.002, 0.003, 0.0004)),
        Quadratic = Result("Quadratic discriminants", new IrisTimes(0.020, 0.001, 0.005, 0.0008));

    private static readonly DataSetTable Sets = new(
        ["First, 10 rows", "Second, 20 rows"], [("Nearest centroid", [(0.9, 0.1), (0.5, 0.25)]), ("Tree", [(0.8, 0.05), (0.7, 0)])]);

    private static readonly IrisReport Made = new(
        [Linear, Quadratic], [new IrisCurve("Linear", [new(20, 0, 0, 0.8, 0), new(60, 0, 0, 0.95, 0)]),
            new IrisCurve("Other", [new(20, 0, 0, 0.9, 0), new(60, 0, 0, 0.93, 0)])], Sets, false,
        TimeSpan.FromSeconds(77));

    private static readonly Page Page = IrisPage.Of(Made);

    [Fact]
    public void Scores_are_means_and_deviations_over_the_outer_folds()
    {
        PageTable table = Page.Tables("All learners").Single();
        (double mean, double deviation) = Spread(Accuracies(Linear));
        string[] row = table.Row("Linear discriminants");
        Assert.Equal(["ClassicML", FormattableString.Invariant($"{mean:F3} ± {deviation:F3}")], row[1..3]);
        Assert.Equal(["10.0", "2.00", "3.00", "0.400"], row[6..]);
        Assert.Equal("", row[5]);
        (mean, deviation) = Spread(
            [.. Folds().Select((fold, i) =>
            LogLoss.Of(((IClassifierModel)Quadratic.Folds.Folds[i].Model).As<IProbabilisticModel>()!.PredictProbabilities(
            Iris.SelectRows(fold.Test.AsSpan()).Features), Iris.SelectRows(fold.Test.AsSpan()).Codes))]);
        Assert.Equal(FormattableString.Invariant($"{mean:F3} ± {deviation:F3}"), table.Row("Quadratic discriminants")[3]);
        Assert.All(table.Rows, each => Assert.True(each.IsOurs));
    }

    [Fact]
    public void The_p_is_that_of_the_corrected_t_test_on_the_folds()
    {
        double[] differences = [.. Accuracies(Linear).Zip(Accuracies(Quadratic), (a, b) => a - b)];
        (double mean, double deviation) = Spread(differences);
        // Five folds, a quarter as many test rows as training rows; four degrees of freedom.
        double p = deviation == 0 ? 1 : 2 * StudentT.CDF(0, 1, 4, -Math.Abs(mean / (deviation * Math.Sqrt(1.0 / 5 + 0.25))));
        Assert.Equal(FormattableString.Invariant($"{p:F2}"), Page.Tables("All learners").Single().Row("Quadratic discriminants")[5]);
        Assert.Contains($"{(p >= 0.05 ? 1 : 0)} of the other 1 can't be told from it", Page.Prose("All learners"));
    }

    [Fact]
    public void The_lead_has_the_best_of_ours_with_the_time_of_fit_and_prediction()
    {
        (double mean, _) = Spread(Accuracies(Linear));
        string accuracy = FormattableString.Invariant($"{mean:F3}");
        Assert.Equal(
            $"150 flowers, four measurements, three species. Best of ClassicML: Linear discriminants, accuracy {accuracy}, 2.40 ms to fit and "
            + "predict all rows.", Page.Lead);
        Assert.StartsWith("Partial: the study was stopped before its end. 150 flowers", IrisPage.Of(Made with { IsPartial = true }).Lead);
        Assert.Equal("77 s", Page.Fact("How it was measured", "duration"));
    }

    [Fact]
    public void Charts_have_a_line_a_kind_with_its_accuracy_deviation_and_times()
    {
        Figure[] figures = Page.Figures("Accuracy and time");
        Picture accuracy = figures[0].Picture();
        Assert.Equal(["linear discriminants", "quadratic discriminants"], accuracy.YTicks.Select(tick => tick.Text));
        (double Mean, double Deviation)[] scores = [Spread(Accuracies(Linear)), Spread(Accuracies(Quadratic))];
        (double X, double Y)[] dots = accuracy.PageDots(0);
        Picture.Mark errors = accuracy.Marks
            .Single(mark => mark.Fill is null && mark.Stroke!.StartsWith("VAR(--CHART-SERIES-0", StringComparison.Ordinal));
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(accuracy.X.Pixel(scores[i].Mean), dots[i].X, Picture.Near);
            Assert.Equal(accuracy.YTicks.ElementAt(i).At, dots[i].Y, Picture.Near);
            Assert.Equal([scores[i].Mean - scores[i].Deviation, scores[i].Mean + scores[i].Deviation], errors.Runs[i].Select(end => end.X),
                (value, pixel) => Math.Abs(accuracy.X.Pixel(value) - pixel) < 2 * Picture.Near);
        }
        Assert.Equal(accuracy.Right, accuracy.X.Pixel(1), 2 * Picture.Near);
        Times(figures[1], 2, 1);
        Times(figures[2], 0.4, 0.8);
        Times(figures[3], 10, 20);
        Assert.Equal("From 1.00 ms for Quadratic discriminants to 2.00 ms for Linear discriminants.", figures[1].Alternative);

        static void Times(Figure figure, double linear, double quadratic)
        {
            Picture picture = figure.Picture();
            Assert.True(picture.X.IsLog);
            Assert.Equal([linear, quadratic], picture.PageDots(0).Select(dot => dot.X),
                (value, pixel) => Math.Abs(picture.X.Pixel(value) - pixel) < 2 * Picture.Near);
        }
    }

    [Fact]
    public void Confusions_count_every_flower_once_as_its_fold_predicted_it()
    {
        double[,] counts = new double[3, 3];
        for (int i = 0; i < 150; i++) counts[Iris.Codes[i], Linear.Folds.OutOfFoldPredictions[i]]++;
        for (int a = 0; a < 3; a++)
            for (int b = 0; b < 3; b++) Assert.Equal(counts[a, b], Linear.Confusion[a, b]);
        int wrong = Accuracies(Linear).Sum(accuracy => (int)Math.Round(30 * (1 - accuracy)));
        Assert.Contains($"The best makes {wrong} mistakes.", Page.Prose("What each learner confuses"));
        Figure figure = Page.Figures("What each learner confuses")[0];
        Assert.Equal("There was nothing to choose.", figure.Caption);
        Assert.StartsWith("setosa as setosa 50; ", figure.Alternative);
    }

    [Fact]
    public void The_first_of_each_data_set_has_a_star()
    {
        PageTable table = Page.Tables("No learner wins everywhere").Single();
        Assert.Equal([("First", "10 rows"), ("Second", "20 rows")], table.Columns.Skip(1).Select(column => (column.Name, column.Unit)));
        Assert.Equal(["Nearest centroid", "* 0.900 ± 0.100", "0.500 ± 0.250"], table.Rows[0].Cells);
        Assert.Equal(["Tree", "0.800 ± 0.050", "* 0.700 ± 0.000"], table.Rows[1].Cells);
        Assert.Contains("nearest centroid, tree each come first somewhere", Page.Prose("No learner wins everywhere"));
    }

    [Fact]
    public void Scores_on_other_data_sets_are_those_of_five_stratified_folds()
    {
        int steps = 0;
        DataSetTable table = DataSetTable.Run(new HashSet<string> { "nearest centroid" }, () => steps++,
            TestContext.Current.CancellationToken);
        (string learner, var scores) = Assert.Single(table.Rows);
        Assert.Equal(("Nearest centroid", 1), (learner, steps));
        ClassificationData[] sets = [Datasets.Iris(), Datasets.Wine(), Datasets.BreastCancer(), Datasets.Digits()];
        Assert.Equal(["Iris, 150 rows", "Wine, 178 rows", "Breast cancer, 569 rows", "Digits, 1797 rows"], table.DataSets.Take(4));
        for (int d = 0; d < sets.Length; d++)
        {
            ClassificationData data = sets[d];
            double[] accuracies = [.. new StratifiedKFold { FoldCount = 5, Seed = 3 }.Split(data).Select(fold =>
            {
                ClassificationData test = data.SelectRows(fold.Test.AsSpan());
                int[] predicted = new StandardScaler().Then(new NearestCentroid()).Fit(data.SelectRows(fold.Train.AsSpan())).Predict(
                    test.Features);
                return predicted.Where((code, i) => code == test.Codes[i]).Count() / (double)test.RowCount;
            })];
            (double mean, double deviation) = Spread(accuracies);
            Assert.Equal(mean, scores[d].Mean, 1e-12);
            Assert.Equal(deviation, scores[d].Deviation, 1e-12);
        }
    }

    [Fact]
    public void Learning_curves_lie_at_their_flowers_and_the_one_that_makes_most_of_few_is_named()
    {
        Picture picture = Page.Figures("How many flowers it takes").Single().Picture();
        picture.Holds([(20, 0.8), (60, 0.95)], picture.PageDots(0));
        picture.Holds([(20, 0.9), (60, 0.93)], picture.PageDots(1));
        Assert.Contains("(Other: 0.900 from 20 flowers)", Page.Prose("How many flowers it takes"));
        Assert.Equal("Linear from 0.800 to 0.950; Other from 0.900 to 0.930",
            Page.Figures("How many flowers it takes").Single().Alternative);
    }

    [Fact]
    public void Json_has_every_score_under_its_name()
    {
        JsonElement root = JsonDocument.Parse(IrisJson.Text(Made)).RootElement, first = root.GetProperty("results")[0];
        Assert.Equal((77.0, false), (root.GetProperty("seconds").GetDouble(), root.GetProperty("partial").GetBoolean()));
        Assert.Equal(("Linear discriminants", "ClassicML", 1),
            (first.GetProperty("learner").GetString(), first.GetProperty("library").GetString(),
            first.GetProperty("candidates").GetInt32()));
        (double mean, double deviation) = Spread(Accuracies(Linear));
        Assert.Equal(mean, first.GetProperty("accuracy").GetProperty("mean").GetDouble(), 1e-12);
        Assert.Equal(deviation, first.GetProperty("accuracy").GetProperty("deviation").GetDouble(), 1e-12);
        Assert.Equal(Accuracies(Linear),
            first.GetProperty("accuracy").GetProperty("folds").EnumerateArray().Select(fold => fold.GetDouble()),
            (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal((0.010, 0.002, 0.003, 0.0004), (
            first.GetProperty("fit_seconds").GetProperty("cold").GetDouble(),
                first.GetProperty("fit_seconds").GetProperty("warm").GetDouble(),
            first.GetProperty("predict_seconds").GetProperty("cold").GetDouble(),
                first.GetProperty("predict_seconds").GetProperty("warm").GetDouble()));
        Assert.Equal(50, first.GetProperty("confusion")[0][0].GetDouble());
        Assert.Equal((60.0, 0.95),
            (root.GetProperty("curves")[0].GetProperty("points")[1].GetProperty("rows").GetDouble(),
            root.GetProperty("curves")[0].GetProperty("points")[1].GetProperty("mean").GetDouble()));
        Assert.Equal((0.5, 0.25), (
            root.GetProperty("data_sets").GetProperty("rows")[0].GetProperty("accuracy")[1].GetProperty("mean").GetDouble(),
            root.GetProperty("data_sets").GetProperty("rows")[0].GetProperty("accuracy")[1].GetProperty("deviation").GetDouble()));
        Assert.Equal(5, root.GetProperty("results")[1].GetProperty("chosen").GetArrayLength());
        Assert.Equal(Quadratic.Search.BestCandidate.ToString(), root.GetProperty("results")[1].GetProperty("tuned").GetString());
    }

    private static IrisResult Result(string name, IrisTimes times)
    {
        Contender contender = Contender.All.Single(one => one.IsOurs && one.Name == name);
        var search = new GridSearch(contender.Candidates) { Splitter = IrisStudy.Inner };
        SearchModel tuned = search.Fit(Iris);
        return new IrisResult(contender, CrossValidation.Run(search, Iris, IrisStudy.Outer, IrisResult.Metrics(tuned)), tuned, times);
    }

    private static Fold[] Folds() => [.. new StratifiedKFold { FoldCount = 5, Seed = 1 }.Split(Iris)];

    // Of each outer fold the share of its thirty flowers that its model named rightly.
    private static double[] Accuracies(IrisResult result) =>
        [.. Folds().Select(fold =>
            fold.Test.Count(row => result.Folds.OutOfFoldPredictions[row] == Iris.Codes[row]) / (double)fold.Test.Length)];

    private static (double Mean, double Deviation) Spread(double[] values)
    {
        double mean = values.Sum() / values.Length;
        return (mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)));
    }
}
