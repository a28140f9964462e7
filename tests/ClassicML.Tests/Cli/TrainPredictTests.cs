using System.Globalization;
using System.Text.Json;
using ClassicML.Linear;
using ClassicML.Neighbors;
using ClassicML.Preprocessing;
using ClassicML.Serialization;
using ClassicML.Svm;
using ClassicML.Trees;

namespace ClassicML.Tests.Cli;

/// <summary><c>train</c>, <c>predict</c>, <c>evaluate --load</c> and <c>inspect</c>: one file becomes a model, and another its predictions.</summary>
public sealed class TrainPredictTests : IDisposable
{
    private const string Customers = "id,age,city,since,left\n";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_saved_model_predicts_what_the_library_predicts()
    {
        string file = Iris("iris.csv", Datasets.Iris());
        JsonElement trained = await Json(
            "train", "--model", "svm", "--set", "C=5", "--set", "kernel=rbf:gamma=0.02", "--scale", "standard", "--train", file, "--target", "kind",
            "--save", folder.Path("a.model"));
        Assert.Equal(("svm-classifier", "classification", 150, 4, "kind"), (
            trained.GetProperty("model").GetString(), trained.GetProperty("task").GetString(), trained.GetProperty("rows").GetInt32(),
            trained.GetProperty("features").GetInt32(), trained.GetProperty("target").GetString()));
        IClassifierModel model = new StandardScaler().Then(new SvmClassifier { C = 5, Kernel = KernelFunction.Rbf(0.02) }).Fit(Datasets.Iris());
        string[] expected = model.PredictLabels(Datasets.Iris().Features);
        string[] lines = Lines(await Text("predict", folder.Path("a.model"), file));
        Assert.Equal(["prediction", .. expected], lines);
        Assert.Equal(expected, (await Json("predict", folder.Path("a.model"), file)).GetProperty("predictions").EnumerateArray().Select(each =>
            each.GetString()));
    }

    [Fact]
    public async Task Columns_may_lie_otherwise_and_more_may_be_there_but_none_may_lack()
    {
        string[] names = [.. Datasets.Iris().FeatureNames!.Value];
        await Json("train", "--model", "nearest-centroid", "--train", Iris("a.csv", Datasets.Iris()), "--save", folder.Path("m"));
        string[] usual = Lines(await Text("predict", folder.Path("m"), Iris("b.csv", Datasets.Iris())));
        var turned = CsvReader.ReadTable(folder.Path("b.csv")).Select(names.Reverse());
        CsvWriter.Write(turned.With(new TextColumn("remark", Enumerable.Repeat("none", 150))), folder.Path("c.csv"));
        (int code, string output, string errors) = await InProcess.Run("predict", folder.Path("m"), folder.Path("c.csv"));
        Assert.True(code == 0, errors);
        Assert.Equal(usual, Lines(output));
        Assert.Contains("no use is made of 'remark'", errors);
        CsvWriter.Write(turned.Rename(names[2], "petal"), folder.Path("d.csv"));
        (code, output, errors) = await InProcess.Run("predict", folder.Path("m"), folder.Path("d.csv"));
        Assert.Equal((1, ""), (code, output));
        Assert.Contains($"d.csv has no column '{names[2]}', which the model was trained on", errors);
    }

    [Fact]
    public async Task Rows_have_their_names_and_classes_their_probabilities()
    {
        string file = folder.Write("a.csv", Customers + string.Concat(Enumerable.Range(0, 40).Select(
            i => $"K{i:D3},{20 + i},{(i % 2 == 0 ? "Bern" : "Basel")},2024-01-{i % 28 + 1:D2},{(i < 22 ? "no" : "yes")}\n")));
        await Json("train", "--model", "random-forest", "--set", "tree-count=20", "--train", file, "--id", "id", "--save", folder.Path("m"));
        string[] lines = Lines(await Text("predict", folder.Path("m"), file, "--id", "id", "--probabilities"));
        Assert.Equal("id,prediction,p(no),p(yes)", lines[0]);
        Assert.Equal(41, lines.Length);
        foreach (string line in lines[1..])
        {
            string[] fields = line.Split(',');
            double no = double.Parse(fields[2], CultureInfo.InvariantCulture), yes = double.Parse(fields[3], CultureInfo.InvariantCulture);
            Assert.Equal(1, no + yes, 1e-12);
            Assert.Equal(yes > no ? "yes" : "no", fields[1]);
        }
        Assert.Equal("K007", lines[8].Split(',')[0]);

        Assert.Equal("", await Text("predict", folder.Path("m"), file, "-o", folder.Path("p.csv")));
        Assert.Equal(Lines(await Text("predict", folder.Path("m"), file)), File.ReadAllLines(folder.Path("p.csv")));
        await Json("train", "--model", "linear-svm", "--train", file, "--drop", "id,since", "--save", folder.Path("plain"));
        (int code, _, string errors) = await InProcess.Run("predict", folder.Path("plain"), file, "--probabilities");
        Assert.Equal(2, code);
        Assert.Contains("--probabilities", errors);
    }

