using System.Text.Json;
using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.Cli.Selection;
using ClassicML.Trees;

namespace ClassicML.Tests.Cli;

/// <summary>Files and command lines as people have them: long keys, texts of several lines, folders in place of files, words in place of numbers.</summary>
public sealed class UsersFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, InlineData("id"), InlineData("0")]
    public async Task Names_of_rows_are_predicted_as_they_are_written(string id)
    {
        string[] keys = ["0017", "9007199254740993", "123456789012345678901234", "1e3"];
        string file = folder.Write("a.csv", "id,x,y\n"
            + string.Concat(Enumerable.Range(0, 40).Select(i => $"{keys[i % 4]},{i % 4},{(i % 4 < 2 ? "a" : "b")}\n")));
        string model = folder.Path("a.model");
        Assert.Equal(0, (await InProcess.Run("train", "--model", "decision-tree", "--train", file, "--id", id, "--save", model)).Code);
        (_, string output, _) = await InProcess.Run("predict", model, file, "--id", id);
        Assert.Equal(["id,prediction", "0017,a", "9007199254740993,a", "123456789012345678901234,b", "1e3,b"],
            output.ReplaceLineEndings("\n").Split('\n')[..5]);
    }

    [Fact]
    public async Task An_id_that_is_a_feature_of_the_model_stays_a_number()
    {
        string file = folder.Write("a.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{(i < 20 ? "a" : "b")}\n")));
        string model = folder.Path("a.model");
        Assert.Equal(0, (await InProcess.Run("train", "--model", "decision-tree", "--train", file, "--save", model)).Code);
        (_, string output, _) = await InProcess.Run("predict", model, file, "--id", "x");
        Assert.Equal(["x,prediction", "0,a"], output.ReplaceLineEndings("\n").Split('\n')[..2]);
    }

    [Fact]
    public async Task The_target_of_a_test_file_is_found_by_its_name()
    {
        string rows(bool first) => string.Concat(Enumerable.Range(0, 40).Select(i => first ? $"{(i < 20 ? "a" : "b")},{i / 2.0}\n"
            : $"{i / 2.0},{(i < 20 ? "a" : "b")}\n"));
        string file = folder.Write("a.csv", "x,y\n" + rows(false)), turned = folder.Write("b.csv", "y,x\n" + rows(true)), model = folder.Path("a.model");
        Assert.Equal(0, (await InProcess.Run("train", "--model", "decision-tree", "--train", file, "--save", model)).Code);
        foreach (string[] of in new[] { new[] { "--load", model }, ["--model", "decision-tree", "--train", file] })
        {
            (int code, string output, _) = await InProcess.Run(["evaluate", .. of, "--test", turned, "--json"]);
            Assert.Equal(0, code);
            Assert.Equal(1, JsonDocument.Parse(output).RootElement.GetProperty("scores").GetProperty("accuracy").GetDouble());
        }
    }

    [Fact]
    public async Task The_JSON_of_predictions_is_there_beside_their_file()
    {
        string file = folder.Write("a.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i / 2.0},{(i < 20 ? "a" : "b")}\n")));
        string model = folder.Path("a.model"), written = folder.Path("p.csv");
        Assert.Equal(0, (await InProcess.Run("train", "--model", "decision-tree", "--train", file, "--save", model)).Code);
        (_, string output, _) = await InProcess.Run("predict", model, file, "--output", written, "--json");
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.Equal(40, json.GetProperty("predictions").GetArrayLength());
        Assert.Equal($"40 predictions are in {written}", json.GetProperty("notes")[0].GetString());
        Assert.StartsWith("prediction", File.ReadAllText(written));
        Assert.Equal("", (await InProcess.Run("predict", model, file, "--output", written)).Output);
    }

    [Fact]
    public async Task Whole_numbers_that_are_not_told_apart_are_said()
    {
        string file = folder.Write("a.csv", "id,x,y\n"
            + string.Concat(Enumerable.Range(0, 30).Select(i => $"{9007199254740993 + i},{i * 7 % 10},{(i * i % 7 < 3 ? "a" : "b")}\n")));
        (_, string output, _) = await InProcess.Run("describe", file);
        Assert.Contains("! 'id' has whole numbers of more digits than are told apart: --id or --drop keeps it out of the features", output);
    }

    [Fact]
    public async Task Texts_of_several_lines_are_described_in_one_and_shares_are_rounded()
    {
        string file = folder.Write("a.csv", "note,x,y\n" + string.Concat(Enumerable.Range(0, 300).Select(
            i => $"\"one\ntwo\",{(i == 0 ? "other" : "same")},{(i % 3 == 0 ? "a" : "b")}\n")));
        (_, string output, _) = await InProcess.Run("describe", file);
        string[] lines = output.ReplaceLineEndings("\n").Split('\n');
        Assert.Contains(lines, line => line.StartsWith("note ", StringComparison.Ordinal) && line.EndsWith(" one two 100 %", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith(" same >99 %", StringComparison.Ordinal));
        Assert.Contains("target 'y': 2 classes: b 67 %, a 33 %", lines);
        Assert.Contains("! 'note' is constant: every value that is there is one two", lines);
    }

    [Fact]
    public async Task One_class_is_said_in_the_singular()
    {
        (_, string output, _) = await InProcess.Run("describe", folder.Write("a.csv", "x,y\n1,a\n2,a\n"));
        Assert.Contains("target 'y': 1 class: a 100 %", output);
    }

    [Fact]
    public async Task A_folder_is_no_file()
    {
        (int code, _, string errors) = await InProcess.Run("describe", folder.Path("."));
        Assert.Equal((1, $"classicml: '{folder.Path(".")}' is a folder, and no file"), (code, errors.Trim()));
    }

    [Theory, InlineData("--seed", "x", "a whole number"), InlineData("--threads", "1.5", "a whole number"), InlineData("--test-share", "half", "a number")]
    public async Task A_word_in_place_of_a_number_is_said_without_types(string option, string value, string expected)
    {
        (int code, _, string errors) = await InProcess.Run("evaluate", "--model", "knn", "--train", "a.csv", option, value);
        Assert.Equal((2, $"classicml: {option} takes {expected}, was '{value}'"), (code, errors.ReplaceLineEndings("\n").Split('\n')[0]));
    }

    [Fact]
    public async Task Indices_of_LIBSVM_text_count_from_where_those_of_the_training_rows_do()
    {
        string train = folder.Write("a.txt", string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 2} 0:{i + 1} 1:{i % 2}.5\n")));
        // Without an index 0 this file alone would count from 1.
        string test = folder.Write("b.txt", "0 1:0.5\n1 1:1.5\n"), model = folder.Path("a.model");
        (_, string output, _) = await InProcess.Run("evaluate", "--model", "decision-tree", "--train", train, "--test", test, "--json");
        Assert.Equal(1, JsonDocument.Parse(output).RootElement.GetProperty("scores").GetProperty("accuracy").GetDouble());
        Assert.Equal(0, (await InProcess.Run("train", "--model", "decision-tree", "--train", train, "--save", model)).Code);
        Assert.Equal("prediction\n0\n1\n", (await InProcess.Run("predict", model, test)).Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Holes_of_test_rows_alone_are_filled()
    {
        string train = folder.Write("a.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i / 2.0},{(i < 20 ? "a" : "b")}\n")));
        string test = folder.Write("b.csv", "x,y\n1.5,a\n,b\n19,b\n");
        (int code, _, string errors) = await InProcess.Run("evaluate", "--model", "logistic-regression", "--train", train, "--test", test);
        Assert.True(code == 0, errors);
        Assert.Contains("missing numbers are filled with the median of their column: 'x'", errors);
    }

    [Theory, InlineData("mean"), InlineData("median"), InlineData("most-frequent")]
    public async Task Holes_are_filled_by_the_rule_that_is_named(string rule)
    {
        // Of 0, 0, 1, 2 and 7 the mean is 2, the median 1, and the most frequent 0.
        string file = folder.Write("a.csv", "x,y\n0,0.5\n0,0.25\n1,1.5\n2,2.5\n7,7.5\n,9.5\n");
        string model = folder.Path("a.model"), hole = folder.Write("b.csv", "x\nNA\n2\n1\n0\n");
        Assert.Equal(0, (await InProcess.Run("train", "--model", "ridge", "--impute", rule, "--train", file, "--save", model)).Code);
        string[] predicted = (await InProcess.Run("predict", model, hole)).Output.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(predicted[rule == "mean" ? 2 : rule == "median" ? 3 : 4], predicted[1]);
    }

    [Fact]
    public async Task Out_of_fold_rows_have_the_numbers_of_the_file()
    {
        string file = folder.Write("a.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i / 2.0},{(i == 3 ? "" : i < 20 ? "a" : "b")}\n")));
        string written = folder.Path("p.csv");
        Assert.Equal(0, (await InProcess.Run("cv", "--model", "decision-tree", "--train", file, "--predictions", written)).Code);
        Assert.Equal(Enumerable.Range(0, 40).Where(i => i != 3).Select(i => (double)i),
            CsvReader.ReadTable(written).Column<NumberColumn>("row").Values.ToArray());
    }

    [Fact]
    public void Categories_of_numbers_are_in_the_order_of_the_numbers()
    {
        var table = new Table(new NumberColumn("ward", [10, 2, 10, 1]), new NumberColumn("y", [0, 1, 0, 1]));
        RowSet rows = new TableRows(new ColumnRoles { HasTarget = true, Categorical = ["ward"] }, null, _ => { }).Part("a.csv", table, hasHeader: true);
        Assert.Equal(["1", "2", "10"], ((Table)rows.Features).Column<CategoryColumn>("ward").Levels);
    }

    [Fact]
    public void The_baseline_weighs_classes_and_numbers()
    {
        var x = new Matrix([1, 2, 3], 3, 1);
        BaselineClassifierModel classes = new BaselineClassifier().Fit(new ClassificationData(x, [0, 0, 1], new ClassLabels(["a", "b"]), [1, 1, 6]));
        Assert.Equal([0.25, 0.75], classes.PredictProbabilities(x).Row(0).ToArray());
        Assert.Equal([1, 1, 1], classes.Predict(x));
        Assert.Equal([5.0, 5, 5], new BaselineRegressor().Fit(new RegressionData(x, [1, 2, 6.75], [1, 1, 4])).Predict(x));
    }

    [Fact]
    public void A_logarithmic_range_of_whole_numbers_is_drawn_to_its_end()
    {
        VaryValues values = VaryValues.Parse("max-depth", "1..3:log", OptionPath.Find(new DecisionTreeClassifier(), "max-depth", BuiltIn.Registry));
        // That a third of the logarithm's length is never met in 200 draws has a chance below 1e-20.
        var rng = new Rng(1);
        Assert.Equal(["1", "2", "3"], Enumerable.Range(0, 200).Select(_ => values.Draw(rng)).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_text_that_stands_for_a_hole_is_one()
    {
        string file = folder.Write("a.csv", "x,y\n1.5,a\nunknown,b\n2.5,a\n");
        JsonElement column = (await SelectionCase.Json("describe", file, "--missing", "unknown")).GetProperty("columns")[0];
        Assert.Equal(("number", 1), (column.GetProperty("kind").GetString(), column.GetProperty("missing").GetInt32()));
    }

    [Theory, InlineData(20, true), InlineData(21, false)]
    public void Twenty_whole_numbers_are_classes_and_more_are_numbers(int count, bool classes)
    {
        var target = new NumberColumn("y", [.. Enumerable.Range(0, 3 * count).Select(i => (double)(i % count))]);
        Assert.Equal(classes ? LearningKind.Classification : LearningKind.Regression, TargetRule.Decide(target, null, [], _ => { }));
    }

    [Fact]
    public async Task A_winner_is_typed_with_each_option_once()
    {
        JsonElement json = await SelectionCase.Json("search", "--model", "decision-tree", "--set", "max-depth=7", "--set", "min-samples-leaf=2", "--vary",
            "MaxDepth=1", "--data", "iris");
        Assert.Equal("--model decision-tree --set min-samples-leaf=2 --set MaxDepth=1", json.GetProperty("winner").GetProperty("typed").GetString());
    }

    [Fact]
    public async Task The_confusion_in_JSON_has_a_row_for_each_actual_class()
    {
        string train = folder.Write("a.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i / 2.0},{(i < 20 ? "a" : "b")}\n")));
        string test = folder.Write("b.csv", "x,y\n19,a\n18.5,a\n1,a\n17.5,b\n");
        JsonElement json = await SelectionCase.Json("evaluate", "--model", "decision-tree", "--train", train, "--test", test);
        Assert.Equal("[[1,2],[0,1]]", json.GetProperty("confusion").GetProperty("counts").GetRawText());
    }

    [Fact]
    public async Task A_config_has_each_model_with_its_own_options_and_a_switch_takes_no_word()
    {
        string config = folder.Path("c.json"),
            file = folder.Write("a.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i / 2.0},{(i < 20 ? "a" : "b")}\n")));
        await SelectionCase.Json(
            "search", "--model", "knn", "--vary", "neighbor-count=1,3", "--model", "decision-tree", "--vary", "max-depth=2", "--train", file,
                "--write-config", config);
        Assert.Equal(
            [("knn", "neighbor-count=1,3"), ("decision-tree", "max-depth=2")],
            JsonDocument.Parse(File.ReadAllText(config)).RootElement.GetProperty("models").EnumerateArray()
                .Select(model => (model.GetProperty("model").GetString(), model.GetProperty("vary")[0].GetString())));
        string saved = folder.Path("a.model");
        Assert.Equal(0, (await InProcess.Run("train", "--model", "decision-tree", "--train", file, "--save", saved)).Code);
        Assert.Equal(0, (await InProcess.Run("predict", "--probabilities", saved, file, "--write-config", config)).Code);
        JsonElement written = JsonDocument.Parse(File.ReadAllText(config)).RootElement;
        Assert.Equal([saved, file], written.GetProperty("arguments").EnumerateArray().Select(each => each.GetString()));
        Assert.True(written.GetProperty("probabilities").GetBoolean());
    }
}
