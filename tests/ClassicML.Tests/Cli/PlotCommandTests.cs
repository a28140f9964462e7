using System.Text.Json;
using System.Xml.Linq;
using ClassicML.Decomposition;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Preprocessing;
using ClassicML.Serialization;
using ClassicML.Svm;
using ClassicML.Trees;

namespace ClassicML.Tests.Cli;

/// <summary><c>plot</c>: pictures of numbers that the library gives for the same learner, seed and folds.</summary>
public sealed class PlotCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Without_test_rows_each_row_is_predicted_by_a_model_that_had_not_seen_it()
    {
        JsonElement confusion = await Plot(
            "confusion", "--model", "logistic-regression", "--scale", "standard", "--data", "wine", "--folds", "4", "--seed", "2");
        ClassificationData data = ClassicML.Datasets.Wine();
        CrossValidationResult result = CrossValidation.Run(
            new StandardScaler().Then(new LogisticRegression()), data, new StratifiedKFold { FoldCount = 4, Seed = 2 });
        var expected = new ConfusionMatrix(data.Codes, result.OutOfFoldPredictions.AsSpan(), data.Labels);
        Assert.Equal(expected.Counts.Span.ToArray(), Series(confusion).SelectMany(series => series.Y));
        Assert.Equal(expected.Accuracy, Value(confusion, "accuracy"));
        Assert.Contains("out of 4 folds", confusion.GetProperty("title").GetString());

        JsonElement roc = await Plot("roc", "--model", "logistic-regression", "--scale", "standard", "--data", "wine", "--folds", "4", "--seed", "2");
        double[] probabilities = new double[data.RowCount * 3];
        foreach (FoldResult<IClassifierModel, ClassificationOutcome> fold in result.Folds)
            for (int i = 0; i < fold.Fold.Test.Length; i++) fold.Outcome.Probabilities!.Row(i).CopyTo(probabilities.AsSpan(3 * fold.Fold.Test[i]));
        Matrix scores = Matrix.Wrap(probabilities, data.RowCount, 3);
        for (int k = 0; k < 3; k++)
        {
            RocCurve curve = RocCurve.OneVersusRest(scores, data.Codes, k);
            Assert.Equal(curve.Area, Value(roc, data.Labels[k]));
            Assert.Equal(curve.FalsePositiveRates.ToArray(), Series(roc)[k].X);
            Assert.Equal(curve.TruePositiveRates.ToArray(), Series(roc)[k].Y);
        }
    }

    [Fact]
    public async Task Curves_of_a_saved_model_are_of_its_test_rows()
    {
        (string model, string test) = await Saved();
        ClassificationOutcome outcome = ClassificationOutcome.Of(ModelFile.Load<IClassifierModel>(model), CsvReader.ReadTable(test).ToClassification("left"));
        JsonElement roc = await Plot("roc", model, "--test", test);
        Assert.Equal(RocCurve.OneVersusRest(outcome.Scores!, outcome.Actual, 1).Area, Value(roc, "yes"));
        Assert.Contains("random-forest, 40 test rows", roc.GetProperty("title").GetString());
        JsonElement other = await Plot("roc", model, "--test", test, "--positive", "no");
        Assert.Equal(RocCurve.OneVersusRest(outcome.Scores!, outcome.Actual, 0).Area, Value(other, "no"));
        JsonElement pr = await Plot("pr", model, "--test", test);
        Assert.Equal(PrecisionRecallCurve.OneVersusRest(outcome.Scores!, outcome.Actual, 1).AveragePrecision, Value(pr, "yes"));
        JsonElement calibration = await Plot("calibration", model, "--test", test, "--bins", "4");
        CalibrationCurve curve = CalibrationCurve.Of(ModelFile.Load<IClassifierModel>(model), CsvReader.ReadTable(test).ToClassification("left"), "yes", 4);
        Assert.Equal(curve.ExpectedError, Value(calibration, "yes"));
        Assert.Equal(curve.PositiveShares.ToArray(), Series(calibration)[0].Y);
        await CliProcess.Refused(2, "--positive: there is no class 'yess': did you mean 'yes'?", "plot", "roc", model, "--test", test, "--positive",
            "yess", "-o", folder.Path("a.svg"));
    }

    [Fact]
    public async Task Learning_and_validation_curves_are_those_of_the_library()
    {
        ClassificationData data = ClassicML.Datasets.Wine();
        var splitter = new StratifiedKFold { FoldCount = 3, Seed = 1 };
        JsonElement learning = await Plot(
            "learning", "--model", "svm", "--scale", "standard", "--data", "wine", "--folds", "3", "--seed", "1", "--metric", "f1-macro");
        Same(LearningCurve.Run(new StandardScaler().Then(new SvmClassifier()), data, null, splitter, ClassificationMetric.F1Macro, 1), learning);
        JsonElement validation = await Plot(
            "validation", "--model", "svm", "--vary", "C=10,0.1,1", "--scale", "standard", "--data", "wine", "--folds", "3", "--seed", "1");
        Same(ValidationCurve.Run(
            new StandardScaler().Then(new SvmClassifier()), [0.1, 1, 10], (learner, c) => learner with { Last = learner.Last with { C = c } },
            data, splitter), validation);

        string numbers = Numbers();
        RegressionData rows = CsvReader.ReadRegression(numbers);
        JsonElement ridge = await Plot("validation", "--model", "ridge", "--vary", "alpha=0.1,10", "--train", numbers, "--folds", "3");
        Same(ValidationCurve.Run(
            new Ridge(), [0.1, 10], (learner, alpha) => learner with { Alpha = alpha }, rows, new KFold { FoldCount = 3, Seed = 0 }), ridge);

        static void Same(IReadOnlyList<CurvePoint> expected, JsonElement found)
        {
            (string Name, double[] X, double[] Y)[] series = Series(found);
            Assert.Equal(expected.Select(point => point.X), series[0].X);
            Assert.Equal(expected.Select(point => point.TrainMean), series[0].Y);
            Assert.Equal(expected.Select(point => point.TestMean), series[1].Y);
            Assert.Equal(expected.Select(point => point.TrainDeviation), Deviation(found, 0));
            Assert.Equal(expected.Select(point => point.TestDeviation), Deviation(found, 1));
        }
    }

    [Fact]
    public async Task Paths_and_projections_are_those_of_the_library_on_standardised_rows()
    {
        string file = Numbers();
        RegressionData rows = CsvReader.ReadRegression(file);
        RegressionData scaled = rows.WithFeatures(new StandardScaler().Fit(rows.Features).Transform(rows.Features));
        var path = new LassoPath().Compute(scaled);
        (string Name, double[] X, double[] Y)[] series = Series(await Plot("path", "--train", file));
        int column = scaled.FeatureNames!.Value.IndexOf(series[0].Name);
        Assert.Equal(path.Select(point => point.Alpha), series[0].X);
        Assert.Equal(path.Select(point => point.Model.Coefficients[column]), series[0].Y);
        Assert.NotEqual(series[0].Y, Series(await Plot("path", "--train", file, "--scale", "none"))[0].Y);

        ClassificationData wine = ClassicML.Datasets.Wine();
        Features x = new StandardScaler().Fit(wine.Features).Transform(wine.Features);
        JsonElement scree = await Plot("scree", "--data", "wine");
        double[] shares = new Pca().Fit(x).ExplainedVarianceRatio;
        Assert.Equal(shares, Series(scree)[0].Y);
        for (int k = 0; k < shares.Length; k++) Assert.Equal(shares.Take(k + 1).Sum(), Series(scree)[1].Y[k], 1e-12);
        var points = (Matrix)new Pca { ComponentCount = 2 }.Fit(x).Transform(x);
        Assert.Equal(
            Enumerable.Range(0, wine.RowCount).Where(i => wine.Codes[i] == 1).Select(i => points[i, 0]),
            Series(await Plot("projection", "--data", "wine"))[1].X);
        var axes = (Matrix)new LinearDiscriminantProjection { ComponentCount = 2 }.Fit(wine.WithFeatures(x)).Transform(x);
        Assert.Equal(
            Enumerable.Range(0, wine.RowCount).Where(i => wine.Codes[i] == 1).Select(i => axes[i, 1]),
            Series(await Plot("projection", "--data", "wine", "--by", "lda"))[1].Y);
        // Numbers are four series, by quarters.
        Assert.Equal(4, Series(await Plot("projection", "--train", file)).Length);
    }

    [Fact]
    public async Task Importances_are_those_of_explain_and_a_tree_is_the_library_s_own_drawing()
    {
        JsonElement plotted = await Plot("importances", "--model", "knn", "--data", "wine", "--seed", "4", "--repeats", "3");
        JsonElement explained = await CliProcess.Json("explain", "--model", "knn", "--data", "wine", "--seed", "4", "--repeats", "3");
        Assert.Equal(explained.GetProperty("importances").EnumerateArray().Select(each => each.GetProperty("importance").GetDouble()), Series(plotted)[0].Y);
        string file = folder.Path("tree.svg");
        await PlotTo(file, "tree", "--model", "decision-tree", "--data", "iris", "--depth", "2");
        XElement expected = XElement.Parse(new DecisionTreeClassifier().Fit(ClassicML.Datasets.Iris()).ToSvg(maxDepth: 2));
        XElement drawn = XElement.Load(file);
        Assert.Equal(Texts(expected), Texts(drawn));
        Assert.DoesNotContain("var(", drawn.ToString());

        static IEnumerable<string> Texts(XElement svg) => svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value);
    }

    [Fact]
    public async Task Regions_are_of_the_columns_that_count_most_unless_others_are_named()
    {
        string file = folder.Path("a.svg");
        JsonElement result = await PlotTo(file, "regions", "--model", "svm", "--data", "iris");
        Assert.Contains("'petal length (cm)' and 'petal width (cm)'", result.GetProperty("notes")[0].GetString());
        Assert.Equal(["setosa", "versicolor", "virginica"], Series(result).Select(series => series.Name));
        result = await PlotTo(file, "regions", "--model", "svm", "--data", "iris", "--x", "sepal width (cm)", "--y", "0");
        Assert.Contains("'sepal width (cm)' and 'sepal length (cm)'", result.GetProperty("notes")[0].GetString());
        Assert.Contains("sepal width (cm)", File.ReadAllText(file));
        result = await PlotTo(file, "regions", "--model", "svm", "--data", "iris", "--columns", "petal length (cm),sepal width (cm)");
        Assert.Empty(result.GetProperty("notes").EnumerateArray());
        await CliProcess.Refused(
            2, "--x and --y must be two columns", "plot", "regions", "--model", "svm", "--data", "iris", "--x", "1", "--y", "1", "-o", file);
        await CliProcess.Refused(2, "--x: the model has no column 'petal lenght (cm)': did you mean 'petal length (cm)'?", "plot", "regions",
            "--model", "svm", "--data", "iris", "--x", "petal lenght (cm)", "-o", file);
    }

    [Fact]
    public async Task A_picture_has_the_size_and_the_colours_that_are_asked_for()
    {
        foreach (string kind in (string[])["scree", "tree"])
        {
            string[] what = kind == "tree" ? ["tree", "--model", "decision-tree", "--data", "iris"] : ["scree", "--data", "iris"];
            string png = folder.Path("a.png"), light = folder.Path("light.svg"), dark = folder.Path("dark.svg");
            await PlotTo(png, [.. what, "--width", "500"]);
            // Width and height stand in the header, high byte first.
            byte[] bytes = File.ReadAllBytes(png);
            Assert.InRange(System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)), 999, 1001);
            await PlotTo(light, [.. what, "--theme", "light"]);
            await PlotTo(dark, [.. what, "--theme", "dark"]);
            // The dark paper.
            Assert.DoesNotContain("#14181D", File.ReadAllText(light), StringComparison.OrdinalIgnoreCase);
            Assert.Contains("#14181D", File.ReadAllText(dark), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData(2, "there is no picture 'rock': did you mean 'roc'?", "rock", "--model", "svm", "--data", "iris")]
    [InlineData(2, "give a MODEL file, or --model NAME with rows to fit it on", "roc", "--data", "iris")]
    [InlineData(2, "takes one --vary NAME=VALUES", "validation", "--model", "svm", "--data", "iris")]
    [InlineData(2, "varies numbers, was 'linear'", "validation", "--model", "svm", "--data", "iris", "--vary", "kernel=linear,rbf")]
    [InlineData(2, "has no option 'D'", "validation", "--model", "svm", "--data", "iris", "--vary", "D=1,2")]
    [InlineData(2, "there is no metric 'accurracy'", "learning", "--model", "svm", "--data", "iris", "--metric", "accurracy")]
    [InlineData(2, "the picture is of rows alone", "scree", "--model", "svm", "--data", "iris")]
    [InlineData(2, "plot path is of lasso, elastic-net and logistic-regression", "path", "--model", "svm", "--data", "iris")]
    [InlineData(1, "a calibration curve needs probabilities, and the model gives none", "calibration", "--model", "svm", "--data", "iris")]
    [InlineData(1, "is no tree: take a decision-tree", "tree", "--model", "svm", "--data", "iris")]
    [InlineData(1, "--folds must be at least 2", "roc", "--model", "svm", "--data", "iris", "--folds", "1")]
    [InlineData(1, "--width must be in", "scree", "--data", "iris", "--width", "10")]
    [InlineData(2, "the curve is of a learner and not of a model", "learning", "a.model")]
    public async Task What_can_not_be_drawn_is_said(int code, string message, params string[] arguments)
    {
        await CliProcess.Refused(code, message, ["plot", .. arguments, "-o", folder.Path("a.svg")]);
        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task A_file_is_refused_before_the_work()
    {
        await CliProcess.Refused(2, "--output 'a.jpg' must end in .png or .svg", "plot", "roc", "--model", "svm", "--data", "iris", "-o", "a.jpg");
        string tiny = folder.Write("tiny.csv", "a,city,b\n1,Oslo,x\n2,Rome,y\n3,Oslo,x\n");
        await CliProcess.Refused(
            1, "--folds must be at most the number of rows of the largest class, 2, was 5", "plot", "roc", "--model", "knn", "--train", tiny, "-o", "a.svg");
        await CliProcess.Refused(
            1, "regions are of numbers, and 'city' holds text", "plot", "regions", "--model", "decision-tree", "--train", tiny, "-o", "a.svg");
        await CliProcess.Refused(1, "there is no folder", "plot", "roc", "--model", "svm", "--train", "none.csv", "-o", folder.Path("nowhere/a.svg"));
    }

    [Fact]
    public void It_says_in_a_process_of_its_own_what_was_drawn()
    {
        string file = folder.Path("a.png");
        (int code, string output, string errors) = CliProcess.Run("plot", "confusion", "--model", "decision-tree", "--data", "iris", "-o", file);
        Assert.Equal((0, ""), (code, errors));
        string[] lines = output.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.StartsWith($"picture     {file}, ", lines[0]);
        Assert.Matches(@"^shows +Confusion, accuracy 0\.\d{3}: decision-tree, out of 5 folds$", lines[1]);
        Assert.Matches(@"^  accuracy +0\.\d{4}$", lines[2]);
        Assert.True(File.Exists(file));
    }

    private Task<JsonElement> Plot(params string[] arguments) => PlotTo(folder.Path("picture.svg"), arguments);

    private static async Task<JsonElement> PlotTo(string file, params string[] arguments)
    {
        JsonElement result = await CliProcess.Json(["plot", .. arguments, "-o", file]);
        Assert.Equal(new FileInfo(file).Length, result.GetProperty("file_bytes").GetInt64());
        return result;
    }

    private static double Value(JsonElement result, string name) => result.GetProperty("values").GetProperty(name).GetDouble();

    private static (string Name, double[] X, double[] Y)[] Series(JsonElement result) =>
    [
        .. result.GetProperty("series").EnumerateArray().Select(series => (
            series.GetProperty("name").GetString()!, Numbers(series, "x"), Numbers(series, "y"))),
    ];

    private static double[] Numbers(JsonElement series, string name) => [.. series.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];

    private string Numbers() => folder.Write(
        "numbers.csv", "x,z,w,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{i * 7 % 11},{i * 5 % 13},{2 * i - 3 * (i * 7 % 11)}.{i % 10}\n")));

    private async Task<(string Model, string Test)> Saved()
    {
        string Rows(string name, int count, int shift) => folder.Write(
            name, "age,city,left\n" + string.Concat(Enumerable.Range(shift, count).Select(
                i => $"{20 + i * 7 % 50},{(i % 3 == 0 ? "Oslo" : "Bergen")},{(i * 7 % 50 + i % 5 * 6 > 35 ? "yes" : "no")}\n")));
        string model = folder.Path("a.model");
        (int code, _, string errors) = await InProcess.Run(
            "train", "--model", "random-forest", "--set", "tree-count=20", "--train", Rows("train.csv", 80, 0), "--target", "left", "--save", model);
        Assert.True(code == 0, errors);
        return (model, Rows("test.csv", 40, 100));
    }

    private static double[] Deviation(JsonElement plotted, int series) =>
        [.. plotted.GetProperty("series")[series].GetProperty("deviation").EnumerateArray().Select(each => each.GetDouble())];
}
