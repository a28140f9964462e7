using System.Collections.Immutable;
using System.Text.Json;
using ClassicML.Benchmarks.Mnist;
using ClassicML.Benchmarks.Pages;
using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.Neural;
using ClassicML.Svm;
using ClassicML.Tests.Plotting;
using ClassicML.Trees;
using Machine = ClassicML.Benchmarks.Machine;

namespace ClassicML.Tests.Benchmarks;

/// <summary>Ratios, intervals, tests and pictures of made-up predictions of two hundred digits, each worked out by hand.</summary>
public class MnistNumbersTests
{
    // Row i is the digit i modulo 10; who is wrong takes it for the next.
    private static readonly ClassificationData Test = new(
        Matrix.Wrap([.. Enumerable.Range(0, 200 * 64).Select(at => at % 97 / 97.0)], 200, 64),
            [.. Enumerable.Range(0, 200).Select(i => i % 10)], Datasets.Digits().Labels);

    private static readonly MnistReport Made = Report();

    private static readonly Page Page = MnistPage.Of(Made);

    [Fact]
    public void A_ratio_is_a_peers_time_of_fit_and_prediction_by_ours_where_it_is_as_accurate()
    {
        Assert.Equal(
            [("knn", null), ("sklearn-knn", 4.0), ("faiss-knn", 2.0), ("mlnet-knn", null), ("forest", null), ("free", null)],
            Made.Measured.Select(m => (m.Contender.Key, Made.Ratio(m.Contender))));
        Assert.Equal(("faiss-knn", 2.0),
            (Made.QuickestPeer(Contender("knn"))!.Value.Contender.Key, Made.QuickestPeer(Contender("knn"))!.Value.Ratio));
        Assert.Null(Made.QuickestPeer(Contender("forest")));
    }

    [Fact]
    public void The_best_is_the_first_of_the_most_accurate_and_each_family_has_its_own()
    {
        Assert.Equal("knn", Made.Best!.Value.Contender.Key);
        Assert.Equal(["knn", "free"], Made.BestOfFamilies.Select(one => one.Contender.Key));
        // Row 0 is read wrongly by all but one, rows 1 and 10 by three; of equals the first comes first.
        Assert.Equal([(0, 5), (1, 3), (10, 3), (2, 2), (3, 2)], Made.Hardest(5));
        Assert.Equal(200, Made.Hardest(1000).Length);
    }

    [Fact]
    public void Mc_Nemars_p_is_that_of_a_coin_on_the_rows_where_just_one_is_right()
    {
        Assert.Null(Made.PValue(Contender("knn")));
        // Wrong on row 0 and one more: that row alone, 2·(1/2).
        Assert.Equal(1, Made.PValue(Contender("sklearn-knn"))!.Value, 1e-12);
        // The same predictions.
        Assert.Equal(1, Made.PValue(Contender("faiss-knn"))!.Value, 1e-12);
        // Eleven rows more: 2/2¹¹. Eight more: 2/2⁸. Five more but row 0, which is right: six rows, five against one, 2·(1 + 6)/2⁶.
        Assert.Equal(2 / 2048.0, Made.PValue(Contender("mlnet-knn"))!.Value, 1e-12);
        Assert.Equal(2 / 256.0, Made.PValue(Contender("forest"))!.Value, 1e-12);
        Assert.Equal(14 / 64.0, Made.PValue(Contender("free"))!.Value, 1e-12);
    }

