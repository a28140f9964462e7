using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using ClassicML.Cli;
using ClassicML.Cli.Commands;
using ClassicML.Cli.Output;

namespace ClassicML.Tests.Cli;

/// <summary>What commands print: numbers for people, JSON whose schema is kept, progress on a terminal alone.</summary>
public class OutputTests
{
    [Theory]
    [InlineData(0.123456, "0.12346"), InlineData(12345678, "12345678"), InlineData(-3, "-3"), InlineData(235904.4, "235904"), InlineData(1e16, "1E+16"),
        InlineData(double.NaN, "NaN"), InlineData(1e-9, "1E-09")]
    public void Numbers_have_five_digits_or_all_before_the_point(double value, string expected) => Assert.Equal(expected, Show.Number(value));

    [Theory, InlineData(0.96666, "0.9667"), InlineData(1, "1.0000"), InlineData(0, "0.0000"), InlineData(0.00012345678, "0.00012346"),
        InlineData(123456.7, "123457")]
    public void Scores_have_four_decimals(double value, string expected) => Assert.Equal(expected, Show.Score(value));

    [Theory, InlineData(0.0000123, "12 µs"), InlineData(0.0123, "12.3 ms"), InlineData(1.2345, "1.23 s"), InlineData(200, "3:20 min"),
        InlineData(7500, "2:05 h")]
    public void Times_have_the_unit_that_suits_them(double seconds, string expected) => Assert.Equal(expected, Show.Seconds(seconds));

    [Fact]
    public void Progress_says_nothing_where_nobody_looks()
    {
        var writer = new StringWriter();
        var line = new ProgressLine(writer, shown: false);
        line.Report(new FitProgress("tree", 1, 2));
        line.Clear();
        Assert.Equal("", writer.ToString());
    }

    [Fact]
    public async Task Quiet_says_no_note_and_JSON_has_them_all()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("a.csv", "x;k\n1;a\n2;b\n3;a\n4;b\n5;a\n7;b\n");
        (int code, string output, string errors) = await InProcess.Run("evaluate", "--model", "knn", "--set", "neighbor-count=1", "--train", file, "--quiet",
            "--json");
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal([$"{file}: fields are separated by ';'"],
            JsonDocument.Parse(output).RootElement.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));
    }

    /// <summary>tools/ClassicML.Cli/schema.json is what programs that read the JSON may rely on.</summary>
    [Fact]
    public void The_schema_of_each_commands_JSON_is_kept()
    {
        var schemas = new JsonObject();
        foreach ((string command, Type result) in Results().OrderBy(pair => pair.Key, StringComparer.Ordinal)) schemas[command] = Schema(result);
        string now = schemas.ToJsonString(new JsonSerializerOptions { WriteIndented = true }).ReplaceLineEndings("\n") + "\n";
        string kept = Path.Combine(Repository.Root, "tools", "ClassicML.Cli", "schema.json");
        if (!File.Exists(kept) || File.ReadAllText(kept).ReplaceLineEndings("\n") != now)
        {
            string folder = Path.Combine(Repository.Root, "artifacts", "cli");
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "schema.json"), now);
            Assert.Fail("the JSON of a command has another schema than tools/ClassicML.Cli/schema.json says; the new one is artifacts/cli/schema.json");
        }
    }

    [Fact]
    public void Every_command_has_a_result()
    {
        IEnumerable<string> commands = new CliRoot(BuiltIn.Registry).Commands.SelectMany(command =>
            command.Subcommands.Count == 0 ? [command.Name] : command.Subcommands.Select(part => $"{command.Name} {part.Name}"));
        Assert.Equal(commands.Order(StringComparer.Ordinal), Results().Keys.Order(StringComparer.Ordinal));
    }

    // What each command prints: "evaluate" an EvaluateResult.
    private static Dictionary<string, Type> Results() => typeof(CliJson).GetCustomAttributesData()
        .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
        .Select(attribute => (Type)attribute.ConstructorArguments[0].Value!)
        .ToDictionary(type => type.Name switch
        {
            nameof(NestedComparison) => "nested",
            nameof(DatasetsResult) => "datasets list",
            nameof(FetchResult) => "datasets fetch",
            var name => name[..^"Result".Length].ToLowerInvariant(),
        });

    private static JsonNode Schema(Type result) =>
        CliJson.Default.GetTypeInfo(result)!.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });
}
