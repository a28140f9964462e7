using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Preprocessing;
using ClassicML.Trees;

namespace ClassicML.Tests.Cli;

/// <summary><c>classicml cv</c>: what it prints is what <see cref="CrossValidation"/> gives for the same learner, folds and metrics.</summary>
public sealed class CvCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Of_classes_five_stratified_folds_are_scored_by_the_usual_metrics()
    {
        JsonElement json = await SelectionCase.Json("cv", "--model", "logistic-regression", "--scale", "standard", "--set", "C=3", "--data", "wine");
        Metric<ClassificationOutcome>[] metrics = [ClassificationMetric.Accuracy, ClassificationMetric.BalancedAccuracy, ClassificationMetric.F1Macro];
        CrossValidationResult expected = CrossValidation.Run(
            new StandardScaler().Then(new LogisticRegression { C = 3 }), Datasets.Wine(), new StratifiedKFold { Seed = 0 }, metrics, withTrainScores: true);
        Same(expected, metrics, json);
        Assert.Equal(("logistic-regression", "classification"), (json.GetProperty("model").GetString(), json.GetProperty("task").GetString()));
        Assert.Equal("standard-scaler", json.GetProperty("learner").GetProperty("First").GetProperty("type").GetString());
        Assert.Equal("stratified-k-fold", json.GetProperty("splitter").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Of_numbers_the_preparation_is_fitted_in_each_fold()
    {
        string file = SelectionCase.Sales(folder);
        JsonElement json = await SelectionCase.Json(
            "cv", "--model", "ridge", "--scale", "standard", "--train", file, "--id", "shop", "--metric", "mean-absolute-error", "--seed", "4");
        Table table = CsvReader.ReadTable(file);
        RegressionData data = new Table(table.Columns.Skip(1)).ToRegression("sales");
        ColumnTransformer prepare = new ColumnTransformer()
            .With("numbers", Columns.Named("size", "staff"), new SimpleImputer { Statistic = ImputationStatistic.Median }.Then(new StandardScaler()))
            .With("categories", Columns.Named("city"), new OneHotEncoder { Unknown = UnknownCategory.Ignore });
        RegressorCrossValidationResult expected = CrossValidation.Run(
            prepare.Then(new Ridge()), data, new KFold { Seed = 4 }, [RegressionMetric.MeanAbsoluteError], withTrainScores: true);
        Same(expected, [RegressionMetric.MeanAbsoluteError], json);
        Assert.Contains(json.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("'city'"));
    }

    public static TheoryData<string[], ISplitter> Splitters => new()
    {
        { ["--folds", "3", "--seed", "2"], new StratifiedKFold { FoldCount = 3, Seed = 2 } },
        { ["--folds", "3", "--repeats", "2", "--seed", "2"], new RepeatedStratifiedKFold { FoldCount = 3, RepeatCount = 2, Seed = 2 } },
        { ["--splitter", "k-fold", "--repeats", "2"], new RepeatedKFold { RepeatCount = 2 } },
        { ["--splitter", "K-Fold", "--folds", "4"], new KFold { FoldCount = 4, Seed = 0 } },
        { ["--splitter", "stratified-k-fold", "--repeats", "1"], new StratifiedKFold { Seed = 0 } },
        { ["--splitter", "time-series:gap=3", "--folds", "2"], new TimeSeriesSplit { FoldCount = 2, Gap = 3 } },
        { ["--splitter", "leave-one-out"], new LeaveOneOut() },
        { ["--splitter", "shuffle:test-share=0.3", "--folds", "4", "--seed", "1"], new ShuffleSplit { SplitCount = 4, TestShare = 0.3, Seed = 1 } },
        { ["--groups", "lot"], new StratifiedGroupKFold { Seed = 0 } },
        { ["--groups", "lot", "--splitter", "group", "--folds", "3"], new GroupKFold { FoldCount = 3 } },
        { ["--groups", "lot", "--splitter", "leave-one-group-out"], new LeaveOneGroupOut() },
    };

    [Theory, MemberData(nameof(Splitters))]
    public async Task Rows_are_divided_as_the_command_line_says(string[] arguments, ISplitter splitter)
    {
        var rng = new Rng(1);
        string file = folder.Write("a.csv", "size,weight,lot,kind\n" + string.Concat(Enumerable.Range(0, 40).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"{rng.NextDouble() + i % 2:F4},{rng.NextDouble():F4},{i / 4},{(i % 2 == 0 ? "a" : "b")}\n"))));
        JsonElement json = await SelectionCase.Json(["cv", "--model", "knn", "--train", file, "--metric", "accuracy",
            .. arguments.Contains("--groups") ? arguments : [.. arguments, "--drop", "lot"]]);
        Table table = CsvReader.ReadTable(file);
        ClassificationData data = table.ToClassification("kind", groups: "lot");
        if (!arguments.Contains("--groups")) data = table.Select("size", "weight", "kind").ToClassification("kind");
        CrossValidationResult expected = CrossValidation.Run(
            new KNearestNeighborsClassifier(), data, splitter, [ClassificationMetric.Accuracy], withTrainScores: true);
        Same(expected, [ClassificationMetric.Accuracy], json);
    }

    [Theory]
    [InlineData(2, "--folds must be at least 2", "--folds", "1")]
    [InlineData(2, "--repeats must be at least 1", "--repeats", "0")]
    [InlineData(2, "did you mean 'stratified'?", "--splitter", "stratifyed")]
    [InlineData(2, "--splitter group needs --groups", "--splitter", "group")]
    [InlineData(2, "--repeats goes with the splitters", "--splitter", "time-series", "--repeats", "2")]
    [InlineData(2, "--folds doesn't go with --splitter leave-one-out", "--splitter", "leave-one-out", "--folds", "3")]
    [InlineData(2, "'time-series-split' has no option 'gab': did you mean 'Gap'?", "--splitter", "time-series:gab=1")]
    [InlineData(2, "--splitter takes NAME:OPTION=VALUE", "--splitter", "time-series:gap")]
    [InlineData(2, "there is no metric 'acuracy': did you mean 'accuracy'?", "--metric", "acuracy")]
    [InlineData(1, "--folds must be at most the number of rows of the largest class, 50, was 51", "--folds", "51")]
    [InlineData(1, "there is no folder", "--predictions", "not-there/p.csv")]
    public async Task What_cant_be_meant_is_said(int code, string message, params string[] arguments) =>
        await SelectionCase.Refused(code, message, ["cv", "--model", "lda", "--data", "iris", .. arguments]);

    [Fact]
    public async Task Stratified_folds_are_of_classes_alone()
    {
        string file = SelectionCase.Sales(folder);
        await SelectionCase.Refused(2, "the target has numbers", "cv", "--model", "ridge", "--train", file, "--id", "shop", "--splitter", "stratified");
        await SelectionCase.Refused(1, "--impute fills missing numbers", "cv", "--model", "ridge", "--train", file, "--id", "shop", "--impute", "none");
    }

    [Theory, InlineData("cv"), InlineData("search"), InlineData("nested"), InlineData("compare")]
    public async Task A_score_that_is_no_number_is_said(string command)
    {
        string[] learner = command == "compare" ? ["--models", "ridge"] : ["--model", "ridge"];
        string[] line = [command, .. learner, "--train", SelectionCase.Sales(folder), "--id", "shop", "--splitter", "leave-one-out"];
        Assert.True(await Said(line));
        Assert.False(await Said([.. line, "--metric", "mean-absolute-error"]));

        static async Task<bool> Said(string[] line) => (await SelectionCase.Json(line)).GetProperty("notes").EnumerateArray()
            .Any(note => note.GetString() == "r2 is not defined on every fold: take another --metric, or larger folds");
    }

    [Fact]
    public async Task Predictions_are_of_models_that_had_not_seen_the_row()
    {
        string file = folder.Path("p.csv");
        await SelectionCase.Json("cv", "--model", "logistic-regression", "--data", "iris", "--predictions", file);
        ClassificationData iris = Datasets.Iris();
        CrossValidationResult expected = CrossValidation.Run(new LogisticRegression(), iris, new StratifiedKFold { Seed = 0 });
        Table table = CsvReader.ReadTable(file);
        Assert.Equal(["row", "fold", "actual", "prediction", .. iris.Labels.Names.Select(name => $"p({name})")], table.ColumnNames!);
        Assert.Equal(150, table.RowCount);
        for (int row = 0; row < 150; row++)
        {
            Assert.Equal(row, table.Column<NumberColumn>("row")[row]);
            Assert.Equal(iris.Labels[iris.Codes[row]], table["actual"].Text(row));
            Assert.Equal(iris.Labels[expected.OutOfFoldPredictions[row]], table["prediction"].Text(row));
            var (fold, at) = expected.Folds.Index().Select(each => (each.Item, each.Item.Fold.Test.IndexOf(row))).First(each => each.Item2 >= 0);
            Assert.Equal(expected.Folds.IndexOf(fold), table.Column<NumberColumn>("fold")[row]);
            for (int k = 0; k < 3; k++) Assert.Equal(fold.Outcome.Probabilities![at, k], table.Column<NumberColumn>($"p({iris.Labels[k]})")[row]);
        }
    }

    [Fact]
    public async Task Predictions_have_the_names_of_rows_and_come_once_for_each_repeat()
    {
        string file = folder.Path("p.csv"), sales = SelectionCase.Sales(folder);
        await SelectionCase.Json("cv", "--model", "decision-tree", "--train", sales, "--id", "shop", "--repeats", "2", "--predictions", file);
        Table table = CsvReader.ReadTable(file);
        Assert.Equal(["shop", "fold", "actual", "prediction"], table.ColumnNames!);
        Assert.Equal(Enumerable.Range(0, 120).Select(line => $"s{line / 2}"), Enumerable.Range(0, 120).Select(table["shop"].Text));
        RegressionData data = CsvReader.ReadTable(sales).Select("size", "staff", "city", "sales").ToRegression("sales");
        RegressorCrossValidationResult expected = CrossValidation.Run(new DecisionTreeRegressor(), data, new RepeatedKFold { RepeatCount = 2 });
        for (int line = 0; line < 120; line++)
        {
            Fold(expected, (int)table.Column<NumberColumn>("fold")[line], line / 2, out double predicted);
            Assert.Equal(predicted, table.Column<NumberColumn>("prediction")[line]);
            Assert.Equal(data.Targets[line / 2], table.Column<NumberColumn>("actual")[line]);
        }

        static void Fold(RegressorCrossValidationResult result, int fold, int row, out double predicted) =>
            predicted = result.Folds[fold].Outcome.Predicted[result.Folds[fold].Fold.Test.IndexOf(row)];
    }

    [Fact]
    public async Task People_see_a_line_for_each_fold_then_mean_deviation_and_training()
    {
        (int code, string output, string errors) = await InProcess.Run("cv", "--model", "lda", "--data", "iris", "--metric", "accuracy", "--folds", "3");
        Assert.True(code == 0, errors);
        CrossValidationResult expected = CrossValidation.Run(
            new ClassicML.Decomposition.LinearDiscriminantAnalysis(), Datasets.Iris(), new StratifiedKFold { FoldCount = 3, Seed = 0 }, withTrainScores: true);
        string[][] lines = [.. output.TrimEnd().ReplaceLineEndings("\n").Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        Assert.Equal(["fold", "rows", "accuracy", "fit"], lines[3]);
        string Text(double score) => score.ToString("F4", CultureInfo.InvariantCulture);
        for (int k = 0; k < 3; k++) Assert.Equal([$"{k}", "50", Text(expected.Scores(ClassificationMetric.Accuracy)[k])], lines[4 + k].Take(3));
        Assert.Equal(["mean", Text(expected.Mean(ClassificationMetric.Accuracy))], lines[7].Take(2));
        Assert.Equal(["±", Text(expected.Deviation(ClassificationMetric.Accuracy))], lines[8]);
        Assert.Equal(["training", Text(expected.TrainMean(ClassificationMetric.Accuracy))], lines[9]);
        // A hundred and fifty folds are not listed.
        (_, output, _) = await InProcess.Run("cv", "--model", "lda", "--data", "iris", "--metric", "accuracy", "--splitter", "leave-one-out");
        Assert.True(output.Split('\n').Length < 12, output);
    }

    private static void Same<TModel, TOutcome>(CrossValidationResult<TModel, TOutcome> expected, Metric<TOutcome>[] metrics, JsonElement json)
        where TModel : class, IModel
        where TOutcome : class
    {
        JsonElement[] folds = [.. json.GetProperty("folds").EnumerateArray()], listed = [.. json.GetProperty("metrics").EnumerateArray()];
        Assert.Equal(expected.Folds.Length, folds.Length);
        Assert.Equal(metrics.Select(metric => metric.Name), listed.Select(metric => metric.GetProperty("name").GetString()));
        foreach (var (k, metric) in metrics.Index())
        {
            Assert.Equal(expected.Scores(metric), folds.Select(fold => fold.GetProperty("scores").GetProperty(metric.Name).GetDouble()));
            Assert.Equal(expected.TrainScores(metric), folds.Select(fold => fold.GetProperty("train_scores").GetProperty(metric.Name).GetDouble()));
            Assert.Equal(
                (expected.Mean(metric), expected.Deviation(metric), expected.TrainMean(metric), metric.HigherIsBetter),
                (listed[k].GetProperty("mean").GetDouble(), listed[k].GetProperty("deviation").GetDouble(), listed[k].GetProperty("train_mean").GetDouble(),
                    listed[k].GetProperty("higher_is_better").GetBoolean()));
        }
        Assert.Equal(
            expected.Folds.Select(fold => (fold.Fold.Train.Length, fold.Fold.Test.Length)),
            folds.Select(fold => (fold.GetProperty("train_rows").GetInt32(), fold.GetProperty("test_rows").GetInt32())));
    }
}