    [Fact]
    public void The_comparison_has_each_learners_scores_times_and_sizes()
    {
        PageTable table = Page.Tables("The comparison").Single();
        Assert.Equal(["learner", "library", "accuracy", "interval", "log loss", "macro F1", "fit", "predict", "peak", "model", "ratio",
            "p"], table.Columns.Select(column => column.Name));
        // Wilson's interval of 199 of 200 is (200.921 ± 2.741)/203.842. The classes 0 and 1 have F1 of 2·19/39 and 2·20/41.
        Assert.Equal(["Knn", "ClassicML", "99.50", "97.2 – 99.9", "0.123", Percent((8 + 38.0 / 39 + 40.0 / 41) / 10), "1.00", "0.500",
            "150", "2.50", "2.00", "best"], table.Row("Knn"));
        Assert.Equal(["Sk", "scikit-learn", "99.00", "96.4 – 99.7", "", table.Cell("macro F1", "Sk"), "4.00", "2.00", "250", "", "4.00",
            "1.000"], table.Row("Sk"));
        Assert.Equal(("2.00", "1.000"), (table.Cell("ratio", "Index"), table.Cell("p", "Index")));
        Assert.Equal(("94.00", "", "< 0.001"), (table.Cell("accuracy", "Fast"), table.Cell("ratio", "Fast"), table.Cell("p", "Fast")));
        Assert.Equal(("95.50", "", "0.008"), (table.Cell("accuracy", "Forest"), table.Cell("ratio", "Forest"), table.Cell("p", "Forest")));
        Assert.Equal(["Slow", "scikit-learn", "took more than 60 s at 'fit 1'", "", "", "", "", "", "", "", "", ""], table.Row("Slow"));
        Assert.DoesNotContain(table.Rows, row => row.Cells[0] == "Gone");
        Assert.Equal([true, false, false, false, true, false, false], table.Rows.Select(row => row.IsOurs));
        string prose = Page.Prose("The comparison");
        Assert.Contains("Here 3 rows can't be told from ClassicML's knn: scikit-learn's Sk, FAISS's Index and scikit-learn's Free.", prose);
        Assert.Contains("Not here: ranger (no R).", prose);

        static string Percent(double share) => FormattableString.Invariant($"{100 * share:0.00}");
    }

    [Fact]
    public void The_lead_names_the_best_and_counts_who_is_slower()
    {
        Assert.Contains("Handwritten digits, ten classes, 20 to learn from and 200 to be tested on.", Page.Lead);
        Assert.Contains("The most accurate is ClassicML's knn: 99.50 % of the test digits, fitted in 1.00 s.", Page.Lead);
        Assert.Contains(
            "Against the quickest peer at equal settings ClassicML is faster in 1 of 1 comparisons, by 2.0 times on the geometric mean.",
            Page.Lead);
    }

    [Fact]
    public void Dots_of_accuracy_lie_at_the_time_of_the_fit_and_of_the_prediction()
    {
        Figure[] figures = Page.Figures("Accuracy and time");
        Picture fit = figures[0].Picture(), prediction = figures[1].Picture();
        Assert.True(fit.X.IsLog && prediction.X.IsLog);
        // ClassicML, ML.NET, scikit-learn and FAISS have the places 0, 1, 3 and 7 of every chart.
        fit.Holds([(1, 99.5), (30, 95.5)], fit.PageDots(0));
        fit.Holds([(0.02, 94)], fit.PageDots(1));
        fit.Holds([(4, 99), (0.5, 97.5)], fit.PageDots(3));
        fit.Holds([(2, 99.5)], fit.PageDots(7));
        prediction.Holds([(0.5, 99.5), (0.25, 95.5)], prediction.PageDots(0));
        prediction.Holds([(2, 99), (0.1, 97.5)], prediction.PageDots(3));
        // Nobody is quicker and more accurate than these: from the quickest on, whoever is better than all before.
        Assert.Contains(
            "than ML.NET's Fast (94.00 %, 0.0200 s), scikit-learn's Free (97.50 %, 0.500 s) and ClassicML's knn (99.50 %, 1.00 s).",
            Page.Prose("Accuracy and time"));
        Assert.Equal("Predictions take from 0.0100 s (ML.NET's Fast) to 2.00 s (scikit-learn's Sk).", figures[1].Alternative);
    }

