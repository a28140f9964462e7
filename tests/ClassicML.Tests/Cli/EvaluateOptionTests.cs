using System.Globalization;
using System.Text;
using System.Text.Json;
using ClassicML.Cli;
using ClassicML.Cli.Commands;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.Neighbors;
using ClassicML.Preprocessing;
using ClassicML.Trees;
using ClassicML.Wire;

namespace ClassicML.Tests.Cli;

/// <summary>Every option of <c>evaluate</c> by its effect: what is printed is what the library computes with that option, and without it
/// something else.</summary>
public sealed class EvaluateOptionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_option_is_among_those_that_this_class_tests() => Assert.Equal(
        [
            "--categorical", "--columns", "--comment", "--data", "--decimal", "--drop", "--encoding", "--format", "--groups", "--header", "--id", "--impute",
            "--load", "--metric", "--missing", "--model", "--no-header", "--predictions", "--scale", "--seed", "--separator", "--set", "--target", "--task",
            "--test", "--test-labels", "--test-share", "--train", "--train-labels", "--weights",
        ],
        EvaluateCommand.Create(new GlobalOptions(BuiltIn.Registry, TimeProvider.System)).Options.Select(option => option.Name).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Without_options_a_quarter_is_tested_with_seed_zero_and_nothing_is_scaled()
    {
        var (train, test) = Datasets.Wine().Split(testShare: 0.25, seed: 0, stratified: true);
        Same(await Json("--model", "random-forest", "--set", "TreeCount=5", "--data", "wine"), new RandomForestClassifier { TreeCount = 5 },
            train, test);
        Same(await Json("--model", "logistic-regression", "--data", "wine"), new LogisticRegression(), train, test);
        Same(await Json("--model", "k-nearest-neighbors", "--data", "wine"), new KNearestNeighborsClassifier(), train, test);
    }

    [Theory]
    [InlineData("iris", 150, 4, 38), InlineData("wine", 178, 13, 45), InlineData("breast-cancer", 569, 30, 143),
        InlineData("digits", 1797, 64, 450)]
    public async Task Data_is_a_data_set_by_its_name(string name, int rows, int features, int tested)
    {
        JsonElement json = await Json("--model", "nearest-centroid", "--data", name);
        Assert.Equal((rows - tested, features, tested), (Whole(json, "rows"), Whole(json, "features"), Whole(json, "test_rows")));
    }

    [Fact]
    public async Task Seed_is_that_of_the_split_and_of_the_learner()
    {
        string predictions = folder.Path("p.txt");
        var (train, test) = Datasets.Wine().Split(testShare: 0.25, seed: 3, stratified: true);
        // One shallow tree of random features: its seed decides nearly all.
        string[] arguments = ["--model", "random-forest", "--set", "TreeCount=1", "--set", "MaxDepth=1", "--data", "wine", "--predictions",
            predictions];
        var learner = new RandomForestClassifier { TreeCount = 1, MaxDepth = 1, Seed = 3 };
        JsonElement json = await Json([.. arguments, "--seed", "3"]);
        Same(json, learner, train, test);
        Assert.Equal(3, Whole(Options(json), "Seed"));
        string[] seeded = File.ReadAllLines(predictions);
        Assert.Equal(learner.Fit(train).PredictLabels(test.Features), seeded);
        // Not the same rows with another seed of the learner, and not other rows with the same.
        Assert.NotEqual((learner with { Seed = 0 }).Fit(train).PredictLabels(test.Features), seeded);
        await Json(arguments);
        Assert.NotEqual(seeded, File.ReadAllLines(predictions));

        // What --set says of the learner's seed holds for the learner alone.
        json = await Json([.. arguments, "--seed", "3", "--set", "Seed=8"]);
        Same(json, learner with { Seed = 8 }, train, test);
        Assert.Equal(8, Whole(Options(json), "Seed"));
        // A learner without one takes the split's.
        Same(await Json("--model", "nearest-centroid", "--data", "wine", "--seed", "3"), new NearestCentroid(), train, test);
    }

    [Fact]
    public async Task Test_share_is_held_out_by_class()
    {
        foreach (double share in new[] { 0.1, 0.4 })
        {
            var (train, test) = Datasets.Iris().Split(share, seed: 0, stratified: true);
            Assert.Equal(150 * share, test.RowCount, 1e-9);
            Same(await Json("--model", "nearest-centroid", "--data", "iris", "--test-share", share.ToString(CultureInfo.InvariantCulture)),
                new NearestCentroid(), train, test);
        }
    }

    [Fact]
    public async Task Scale_puts_a_scaler_before_the_learner()
    {
        var (train, test) = Datasets.Wine().Split(seed: 0, stratified: true);
        var learner = new KNearestNeighborsClassifier { NeighborCount = 3 };
        List<string[]> all = [];
        foreach ((string[] scale, IClassifier<IClassifierModel> expected) in new (string[], IClassifier<IClassifierModel>)[]
        {
            ([], learner), (["--scale", "standard"], new StandardScaler().Then(learner)),
                (["--scale", "min-max"], new MinMaxScaler().Then(learner)),
        })
        {
            string predictions = folder.Path("p.txt");
            JsonElement json = await Json(
                [.. scale, "--model", "k-nearest-neighbors", "--set", "NeighborCount=3", "--data", "wine", "--predictions", predictions]);
            Same(json, expected, train, test);
            all.Add(File.ReadAllLines(predictions));
            Assert.Equal(expected.Fit(train).PredictLabels(test.Features), all[^1]);
        }
        // On these rows no two of the three agree, so none can stand for another.
        Assert.NotEqual(all[0], all[1]);
        Assert.NotEqual(all[0], all[2]);
        Assert.NotEqual(all[1], all[2]);
    }

    [Fact]
    public async Task Set_sets_options_of_every_kind_whatever_the_case_of_their_names()
    {
        JsonElement options = Options(await Json(
            "--model", "decision-tree", "--data", "iris", "--set", "criterion=entropy", "--set", "MAXDEPTH=3", "--set", "PruningAlpha=0.01",
                "--set", "MaxFeatures=2",
            "--set", "MaxDepth=2"));
        Assert.Equal("entropy", options.GetProperty("Criterion").GetString());
        // The last one counts.
        Assert.Equal(2, Whole(options, "MaxDepth"));
        Assert.Equal(0.01, options.GetProperty("PruningAlpha").GetDouble());
        Assert.Equal("2", options.GetProperty("MaxFeatures").GetString());
        Assert.Equal(JsonValueKind.Null, options.GetProperty("MaxLeafCount").ValueKind);
        Assert.Equal(BuiltIn.Registry.Find("decision-tree")!.Options.Select(option => option.Name),
            options.EnumerateObject().Select(option => option.Name).Except(["type", "format"]));
        options = Options(await Json("--model", "svm-classifier", "--data", "iris", "--set", "Kernel=linear-kernel"));
        Assert.Equal("linear-kernel", options.GetProperty("Kernel").GetProperty("type").GetString());
        options = Options(await Json("--model", "perceptron", "--data", "iris", "--set", "Shuffle=false", "--set",
            "PatienceCount=none"));
        Assert.Equal((JsonValueKind.False, JsonValueKind.Null),
            (options.GetProperty("Shuffle").ValueKind, options.GetProperty("PatienceCount").ValueKind));

        foreach (string wrong in (string[])["C", "=5", ""])
            Assert.Contains($"--set takes NAME=VALUE, was '{wrong}'",
                await Refused(2, "--model", "logistic-regression", "--data", "iris", "--set", wrong));
        // A value may hold the sign itself.
        Assert.Contains("ClassWeights must be",
            await Refused(1, "--model", "logistic-regression", "--data", "iris", "--set", "ClassWeights=a=b"));
    }

    [Fact]
    public async Task Target_is_a_column_by_name_or_number_and_by_default_the_last()
    {
        // Size tells the kind, and weight the label.
        string numbers = folder.Write("b.csv",
            "kind,size,weight,label\n" + string
            .Concat(Enumerable.Range(0, 40).Select(i => $"{(i < 20 ? 1 : 2)},{i},{i % 2 * 10},{i % 2 + 5}\n")));
        foreach ((string[] target, CsvColumn column, string[] classes) in new (string[], CsvColumn, string[])[]
        {
            ([], ^1, ["5", "6"]), (["--target", "kind"], "kind", ["1", "2"]), (["--target", "0"], 0, ["1", "2"]),
                (["--target", "3"], 3, ["5", "6"]), (["--target", "weight"], "weight", ["0", "10"]),
        })
        {
            string predictions = folder.Path("p.txt");
            var (train, test) = CsvReader.ReadClassification(numbers, new CsvOptions { Target = column }).Split(seed: 0, stratified: true);
            Same(await Json([.. target, "--model", "decision-tree", "--train", numbers, "--predictions", predictions]),
                new DecisionTreeClassifier(), train, test);
            Assert.Equal(classes, File.ReadAllLines(predictions).Distinct().Order(StringComparer.Ordinal));
        }
        Assert.Contains("nobody", await Refused(1, "--model", "decision-tree", "--train", numbers, "--target", "nobody"));
    }

    [Fact]
    public async Task Train_is_fitted_on_and_test_is_scored()
    {
        string first = folder.Write("a.csv", "x,label\n0,a\n1,a\n2,a\n8,b\n9,b\n"),
            second = folder.Write("b.csv", "x,label\n0,a\n3,a\n4,b\n9,b\n9,a\n");
        string predictions = folder.Path("p.txt");
        string[] arguments = ["--model", "k-nearest-neighbors", "--set", "NeighborCount=1", "--predictions", predictions];
        JsonElement json = await Json([.. arguments, "--train", first, "--test", second]);
        Assert.Equal((5, 1, 5, 0.6),
            (Whole(json, "rows"), Whole(json, "features"), Whole(json, "test_rows"), json.GetProperty("scores").GetProperty("accuracy").GetDouble()));
        Assert.Equal(["a", "a", "a", "b", "b"], File.ReadAllLines(predictions));
        // The other way round: 0 and 3 are a, 4 and 9 are b or a.
        json = await Json([.. arguments, "--train", second, "--test", first]);
        Assert.Equal((5, 5), (Whole(json, "rows"), Whole(json, "test_rows")));
        Assert.Equal(["a", "a", "a"], File.ReadAllLines(predictions)[..3]);

        Assert.Contains("--test goes with --train; use --test-share with --data",
            await Refused(2, "--model", "decision-tree", "--data", "iris", "--test", second));
        Assert.Contains("give either --data NAME or --train FILE",
            await Refused(2, "--model", "decision-tree", "--data", "iris", "--train", first));
        Assert.Contains("give either --data NAME or --train FILE", await Refused(2, "--model", "ridge"));
        Assert.Contains("--task classification and the model don't go together: it predicts numbers",
            await Refused(2, "--model", "lasso", "--data", "iris", "--task", "classification"));
    }

    [Fact]
    public async Task Format_says_how_a_file_is_read_whatever_its_name()
    {
        const string csv = "x,label\n1,a\n2,a\n8,b\n9,b\n", svm = "1 1:1\n1 1:2\n-1 1:8 5:1\n-1 1:9\n";
        Assert.Equal(1, await Features("a.csv", csv));
        Assert.Equal(1, await Features("b.svm", csv, "--format", "csv"));
        foreach (string name in (string[])["a.svm", "a.txt", "a"]) Assert.Equal(5, await Features(name, svm));
        Assert.Equal(5, await Features("c.csv", svm, "--format", "libsvm"));
        Assert.Equal(1, await Features("a.txt", csv));
        Assert.Contains("arff", await Refused(2, "--model", "decision-tree", "--train", "a", "--format", "arff"));
        // A test file is as wide as the training file, though it stores less.
        string train = folder.Write("wide.svm", svm), test = folder.Write("narrow.svm", "1 1:1\n-1 1:9\n");
        Assert.Equal(1, (await Json("--model", "decision-tree", "--train", train, "--test", test)).GetProperty("scores").GetProperty("accuracy").GetDouble());
        // Compressed, a name has its format before the last part.
        string packed = folder.Path("a.csv.gz");
        using (var stream = new System.IO.Compression.GZipStream(File.Create(packed),
            System.IO.Compression.CompressionLevel.Fastest)) stream.Write(Encoding.UTF8.GetBytes(csv));
        Assert.Equal(1, Whole(await Json("--model", "decision-tree", "--train", packed, "--test", packed), "features"));

        async Task<int> Features(string name, string text, params string[] more)
        {
            string file = folder.Write(name, text);
            return Whole(await Json([.. more, "--model", "decision-tree", "--train", file, "--test", file]), "features");
        }
    }

    [Fact]
    public async Task Labels_of_IDX_files_are_those_named_alike_or_those_given()
    {
        string images = Idx("train-images-idx3-ubyte",
            [0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2, /* rows of two */ 0, 1, 1, 0, 8, 9, 9, 8]);
        Idx("train-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 4, 3, 3, 7, 7]);
        string turned = Idx("turned.idx", [0, 0, 8, 1, 0, 0, 0, 4, 7, 7, 3, 3]),
            alone = Idx("alone.idx", [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 9, 9]);
        string right = Idx("right.idx", [0, 0, 8, 1, 0, 0, 0, 2, 3, 7]), predictions = folder.Path("p.txt");
        string[] arguments = ["--model", "k-nearest-neighbors", "--set", "NeighborCount=1", "--train", images, "--predictions",
            predictions];

        Assert.Equal(1, Accuracy(await Json([.. arguments, "--test", images])));
        Assert.Equal(["3", "3", "7", "7"], File.ReadAllLines(predictions));
        Assert.Equal(0, Accuracy(await Json([.. arguments, "--test", images, "--train-labels", turned])));
        Assert.Equal(["7", "7", "3", "3"], File.ReadAllLines(predictions));
        Assert.Equal(0, Accuracy(await Json([.. arguments, "--test", images, "--test-labels", turned])));
        Assert.Equal(1, Accuracy(await Json([.. arguments, "--test", alone, "--test-labels", right])));
        Assert.Equal(["3", "7"], File.ReadAllLines(predictions));
        Assert.Contains($"give the labels of '{alone}' with --train-labels or --test-labels",
            await Refused(2, [.. arguments, "--test", alone]));

        string Idx(string name, byte[] content)
        {
            string path = folder.Path(name);
            File.WriteAllBytes(path, content);
            return path;
        }

        static double Accuracy(JsonElement json) => json.GetProperty("scores").GetProperty("accuracy").GetDouble();
    }

    [Fact]
    public async Task Encoding_is_that_of_labels_and_predictions_are_UTF_8()
    {
        string csv = folder.Path("a.csv"), predictions = folder.Path("p.txt");
        File.WriteAllBytes(csv,
            Encoding.Latin1.GetBytes("size,label\n" + string
            .Concat(Enumerable.Range(0, 40).Select(i => $"{i},{(i < 20 ? "café" : "thé")}\n"))));
        foreach (string name in (string[])["latin1", "windows-1252"])
        {
            await Json("--model", "decision-tree", "--train", csv, "--encoding", name, "--predictions", predictions);
            Assert.Equal(["café", "thé"],
                Encoding.UTF8.GetString(File.ReadAllBytes(predictions)).TrimEnd().Split('\n').Distinct().Order(StringComparer.Ordinal));
        }
        Assert.Contains("--encoding must be one that .NET knows, such as utf-8, latin1 or windows-1252, was 'klingon'",
            await Refused(2, "--model", "decision-tree", "--train", csv, "--encoding", "klingon"));
    }

    [Fact]
    public async Task Json_says_whether_and_how_a_fit_converged()
    {
        var (train, test) = Datasets.Wine().Split(seed: 0, stratified: true);
        var early = new LogisticRegression { MaxIterations = 1 };
        Assert.False(early.Fit(train).Report.Converged);
        JsonElement json = await Json("--model", "logistic-regression", "--set", "MaxIterations=1", "--data", "wine");
        Assert.False(Report(json).GetProperty("converged").GetBoolean());
        Assert.Equal(1, Whole(Report(json), "iterations"));
        Same(json, early, train, test);
        json = await Json("--model", "logistic-regression", "--data", "wine");
        Assert.True(Report(json).GetProperty("converged").GetBoolean());
        Assert.True(Whole(Report(json), "iterations") > 1);
    }

    [Fact]
    public async Task What_is_no_number_is_null_in_JSON()
    {
        WireRegistry registry = BuiltIn.Registry.With(new WireOptions<Odd>("odd", WireKind.Classifier, "An odd one", () => new())
            .Number("Infinite", Interval.Any, odd => odd.Infinite, (odd, value) => odd with { Infinite = value }));
        (int code, string output, string errors) = await InProcess.Run(registry, "evaluate", "--model", "odd", "--data", "iris", "--json");
        Assert.True(code == 0, errors);
        JsonElement json = JsonDocument.Parse(output).RootElement;
        JsonElement report = Report(json);
        foreach (string name in (string[])["objective", "duality_gap"]) Assert.Equal(JsonValueKind.Null, report.GetProperty(name).ValueKind);
        Assert.Equal(JsonValueKind.Null, report.GetProperty("details").GetProperty("a_detail").ValueKind);
        Assert.Equal((2.5, false), (report.GetProperty("details").GetProperty("b_detail").GetDouble(), report.GetProperty("converged").GetBoolean()));
        // A learner without probabilities has no log loss.
        Assert.False(json.GetProperty("scores").TryGetProperty("log-loss", out _));
        Assert.Equal(1.0 / 3, json.GetProperty("scores").GetProperty("accuracy").GetDouble(), 0.02);
        (_, output, _) = await InProcess.Run(registry, "evaluate", "--model", "odd", "--data", "iris");
        Assert.Matches(@"converged\s+no: it is \[odd\]", output);
    }

    [Fact]
    public async Task Regressors_are_measured_on_rows_held_out_and_their_numbers_written_whole()
    {
        string file = folder.Write("a.csv",
            "x,z,y\n" + string.Concat(Enumerable.Range(0, 40)
            .Select(i => $"{i},{i * i % 7},{(2 * i - i * i % 7 / 3.0 + Math.Sin(i)).ToString("R", CultureInfo.InvariantCulture)}\n")));
        string predictions = folder.Path("p.txt");
        foreach ((string[] more, IRegressor<IRegressorModel> learner, double share, int seed) in new (string[], IRegressor<IRegressorModel>,
            double, int)[]
        {
            ([], new Ridge { Alpha = 5 }, 0.25, 0), (["--scale", "min-max"], new MinMaxScaler().Then(new Ridge { Alpha = 5 }), 0.25, 0),
            (["--scale", "standard", "--seed", "4", "--test-share", "0.5"], new StandardScaler().Then(new Ridge { Alpha = 5 }), 0.5, 4),
        })
        {
            JsonElement json = await Json([.. more, "--model", "ridge", "--set", "Alpha=5", "--train", file, "--predictions", predictions]);
            var (train, test) = CsvReader.ReadRegression(file).Split(share, seed);
            double[] predicted = learner.Fit(train).Predict(test.Features);
            Assert.Equal(predicted, File.ReadAllLines(predictions).Select(line => double.Parse(line, CultureInfo.InvariantCulture)));
            double squares = 0, spread = 0, mean = test.Targets.ToArray().Average();
            for (int i = 0; i < predicted.Length; i++)
            {
                squares += Math.Pow(test.Targets[i] - predicted[i], 2);
                spread += Math.Pow(test.Targets[i] - mean, 2);
            }
            Assert.Equal(1 - squares / spread, json.GetProperty("scores").GetProperty("r2").GetDouble(), 1e-12);
            Assert.Equal(Math.Sqrt(squares / predicted.Length), json.GetProperty("scores").GetProperty("root-mean-squared-error").GetDouble(), 1e-12);
            Assert.Equal((train.RowCount, 2, test.RowCount), (Whole(json, "rows"), Whole(json, "features"), Whole(json, "test_rows")));
        }
    }

    [Fact]
    public async Task Without_json_a_person_reads_the_same_numbers()
    {
        (int code, string output, string errors) = await InProcess.Run(
            "evaluate", "--model", "logistic-regression", "--set", "MaxIterations=1", "--scale", "min-max", "--data", "wine",
                "--seed", "2");
        Assert.True(code == 0, errors);
        var (train, test) = Datasets.Wine().Split(seed: 2, stratified: true);
        IClassifierModel model = new MinMaxScaler().Then(new LogisticRegression { MaxIterations = 1 }).Fit(train);
        ConfusionMatrix confusion = ConfusionMatrix.Of(model, test);
        Line("model", "min-max-scaler, logistic-regression max-iterations=1 seed=2");
        Line("rows", "133 × 13 to fit on, 45 to test on");
        Line("accuracy", Written(confusion.Accuracy));
        Line("f1-macro", Written(confusion.F1(Average.Macro)));
        Line("log-loss", Written(model.Score(test, ClassificationMetric.LogLoss)));
        Line("iterations", "1");
        Line("converged", "no: .+");
        Assert.Contains(confusion.ToString().Trim(), output.ReplaceLineEndings("\n"));
        (_, output, _) = await InProcess.Run("evaluate", "--model", "nearest-centroid", "--data", "wine");
        Line("converged", "yes");
        Line("model", "nearest-centroid");

        void Line(string name, string value) => Assert.Matches($@"(?m)^\s*{name}\s+{value}\s*$", output);

        static string Written(double value) =>
            System.Text.RegularExpressions.Regex.Escape(value.ToString("F4", CultureInfo.InvariantCulture));
    }

    // What a process prints of a learner's evaluation, by plain sums over its predictions.
    private static void Same(JsonElement json, IClassifier<IClassifierModel> learner, ClassificationData train, ClassificationData test)
    {
        IClassifierModel model = learner.Fit(train);
        Assert.Equal((train.RowCount, train.FeatureCount, test.RowCount),
            (Whole(json, "rows"), Whole(json, "features"), Whole(json, "test_rows")));
        int[] predicted = model.Predict(test.Features);
        Assert.Equal(predicted.Where((code, i) => code == test.Codes[i]).Count() / (double)test.RowCount,
            json.GetProperty("scores").GetProperty("accuracy").GetDouble(), 1e-12);
        double f1 = 0;
        for (int k = 0; k < test.ClassCount; k++)
        {
            int both = predicted.Where((code, i) => code == k && test.Codes[i] == k).Count();
            f1 += 2.0 * both / Math.Max(1,
                predicted.Count(code => code == k) + test.Codes.ToArray().Count(code => code == k)) / test.ClassCount;
        }
        Assert.Equal(f1, json.GetProperty("scores").GetProperty("f1-macro").GetDouble(), 1e-12);
        if (model.As<IProbabilisticModel>() is { } probabilistic)
        {
            Matrix p = probabilistic.PredictProbabilities(test.Features);
            Assert.Equal(
                -Enumerable.Range(0, test.RowCount).Average(i =>
                    Math.Log(Math.Clamp(p[i, test.Codes[i]], Math.Pow(2, -52), 1 - Math.Pow(2, -52)))),
                json.GetProperty("scores").GetProperty("log-loss").GetDouble(), 1e-9);
        }
        else Assert.False(json.GetProperty("scores").TryGetProperty("log-loss", out _));
        Assert.Equal((model.Report.Iterations, model.Report.Converged),
            (Whole(Report(json), "iterations"), Report(json).GetProperty("converged").GetBoolean()));
        if (model.Report.Objective is { } objective) Assert.Equal(objective, Report(json).GetProperty("objective").GetDouble());
        if (model.Report.DualityGap is { } gap) Assert.Equal(gap, Report(json).GetProperty("duality_gap").GetDouble());
        foreach ((string name, double value) in model.Report.Details) Assert.Equal(value, Report(json).GetProperty("details").GetProperty(name).GetDouble());
        foreach (string name in (string[])["fit_seconds", "predict_seconds"]) Assert.True(json.GetProperty(name).GetDouble() >= 0);
    }

    private static JsonElement Report(JsonElement json) => json.GetProperty("report");

    // The form of the learner itself, behind what prepares for it.
    private static JsonElement Options(JsonElement json)
    {
        JsonElement form = json.GetProperty("learner");
        while (form.TryGetProperty("Last", out JsonElement last)) form = last;
        return form;
    }

    private static int Whole(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    private static async Task<JsonElement> Json(params string[] arguments)
    {
        (int code, string output, string errors) = await InProcess.Run(["evaluate", "--json", .. arguments]);
        Assert.True(code == 0, errors);
        Assert.All(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("note: ", line));
        Assert.Single(output.TrimEnd().Split('\n'));
        return JsonDocument.Parse(output).RootElement;
    }

    private static async Task<string> Refused(int expected, params string[] arguments)
    {
        (int code, string output, string errors) = await InProcess.Run(["evaluate", .. arguments]);
        Assert.Equal((expected, ""), (code, output));
        return errors;
    }

    /// <summary>Answers the first class always, and reports what is no number.</summary>
    private sealed record Odd : IClassifier<OddModel>
    {
        public double Infinite { get; init; } = 1;

        public OddModel Fit(ClassificationData data, FitContext context = default) => new(data.Labels, data.FeatureCount);
    }

    private sealed record OddModel(ClassLabels Labels, int FeatureCount) : IClassifierModel
    {
        public FitReport Report { get; } = new FitReport
        {
            Objective = double.NaN, DualityGap = double.PositiveInfinity, Converged = false, Reason = "it is [odd]",
        }.With("a_detail", double.NegativeInfinity).With("b_detail", 2.5);

        public void Predict(Features x, Memory<int> destination) => destination.Span.Clear();
    }
}
