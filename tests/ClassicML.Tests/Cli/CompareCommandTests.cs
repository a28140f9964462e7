using System.Collections.Immutable;
using System.Text.Json;
using ClassicML.Cli.Input;
using ClassicML.Cli.Selection;
using ClassicML.Decomposition;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Preprocessing;
using ClassicML.Serialization;
using ClassicML.Trees;

namespace ClassicML.Tests.Cli;

/// <summary><c>classicml compare</c>: each learner's scores are those of the library's nested cross-validation, and the ranks follow from them.</summary>
public sealed class CompareCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task All_learners_of_classes_are_ranked_with_the_baseline_last()
    {
        JsonElement json = await SelectionCase.Json("compare", "--data", "iris", "--folds", "3");
        JsonElement[] lines = Lines(json);
        string[] names = [.. lines.Select(Name)];
        Assert.Equal(
            ["decision-tree", "extra-trees", "knn", "lda", "linear-svm", "logistic-regression", "mlp", "qda", "random-forest", "svm-rbf"],
            names[..^1].Order(StringComparer.Ordinal));
        Assert.Equal("baseline", names[^1]);
        double[] means = [.. lines.Select(Mean)];
        Assert.Equal(means[..^1].OrderDescending(), means[..^1]);
        // Of 50 rows of each class folds test 17, 17 and 16: the class of which most were fitted on is tested least.
        Assert.Equal(0.32, means[^1], 1e-12);
        Assert.Equal(JsonValueKind.Null, lines[0].GetProperty("against_best").ValueKind);
        var folds = new StratifiedKFold { FoldCount = 3, Seed = 0 };
        CrossValidationResult lda = CrossValidation.Run(new LinearDiscriminantAnalysis(), Datasets.Iris(), folds);
        Assert.Equal(lda.Scores(ClassificationMetric.Accuracy), Scores(lines[Array.IndexOf(names, "lda")]));
        var grid = ParameterGrid.For(new StandardScaler().Then(new LogisticRegression()))
            .Vary("C", [0.01, 0.1, 1, 10, 100], (p, c) => p with { Last = p.Last with { C = c } });
        CrossValidationResult logistic = CrossValidation.Run(
            new GridSearch(grid) { Splitter = new StratifiedKFold { FoldCount = 3, Seed = 0 } }, Datasets.Iris(), folds);
        Assert.Equal(logistic.Scores(ClassificationMetric.Accuracy), Scores(lines[Array.IndexOf(names, "logistic-regression")]));
    }

    [Theory, InlineData("--models", "k-nearest-neighbors,linear-discriminant,svc"), InlineData("--models", "KNN,lda,svm")]
    public async Task Learners_are_named_as_in_the_table_or_as_models_are(string option, string names)
    {
        JsonElement json = await SelectionCase.Json("compare", "--data", "iris", option, names, "--folds", "2", "--inner-folds", "2");
        Assert.Equal(["knn", "lda", "svm-rbf"], Lines(json).Select(Name).Where(name => name != "baseline").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_settings_shown_are_those_that_most_folds_chose()
    {
        bool first = true;
        foreach (string seed in new[] { "0", "1", "2", "3" })
        {
            JsonElement line = Lines(await SelectionCase.Json("compare", "--data", "iris", "--models", "knn", "--seed", seed, "--inner-folds", "2"))
                .First(each => Name(each) == "knn");
            string[] winners = [.. line.GetProperty("learner").GetProperty("winners").EnumerateArray().Select(winner => winner.GetRawText())];
            string shown = line.GetProperty("chosen_most_often").GetRawText();
            int most = winners.CountBy(winner => winner).Max(each => each.Value);
            Assert.Equal(most, winners.Count(winner => winner == shown));
            first &= winners.Count(winner => winner == winners[0]) == most;
        }
        // Else the first fold's would do.
        Assert.False(first);
    }

    [Fact]
    public async Task The_best_is_tested_against_each_other_with_Holms_correction()
    {
        JsonElement[] lines = Lines(await SelectionCase.Json("compare", "--data", "wine", "--models", "lda,decision-tree", "--inner-folds", "2",
            "--seed", "5"));
        Assert.Equal(["lda", "decision-tree", "baseline"], lines.Select(Name));
        ClassificationData wine = Datasets.Wine();
        var folds = new StratifiedKFold { Seed = 5 };
        var grid = ParameterGrid.For(new DecisionTreeClassifier { Seed = 5 })
            .Vary("max-depth", new int?[] { 3, 6, 12, null }, (t, depth) => t with { MaxDepth = depth })
            .Vary("min-samples-leaf", [1, 5], (t, rows) => t with { MinSamplesLeaf = rows });
        CrossValidationResult lda = CrossValidation.Run(new LinearDiscriminantAnalysis(), wine, folds),
            tree = CrossValidation.Run(new GridSearch(grid) { Splitter = new StratifiedKFold { FoldCount = 2, Seed = 5 } }, wine, folds);
        Assert.Equal(tree.Scores(ClassificationMetric.Accuracy), Scores(lines[1]));
        double p = SignificanceTest.CorrectedT(lda, tree, ClassificationMetric.Accuracy).PValue;
        JsonElement test = lines[1].GetProperty("against_best"), least = lines[2].GetProperty("against_best");
        Assert.Equal(p, test.GetProperty("p_value").GetDouble());
        double[] holm = [.. SignificanceTest.Holm([p, least.GetProperty("p_value").GetDouble()])];
        Assert.Equal(holm, new[] { test, least }.Select(each => each.GetProperty("holm_p_value").GetDouble()));
        Assert.True(holm[1] < 0.01);
    }

    [Fact]
    public async Task Numbers_are_compared_and_the_best_is_tuned_on_all_rows()
    {
        string file = SelectionCase.Sales(folder), saved = folder.Path("best.model");
        JsonElement json = await SelectionCase.Json(
            "compare", "--train", file, "--id", "shop", "--drop", "city", "--metric", "root-mean-squared-error", "--without", "mlp,random-forest,extra-trees",
                "--save", saved);
        JsonElement[] lines = Lines(json);
        Assert.Equal(
            ["decision-tree", "elastic-net", "knn", "lasso", "linear-regression", "ridge", "svr-rbf"], lines[..^1].Select(Name).Order(StringComparer.Ordinal));
        // Errors: the smallest is first.
        Assert.Equal(lines[..^1].Select(Mean).Order(), lines[..^1].Select(Mean));
        Assert.True(Mean(lines[0]) < Mean(lines[^1]));
        RegressionData data = CsvReader.ReadTable(file).Select("size", "staff", "sales").ToRegression("sales");
        var ridge = new RegressorGridSearch(
            ParameterGrid.For(new SimpleImputer { Statistic = ImputationStatistic.Median }.Then(new StandardScaler()).Then(new Ridge()))
                .Vary("alpha", [0.01, 0.1, 1, 10, 100, 1000], (p, alpha) => p with { Last = p.Last with { Alpha = alpha } }))
        { Splitter = new KFold { FoldCount = 3, Seed = 0 }, Metric = RegressionMetric.RootMeanSquaredError };
        RegressorCrossValidationResult expected = CrossValidation.Run(ridge, data, new KFold { Seed = 0 }, [RegressionMetric.RootMeanSquaredError]);
        Assert.Equal(expected.Scores(RegressionMetric.RootMeanSquaredError), Scores(lines.First(line => Name(line) == "ridge")));
        IRegressorModel model = ModelFile.Load<IRegressorModel>(saved);
        Assert.Equal(Name(lines[0]), json.GetProperty("saved").GetProperty("name").GetString());
        Assert.True(RegressionMetric.RootMeanSquaredError.Compute(RegressionOutcome.Of(model, data)) < 1.5 * Mean(lines[0]));
    }

    [Fact]
    public async Task A_network_of_numbers_learns_targets_of_one_scale()
    {
        string file = SelectionCase.Sales(folder);
        JsonElement[] lines = Lines(await SelectionCase.Json("compare", "--train", file, "--id", "shop", "--models", "mlp,random-forest,extra-trees",
            "--folds", "2", "--inner-folds", "2"));
        Assert.All(lines[..^1], line => Assert.True(Mean(line) > 0.5, line.GetRawText()));
        Assert.True(Mean(lines[^1]) < 0.1);
    }

    [Fact]
    public async Task Scaling_is_by_the_learner_unless_the_command_line_says_it()
    {
        ClassificationData wine = Datasets.Wine();
        CrossValidationResult Run(bool scaled)
        {
            var knn = ParameterGrid.For(new KNearestNeighborsClassifier())
                .Vary("k", [1, 3, 5, 9, 15], (l, k) => l with { NeighborCount = k })
                .Vary("w", [NeighborWeighting.Uniform, NeighborWeighting.InverseDistance], (l, w) => l with { Weighting = w }).Candidates;
            return CrossValidation.Run(
                new GridSearch(knn.Select(one => scaled ? one with { Learner = new StandardScaler().Then(one.Classifier) } : one))
                { Splitter = new StratifiedKFold { FoldCount = 3, Seed = 0 } }, wine, new StratifiedKFold { Seed = 0 });
        }
        string[] line = ["compare", "--data", "wine", "--models", "knn"];
        Assert.Equal(Run(true).Scores(ClassificationMetric.Accuracy), Scores(Lines(await SelectionCase.Json(line))[0]));
        Assert.Equal(Run(false).Scores(ClassificationMetric.Accuracy), Scores(Lines(await SelectionCase.Json([.. line, "--scale", "none"]))[0]));
    }

    [Fact]
    public async Task A_learner_that_cant_be_scored_is_left_out_and_said()
    {
        string[] line = ["compare", "--data", "iris", "--models", "lda,linear-svm", "--folds", "2", "--inner-folds", "2"];
        JsonElement json = await SelectionCase.Json([.. line, "--metric", "log-loss"]);
        Assert.Equal(["lda", "baseline"], Lines(json).Select(Name));
        Assert.Equal(Math.Log(3), Mean(Lines(json)[1]), 1e-12);
        Assert.Contains(json.GetProperty("notes").EnumerateArray(), note => note.GetString()!.StartsWith("linear-svm is left out: ", StringComparison.Ordinal));
        // The baseline has no margins.
        json = await SelectionCase.Json([.. line, "--metric", "hinge-loss"]);
        Assert.Contains("linear-svm", Lines(json).Select(Name));
        Assert.DoesNotContain("baseline", Lines(json).Select(Name));
        await SelectionCase.Refused(1, "no learner could be fitted on these rows", [.. line, "--without", "lda", "--metric", "log-loss"]);
    }

    [Fact]
    public void Of_many_rows_fewer_values_are_tried_and_square_costs_are_left_out()
    {
        RowSet Rows(int n) => new("rows", new Matrix(new double[n], n, 1))
        {
            Target = new NumberColumn("y", [.. Enumerable.Range(0, n).Select(i => (double)(i % 2))]), Places = [],
        };
        foreach (LearningKind kind in Enum.GetValues<LearningKind>())
        {
            ImmutableArray<Contender> few = Contender.All(kind, Rows(500)), many = Contender.All(kind, Rows(100_000));
            Assert.Equal(few.Select(one => one.Name), many.Select(one => one.Name));
            Assert.Equal(
                kind == LearningKind.Classification ? ["knn", "svm-rbf"] : ["knn", "svr-rbf"],
                    many.Where(one => one.MostRows < 100_000).Select(one => one.Name));
            int Values(ImmutableArray<Contender> all) => all.Sum(one => one.Spec.Vary.Sum(vary => vary.Values.Split(',').Length));
            Assert.True(Values(many) < Values(few));
        }
    }

    [Fact]
    public async Task The_budget_is_looked_at_between_learners()
    {
        JsonElement json = await SelectionCase.Json("compare", "--data", "iris", "--models", "lda,qda,knn", "--budget", "1e-9", "--folds", "2",
            "--inner-folds", "2");
        Assert.Equal(["lda", "baseline"], Lines(json).Select(Name));
        Assert.Contains(json.GetProperty("notes").EnumerateArray(), note => note.GetString() == "the time of --budget was over before qda, knn");
    }

    [Theory]
    [InlineData(2, "there is no learner 'svm-rpf' to compare: did you mean 'svm-rbf'?", "--models", "svm-rpf")]
    [InlineData(2, "there is no learner 'ridge' to compare", "--without", "ridge")]
    [InlineData(2, "--without leaves no learner", "--models", "lda", "--without", "lda")]
    [InlineData(1, "--budget must be positive", "--budget", "0")]
    [InlineData(1, "there is no folder", "--save", "not-there/a.model")]
    public async Task What_cant_be_meant_is_said(int code, string message, params string[] arguments) =>
        await SelectionCase.Refused(code, message, ["compare", "--data", "iris", .. arguments]);

    [Fact]
    public async Task People_see_ranks_and_what_is_not_surely_worse()
    {
        (int code, string output, string errors) = await InProcess.Run("compare", "--data", "iris", "--models", "lda,qda", "--folds", "3");
        Assert.True(code == 0, errors);
        string[] lines = output.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.StartsWith("nested cross-validation, 3 outer and 3 inner folds of 150 × 4 rows, in ", lines[0]);
        Assert.StartsWith("learner ", lines[3]);
        Assert.Equal(["lda", "qda"], new[] { lines[4], lines[5] }.Select(line => line.Split(' ')[0]).Order(StringComparer.Ordinal));
        Assert.StartsWith("baseline ", lines[6]);
        Assert.StartsWith("not surely worse than ", lines[8]);
        (_, output, _) = await InProcess.Run("compare", "--data", "iris", "--models", "lda", "--folds", "3");
        Assert.Contains("lda is better than the baseline (corrected t-test", output);
    }

    private static JsonElement[] Lines(JsonElement json) => [.. json.GetProperty("learners").EnumerateArray()];

    private static string Name(JsonElement line) => line.GetProperty("learner").GetProperty("name").GetString()!;

    private static double Mean(JsonElement line) => line.GetProperty("learner").GetProperty("mean").GetDouble();

    private static double[] Scores(JsonElement line) => SelectionCase.Numbers(line.GetProperty("learner").GetProperty("scores"));
}
