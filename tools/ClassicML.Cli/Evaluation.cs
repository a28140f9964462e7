using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ClassicML.Metrics;
using ClassicML.Wire;
using Spectre.Console;

namespace ClassicML.Cli;

/// <summary>One fit and what it was worth.</summary>
internal sealed class Evaluation
{
    private readonly LearnerArguments learner;
    private readonly IClassifierModel model;
    private readonly string[] predicted;
    private readonly ClassificationOutcome outcome;

    private Evaluation(LearnerArguments learner, IClassifierModel model, ClassificationData train, ClassificationData test, string[] predicted)
    {
        this.learner = learner;
        this.model = model;
        this.predicted = predicted;
        outcome = ClassificationOutcome.Of(model, test);
        Train = train;
        Test = test;
    }

    public ClassificationData Train { get; }

    public ClassificationData Test { get; }

    public double FitSeconds { get; private init; }

    public double PredictSeconds { get; private init; }

    public double Accuracy => outcome.Confusion.Accuracy;

    public double F1Macro => outcome.Confusion.F1(Average.Macro);

    public double? LogLoss => outcome.Probabilities is null ? null : ClassificationMetric.LogLoss.Compute(outcome);

    public static Evaluation Run(
        LearnerArguments learner, DataArguments source, IProgress<DownloadProgress> reading, IProgress<FitProgress> fitting, CancellationToken cancellation)
    {
        (ClassificationData train, ClassificationData test) = source.Load(reading, cancellation);
        var clock = Stopwatch.StartNew();
        IClassifierModel model = learner.Whole.Fit(train, new FitContext { Cancellation = cancellation, Progress = fitting });
        double fitSeconds = clock.Elapsed.TotalSeconds;
        clock.Restart();
        string[] predicted = model.PredictLabels(test.Features);
        return new Evaluation(learner, model, train, test, predicted) { FitSeconds = fitSeconds, PredictSeconds = clock.Elapsed.TotalSeconds };
    }

    /// <summary>Writes the predicted labels, a line each; the file appears whole or not at all.</summary>
    public void WritePredictions(string file)
    {
        string partial = $"{file}.{Environment.ProcessId}.partial";
        try
        {
            File.WriteAllLines(partial, predicted);
            File.Move(partial, file, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("model", learner.Type.Name);
            writer.WritePropertyName("options");
            writer.WriteStartObject();
            foreach (WireOption option in learner.Type.Options)
            {
                writer.WritePropertyName(option.Name);
                Write(writer, option.Get(learner.Bare, BuiltIn.Registry));
            }
            writer.WriteEndObject();
            if (learner.Scale is not null) writer.WriteString("scale", learner.Scale);
            writer.WriteNumber("rows", Train.RowCount);
            writer.WriteNumber("features", Train.FeatureCount);
            writer.WriteNumber("test_rows", Test.RowCount);
            foreach ((string name, double value) in Measures()) WriteNumber(writer, name, value);
            writer.WriteNumber("iterations", model.Report.Iterations);
            writer.WriteBoolean("converged", model.Report.Converged);
            foreach ((string name, double value) in model.Report.Details) WriteNumber(writer, name, value);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    public void Print(IAnsiConsole console)
    {
        var table = new Table().NoBorder().HideHeaders().AddColumns("", "");
        table.AddRow("model", Markup.Escape(learner.Type.Name + (learner.Scale is null ? "" : $", features scaled ({learner.Scale})")));
        table.AddRow("rows", $"{Train.RowCount} × {Train.FeatureCount} to fit on, {Test.RowCount} to test on");
        foreach ((string name, double value) in Measures()) table.AddRow(name, value.ToString("G6", CultureInfo.InvariantCulture));
        table.AddRow("iterations", model.Report.Iterations.ToString(CultureInfo.InvariantCulture));
        table.AddRow("converged", model.Report.Converged ? "yes" : Markup.Escape($"no: {model.Report.Reason}"));
        foreach ((string name, double value) in model.Report.Details) table.AddRow(name, value.ToString("G6", CultureInfo.InvariantCulture));
        console.Write(table);
        console.WriteLine();
        console.WriteLine(outcome.Confusion.ToString());
    }

    private IEnumerable<(string Name, double Value)> Measures()
    {
        yield return ("fit_seconds", FitSeconds);
        yield return ("predict_seconds", PredictSeconds);
        yield return ("accuracy", Accuracy);
        yield return ("f1_macro", F1Macro);
        if (LogLoss is { } logLoss) yield return ("log_loss", logLoss);
        if (model.Report.Objective is { } objective) yield return ("objective", objective);
        if (model.Report.DualityGap is { } gap) yield return ("duality_gap", gap);
    }

    private static void Write(Utf8JsonWriter writer, WireValue value)
    {
        switch (value)
        {
            case WireValue.Flag flag: writer.WriteBooleanValue(flag.Value); break;
            case WireValue.Integer integer: writer.WriteNumberValue(integer.Value); break;
            case WireValue.Number number: writer.WriteNumberValue(number.Value); break;
            case WireValue.Text text: writer.WriteStringValue(text.Value); break;
            case WireValue.Form form: writer.WriteRawValue(form.Value.ToString()); break;
            default: writer.WriteNullValue(); break;
        }
    }

    // JSON has no NaN and no infinities.
    private static void WriteNumber(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value)) writer.WriteNumber(name, value);
        else writer.WriteNull(name);
    }
}
