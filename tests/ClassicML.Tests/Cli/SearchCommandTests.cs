using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ClassicML.Cli;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Preprocessing;
using ClassicML.Serialization;
using ClassicML.Svm;
using ClassicML.Trees;
using ClassicML.Wire;

namespace ClassicML.Tests.Cli;

/// <summary><c>classicml search</c>: candidates, scores, ranks and winner are those of the library's searches.</summary>
public sealed class SearchCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_grid_is_that_of_the_library_over_all_models()
    {
        JsonElement json = await SelectionCase.Json(
            "search", "--data", "wine", "--scale", "standard", "--model", "svm", "--set", "C=2", "--vary", "kernel.gamma=0.01,0.1", "--vary",
                "shrinking=true,false",
            "--model", "knn", "--vary", "NeighborCount=1,3", "--model", "nearest-centroid",
            "--metric", "balanced-accuracy", "--metric", "f1-macro", "--folds", "4", "--seed", "3");
        ITransformer<ITransformerModel> scaler = new StandardScaler();
        var search = new GridSearch(
            ParameterGrid.For(scaler.Then(new SvmClassifier { C = 2 }))
                .Vary("kernel.gamma", [0.01, 0.1], (p, gamma) => p with { Last = p.Last with { Kernel = KernelFunction.Rbf(gamma) } })
                .Vary("shrinking", [true, false], (p, on) => p with { Last = p.Last with { Shrinking = on } }),
            ParameterGrid.For(scaler.Then(new KNearestNeighborsClassifier()))
                .Vary("NeighborCount", [1, 3], (p, k) => p with { Last = p.Last with { NeighborCount = k } }),
            ParameterGrid.For(scaler.Then(new NearestCentroid())))
        {
            Splitter = new StratifiedKFold { FoldCount = 4, Seed = 3 }, Metric = ClassificationMetric.BalancedAccuracy,
            MoreMetrics = [ClassificationMetric.F1Macro],
        };
        Same(search.Fit(Datasets.Wine()).Results, json);
        JsonElement[] candidates = Candidates(json);
        Assert.Equal(
            [
                "knn NeighborCount=1", "knn NeighborCount=3", "nearest-centroid ", "svm kernel.gamma=0.01 shrinking=false",
                    "svm kernel.gamma=0.01 shrinking=true",
                "svm kernel.gamma=0.1 shrinking=false", "svm kernel.gamma=0.1 shrinking=true",
            ],
            candidates.Select(one => $"{one.GetProperty("model").GetString()} {Settings(one)}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Candidates_of_a_random_search_are_those_that_the_library_draws()
    {
        JsonElement json = await SelectionCase.Json(
            "search", "--data", "iris", "--model", "knn", "--vary", "neighbor-count=2..20", "--vary", "weighting=uniform,inverse-distance",
                "--method", "random",
            "--count", "6", "--seed", "2");
        var space = ParameterSpace.For(new KNearestNeighborsClassifier())
            .Vary("neighbor-count", Distribution.Integer(2, 20), (knn, k) => knn with { NeighborCount = k })
            .Vary("weighting", Distribution.Choice("uniform", "inverse-distance"), (knn, w) =>
                knn with { Weighting = w == "uniform" ? NeighborWeighting.Uniform : NeighborWeighting.InverseDistance });
        SearchModel expected = (new RandomSearch(space, 6, seed: 2) with { Splitter = new StratifiedKFold { Seed = 2 } }).Fit(Datasets.Iris());
        ImmutableArray<CandidateResult> different = [.. expected.Results.DistinctBy(result => result.Candidate.ToString())];
        Same(different, json, ranks: different.Length == 6);
        Assert.Equal(different.Length < 6, json.GetProperty("notes").EnumerateArray().Any(note => note.GetString()!.Contains("are different")));
    }

    [Fact]
    public async Task Ranges_are_drawn_in_their_bounds_and_typed_as_they_are_tried()
    {
        JsonElement json = await SelectionCase.Json(
            "search", "--data", "iris", "--model", "logistic-regression", "--vary", "C=0.01..100:log", "--method", "random", "--count", "12", "--folds", "2");
        double[] drawn = [.. Candidates(json).Select(one =>
            double.Parse(one.GetProperty("settings").GetProperty("C").GetString()!, CultureInfo.InvariantCulture))];
        Assert.Equal(12, drawn.Length);
        Assert.All(drawn, c => Assert.InRange(c, 0.01, 100));
        // Of logarithms about half are below the middle; of the numbers themselves one in a hundred.
        Assert.InRange(drawn.Count(c => c < 1), 2, 10);
        Assert.Equal(
            drawn.Order(), new RandomSearch(ParameterSpace.For(new LogisticRegression()).Vary("C", Distribution.LogUniform(0.01, 100),
                (l, c) => l with { C = c }), 12)
                .Candidates.Select(one => double.Parse(one.Settings[0].Value, CultureInfo.InvariantCulture)).Order(),
            // Five digits are kept.
            (a, b) => Math.Abs(a - b) <= 1e-4 * b);
        JsonElement best = json.GetProperty("winner");
        Assert.Equal($"--model logistic-regression --set C={best.GetProperty("candidate").GetProperty("settings").GetProperty("C").GetString()}",
            best.GetProperty("typed").GetString());
    }

    [Theory]
    [InlineData("C=1,2,5", "1 2 5"), InlineData("C=1;2", "1 2"), InlineData("C=0.01..100:log:5", "0.01 0.1 1 10 100"), InlineData("C=1..2:3", "1 1.5 2")]
    [InlineData("C=1e-2..1:log:3", "0.01 0.1 1"), InlineData("max-iterations=10..40:4", "10 20 30 40"), InlineData("max-iterations=1..4:log:9", "1 2 3 4")]
    [InlineData("penalty=l2,none", "l2 none"), InlineData("class-weights=none;setosa=2,virginica=3", "none setosa=2,virginica=3")]
    public async Task Values_are_listed_or_a_range_is_divided(string vary, string expected)
    {
        JsonElement json = await SelectionCase.Json("search", "--data", "iris", "--model", "logistic-regression", "--vary", vary, "--folds", "2");
        string option = vary[..vary.IndexOf('=')];
        Assert.Equal(
            expected.Split(' ').Order(StringComparer.Ordinal), Candidates(json).Select(one =>
                one.GetProperty("settings").GetProperty(option).GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Parts_have_options_of_their_own_and_are_values_themselves()
    {
        JsonElement json = await SelectionCase.Json(
            "search", "--data", "iris", "--model", "svm", "--vary", "kernel=rbf:gamma=0.1,rbf:gamma=1,linear", "--set", "c=10");
        var search = new GridSearch(ParameterGrid.For(new SvmClassifier { C = 10 })
            .Vary("kernel", [KernelFunction.Rbf(0.1), KernelFunction.Rbf(1), KernelFunction.Linear], (svm, kernel) => svm with { Kernel = kernel }))
        { Splitter = new StratifiedKFold { Seed = 0 } };
        Same(search.Fit(Datasets.Iris()).Results, json);
    }

    [Fact]
    public async Task Halving_has_its_factor_and_fewest_rows()
    {
        JsonElement json = await SelectionCase.Json(
            "search", "--data", "breast-cancer", "--model", "decision-tree", "--vary", "max-depth=1..6:6", "--method", "halving", "--factor", "2",
                "--min-rows", "100", "--seed", "1");
        var search = new HalvingSearch(ParameterGrid.For(new DecisionTreeClassifier { Seed = 1 })
            .Vary("max-depth", [1, 2, 3, 4, 5, 6], (tree, depth) => tree with { MaxDepth = depth }))
        { Splitter = new StratifiedKFold { Seed = 1 }, Factor = 2, MinRowCount = 100, Seed = 1 };
        Same(search.Fit(Datasets.BreastCancer()).Results, json);
        Assert.Contains(Candidates(json), one => !one.GetProperty("is_complete").GetBoolean());
    }

    [Fact]
    public async Task Numbers_are_searched_and_the_one_standard_error_rule_takes_the_first()
    {
        string file = SelectionCase.Sales(folder), saved = folder.Path("best.model");
        string[] line = ["search", "--train", file, "--id", "shop", "--model", "ridge", "--vary", "alpha=30,1,0.1", "--save", saved];
        JsonElement best = await SelectionCase.Json(line), simple = await SelectionCase.Json([.. line, "--refit", "one-standard-error"]);
        RegressionData data = CsvReader.ReadTable(file).Select("size", "staff", "city", "sales").ToRegression("sales");
        ColumnTransformer prepare = new ColumnTransformer()
            .With("numbers", Columns.Named("size", "staff"), new SimpleImputer { Statistic = ImputationStatistic.Median })
            .With("categories", Columns.Named("city"), new OneHotEncoder { Unknown = UnknownCategory.Ignore });
        var search = new RegressorGridSearch(ParameterGrid.For(prepare.Then(new Ridge()))
            .Vary("alpha", [30.0, 1, 0.1], (p, alpha) => p with { Last = p.Last with { Alpha = alpha } }))
        { Splitter = new KFold { Seed = 0 } };
        RegressorSearchModel expected = search.Fit(data);
        Same(expected.Results, best);
        Assert.Equal(expected.BestCandidate.Settings[0].Value, Winner(best));
        RegressorSearchModel first = (search with { Refit = RefitRule.OneStandardError }).Fit(data);
        Assert.Equal(first.BestCandidate.Settings[0].Value, Winner(simple));
        IRegressorModel model = ModelFile.Load<IRegressorModel>(saved);
        Assert.Equal(first.Predict(data.Features), model.Predict(data.Features));

        static string Winner(JsonElement json) => json.GetProperty("winner").GetProperty("candidate").GetProperty("settings").GetProperty("alpha").GetString()!;
    }

    [Fact]
    public async Task A_journal_is_gone_on_with_and_that_of_another_search_is_refused()
    {
        string journal = folder.Path("search.journal");
        string[] line = ["search", "--data", "iris", "--model", "knn", "--vary", "neighbor-count=1,3", "--journal", journal];
        JsonElement first = await SelectionCase.Json(line);
        string[] records = File.ReadAllLines(journal);
        Assert.Equal(1 + 2 * 5, records.Length);
        // What a search that was interrupted after four folds leaves.
        File.WriteAllLines(journal, records.Take(5));
        JsonElement second = await SelectionCase.Json(line);
        Assert.Equal(Candidates(first).Select(one => one.GetProperty("scores").GetRawText()),
            Candidates(second).Select(one => one.GetProperty("scores").GetRawText()));
        Assert.Equal(records.Take(5), File.ReadAllLines(journal).Take(5));
        Assert.Equal(11, File.ReadAllLines(journal).Length);
        await SelectionCase.Refused(1, "is the journal of another search", [.. line, "--seed", "1"]);
    }

    [Fact]
    public async Task What_is_cancelled_says_how_to_go_on()
    {
        foreach ((string[] more, string message) in new (string[], string)[]
        {
            ([], "with --journal FILE"), (["--journal", folder.Path("a.journal")],
                $"is kept in {folder.Path("a.journal")}: the same command line goes on from there"),
        })
        {
            using var cancelled = new CancellationTokenSource();
            var registry = BuiltIn.Registry.With(
                new WireOptions<Interrupted>("interrupted", WireKind.Classifier, "Is interrupted", () => new(cancelled)).Flag("Is", _ => true, (l, _) => l));
            StringWriter output = new(), errors = new();
            int code = await ClassicML.Cli.CommandLine.RunAsync(
                new CliRoot(registry), ["search", "--model", "interrupted", "--data", "iris", .. more], errors, output);
            Assert.Equal((130, ""), (code, output.ToString()));
            Assert.Contains(message, errors.ToString());
        }
    }

    [Fact]
    public async Task A_candidate_that_fails_ends_the_search_or_is_ranked_last()
    {
        string[] line = ["search", "--data", "iris", "--model", "knn", "--vary", "neighbor-count=500,1"];
        await SelectionCase.Refused(1, "candidate 0 (neighbor-count=500), fold 0: NeighborCount must be at most the number of training rows", line);
        JsonElement[] candidates = Candidates(await SelectionCase.Json([.. line, "--failures", "record"]));
        Assert.Equal(["1", "500"], candidates.Select(one => one.GetProperty("settings").GetProperty("neighbor-count").GetString()));
        Assert.Equal(JsonValueKind.Null, candidates[0].GetProperty("error").ValueKind);
        Assert.Contains("must be at most", candidates[1].GetProperty("error").GetString());
        Assert.Equal(JsonValueKind.Null, candidates[1].GetProperty("score").ValueKind);
    }

    [Theory]
    [InlineData(2, "give --model NAME", "--data", "iris")]
    [InlineData(2, "'k-nearest-neighbors' has no option 'neighbour-count': did you mean 'NeighborCount'?", "--model", "knn", "--vary", "neighbour-count=1", "--data", "iris")]
    [InlineData(2, "'rbf-kernel' has no option 'gama': did you mean 'Gamma'?", "--model", "svm", "--vary", "kernel.gama=1", "--data", "iris")]
    [InlineData(2, "'c' of 'svm-classifier' has no options of its own", "--model", "svm", "--vary", "c.x=1", "--data", "iris")]
    [InlineData(2, "say how many, as in C=1..10:5", "--model", "svm", "--vary", "C=1..10", "--data", "iris")]
    [InlineData(2, "10 is not below 1", "--model", "svm", "--vary", "C=10..1:3", "--data", "iris")]
    [InlineData(2, "only numbers above 0 have a logarithm", "--model", "svm", "--vary", "C=0..1:log:3", "--data", "iris")]
    [InlineData(2, "'low' is no number", "--model", "svm", "--vary", "C=low..1:3", "--data", "iris")]
    [InlineData(2, "a range is divided into 2 to 10000 values", "--model", "svm", "--vary", "C=1..2:1", "--data", "iris")]
    [InlineData(2, "'penalty' is no number", "--model", "logistic-regression", "--vary", "penalty=1..2:2", "--data", "iris")]
    [InlineData(2, "'max-iterations' is an integer", "--model", "logistic-regression", "--vary", "max-iterations=1.5..2:2", "--data", "iris")]
    [InlineData(2, "--vary c comes twice for svm", "--model", "svm", "--vary", "C=1", "--vary", "c=2", "--data", "iris")]
    [InlineData(2, "--vary takes NAME=VALUES, was 'C'", "--model", "svm", "--vary", "C", "--data", "iris")]
    [InlineData(2, "--vary C has no values", "--model", "svm", "--vary", "C=", "--data", "iris")]
    [InlineData(2, "--count is of --method random", "--model", "svm", "--count", "3", "--data", "iris")]
    [InlineData(2, "--factor is of --method halving", "--model", "svm", "--factor", "3", "--data", "iris")]
    [InlineData(2, "--count must be at least 1", "--model", "svm", "--count", "0", "--method", "random", "--data", "iris")]
    [InlineData(1, "C must be positive, was -1", "--model", "svm", "--vary", "C=1,-1", "--data", "iris")]
    [InlineData(1, "there is no folder", "--model", "svm", "--save", "not-there/a.model", "--data", "iris")]
    [InlineData(1, "there is no folder", "--model", "svm", "--journal", "not-there/a.journal", "--data", "iris")]
    public async Task What_cant_be_meant_is_said(int code, string message, params string[] arguments) =>
        await SelectionCase.Refused(code, message, ["search", .. arguments]);

    [Fact]
    public async Task People_see_the_first_candidates_and_how_to_type_the_winner()
    {
        (int code, string output, string errors) = await InProcess.Run(
            "search", "--data", "iris", "--model", "knn", "--vary", "neighbor-count=1,3,5,7", "--set", "weighting=uniform", "--scale", "standard",
                "--top", "2");
        Assert.True(code == 0, errors);
        string[] lines = output.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.StartsWith("4 candidates on 5 folds of 150 × 4 rows, by accuracy, in ", lines[0]);
        Assert.Equal(["rank", "accuracy", "±", "time", "candidate"], Words(lines[2]));
        Assert.Equal("1", Words(lines[3])[0]);
        Assert.StartsWith("neighbor-count=", Words(lines[4])[^1]);
        Assert.Equal("… and 2 more (--top N, --json)", lines[5]);
        string best = Words(lines[3])[^1];
        Assert.StartsWith($"best   standard-scaler, k-nearest-neighbors", lines[7]);
        Assert.Equal($"typed  --model knn --set weighting=uniform --set {best} --scale standard", lines[8]);

        static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static JsonElement[] Candidates(JsonElement json) => [.. json.GetProperty("candidates").EnumerateArray()];

    private static string Settings(JsonElement candidate) =>
        string.Join(' ', candidate.GetProperty("settings").EnumerateObject().Select(setting => $"{setting.Name}={setting.Value.GetString()}"));

    // The tool gives candidates by rank; of equal ones in their order.
    private static void Same(ImmutableArray<CandidateResult> expected, JsonElement json, bool ranks = true)
    {
        CandidateResult[] ordered = [.. expected.OrderBy(result => result.Rank)];
        JsonElement[] actual = Candidates(json);
        Assert.Equal(ordered.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            if (ranks) Assert.Equal(ordered[i].Rank, actual[i].GetProperty("rank").GetInt32());
            Assert.Equal(ordered[i].Scores, SelectionCase.Numbers(actual[i].GetProperty("scores")));
            Assert.Equal((ordered[i].MeanScore, ordered[i].ScoreDeviation),
                (actual[i].GetProperty("score").GetDouble(), actual[i].GetProperty("deviation").GetDouble()));
            Assert.Equal(ordered[i].IsComplete, actual[i].GetProperty("is_complete").GetBoolean());
            foreach ((string name, ImmutableArray<double> more) in ordered[i].MoreScores)
                Assert.Equal(more.Average(), actual[i].GetProperty("more_scores").GetProperty(name).GetDouble());
        }
    }

    /// <summary>A learner at whose fit the user presses Ctrl-C.</summary>
    private sealed record Interrupted(CancellationTokenSource Source) : IClassifier<IClassifierModel>
    {
        public IClassifierModel Fit(ClassificationData data, FitContext context = default)
        {
            Source.Cancel();
            Source.Token.ThrowIfCancellationRequested();
            throw new InvalidOperationException();
        }
    }
}