    [Fact]
    public void What_nobody_would_choose_lies_under_the_picture()
    {
        MnistReport with = Report(
            new MnistResult(One("Trees", "Poor", "scikit-learn", "poor", ""), Scores([.. Enumerable.Range(0, 60)], 1, 1)));
        Page page = MnistPage.Of(with);
        Assert.Contains(" 1 with an accuracy below 80 % lies under the picture.", page.Prose("Accuracy and time"));
        Picture picture = page.Figures("Accuracy and time")[0].Picture();
        Assert.Equal(2, picture.PageDots(3).Length);
        Assert.Equal(picture.Bottom, picture.Y.Pixel(79.2), 2 * Picture.Near);
        Assert.Equal(picture.Top, picture.Y.Pixel(100.4), 2 * Picture.Near);
        // The least accurate is shown otherwise, and 0.8 points below it.
        picture = Page.Figures("Accuracy and time")[0].Picture();
        Assert.Equal(picture.Bottom, picture.Y.Pixel(93.2), 2 * Picture.Near);
    }

    [Fact]
    public void Confusions_are_of_the_best_of_each_family_and_the_commonest_of_all_together()
    {
        Figure[] figures = Page.Figures("What is confused");
        Assert.Equal(["ClassicML's knn: 99.50 %.", "scikit-learn's Free: 97.50 %."], figures.Select(figure => figure.Caption));
        // It takes 0 for 1 on rows 10 and 20, and 1 to 3 for the next once each.
        Assert.Equal("Trees most often reads 0 as 1: 2 times.", figures[1].Alternative);
        Assert.Contains("the commonest mistakes are to read 0 as 1, 1 as 2 and 2 as 3.", Page.Prose("What is confused"));
        Picture picture = figures[1].Picture();
        Assert.Equal("18", picture.Words
            .Single(word => Math.Abs(word.X - picture.XTicks.First().At) < 1 && Math.Abs(word.Y - picture.YTicks.First().At) < 1).Text);
        Assert.Equal("2", picture.Words
            .Single(word => Math.Abs(word.X - picture.XTicks.ElementAt(1).At) < 1
            && Math.Abs(word.Y - picture.YTicks.First().At) < 1).Text);
    }

    [Fact]
    public void The_hardest_digits_stand_with_what_each_learner_reads()
    {
        PageTable table = Page.Tables("The hardest digits").Single();
        Assert.Equal(("1", "is 0"), (table.Columns[2].Name, table.Columns[2].Unit));
        Assert.Equal(["Knn", "ClassicML", "1", "✓", "✓"], table.Row("Knn")[..5]);
        Assert.Equal(["Free", "scikit-learn", "✓", "2", "1"], table.Row("Free")[..5]);
        string prose = Page.Prose("The hardest digits");
        Assert.Contains("None of the 20 are read wrongly by all 6 learners; ClassicML's knn reads most of them rightly, 19.", prose);
    }

    [Fact]
    public void Learning_curves_lie_at_their_rows_and_say_who_leads_and_who_gains()
    {
        Page page = MnistPage.Of(Made with
        {
            Pictures = new MnistPictures
            {
                Curves = [new Curve("Nearest neighbours", [100, 1000, 5000], [0.6, 0.8, 0.95]),
                new Curve("Kernel SVM", [100, 1000, 5000], [0.7, 0.85, 0.9]), new Curve("Empty", [], [])]
            },
        });
        Picture picture = page.Figures("Learning curves").Single().Picture();
        picture.Holds([(100, 60), (1000, 80), (5000, 95)], picture.PageDots(0));
        picture.Holds([(100, 70), (1000, 85), (5000, 90)], picture.PageDots(1));
        Assert.Contains(
            "On 100 digits kernel SVM leads with 70.00 %, on 5,000 nearest neighbours with 95.00 %. "
            + "Over the last step nearest neighbours gains most (15.0 points): more digits would help it. "
            + "Kernel SVM gains least (5.0).",
            page.Prose("Learning curves"));
    }

