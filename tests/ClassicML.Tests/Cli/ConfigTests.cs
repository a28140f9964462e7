using System.Text.Json;

namespace ClassicML.Tests.Cli;

/// <summary><c>--write-config</c> and <c>--config</c>: a command line in a file.</summary>
public sealed class ConfigTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_written_config_runs_the_same_command_again()
    {
        string config = folder.Path("run.json");
        string[] line =
        [
            "evaluate", "--model", "random-forest", "--set", "tree-count=7", "--set", "max-depth=3", "--scale", "standard", "--data", "wine", "--seed", "3",
            "--metric", "log-loss", "--metric", "accuracy",
        ];
        string first = await Scores([.. line, "--write-config", config]);
        Assert.Equal(
            """{"command":"evaluate","scale":"standard","data":"wine","seed":"3","metric":["log-loss","accuracy"],"json":true,"models":[{"model":"random-forest","set":["tree-count=7","max-depth=3"]}]}""",
            JsonSerializer.Serialize(JsonDocument.Parse(File.ReadAllText(config)).RootElement));
        Assert.Equal(first, await Scores("evaluate", "--config", config));
        // What is typed comes before it: a setting on top of the model's, an option in place of another, a model with its own settings.
        Assert.Equal(await Scores([.. line, "--set", "tree-count=2"]), await Scores("evaluate", "--config", config, "--set", "tree-count=2"));
        Assert.Equal(await Scores([.. line[..9], "--data", "wine", "--seed", "4", .. line[13..]]), await Scores("evaluate", "--seed", "4", "--config", config));
        Assert.NotEqual(first, await Scores("evaluate", "--config", config, "--seed", "4"));
        Assert.Equal(
            await Scores("evaluate", "--model", "lda", "--scale", "standard", "--data", "wine", "--seed", "3", "--metric", "accuracy"),
            await Scores("evaluate", "--config", config, "--model", "lda", "--metric", "accuracy"));
    }

    [Fact]
    public async Task Switches_and_arguments_are_written_too()
    {
        string config = folder.Path("c.json"), file = folder.Write("a.csv", "1,2\n3,4\n5,6\n");
        (_, string output, _) = await InProcess.Run("describe", file, "--no-header", "--json", "--write-config", config);
        JsonElement written = JsonDocument.Parse(File.ReadAllText(config)).RootElement;
        Assert.Equal(JsonValueKind.True, written.GetProperty("no-header").ValueKind);
        Assert.Equal(output, (await InProcess.Run("describe", "--config", config)).Output);
    }

    [Theory]
    [InlineData("{", "is no JSON"), InlineData("[]", "has no JSON object"),
        InlineData("""{"command":"predict"}""", "has options of 'classicml predict', not of 'classicml train'")]
    [InlineData("""{"models":5}""", "'models' has a value of another kind"), InlineData("""{"models":[5]}""", "'models'"),
        InlineData("""{"models":[{"set":[[]]}]}""", "'set'")]
    public async Task A_file_that_is_no_config_is_refused(string text, string message)
    {
        (int code, string output, string errors) = await InProcess.Run("train", "--config", folder.Write("c.json", text));
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(message, errors);
    }

    [Fact]
    public async Task An_option_that_the_command_has_not_is_named()
    {
        (int code, _, string errors) = await InProcess.Run("inspect", "m", "--config", folder.Write("c.json", """{"fruit":"apple"}"""));
        Assert.Equal(1, code);
        Assert.Contains("c.json: 'classicml inspect' has no option 'fruit'", errors);
        Assert.Equal(1, (await InProcess.Run("inspect", "m", "--config", folder.Path("none.json"))).Code);
    }

    private static async Task<string> Scores(params string[] arguments)
    {
        (int code, string output, string errors) = await InProcess.Run([.. arguments, "--json"]);
        Assert.True(code == 0, errors);
        return JsonDocument.Parse(output).RootElement.GetProperty("scores").GetRawText();
    }
}
