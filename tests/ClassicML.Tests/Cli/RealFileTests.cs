using System.Globalization;
using System.Text;
using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace ClassicML.Tests.Cli;

/// <summary>Files as people have them: each is read, and what was found out about it is said.</summary>
public sealed class RealFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, InlineData(';', "';'"), InlineData('\t', "tabs"), InlineData('|', "'|'")]
    public async Task The_separator_is_found_and_named(char separator, string named)
    {
        string file = folder.Write("a.csv", Rows(40, i => $"{i},{i % 5},{(i < 20 ? "low" : "high")}", "x,y,label").Replace(',', separator));
        (JsonElement json, string errors) = await Evaluated("--train", file);
        Assert.Equal(2, json.GetProperty("features").GetInt32());
        Assert.Contains($"fields are separated by {named}", errors);
    }

    [Fact]
    public async Task A_separator_that_is_given_is_taken()
    {
        string file = folder.Write("a.csv", Rows(40, i => $"{3 * i}#{i % 5}#{(i < 20 ? "low" : "high")}", "x#y#label"));
        (JsonElement json, string errors) = await Evaluated("--train", file, "--separator", "#");
        Assert.Equal(2, json.GetProperty("features").GetInt32());
        Assert.Equal("", errors);
        Assert.Equal(2, (await InProcess.Run("evaluate", "--model", "decision-tree", "--train", file, "--separator", "##")).Code);
    }

    [Fact]
    public async Task The_first_row_of_a_file_without_a_header_is_a_row()
    {
        string file = folder.Write("iris.data",
            Rows(150, i => $"{5 + i % 7 / 10.0:F1},{3 + i % 3 / 10.0:F1},{1 + i / 50}.2,0.2,{(i < 50 ? "Iris-setosa" : "Iris-virginica")}", null));
        (JsonElement json, string errors) = await Evaluated("--train", file);
        Assert.Equal(150, json.GetProperty("rows").GetInt32() + json.GetProperty("test_rows").GetInt32());
        Assert.Contains("the first line is no header", errors);
        (json, errors) = await Evaluated("--train", file, "--header");
        Assert.Equal(149, json.GetProperty("rows").GetInt32() + json.GetProperty("test_rows").GetInt32());
        Assert.Equal(2, (await InProcess.Run("evaluate", "--model", "svm", "--train", file, "--header", "--no-header")).Code);
        // Rows to predict may have the target or not.
        string model = folder.Path("m");
        Assert.Equal(0, (await InProcess.Run("train", "--model", "decision-tree", "--train", file, "--save", model)).Code);
        string without = folder.Write("new.data", "5.0,3.0,1.2,0.2\n5.1,3.1,3.2,0.2\n");
        Assert.Equal("prediction\nIris-setosa\nIris-virginica\n", (await InProcess.Run("predict", model, without)).Output.ReplaceLineEndings("\n"));
        Assert.Equal(151, (await InProcess.Run("predict", model, file)).Output.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task Row_numbers_are_noted()
    {
        string file = folder.Write("r.csv", Rows(40, i => $"\"{i + 1}\",{i * 3 % 7},{(i % 2 == 0 ? "a" : "b")}", "\"\",\"x\",\"label\""));
        (_, string errors) = await Evaluated("--train", file);
        Assert.Contains("column 'column 0' counts the rows; --id 'column 0' keeps it out of the features", errors);
        (JsonElement json, errors) = await Evaluated("--train", file, "--id", "0");
        Assert.Equal(1, json.GetProperty("features").GetInt32());
        Assert.DoesNotContain("counts the rows", errors);
    }

    [Fact]
    public async Task A_target_of_many_numbers_is_no_set_of_classes_unasked()
    {
        string file = folder.Write("a.csv", Rows(100, i => $"{3 * i},{i % 7},{i * 2}", "x,z,y"));
        (int code, _, string errors) = await InProcess.Run("evaluate", "--model", "logistic-regression", "--train", file);
        Assert.Equal(1, code);
        Assert.Contains("column 'y' has 100 different numbers: --task classification makes each a class, --task regression takes a regressor", errors);
        (code, string output, errors) = await InProcess.Run("evaluate", "--model", "decision-tree", "--train", file, "--json");
        Assert.True(code == 0, errors);
        Assert.Equal("regression", JsonDocument.Parse(output).RootElement.GetProperty("task").GetString());
        Assert.Contains("the target 'y' has 100 different numbers: they are predicted as numbers (--task classification for classes)", errors);
        (JsonElement json, errors) = await Evaluated("--train", file, "--task", "regression");
        Assert.Equal(("decision-tree-regressor", ""), (json.GetProperty("model").GetString(), errors));
        (json, _) = await Evaluated("--train", folder.Write("b.csv", Rows(60, i => $"{i},{i % 3}", "x,y")), "--task", "regression");
        Assert.Equal("regression", json.GetProperty("task").GetString());
        (json, errors) = await Evaluated("--train", folder.Path("b.csv"));
        Assert.Equal("classification", json.GetProperty("task").GetString());
        Assert.Contains("the target 'y' has 3 different whole numbers, taken for classes", errors);
        Assert.Contains("fractions", (await InProcess.Run("evaluate", "--model", "svc", "--train",
            folder.Write("c.csv", Rows(60, i => $"{i},{i}.5", "x,y")))).Errors);
    }

    [Fact]
    public async Task Older_encodings_decimal_commas_comments_markers_and_truth_values_are_read()
    {
        string text = "# from the laboratory\n"
            + Rows(60, i => $"{i},{i % 10}5;{(i % 4 == 1 ? "--" : $"{i}")};{(i % 2 == 0 ? "TRUE" : "FALSE")};{(i < 30 ? "café" : "thé")}", "Größe;y;ok;label");
        string file = folder.Path("a.csv");
        File.WriteAllBytes(file, Encoding.Latin1.GetBytes(text));
        (int code, string output, string errors) = await InProcess.Run("describe", file, "--json");
        Assert.True(code == 0, errors);
        Assert.Equal(["number", "number", "boolean", "text"],
            JsonDocument.Parse(output).RootElement.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("kind").GetString()));
        foreach (string said in (string[])["';'", "decimal commas", "windows-1252", "'#' are comments", "'--' stands for missing values"])
            Assert.Contains(said, errors);
        Assert.Equal("Größe", JsonDocument.Parse(output).RootElement.GetProperty("columns")[0].GetProperty("name").GetString());
        // What is given is not looked for.
        (code, output, errors) = await InProcess.Run(
            "describe", file, "--separator", ";", "--decimal", ",", "--encoding", "latin1", "--comment", "#", "--missing=--", "--header", "--json");
        Assert.True(code == 0, errors);
        foreach (string said in (string[])["';'", "decimal commas", "windows-1252", "comments"]) Assert.DoesNotContain(said, errors);
        Assert.Equal(15, JsonDocument.Parse(output).RootElement.GetProperty("columns")[1].GetProperty("missing").GetInt32());
    }

    [Fact]
    public async Task LibSvm_text_may_count_from_zero_and_have_groups()
    {
        string train = folder.Write("a.txt", Rows(40, i => $"{(i < 20 ? 1 : -1)} qid:{i / 4} 0:{i} 3:1", null)),
            test = folder.Write("b.txt", "1 1:5 3:1\n-1 1:30 3:1\n");
        (JsonElement json, string errors) = await Evaluated("--train", train);
        Assert.Equal(4, json.GetProperty("features").GetInt32());
        Assert.Contains("indices count from 0", errors);
        // No group is on both sides.
        Assert.Equal(0, json.GetProperty("test_rows").GetInt32() % 4);
        Assert.Equal(0, (await InProcess.Run("train", "--model", "nearest-centroid", "--train", train, "--save", folder.Path("m"))).Code);
        (int code, string output, errors) = await InProcess.Run("predict", folder.Path("m"), test);
        Assert.True(code == 0, errors);
        Assert.Equal(3, output.TrimEnd().Split('\n').Length);
        (code, _, errors) = await InProcess.Run("evaluate", "--model", "svm", "--train", folder.Write("c.txt", "1,2 1:1 2:1\n2 1:4 2:2\n1 1:3\n"));
        Assert.Equal(1, code);
        Assert.Contains("1,2", errors);
    }

    [Fact]
    public async Task Sparse_rows_stay_sparse_for_those_who_read_them_and_become_dense_for_the_others()
    {
        string file = folder.Write("a.txt", Rows(80, i => $"{(i % 2 == 0 ? 1 : -1)} {i % 20 + 1}:1 {(i % 2 == 0 ? 50 : 60)}:2", null));
        foreach (string model in (string[])["logistic-regression", "svm", "decision-tree", "knn", "nearest-centroid", "mlp", "random-forest"])
        {
            (int code, string output, string errors) = await InProcess.Run("train", "--model", model, "--train", file, "--save", folder.Path("m"), "--json");
            Assert.True(code == 0, $"{model}: {errors}");
            (code, output, errors) = await InProcess.Run("evaluate", "--load", folder.Path("m"), "--test", file, "--json");
            Assert.True(code == 0, $"{model}: {errors}");
            Assert.True(JsonDocument.Parse(output).RootElement.GetProperty("scores").GetProperty("accuracy").GetDouble() == 1, model);
        }
    }

    [Fact]
    public async Task Parquet_is_read_like_CSV()
    {
        string file = folder.Path("a.bin");
        int n = 60;
        DataField[] fields =
        [
            new DataField<int>("whole"), new DataField<double?>("number"), new DataField<string>("text"), new DataField<bool>("truth"),
            new DataField<DateTime>("day"), new DataField<long?>("long"), new DataField<float>("float"),
        ];
        await using (FileStream stream = File.Create(file))
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream))
            for (int part = 0; part < 2; part++)
            {
                int[] rows = [.. Enumerable.Range(part * n / 2, n / 2)];
                using ParquetRowGroupWriter group = writer.CreateRowGroup();
                await group.WriteAsync<int>(fields[0], rows);
                await group.WriteAsync<double>(fields[1], (double?[])[.. rows.Select(i => i % 5 == 2 ? (double?)null : i / 4.0)]);
                await group.WriteAsync(fields[2], (string[])[.. rows.Select(i => i < 30 ? "low" : "high")]);
                await group.WriteAsync<bool>(fields[3], (bool[])[.. rows.Select(i => i % 2 == 0)]);
                await group.WriteAsync<DateTime>(fields[4], (DateTime[])[.. rows.Select(i => new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(i))]);
                await group.WriteAsync<long>(fields[5], (long?[])[.. rows.Select(i => i == 3 ? null : (long?)(1L << 40) + i)]);
                await group.WriteAsync<float>(fields[6], (float[])[.. rows.Select(i => i / 8f)]);
            }
        (int code, string output, string errors) = await InProcess.Run("describe", file, "--target", "text", "--json");
        Assert.True(code == 0, errors);
        JsonElement[] columns = [.. JsonDocument.Parse(output).RootElement.GetProperty("columns").EnumerateArray()];
        Assert.Equal(["number", "number", "text", "boolean", "date", "number", "number"], columns.Select(column => column.GetProperty("kind").GetString()));
        Assert.Equal([0, 12, 0, 0, 0, 1, 0], columns.Select(column => column.GetProperty("missing").GetInt32()));
        Assert.Equal((0.0, 59.0, 29.5), (Of(columns[0], "minimum"), Of(columns[0], "maximum"), Of(columns[0], "median")));
        Assert.Equal((1L << 40) + 59.0, Of(columns[5], "maximum"));
        Assert.Equal(59 / 8.0, Of(columns[6], "maximum"));
        (JsonElement json, _) = await Evaluated("--train", file, "--target", "text", "--drop", "day");
        Assert.Equal(5, json.GetProperty("features").GetInt32());
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..200]);
        (code, output, errors) = await InProcess.Run("describe", file);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("a.bin is no Parquet file that can be read", errors);

        static double Of(JsonElement column, string name) => column.GetProperty(name).GetDouble();
    }

    [Fact]
    public async Task Weights_groups_ids_and_categories_are_no_features_or_other_ones()
    {
        string file = folder.Write("a.csv", Rows(80, i => $"P{i / 4},{i},{i % 4},{(i % 3 == 0 ? 0 : 2)},{(i < 40 ? "a" : "b")}", "patient,x,ward,count,label"));
        (JsonElement json, _) = await Evaluated("--train", file, "--groups", "patient", "--weights", "count", "--categorical", "ward");
        Assert.Equal(2, json.GetProperty("features").GetInt32());
        Assert.Equal(0, json.GetProperty("test_rows").GetInt32() % 4);
        Assert.Equal(0, (await InProcess.Run(
            "train", "--model", "logistic-regression", "--train", file, "--groups", "patient", "--weights", "count", "--categorical", "ward", "--save",
                folder.Path("m"))).Code);
        string inspected = (await InProcess.Run("inspect", folder.Path("m"))).Output;
        Assert.Contains("x (number), ward (category)", inspected);
        Assert.Contains("one-hot-encoder", inspected);
        Assert.Equal(81, (await InProcess.Run("predict", folder.Path("m"), file)).Output.TrimEnd().Split('\n').Length);
        (json, _) = await Evaluated("--train", file, "--columns", "x,ward", "--drop", "ward");
        Assert.Equal(1, json.GetProperty("features").GetInt32());
        Assert.Equal(2, (await InProcess.Run("evaluate", "--model", "svm", "--train", file, "--id", "label")).Code);
        Assert.Contains("did you mean 'patient'", (await InProcess.Run("evaluate", "--model", "svm", "--train", file, "--groups", "patients")).Errors);
        Assert.Contains("has no feature column", (await InProcess.Run("evaluate", "--model", "svm", "--train", file, "--columns", "x", "--drop", "x")).Errors);
    }

    [Fact]
    public async Task Rows_without_a_target_are_left_out_and_a_file_without_any_is_refused()
    {
        string file = folder.Write("a.csv", Rows(40, i => $"{i},{(i % 10 == 3 ? "" : i < 20 ? "a" : "b")}", "x,label"));
        (JsonElement json, string errors) = await Evaluated("--train", file);
        Assert.Equal(36, json.GetProperty("rows").GetInt32() + json.GetProperty("test_rows").GetInt32());
        Assert.Contains("4 of 40 rows have no 'label' and are left out", errors);
        (int code, _, errors) = await InProcess.Run("evaluate", "--model", "svm", "--train", folder.Write("b.csv", "x,label\n1,\n2,\n"));
        Assert.Equal(1, code);
        Assert.Contains("column 'label' has no value in any row", errors);
        foreach (string empty in (string[])["", "\n", "x,label\n"])
        {
            (code, _, errors) = await InProcess.Run("evaluate", "--model", "svm", "--train", folder.Write("c.csv", empty));
            Assert.Equal(1, code);
            Assert.Single(errors.TrimEnd().Split('\n'));
        }
    }

    [Fact]
    public async Task Text_of_too_many_categories_shares_a_column()
    {
        string file = folder.Write("a.csv", Rows(400, i => $"{i % 7},T{i % 150},{(i % 7 < 3 ? "a" : "b")}", "x,ticket,label"));
        (int code, _, string errors) = await InProcess.Run("train", "--model", "logistic-regression", "--train", file, "--save", folder.Path("m"));
        Assert.True(code == 0, errors);
        Assert.Contains("only the 100 most frequent categories have a column of their own in 'ticket'", errors);
    }

    private static string Rows(int count, Func<int, FormattableString> row, string? header) =>
        (header is null ? "" : header + "\n") + string.Concat(Enumerable.Range(0, count).Select(i => row(i).ToString(CultureInfo.InvariantCulture) + "\n"));

    private static async Task<(JsonElement Json, string Errors)> Evaluated(params string[] arguments)
    {
        (int code, string output, string errors) = await InProcess.Run(["evaluate", "--model", "decision-tree", "--json", .. arguments]);
        Assert.True(code == 0, errors);
        return (JsonDocument.Parse(output).RootElement, errors);
    }
}