    [Fact]
    public void Json_has_every_score_under_its_name()
    {
        JsonElement root = JsonDocument.Parse(MnistJson.Text(Made)).RootElement, first = root.GetProperty("results")[0],
            scores = first.GetProperty("scores"), peer = root.GetProperty("results")[1];
        Assert.Equal(("Digits", 20, 200, 60.0, 12.0), (
            root.GetProperty("data").GetString(), root.GetProperty("train_rows").GetInt32(), root.GetProperty("test_rows").GetInt32(),
                root.GetProperty("limit_seconds").GetDouble(), root.GetProperty("seconds").GetDouble()));
        Assert.Equal(("Neighbours", "Knn", "ClassicML", "1.0", "as told"), (
            first.GetProperty("family").GetString(), first.GetProperty("learner").GetString(), first.GetProperty("library").GetString(),
                first.GetProperty("version").GetString(), first.GetProperty("settings").GetString()));
        Assert.Equal((0.995, 0.123, 1.0, 0.5, 150.0, 2.5e6), (
            scores.GetProperty("accuracy").GetDouble(), scores.GetProperty("log_loss").GetDouble(),
                scores.GetProperty("fit_seconds").GetDouble(), scores.GetProperty("predict_seconds").GetDouble(),
            scores.GetProperty("peak_mb").GetDouble(), scores.GetProperty("model_bytes").GetDouble()));
        Assert.Equal([0.9722, 0.9991], scores.GetProperty("interval").EnumerateArray().Select(end => Math.Round(end.GetDouble(), 4)));
        Assert.Equal((2.0, JsonValueKind.Null), (scores.GetProperty("ratio").GetDouble(), scores.GetProperty("mcnemar_p").ValueKind));
        Assert.Equal((19, 1), (scores.GetProperty("confusion")[0][0].GetDouble(), scores.GetProperty("confusion")[0][1].GetDouble()));
        Assert.Equal(("knn", 4.0, 1.0),
            (peer.GetProperty("counterpart").GetString(), peer.GetProperty("scores").GetProperty("ratio").GetDouble(),
            Math.Round(peer.GetProperty("scores").GetProperty("mcnemar_p").GetDouble(), 12)));
        Assert.Equal((0, "0", 5),
            (root.GetProperty("hardest")[0].GetProperty("row").GetInt32(), root.GetProperty("hardest")[0].GetProperty("actual").GetString(),
            root.GetProperty("hardest")[0].GetProperty("wrong").GetInt32()));
        Assert.Equal(JsonValueKind.Null, root.GetProperty("partial").ValueKind);
        Assert.Equal(64, new MnistData(false, Test, Test).Side * root.GetProperty("settings").GetProperty("Side").GetInt32());
    }

