using System.CommandLine;
using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.Cli.Output;
using ClassicML.Internal;
using Spectre.Console;

namespace ClassicML.Cli.Commands;

/// <summary><c>classicml datasets</c>: the data sets that come along, and MNIST, which is fetched once.</summary>
internal static class DatasetsCommand
{
    private static readonly Dictionary<string, string> Sources = new()
    {
        ["iris"] = "R. A. Fisher, 1936: sepals and petals of flowers, in cm",
        ["wine"] = "M. Forina et al., 1986: chemical measurements of wines from Piedmont",
        ["breast-cancer"] = "W. N. Street et al., 1993: shapes of cell nuclei",
        ["digits"] = "E. Alpaydin, C. Kaynak, 1998: handwritten digits of 8×8 pixels",
        ["mnist"] = "Y. LeCun et al., 1998: handwritten digits of 28×28 pixels",
    };

    public static Command Create(GlobalOptions global) =>
        new("datasets", "List the bundled data sets, fetch MNIST, or write one as CSV.") { List(global), Fetch(global) };

    private static Command List(GlobalOptions global)
    {
        var command = new Command("list", "List the data sets that --data takes.");
        global.SetAction(command, run => run.Output.Write(
            new DatasetsResult([.. Datasets.Names.Select(name => Of(name, run))]), json => json.DatasetsResult, Print),
            "datasets list");
        return command;
    }

    private static Command Fetch(GlobalOptions global)
    {
        var name = new Argument<string>("NAME") { Description = string.Join(", ", Datasets.Names), HelpName = "NAME" };
        name.CompletionSources.Add(_ => Datasets.Names.Select(each => new System.CommandLine.Completions.CompletionItem(each)));
        var output = new Option<string?>("--output", "-o") { Description = "Write the rows as CSV; of a set in two parts the training rows.", HelpName = "FILE" };
        var test = new Option<string?>("--test-output") { Description = "Of a set in two parts, write the test rows as CSV.", HelpName = "FILE" };
        var command = new Command("fetch", "Bring a data set onto this machine, or write it as CSV.") { name, output, test };
        global.SetAction(command, run =>
        {
            string? file = run.Parsed.GetValue(output) is { } given ? SavedModel.Writable(given, "--output") : null;
            string? testFile = run.Parsed.GetValue(test) is { } other ? SavedModel.Writable(other, "--test-output") : null;
            string known = BundledRows.Known(run.Parsed.GetRequiredValue(name));
            if (known != "mnist" && testFile is not null) throw new UsageException($"{known} has no test rows of its own");
            if (known != "mnist" && file is null) throw new UsageException($"{known} is built in: --data {known} reads it, and -o FILE writes it as CSV");
            (RowSet train, RowSet? testRows) = BundledRows.Read(known, run);
            if (file is not null) Write(train, file);
            if (testFile is not null) Write(testRows!, testFile);
            run.Output.Write(
                new FetchResult(Of(known, run), file, testFile, [.. run.Output.Notes]), json => json.FetchResult, Print);
        },
            "datasets fetch mnist",
            "datasets fetch iris -o iris.csv");
        return command;
    }

    private static DatasetResult Of(string name, Invocation run)
    {
        // MNIST's shape is known, and reading it takes a second.
        if (name == "mnist")
        {
            string[] files = [.. Datasets.MnistFiles];
            return new(name, 60_000, 10_000, 784, [.. Enumerable.Range(0, 10).Select(Show.Number)], Sources[name], files.Length == 0 ? null : files);
        }
        ClassificationData data = Datasets.Load(name, cancellation: run.Cancellation).Data;
        return new(name, data.RowCount, 0, data.FeatureCount, [.. data.Labels.Names], Sources.GetValueOrDefault(name, ""), []);
    }

    private static void Write(RowSet rows, string file) => AtomicFile.Write(file, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        CsvWriter.Write(BundledRows.TableOf(rows), writer);
    });

    private static void Print(DatasetsResult result, IAnsiConsole console)
    {
        Spectre.Console.Table table = Show.Table(("name", false), ("rows", true), ("columns", true), ("classes", false), ("source", false), ("where", false));
        foreach (DatasetResult each in result.Datasets)
            table.Row(
                each.Name, Show.Number(each.Rows) + (each.TestRows > 0 ? FormattableString.Invariant($" + {each.TestRows}") : ""), Show.Number(each.Columns),
                Classes(each.Classes), each.Source, Where(each));
        console.Write(table);
    }

    private static void Print(FetchResult result, IAnsiConsole console)
    {
        List<(string, string)> facts = [("rows", FormattableString.Invariant($"{result.Dataset.Rows} × {result.Dataset.Columns}"))];
        if (result.Dataset.TestRows > 0) facts.Add(("test rows", Show.Number(result.Dataset.TestRows)));
        if (result.Dataset.Files is { Length: > 0 } files) facts.AddRange(files.Select((path, at) => (at == 0 ? "files" : "", path)));
        if (result.Output is { } file) facts.Add(("written", file));
        if (result.TestOutput is { } test) facts.Add(("test rows written", test));
        console.Write(Show.Facts([.. facts]));
    }

    private static string Classes(string[] names) =>
        names.Length <= 5 ? string.Join(", ", names) : FormattableString.Invariant($"{names.Length}: {names[0]}, {names[1]}, …, {names[^1]}");

    private static string Where(DatasetResult set) => set.Files switch
    {
        null => "not here: datasets fetch " + set.Name,
        [] => "built in",
        [var first, ..] => Path.GetDirectoryName(first) ?? first,
    };
}

/// <summary>What <c>datasets list --json</c> prints.</summary>
internal sealed record DatasetsResult(DatasetResult[] Datasets);

/// <summary>A data set; of one in two parts the rows of each. Its files: none where it is built in, null where it is not on this machine.</summary>
internal sealed record DatasetResult(string Name, int Rows, int TestRows, int Columns, string[] Classes, string Source, string[]? Files);

/// <summary>What <c>datasets fetch --json</c> prints.</summary>
internal sealed record FetchResult(DatasetResult Dataset, string? Output, string? TestOutput, string[] Notes);
