using System.Collections.Immutable;
using System.Text.Json;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Preprocessing;
using ClassicML.Trees;

namespace ClassicML.Tests.Cli;

/// <summary><c>classicml nested</c>: scores, winners, gaps and tests are those of <see cref="NestedCrossValidation"/>.</summary>
public sealed class NestedCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Of_classes_it_is_the_librarys_with_both_tests_under_Holms_correction()
    {
        JsonElement json = await SelectionCase.Json(
            "nested", "--data", "wine", "--scale", "standard", "--model", "knn", "--vary", "neighbor-count=1,5", "--model", "lda", "--model", "knn", "--set",
                "neighbor-count=30",
            "--folds", "4", "--inner-folds", "3", "--seed", "2", "--metric", "accuracy", "--metric", "f1-macro");
        ClassificationData wine = Datasets.Wine();
        var grid = ParameterGrid.For(new StandardScaler().Then(new KNearestNeighborsClassifier()))
            .Vary("neighbor-count", [1, 5], (p, k) => p with { Last = p.Last with { NeighborCount = k } });
        KeyValuePair<string, IClassifier<IClassifierModel>>[] learners =
        [
            new("knn", new GridSearch(grid) { Splitter = new StratifiedKFold { FoldCount = 3, Seed = 2 } }),
            new("lda", new StandardScaler().Then(new ClassicML.Decomposition.LinearDiscriminantAnalysis())),
            new("knn-2", new StandardScaler().Then(new KNearestNeighborsClassifier { NeighborCount = 30 })),
        ];
        NestedResult expected = NestedCrossValidation.Run(
            learners, wine, new StratifiedKFold { FoldCount = 4, Seed = 2 }, [ClassificationMetric.Accuracy, ClassificationMetric.F1Macro]);
        JsonElement[] actual = [.. json.GetProperty("learners").EnumerateArray()];
        Assert.Equal(
            expected.Entries.OrderByDescending(entry => entry.Folds.Mean(ClassificationMetric.Accuracy)).Select(entry => entry.Name),
            actual.Select(entry => entry.GetProperty("name").GetString()));
        foreach (var entry in expected.Entries)
        {
            JsonElement one = actual.First(each => each.GetProperty("name").GetString() == entry.Name);
            Assert.Equal(entry.Folds.Scores(ClassificationMetric.Accuracy), SelectionCase.Numbers(one.GetProperty("scores")));
            Assert.Equal(
                (entry.Folds.Mean(ClassificationMetric.Accuracy), entry.Folds.Deviation(ClassificationMetric.Accuracy),
                    entry.Folds.Mean(ClassificationMetric.F1Macro)),
                (one.GetProperty("mean").GetDouble(), one.GetProperty("deviation").GetDouble(),
                    one.GetProperty("more_means").GetProperty("f1-macro").GetDouble()));
            Assert.Equal(
                entry.Winners.Select(winner => winner.Settings[0].Value),
                one.GetProperty("winners").EnumerateArray().Select(winner => winner.GetProperty("neighbor-count").GetString()));
            Assert.Equal(entry.OptimismGap, one.GetProperty("optimism_gap") is { ValueKind: JsonValueKind.Number } gap ? gap.GetDouble() : null);
        }
        Pairs([.. expected.CorrectedT().Select(pair => (pair.First.Name, pair.Second.Name, pair.Test))], json.GetProperty("corrected_t"));
        Pairs([.. expected.McNemar().Select(pair => (pair.First.Name, pair.Second.Name, pair.Test))], json.GetProperty("mcnemar"));
    }

    [Fact]
    public async Task Of_numbers_there_is_one_test_and_a_journal_for_each_search_and_fold()
    {
        string file = SelectionCase.Sales(folder), journal = folder.Path("n.journal");
        string[] line =
        [
            "nested", "--train", file, "--id", "shop", "--drop", "city", "--model", "ridge", "--vary", "alpha=0.1..10:log:3", "--model", "decision-tree",
                "--vary", "max-depth=2,4",
            "--folds", "3", "--journal", journal, "--metric", "mean-absolute-error",
        ];
        JsonElement json = await SelectionCase.Json(line);
        RegressionData data = CsvReader.ReadTable(file).Select("size", "staff", "sales").ToRegression("sales");
        IRegressor<IRegressorModel> ridge = new RegressorGridSearch(
            ParameterGrid.For(new SimpleImputer { Statistic = ImputationStatistic.Median }.Then(new Ridge()))
                .Vary("alpha", [0.1, 1, 10], (p, alpha) => p with { Last = p.Last with { Alpha = alpha } }))
        { Splitter = new KFold { Seed = 0 }, Metric = RegressionMetric.MeanAbsoluteError };
        IRegressor<IRegressorModel> tree = new RegressorGridSearch(
            ParameterGrid.For(new DecisionTreeRegressor()).Vary("max-depth", [2, 4], (t, depth) => t with { MaxDepth = depth }))
        { Splitter = new KFold { Seed = 0 }, Metric = RegressionMetric.MeanAbsoluteError };
        var expected = NestedCrossValidation.Run(
            [KeyValuePair.Create("ridge", ridge), KeyValuePair.Create("decision-tree", tree)], data, new KFold { FoldCount = 3, Seed = 0 },
                [RegressionMetric.MeanAbsoluteError]);
        // The smaller error is first.
        JsonElement[] actual = [.. json.GetProperty("learners").EnumerateArray()];
        Assert.Equal(
            expected.Entries.Select(entry => entry.Folds.Mean(RegressionMetric.MeanAbsoluteError)).Order(),
                actual.Select(entry => entry.GetProperty("mean").GetDouble()));
        Pairs([.. expected.CorrectedT().Select(pair => (pair.First.Name, pair.Second.Name, pair.Test))], json.GetProperty("corrected_t"));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("mcnemar").ValueKind);
        string[] journals = [.. folder.Files().Where(name => name.Contains("journal"))];
        Assert.Equal(
            [.. from name in new[] { "decision-tree", "ridge" } from fold in Enumerable.Range(0, 3) select $"n.journal.{name}.fold-{fold}"], journals);
        string[] contents = [.. journals.Select(name => File.ReadAllText(folder.Path(name)))];
        Assert.Equal(SelectionCase.Numbers(actual[0].GetProperty("scores")),
            SelectionCase.Numbers((await SelectionCase.Json(line)).GetProperty("learners")[0].GetProperty("scores")));
        Assert.Equal(contents, journals.Select(name => File.ReadAllText(folder.Path(name))));
        await SelectionCase.Refused(1, "is the journal of another search", [.. line, "--seed", "1"]);
    }

    [Fact]
    public async Task Rows_that_are_tested_twice_or_never_have_no_McNemar()
    {
        string[] line = ["nested", "--data", "iris", "--model", "lda", "--model", "nearest-centroid"];
        Assert.Equal(JsonValueKind.Array, (await SelectionCase.Json(line)).GetProperty("mcnemar").ValueKind);
        Assert.Equal(JsonValueKind.Null, (await SelectionCase.Json([.. line, "--repeats", "2"])).GetProperty("mcnemar").ValueKind);
        Assert.Equal(JsonValueKind.Null, (await SelectionCase.Json([.. line, "--splitter", "shuffle:stratified=true"])).GetProperty("mcnemar").ValueKind);
    }

    [Fact]
    public async Task People_see_learners_winners_and_tests()
    {
        (int code, string output, string errors) = await InProcess.Run(
            "nested", "--data", "iris", "--model", "lda", "--model", "knn", "--vary", "neighbor-count=1,5", "--folds", "3");
        Assert.True(code == 0, errors);
        string[] lines = output.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.StartsWith("3 outer folds of 150 × 4 rows, 5 inner ones, by accuracy, in ", lines[0]);
        Assert.StartsWith("learner ", lines[2]);
        Assert.StartsWith("lda ", lines[3]);
        Assert.StartsWith("knn ", lines[4]);
        Assert.StartsWith("chosen by fold 0 ", lines[6]);
        Assert.StartsWith("knn       neighbor-count=", lines[7]);
        Assert.StartsWith("corrected resampled t-test ", lines[9]);
        Assert.StartsWith("lda - knn ", lines[10]);
        Assert.StartsWith("McNemar's test ", lines[12]);
        // One learner has nothing to be compared with.
        (_, output, _) = await InProcess.Run("nested", "--data", "iris", "--model", "lda");
        Assert.DoesNotContain("t-test", output);
    }

    [Theory]
    [InlineData(2, "give --model NAME", "--data", "iris")]
    [InlineData(2, "--inner-folds must be at least 2, was 1", "--data", "iris", "--model", "lda", "--inner-folds", "1")]
    [InlineData(2, "say how many", "--data", "iris", "--model", "svm", "--vary", "C=1..2")]
    public async Task What_cant_be_meant_is_said(int code, string message, params string[] arguments) =>
        await SelectionCase.Refused(code, message, ["nested", .. arguments]);

    private static void Pairs((string First, string Second, SignificanceResult Test)[] expected, JsonElement actual)
    {
        ImmutableArray<double> holm = SignificanceTest.Holm(expected.Select(pair => pair.Test.PValue));
        JsonElement[] pairs = [.. actual.EnumerateArray()];
        Assert.Equal(expected.Length, pairs.Length);
        for (int i = 0; i < pairs.Length; i++)
        {
            Assert.Equal((expected[i].First, expected[i].Second), (pairs[i].GetProperty("first").GetString(), pairs[i].GetProperty("second").GetString()));
            Assert.Equal(
                (expected[i].Test.Difference, expected[i].Test.Statistic, expected[i].Test.PValue, holm[i]),
                (pairs[i].GetProperty("difference").GetDouble(), pairs[i].GetProperty("statistic").GetDouble(), pairs[i].GetProperty("p_value").GetDouble(),
                    pairs[i].GetProperty("holm_p_value").GetDouble()));
        }
    }
}