    [Fact]
    public void What_a_process_answers_is_what_is_measured()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the contender is a shell script");
        using var folder = new TemporaryFolder();
        ClassificationData test = Test.SelectRows([0, 1, 2, 3]);
        NpyFile.Write(folder.Path("codes"), [0, 1, 2, 9]);
        double[] p = [.. Enumerable.Repeat(0.05, 40)];
        for (int i = 0; i < 4; i++) p[10 * i + i] = 0.55;
        NpyFile.Write(folder.Path("shares"), Matrix.Wrap(p, 4, 10));
        string script = "read line; echo '{\"version\": \"7.1\"}'; read line; echo '{\"seconds\": 1.5, \"note\": \"on a card\"}'; "
            + "read line; cp codes predicted.npy; cp shares probabilities.npy; "
            + "echo '{\"seconds\": 0.25}'; read line; echo '{\"peak_mb\": 12.5}'; read line; echo '{\"bytes\": 4321}'; read line";
        var contender = new MnistContender("Family", "Name", "Library", "key",
            "")
        { Program = () => ["sh", "-c", $"cd '{folder.Root}'; {script}"] };
        MnistScores scores = MnistStudy.Measure(
            contender, () => MnistStudy.Start(contender, folder.Root, TestContext.Current.CancellationToken), folder.Root, test,
            TimeSpan.FromSeconds(60)).Scores!;
        Assert.Equal(("7.1", 1.5, 0.25, 1.75, 12.5, 4321.0, "on a card"),
            (scores.Version, scores.FitSeconds, scores.PredictSeconds, scores.TotalSeconds, scores.PeakMegabytes, scores.ModelBytes!.Value,
            scores.Note));
        Assert.Equal([0, 1, 2, 9], scores.Predicted);
        Assert.Equal(0.75, scores.Accuracy);
        Assert.Equal(-Math.Log(0.55), scores.LogLoss!.Value, 1e-12);
    }

    [Fact]
    public void Every_contender_of_ours_has_a_learner_at_the_settings_that_it_states_and_peers_have_one_of_ours()
    {
        foreach (MnistSettings settings in new[] { new MnistSettings(), MnistSettings.ForDigits })
        {
            ImmutableArray<MnistContender> all = MnistContender.All(settings);
            string[] ours = [.. all.Where(one => one.IsOurs).Select(one => one.Key)];
            Assert.Equal(ours.Length, ours.Distinct().Count());
            Assert.All(ours, key => Assert.NotNull(OurLearners.Find(key, settings)));
            Assert.Null(OurLearners.Find("nobody", settings));
            Assert.All(all.Where(one => !one.IsOurs && one.Counterpart != ""), one => Assert.Contains(one.Counterpart, ours));
            // Families stand together, ours first in each.
            Assert.Equal(all.Select(one => one.Family).Distinct().Count(),
                all.Zip(all.Skip(1)).Count(pair => pair.First.Family != pair.Second.Family) + 1);
            foreach (IGrouping<string, MnistContender> family in all.GroupBy(one => one.Family))
                Assert.Equal(family.OrderBy(one => !one.IsOurs).Select(one => one.IsOurs), family.Select(one => one.IsOurs));
        }
        var digits = MnistSettings.ForDigits;
        Assert.Equal(digits.KernelC, ((SvmClassifier)OurLearners.Find("kernel-svm", digits)!).C);
        Assert.Equal(KernelFunction.Rbf(digits.KernelGamma), ((SvmClassifier)OurLearners.Find("kernel-svm", digits)!).Kernel);
        Assert.Equal(digits.LogisticC, ((LogisticRegression)OurLearners.Find("logistic-l2", digits)!).C);
        Assert.Equal((digits.LassoC, Penalty.L1),
            (((LogisticRegression)OurLearners.Find("logistic-l1", digits)!).C,
            ((LogisticRegression)OurLearners.Find("logistic-l1", digits)!).Penalty));
        Assert.Equal(digits.TreeCount, ((RandomForestClassifier)OurLearners.Find("forest", digits)!).TreeCount);
        Assert.Equal(digits.MlpEpochs, ((MlpClassifier)OurLearners.Find("mlp", digits)!).MaxEpochs);
        Assert.Contains("C 0.5", MnistContender.All(digits).Single(one => one is { IsOurs: true, Key: "linear-svm" }).Settings);
        Assert.Equal(["ML.NET", "scikit-learn", "LIBSVM", "FAISS"],
            new[] { "mlnet", "scikit-learn", "libsvm", "faiss" }
            .Select(name => MnistContender.Peers.Single(peer => peer.Name == name).Library));
    }

    [Fact]
    public void Rows_and_settings_are_written_for_contenders_as_they_are()
    {
        using var folder = new TemporaryFolder();
        var data = new MnistData(false, Test.SelectRows([5, 3]), Test.SelectRows([7, 8, 9]));
        data.Write(folder.Root);
        (ClassificationData train, ClassificationData test) = MnistData.Read(folder.Root);
        Assert.Equal(((Matrix)data.Train.Features).Span, ((Matrix)train.Features).Span);
        Assert.Equal([5, 3], train.Codes.ToArray());
        Assert.Equal(((Matrix)data.Test.Features).Span, ((Matrix)test.Features).Span);
        Assert.Equal([7, 8, 9], test.Codes.ToArray());
        Assert.Equal(MnistSettings.ForDigits, MnistSettings.Read(folder.Root));
        Assert.Equal("2 of Digits' training rows and 3 of its test rows, of a stratified split 3:1 with seed 1", data.Choice);
        Assert.Equal("the first 2 of MNIST's 60,000 training digits and the first 3 of its 10,000 test digits",
            (data with { IsMnist = true }).Choice);
        Assert.Equal(("Digits", 8, "MNIST", 28),
            (data.Name, data.Side, (data with { IsMnist = true }).Name, (data with { IsMnist = true }).Side));
    }

    [Fact]
    public void Pixels_lie_between_zero_and_one()
    {
        Assert.SkipWhen(Datasets.HasMnist, "MNIST takes seconds to read");
        MnistData data = MnistData.Load(600);
        Assert.Equal((600, 450), (data.Train.RowCount, data.Test.RowCount));
        var (train, test) = Datasets.Digits().Split(450 / 1797.0, seed: 1, stratified: true);
        Assert.Equal(((Matrix)train.Features).Span[..(600 * 64)].ToArray().Select(pixel => pixel / 16),
            ((Matrix)data.Train.Features).Span.ToArray());
        Assert.Equal(((Matrix)test.Features).Span.ToArray().Select(pixel => pixel / 16), ((Matrix)data.Test.Features).Span.ToArray());
        Assert.Equal(train.Codes[..600], data.Train.Codes);
    }

    private static MnistContender Contender(string key) => Made.Measured.Single(m => m.Contender.Key == key).Contender;

    private static MnistReport Report(params MnistResult[] more) => new(
        new MnistData(false, Test.SelectRows([.. Enumerable.Range(0, 20)]), Test),
        [
            new(One("Neighbours", "Knn", "ClassicML", "knn", ""),
                Scores([0], 1, 0.5) with { LogLoss = 0.123, PeakMegabytes = 150, ModelBytes = 2.5e6 }),
            new(One("Neighbours", "Sk", "scikit-learn", "sklearn-knn", "knn"), Scores([0, 1], 4, 2)),
            new(One("Neighbours", "Index", "FAISS", "faiss-knn", "knn"), Scores([0], 2, 1)),
            new(One("Neighbours", "Fast", "ML.NET", "mlnet-knn", "knn"), Scores([0, .. Enumerable.Range(10, 11)], 0.02, 0.01)),
            new(One("Trees", "Forest", "ClassicML", "forest", ""), Scores([0, .. Enumerable.Range(1, 7), 10], 30, 0.25)),
            new(One("Trees", "Free", "scikit-learn", "free", ""), Scores([1, 2, 3, 10, 20], 0.5, 0.1)),
            new(One("Trees", "Slow", "scikit-learn", "slow", "forest"), null, "took more than 60 s at 'fit 1': nothing"),
            new(One("Trees", "Gone", "ranger", "gone", "forest"), null, "no R", IsAbsent: true),
            .. more,
        ], new MnistPictures(), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(12),
            new Machine("a made-up processor", "AVX-512", 2, "a system", new Dictionary<string, string>()));

    private static MnistContender One(string family, string name, string library, string key, string counterpart) =>
        new(family, name, library, key, "as told") { Counterpart = counterpart, Program = () => [] };

    private static MnistScores Scores(int[] wrong, double fit, double predict)
    {
        int[] predicted = Test.Codes.ToArray();
        foreach (int row in wrong) predicted[row] = (predicted[row] + 1) % 10;
        return new MnistScores("1.0", fit, predict, 250, null, "", predicted, null,
            new ConfusionMatrix(Test.Codes, predicted, Test.Labels));
    }
}
