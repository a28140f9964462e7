using System.CommandLine;
using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.Internal;

namespace ClassicML.Cli.Commands;

/// <summary><c>classicml predict</c>: what a saved model says of new rows, as CSV.</summary>
internal static class PredictCommand
{
    public static Command Create(GlobalOptions global)
    {
        var modelFile = new Argument<string>("MODEL") { Description = "The model file." };
        var rowsFile = new Argument<string>("FILE") { Description = "The rows: CSV, TSV, LIBSVM text or Parquet, plain or gzip; - is standard input." };
        var output = new Option<string?>("--output", "-o") { Description = "The CSV file to write. Default: standard output.", HelpName = "FILE" };
        var probabilities = new Option<bool>("--probabilities") { Description = "Also the probability of each class." };
        var id = new Option<string?>("--id") { Description = "The column that names the rows, which becomes the first column.", HelpName = "COLUMN" };
        var command = new Command("predict", "Say what a saved model predicts for each row of a file.") { modelFile, rowsFile, output, probabilities, id };
        var form = new FormOptions(command);
        global.SetAction(command, run =>
        {
            string? file = run.Parsed.GetValue(output) is { } given ? SavedModel.Writable(given, "--output") : null;
            (FittedModel model, RowLayout layout) = SavedModel.Load(run.Parsed.GetRequiredValue(modelFile), run);
            var reader = new RowReader(form.Of(run.Parsed), new ColumnRoles { Id = run.Parsed.GetValue(id) }, run);
            RowSet rows = reader.Read(run.Parsed.GetRequiredValue(rowsFile), null, layout);
            string[] predicted = model.Predict(rows);
            Matrix? sure = null;
            if (run.Parsed.GetValue(probabilities))
                sure = model.Probabilities(rows) ?? throw new UsageException($"--probabilities: a {model.Model.GetType().Name} has none");
            IReadOnlyList<string> labels = sure is null ? [] : ((IClassifierModel)model.Model).Labels.Names;
            var result = new PredictResult(
                rows.Ids is null ? null : [.. Enumerable.Range(0, rows.RowCount).Select(rows.Ids.Text)], predicted, labels.Count == 0 ? null : labels,
                sure is null ? null : [.. Enumerable.Range(0, rows.RowCount).Select(row => sure.Row(row).ToArray())], []);
            if (file is not null)
            {
                AtomicFile.Write(file, stream =>
                {
                    using var writer = new StreamWriter(stream, leaveOpen: true);
                    Write(result, rows.Ids, writer);
                });
                run.Output.Note(FormattableString.Invariant($"{predicted.Length} predictions are in {file}"));
            }
            run.Output.Write(result with { Notes = [.. run.Output.Notes] }, json => json.PredictResult, (r, _) =>
            {
                if (file is null) Write(r, rows.Ids, run.Output.Text);
            });
        },
            "predict a.model new.csv",
            "predict forest.model new.csv --id customer --probabilities --output predictions.csv");
        return command;
    }

    private static void Write(PredictResult result, TableColumn? ids, TextWriter writer)
    {
        var columns = new List<TableColumn>();
        if (ids is not null) columns.Add(ids.Name == "prediction" ? ids.Rename("id") : ids);
        columns.Add(new TextColumn("prediction", result.Predictions));
        if (result.Probabilities is { } rows)
            for (int k = 0; k < result.Labels!.Count; k++)
                columns.Add(new NumberColumn($"p({result.Labels[k]})", [.. rows.Select(row => row[k])]));
        CsvWriter.Write(new Table(columns), writer);
    }
}

/// <summary>What <c>predict --json</c> prints: of each row its name where there is one, what is predicted, and its probabilities where they are asked
/// for.</summary>
internal sealed record PredictResult(
    string?[]? Ids, string[] Predictions, IReadOnlyList<string>? Labels, double[][]? Probabilities, string[] Notes);
