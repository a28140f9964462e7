using System.Text.Json;

namespace ClassicML.Tests.Cli;

/// <summary><c>datasets</c>: the list, and sets as files.</summary>
public sealed class DatasetsCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_list_has_every_set_with_its_shape_and_classes()
    {
        JsonElement[] sets = [.. (await CliProcess.Json("datasets", "list")).GetProperty("datasets").EnumerateArray()];
        Assert.Equal(ClassicML.Datasets.Names, sets.Select(set => set.GetProperty("name").GetString()));
        foreach (JsonElement set in sets)
        {
            Assert.NotEmpty(set.GetProperty("source").GetString()!);
            if (set.GetProperty("name").GetString() == "mnist") continue;
            ClassificationData data = ClassicML.Datasets.Load(set.GetProperty("name").GetString()!).Data;
            Assert.Equal((data.RowCount, data.FeatureCount), (set.GetProperty("rows").GetInt32(), set.GetProperty("columns").GetInt32()));
            Assert.Equal(data.Labels.Names, set.GetProperty("classes").EnumerateArray().Select(name => name.GetString()));
        }
        JsonElement mnist = sets.Single(set => set.GetProperty("name").GetString() == "mnist");
        Assert.Equal((60_000, 10_000), (mnist.GetProperty("rows").GetInt32(), mnist.GetProperty("test_rows").GetInt32()));
        // Null where it is not on this machine.
        Assert.Equal(ClassicML.Datasets.HasMnist, mnist.GetProperty("files").ValueKind == JsonValueKind.Array);
    }

    [Fact]
    public void The_list_is_a_line_a_set()
    {
        (int code, string output, string errors) = CliProcess.Run("datasets", "list");
        Assert.True(code == 0, errors);
        string[] lines = output.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(ClassicML.Datasets.Names.Length + 1, lines.Length);
        Assert.Contains(
            lines, line => line.StartsWith("iris ", StringComparison.Ordinal) && line.Contains("setosa, versicolor, virginica") && line.Contains("built in"));
        Assert.Contains(lines, line => line.StartsWith("digits ", StringComparison.Ordinal) && line.Contains("10: 0, 1, …, 9"));
    }

    [Theory, InlineData("iris"), InlineData("wine"), InlineData("BreastCancer"), InlineData("digits")]
    public async Task A_set_as_CSV_is_read_back_bit_for_bit(string name)
    {
        string file = folder.Path("set.csv");
        JsonElement result = await CliProcess.Json("datasets", "fetch", name, "-o", file);
        Assert.Equal(file, result.GetProperty("output").GetString());
        ClassificationData expected = ClassicML.Datasets.Load(result.GetProperty("dataset").GetProperty("name").GetString()!).Data;
        ClassificationData read = CsvReader.ReadClassification(file, new CsvOptions { Labels = expected.Labels });
        Assert.Equal(((Matrix)expected.Features).Span, ((Matrix)read.Features).Span);
        Assert.Equal(expected.Codes, read.Codes);
        Assert.Equal(expected.FeatureNames!.Value, read.FeatureNames!.Value);
    }

    [Fact]
    public async Task Mnist_is_found_and_written_in_its_two_parts()
    {
        Assert.SkipUnless(ClassicML.Datasets.HasMnist, "MNIST is not on this machine");
        JsonElement result = await CliProcess.Json("datasets", "fetch", "mnist", "--test-output", folder.Path("test.csv"));
        Assert.Equal(ClassicML.Datasets.MnistFiles, result.GetProperty("dataset").GetProperty("files").EnumerateArray().Select(file => file.GetString()));
        Assert.All(ClassicML.Datasets.MnistFiles, file => Assert.True(File.Exists(file)));
        Assert.Equal(["test.csv"], folder.Files());
        Assert.Equal(10_001, File.ReadLines(folder.Path("test.csv")).Count());
    }

    [Theory]
    [InlineData(2, "there is no data set 'irises': did you mean 'iris'?", "irises")]
    [InlineData(2, "iris is built in: --data iris reads it, and -o FILE writes it as CSV", "iris")]
    [InlineData(2, "wine has no test rows of its own", "wine", "--test-output", "a.csv")]
    [InlineData(1, "--output nowhere/a.csv: there is no folder", "iris", "-o", "nowhere/a.csv")]
    public Task What_is_not_there_is_said(int code, string message, params string[] arguments) =>
        CliProcess.Refused(code, message, ["datasets", "fetch", .. arguments]);
}
