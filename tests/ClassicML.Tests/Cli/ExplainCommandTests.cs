using System.Text.Json;
using System.Xml.Linq;
using ClassicML.Linear;
using ClassicML.Serialization;
using ClassicML.Trees;

namespace ClassicML.Tests.Cli;

/// <summary><c>explain</c>: the library's importances, coefficients and trees, by the names of columns.</summary>
public sealed class ExplainCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Importances_are_those_of_the_library_on_rows_that_were_held_out()
    {
        JsonElement result = await CliProcess.Json(
            "explain", "--model", "random-forest", "--set", "tree-count=10", "--data", "wine", "--seed", "3", "--test-share", "0.4", "--repeats", "2");
        (ClassificationData train, ClassificationData test) = ClassicML.Datasets.Wine().Split(0.4, 3, stratified: true);
        ForestClassifierModel model = new RandomForestClassifier { TreeCount = 10, Seed = 3 }.Fit(train);
        PermutationImportance expected = PermutationImportance.Of(model, test, repeatCount: 2, seed: 3);
        Assert.Equal((test.RowCount, expected.Loss), (result.GetProperty("rows").GetInt32(), result.GetProperty("loss").GetDouble()));
        Assert.Equal(model.ImportancesByName(expected.Means), Pairs(result, "importances"));
        Assert.Equal(model.ImportancesByName(), Pairs(result, "own_importances"));
        var deviations = model.ImportancesByName(expected.Deviations).ToDictionary();
        foreach (JsonElement each in result.GetProperty("importances").EnumerateArray())
            Assert.Equal(deviations[each.GetProperty("column").GetString()!], each.GetProperty("deviation").GetDouble());
        Assert.Equal(JsonValueKind.Null, result.GetProperty("coefficients").ValueKind);
    }

    [Fact]
    public async Task A_saved_model_is_asked_about_a_file()
    {
        string train = Customers("train.csv", 60), test = Customers("test.csv", 30), file = folder.Path("a.model");
        (int code, _, string errors) = await InProcess.Run(
            "train", "--model", "logistic-regression", "--train", train, "--target", "left", "--save", file, "--scale", "standard");
        Assert.True(code == 0, errors);
        JsonElement result = await CliProcess.Json("explain", file, "--test", test, "--seed", "5");
        var model = ModelFile.Load<ClassifierPipelineModel>(file);
        ClassificationData rows = CsvReader.ReadTable(test).ToClassification("left");
        PermutationImportance expected = PermutationImportance.Of(model, rows.WithFeatures(rows.Features), seed: 5);
        Assert.Equal(model.ImportancesByName(expected.Means), Pairs(result, "importances"));
        // Coefficients have the names of the columns that came out of the encoding.
        var last = (LogisticRegressionModel)model.Last;
        JsonElement only = Assert.Single(result.GetProperty("coefficients").EnumerateArray());
        Assert.Equal("yes", only.GetProperty("class").GetString());
        Assert.Equal(last.Intercept[0], only.GetProperty("intercept").GetDouble());
        (string, double)[] weights =
            [.. ((IModel)last).FeatureNames!.Value.Select((name, j) => (name, last.Coefficients[0, j])).OrderByDescending(pair => Math.Abs(pair.Item2))];
        Assert.Contains(weights, pair => pair.Item1 == "city_Oslo");
        Assert.Equal(weights, only.GetProperty("weights").EnumerateArray().Select(
            each => (each.GetProperty("column").GetString()!, each.GetProperty("value").GetDouble())));
        Assert.DoesNotContain(result.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("one unit"));
    }

    [Fact]
    public async Task Without_rows_a_model_says_what_it_knows()
    {
        string tree = folder.Path("tree.model"), neighbours = folder.Path("knn.model"), ridge = folder.Path("ridge.model");
        string numbers = folder.Write("n.csv", "a,b,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i % 4},{3 * i - 2 * (i % 4)}.25\n")));
        Assert.Equal(0, (await InProcess.Run("train", "--model", "decision-tree", "--data", "iris", "--save", tree)).Code);
        Assert.Equal(0, (await InProcess.Run("train", "--model", "knn", "--data", "iris", "--save", neighbours)).Code);
        Assert.Equal(0, (await InProcess.Run("train", "--model", "ridge", "--train", numbers, "--save", ridge)).Code);
        JsonElement result = await CliProcess.Json("explain", tree, "--depth", "2");
        Assert.Equal(JsonValueKind.Null, result.GetProperty("importances").ValueKind);
        Assert.Equal(ModelFile.Load<DecisionTreeClassifierModel>(tree).ToText(maxDepth: 1), result.GetProperty("tree").GetString());
        Assert.NotEqual(result.GetProperty("tree").GetString(), (await CliProcess.Json("explain", tree)).GetProperty("tree").GetString());
        await CliProcess.Refused(2, "give rows with --test FILE or --data NAME", "explain", neighbours);
        result = await CliProcess.Json("explain", ridge);
        var model = ModelFile.Load<LinearRegressionModel>(ridge);
        Assert.Equal(
            [("a", model.Coefficients[0]), ("b", model.Coefficients[1])],
            result.GetProperty("coefficients")[0].GetProperty("weights").EnumerateArray().Select(
                each => (each.GetProperty("column").GetString()!, each.GetProperty("value").GetDouble())));
        Assert.Contains(result.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("a coefficient is for one unit of its column"));
    }

    [Fact]
    public async Task The_printed_form_has_a_table_sorted_by_importance_and_the_tree()
    {
        (int code, string output, string errors) = await InProcess.Run(
            "explain", "--model", "decision-tree", "--set", "max-depth=2", "--data", "iris", "--seed", "1");
        Assert.Equal((0, ""), (code, errors));
        string[] lines = output.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.StartsWith("decision-tree: share of wrong classes ", lines[0]);
        Assert.EndsWith(" on 38 rows; by how much it rises when a column is permuted", lines[0]);
        Assert.Matches(@"^column +importance +± the model's own$", lines[2]);
        double[] values = [.. lines[3..7].Select(
            line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^3], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(values.OrderDescending(), values);
        Assert.Contains("|--- petal ", lines[8]);
    }

    [Theory, InlineData("svg"), InlineData("png")]
    public async Task A_picture_is_the_tree_or_the_importances(string ending)
    {
        string tree = folder.Path("tree." + ending), bars = folder.Path("bars." + ending);
        Assert.Equal(
            tree, (await CliProcess.Json("explain", "--model", "decision-tree", "--data", "iris", "--picture", tree)).GetProperty("picture").GetString());
        await CliProcess.Json("explain", "--model", "knn", "--data", "wine", "--picture", bars, "--theme", "dark", "--width", "500");
        foreach (string file in (string[])[tree, bars])
        {
            if (ending == "png") Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(file)[..4]);
            else Assert.Equal("svg", XElement.Parse(File.ReadAllText(file)).Name.LocalName);
        }
        if (ending == "svg") Assert.Contains("flavanoids", File.ReadAllText(bars));
    }

    [Fact]
    public async Task What_can_not_be_meant_is_said_before_the_work()
    {
        await CliProcess.Refused(2, "give a MODEL file, or --model NAME with rows to fit it on", "explain");
        await CliProcess.Refused(2, "give either a MODEL file or --model NAME", "explain", "a.model", "--model", "svm");
        await CliProcess.Refused(2, "--picture 'a.gif' must end in .png or .svg", "explain", "--model", "svm", "--data", "iris", "--picture", "a.gif");
        await CliProcess.Refused(1, "there is no folder", "explain", "--model", "svm", "--data", "iris", "--picture", folder.Path("nowhere/a.png"));
        await CliProcess.Refused(1, "--repeats must be at least 1", "explain", "--model", "svm", "--data", "iris", "--repeats", "0");
        await CliProcess.Refused(2, "did you mean 'decision-tree'", "explain", "--model", "desicion-tree", "--data", "iris");
    }

    private string Customers(string name, int rows) => folder.Write(
        name, "age,city,left\n" + string.Concat(Enumerable.Range(0, rows).Select(
            i => $"{20 + i * 7 % 50},{(i % 3 == 0 ? "Oslo" : "Bergen")},{(i * 7 % 50 + i % 3 * 9 + i % 5 > 30 ? "yes" : "no")}\n")));

    private static IEnumerable<(string, double)> Pairs(JsonElement result, string name) =>
        result.GetProperty(name).EnumerateArray().Select(each => (each.GetProperty("column").GetString()!, each.GetProperty("importance").GetDouble()));
}
