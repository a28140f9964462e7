using System.CommandLine;
using System.Text;
using System.Text.Json;
using ClassicML.Cli.Explaining;
using ClassicML.Cli.Output;
using ClassicML.Cli.Server;
using ClassicML.Serving;
using Spectre.Console;

namespace ClassicML.Cli.Commands;

/// <summary><c>classicml serve</c>: a saved model over HTTP, for this machine.</summary>
internal static class ServeCommand
{
    public static Command Create(GlobalOptions global)
    {
        var modelFile = new Argument<string>("MODEL") { Description = "The model file." };
        var port = new Option<int>("--port") { Description = "The port; 0 for a free one.", DefaultValueFactory = _ => 5000, HelpName = "N" };
        var host = new Option<string>("--host")
        {
            Description = "The address to listen at. Any but this machine's own opens the model to whoever reaches it, without a password and in plain text.",
            DefaultValueFactory = _ => "127.0.0.1", HelpName = "ADDRESS",
        };
        var command = new Command("serve", "Answer with a saved model's predictions over HTTP, on this machine, until Ctrl-C.") { modelFile, port, host };
        global.SetAction(command, run =>
        {
            int number = (int)Check.Within(run.Parsed.GetValue(port), new Interval(0, 65535), "--port");
            string address = run.Parsed.GetValue(host)!, file = run.Parsed.GetRequiredValue(modelFile);
            ServedModel model = ServedModel.Load(file, run.Registry);
            using PredictServer server = PredictServer.Start(model, address, number);
            if (!PredictServer.IsLoopback(address))
                run.Output.Note($"--host {address}: whoever reaches this address can ask the model; there is no password, and rows and answers go in plain text");
            run.Output.Write(
                new ServeResult(file, Insides.Name(model.Model, run), server.Address, [.. run.Output.Notes]),
                json => json.ServeResult, (result, console) => Print(result, Example(model), console));
            run.Output.Text.Flush();
            server.Run(run.Cancellation).GetAwaiter().GetResult();
            run.Output.Note(FormattableString.Invariant($"ended after {server.Requests} requests and {server.Rows} rows"));
        },
            "serve a.model",
            "serve a.model --port 0 --json");
        return command;
    }

    private static void Print(ServeResult result, string example, IAnsiConsole console)
    {
        console.Write(Show.Facts(("model", $"{result.Model} of {result.File}"), ("address", result.Address), ("ends with", "Ctrl-C")));
        console.WriteLine();
        console.WriteLine($"curl {result.Address}predict --json '{example}'");
    }

    // A row as it may be sent, of the first columns.
    private static string Example(ServedModel model)
    {
        const int shown = 4;
        using var stream = new MemoryStream();
        using (var row = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            if (model.Model.FeatureNames is not { } names)
            {
                row.WriteStartArray();
                for (int j = 0; j < model.Model.FeatureCount; j++) row.WriteNumberValue(0);
                row.WriteEndArray();
            }
            else
            {
                row.WriteStartObject();
                for (int j = 0; j < Math.Min(shown, names.Length); j++)
                {
                    row.WritePropertyName(names[j]);
                    switch (model.Kinds?[j])
                    {
                        case ColumnKind.Text or ColumnKind.Category:
                            row.WriteStringValue("…");
                            break;
                        case ColumnKind.Boolean:
                            row.WriteBooleanValue(true);
                            break;
                        case ColumnKind.Date:
                            row.WriteStringValue("2024-02-29");
                            break;
                        default:
                            row.WriteNumberValue(0);
                            break;
                    }
                }
                row.WriteEndObject();
            }
        }
        string json = Encoding.UTF8.GetString(stream.ToArray());
        return model.Model.FeatureNames is { Length: > shown } ? json[..^1] + ",…}" : json;
    }
}

/// <summary>What <c>serve --json</c> prints when it listens.</summary>
internal sealed record ServeResult(string File, string Model, string Address, string[] Notes);
