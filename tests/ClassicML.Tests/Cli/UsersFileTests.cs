using System.Text.Json;

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
        string file = folder.Write("a.csv", "id,x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{keys[i % 4]},{i % 4},{(i % 4 < 2 ? "a" : "b")}\n")));
        string model = folder.Path("a.model");
        Assert.Equal(0, (await InProcess.Run("train", "--model", "decision-tree", "--train", file, "--id", id, "--save", model)).Code);
        (_, string output, _) = await InProcess.Run("predict", model, file, "--id", id);
        Assert.Equal(["id,prediction", "0017,a", "9007199254740993,a", "123456789012345678901234,b", "1e3,b"], output.ReplaceLineEndings("\n").Split('\n')[..5]);
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
        string file = folder.Write("a.csv", "id,x,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{9007199254740993 + i},{i * 7 % 10},{(i * i % 7 < 3 ? "a" : "b")}\n")));
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
}