    [Fact]
    public async Task Text_dates_and_holes_go_through_the_same_steps_at_both_times()
    {
        string file = folder.Write("a.csv", Customers + string.Concat(Enumerable.Range(0, 60).Select(
            i => $"{i},{(i % 7 == 3 ? "" : $"{20 + i}")},{((string[])["Bern", "Basel", ""])[i % 3]},2024-{i % 12 + 1:D2}-03,{(i < 32 ? "no" : "yes")}\n")));
        (int code, string output, string errors) = await InProcess.Run(
            "train", "--model", "logistic-regression", "--scale", "standard", "--train", file, "--id", "id", "--save", folder.Path("m"));
        Assert.True(code == 0, errors);
        foreach (string said in (string[])["missing numbers are filled with the median of their column: 'age'", "text is one-hot encoded: 'city'",
            "dates become year, month, weekday and the like: 'since'"])
            Assert.Contains(said, errors);
        Table table = CsvReader.ReadTable(file).Without("id");
        ClassificationData data = table.ToClassification("left");
        ColumnTransformer steps = new ColumnTransformer()
            .With("numbers", Columns.Named("age"), new SimpleImputer { Statistic = ImputationStatistic.Median }.Then(new StandardScaler()))
            .With("categories", Columns.Named("city"), new OneHotEncoder { Unknown = UnknownCategory.Ignore })
            .With("dates", Columns.Named("since"), new DateFeatures().Then(new StandardScaler()));
        string[] expected = steps.Then(new LogisticRegression()).Fit(data).PredictLabels(data.Features);
        string[] lines = Lines(await Text("predict", folder.Path("m"), file));
        Assert.Equal(["prediction", .. expected], lines);
        // A city that was never seen, and a row of its own.
        string other = folder.Write("b.csv", Customers + "1,,Zürich,2024-05-05,\n");
        Assert.Equal(2, Lines(await Text("predict", folder.Path("m"), other)).Length);
        // Trees read text and holes as they are.
        (code, _, errors) = await InProcess.Run("train", "--model", "decision-tree", "--train", file, "--drop", "id,since", "--save", folder.Path("t"));
        Assert.True(code == 0, errors);
        Assert.Equal("", errors);
        Assert.IsType<DecisionTreeClassifierModel>(ModelFile.Load<IModel>(folder.Path("t")));
    }

    [Fact]
    public async Task Text_in_a_column_of_numbers_is_named_by_its_place()
    {
        await Json("train", "--model", "nearest-centroid", "--train", folder.Write("a.csv", "x,y,k\n1,2,a\n2,3,b\n5,5,a\n"), "--save", folder.Path("m"));
        (int code, string output, string errors) = await InProcess.Run("predict", folder.Path("m"), folder.Write("b.csv", "x,y\n1,2\n2,tall\n"));
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("b.csv, line 3", errors);
        Assert.Contains("'tall'", errors);
        (code, _, errors) = await InProcess.Run("predict", folder.Path("m"), folder.Write("c.csv", "x,y\n1,\n2,3\n"));
        Assert.Equal(1, code);
        Assert.Contains("c.csv: row 0, column 1 ('y') is missing", errors);
        Assert.Contains("--impute at the training fills it", errors);
    }

