using System.CommandLine;
using System.Text.Json;
using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.Cli.Output;
using ClassicML.Wire;
using Spectre.Console;

namespace ClassicML.Cli.Commands;

/// <summary><c>classicml train</c>: fits one learner on all rows and saves the model.</summary>
internal static class TrainCommand
{
    public static Command Create(GlobalOptions global)
    {
        var command = new Command("train", "Fit a learner on all rows and save the model.");
        var learners = new LearnerOptions(command);
        var preparing = new PreparationOptions(command);
        var data = new DataOptions(command, test: false);
        var save = new Option<string>("--save") { Description = "The model file to write.", HelpName = "FILE", Required = true };
        command.Options.Add(save);
        global.SetAction(command, run =>
        {
            LearnerSpec spec = learners.One(run);
            string file = SavedModel.Writable(run.Parsed.GetRequiredValue(save), "--save");
            RowSet rows = data.Train(run);
            LearningKind kind = rows.Kind(data.Task(run.Parsed), LearnerOptions.Offered(run.Registry, [spec]), run.Output.Note);
            (WireType type, object learner) = spec.Build(run.Registry, kind, data.GivenSeed(run.Parsed));
            object prepared = preparing.Of(run.Parsed, run.Output.Note).Before(type, learner, rows.Features);
            (FittedModel model, double seconds) = run.Timed(() => FittedModel.Fit(prepared, rows, run.Context));
            SavedModel.Save(model, rows, file, run);
            run.Output.Write(
                new TrainResult(
                    type.Name, TargetRule.Name(kind), SavedModel.Form(prepared, run.Registry), rows.RowCount, rows.Features.ColumnCount, rows.Target!.Name,
                    seconds, ReportResult.Of(model.Model.Report), file, new FileInfo(file).Length, [.. run.Output.Notes]),
                json => json.TrainResult, (result, console) => Print(result, LearnerText.Of(prepared, run.Registry), console));
        },
            "train --model svm --set C=5 --set kernel=rbf:gamma=0.02 --scale standard --train a.csv --target label --save a.model",
            "train --model random-forest --set tree-count=300 --train customers.csv --target left --id customer --save forest.model");
        return command;
    }

    private static void Print(TrainResult result, string learner, IAnsiConsole console) => console.Write(Show.Facts(
    [
        ("model", learner), ("rows", $"{result.Rows} × {result.Features}, target '{result.Target}'"), ("fit", Show.Seconds(result.FitSeconds)),
        .. result.Report.Facts(), ("saved", FormattableString.Invariant($"{result.File}, {result.FileBytes:N0} bytes")),
    ]));
}

/// <summary>What <c>train --json</c> prints.</summary>
internal sealed record TrainResult(
    string Model, string Task, JsonElement Learner, int Rows, int Features, string Target, double FitSeconds, ReportResult Report, string File, long FileBytes,
    string[] Notes);
