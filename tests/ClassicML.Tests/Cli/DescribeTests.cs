using System.Text.Json;

namespace ClassicML.Tests.Cli;

/// <summary><c>describe</c>: columns, the target's balance, and what is odd about a file.</summary>
public sealed class DescribeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Columns_are_summed_up_as_the_table_is()
    {
        JsonElement json = await Json("describe", "--data", "iris");
        Table expected = Table(Datasets.Iris()).Describe();
        JsonElement[] columns = [.. json.GetProperty("columns").EnumerateArray()];
        Assert.Equal(5, columns.Length);
        for (int j = 0; j < 4; j++)
            foreach ((string name, string of) in new[]
            {
                ("mean", "mean"), ("deviation", "deviation"), ("minimum", "minimum"), ("lower_quartile", "25%"), ("median", "50%"), ("upper_quartile", "75%"),
                ("maximum", "maximum"), ("distinct", "distinct"), ("missing", "missing"), ("frequency", "frequency"),
            })
                Assert.Equal(expected.Column<NumberColumn>(of)[j], columns[j].GetProperty(name).GetDouble());
        JsonElement target = json.GetProperty("target");
        Assert.Equal(("class", 3), (target.GetProperty("name").GetString(), target.GetProperty("class_count").GetInt32()));
        Assert.All(target.GetProperty("classes").EnumerateArray(), each => Assert.Equal(50, each.GetProperty("rows").GetInt32()));
        Assert.Equal(0, json.GetProperty("suspicious").GetArrayLength());
    }

    [Theory]
    [InlineData("constant,7", "'c' is constant: every value that is there is 7"), InlineData("empty,", "'c' is empty")]
    [InlineData("count,#", "'c' counts the rows"), InlineData("key,#7", "'c' has another whole number in each row, as keys have")]
    [InlineData("name,T#", "'c' has another text in each row, as names and keys have"), InlineData("leak,=", "'c' tells 'y' by itself")]
    [InlineData("same,x", "'c' is equal to 'x'")]
    public async Task What_is_odd_is_said(string what, string sentence)
    {
        string kind = what.Split(',')[1];
        string rows = string.Concat(Enumerable.Range(0, 60).Select(i =>
        {
            int key = i * 17 % 61, x = i * 7 % 10, y = i * i * 31 % 97 % 2;
            string c = kind switch { "#" => $"{i + 1}", "#7" => $"{key * 7}", "T#" => $"T{key}", "=" => y == 1 ? "on" : "off", "x" => $"{x}", _ => kind };
            return $"{x},{c},{(y == 1 ? "yes" : "no")}\n";
        }));
        string[] said = [.. (await Json("describe", folder.Write("a.csv", "x,c,y\n" + rows))).GetProperty("suspicious").EnumerateArray().Select(each =>
            each.GetString()!)];
        Assert.StartsWith(sentence, Assert.Single(said));
    }

    [Fact]
    public async Task Numbers_that_tell_the_target_are_noticed_and_those_that_overlap_are_not()
    {
        string file = folder.Write("a.csv", "threshold,line,noise,k\n" + string.Concat(Enumerable.Range(0, 50).Select(
            i => FormattableString.Invariant($"{(i * 7 % 50 < 20 ? 1 : 5) + i * 7 % 50 / 100.0},{i * 7 % 50 * 3.5 + 1},{i * 11 % 23 / 8.0},{(i * 7 % 50 < 20 ? "a" : "b")}\n"))));
        string all = (await Json("describe", file)).GetProperty("suspicious").GetRawText();
        Assert.Contains("threshold", all);
        Assert.DoesNotContain("noise", all);
        string lines = (await Json("describe", folder.Write("b.csv", "x,z,y\n" + string.Concat(Enumerable.Range(0, 50).Select(
            i => FormattableString.Invariant($"{i * 7 % 50 + 0.5},{i * 11 % 23 + 0.25},{(i * 7 % 50) * 3.25 + 100}\n")))))).GetProperty("suspicious").GetRawText();
        Assert.Contains("'x' tells 'y' by itself", lines);
        Assert.DoesNotContain("'z'", lines);
    }

    [Fact]
    public async Task A_person_reads_a_line_a_column()
    {
        string file = folder.Write("a.csv", "age,city,left\n20,Bern,no\n,Bern,yes\n41.5,Basel,no\n33,,no\n");
        (int code, string output, string errors) = await InProcess.Run("describe", file, "--target", "left");
        Assert.Equal((0, ""), (code, errors));
        string[] lines = output.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal("a.csv: 4 rows, 3 columns", lines[0].Replace(folder.Root + Path.DirectorySeparatorChar, ""));
        Assert.Contains(lines, line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)) == "age number 25 % 3 31.5 20 33 41.5");
        Assert.Contains(lines, line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)) == "city text 25 % 2 Bern 50 %");
        Assert.Contains("target 'left': 2 classes: no 75 %, yes 25 %", lines);
        Assert.All(lines, line => Assert.Equal(line.TrimEnd(), line));
    }

    [Fact]
    public async Task A_file_or_a_data_set_is_needed_and_a_target_that_is_there()
    {
        Assert.Equal(2, (await InProcess.Run("describe")).Code);
        Assert.Equal(2, (await InProcess.Run("describe", "a.csv", "--data", "iris")).Code);
        Assert.Equal((2, "classicml: there is no data set 'irs': did you mean 'iris'?"), Trimmed(await InProcess.Run("describe", "--data", "irs")));
        Assert.Equal((1, "classicml: there is no column 'clas': did you mean 'class'?"),
            Trimmed(await InProcess.Run("describe", "--data", "iris", "--target", "clas")));
        (int code, string line) = Trimmed(await InProcess.Run("describe", folder.Path("none.csv")));
        Assert.Equal(1, code);
        Assert.Contains("none.csv", line);
    }

    private static (int, string) Trimmed((int Code, string Output, string Errors) run) => (run.Code, run.Errors.TrimEnd());

    private static Table Table(ClassificationData data)
    {
        var matrix = (Matrix)data.Features;
        return new Table(data.FeatureNames!.Value.Select((name, j) =>
            new NumberColumn(name, [.. Enumerable.Range(0, data.RowCount).Select(i => matrix[i, j])])));
    }

    private static async Task<JsonElement> Json(params string[] arguments)
    {
        (int code, string output, string errors) = await InProcess.Run([.. arguments, "--json"]);
        Assert.True(code == 0, errors);
        return JsonDocument.Parse(output).RootElement;
    }
}