    [Fact]
    public async Task A_saved_model_is_measured_on_rows_of_its_own_classes()
    {
        var (train, test) = Datasets.Iris().Split(seed: 4, stratified: true);
        await Json("train", "--model", "knn", "--train", Iris("a.csv", train), "--save", folder.Path("m"));
        JsonElement json = await Json("evaluate", "--load", folder.Path("m"), "--test", Iris("b.csv", test));
        Assert.Equal(new KNearestNeighborsClassifier().Fit(train).Score(test), json.GetProperty("scores").GetProperty("accuracy").GetDouble());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("fit_seconds").ValueKind);
        (int code, _, string errors) = await InProcess.Run(
            "evaluate", "--load", folder.Path("m"), "--test", folder.Write("c.csv", File.ReadAllText(folder.Path("b.csv")).Replace("virginica", "rose")));
        Assert.Equal(1, code);
        Assert.Contains("the class 'rose' of column 'kind' is none of the training rows, which have setosa, versicolor, virginica", errors);
        Assert.Matches(@"c\.csv, row \d+:", errors);
        (code, _, errors) = await InProcess.Run("evaluate", "--load", folder.Path("m"), "--train", folder.Path("a.csv"));
        Assert.Equal((2, "classicml: a saved model has its training behind it: give its rows with --test or --data"), (code, errors.TrimEnd()));
    }

    [Fact]
    public async Task Inspect_says_what_the_file_says()
    {
        await Json("train", "--model", "ridge", "--set", "alpha=3", "--train", folder.Write("a.csv", "x,y,z\n1,2,1.5\n2,3,2.5\n5,5,0.5\n"), "--save",
            folder.Path("m"));
        JsonElement json = await Json("inspect", folder.Path("m"));
        Assert.Equal("""["x","y"]""", json.GetProperty("feature_names").GetRawText());
        Assert.Equal("""["number","number"]""", json.GetProperty("feature_kinds").GetRawText());
        Assert.Equal(("z", 3, 3), (json.GetProperty("target").GetString(), json.GetProperty("training_rows").GetInt32(),
            json.GetProperty("learner").GetProperty("Alpha").GetInt32()));
        Assert.Equal(new FileInfo(folder.Path("m")).Length, json.GetProperty("bytes").GetInt64());
        (int code, string output, _) = await InProcess.Run("inspect", folder.Path("m"));
        Assert.Equal(0, code);
        Assert.Matches(@"learner\s+ridge alpha=3\n", output.ReplaceLineEndings("\n"));
        Assert.Contains("x (number), y (number)", output);
        (code, output, string errors) = await InProcess.Run("inspect", folder.Path("a.csv"));
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("a.csv", errors);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task What_cant_be_written_is_said_before_the_fit()
    {
        string nowhere = folder.Path("nowhere/a.model");
        Assert.Contains("--save", await Refused(1, "train", "--model", "svm", "--train", "missing.csv", "--save", nowhere));
        Assert.Contains("is a folder", await Refused(1, "train", "--model", "svm", "--train", "missing.csv", "--save", folder.Root));
        Assert.Contains("--predictions", await Refused(1, "evaluate", "--model", "svm", "--train", "missing.csv", "--predictions", nowhere));
        Assert.Contains("--save", await Refused(2, "train", "--model", "svm", "--data", "iris"));
        Assert.Empty(folder.Files());
    }

    private string Iris(string name, ClassificationData data)
    {
        var matrix = (Matrix)data.Features;
        var columns = data.FeatureNames!.Value.Select((column, j) =>
            (TableColumn)new NumberColumn(column, [.. Enumerable.Range(0, data.RowCount).Select(i => matrix[i, j])]));
        CsvWriter.Write(
            new Table([.. columns, new TextColumn("kind", data.Codes.ToArray().Select(code => data.Labels[code]))]), folder.Path(name));
        return folder.Path(name);
    }

    private static string[] Lines(string text) => text.TrimEnd().ReplaceLineEndings("\n").Split('\n');

    private static async Task<string> Text(params string[] arguments)
    {
        (int code, string output, string errors) = await InProcess.Run(arguments);
        Assert.True(code == 0, errors);
        return output;
    }

    private static async Task<JsonElement> Json(params string[] arguments) => JsonDocument.Parse(await Text([.. arguments, "--json"])).RootElement;

    private static async Task<string> Refused(int expected, params string[] arguments)
    {
        (int code, string output, string errors) = await InProcess.Run(arguments);
        Assert.Equal((expected, ""), (code, output));
        return errors;
    }
}
