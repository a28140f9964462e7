using System.Globalization;
using System.Text;
using System.Text.Json;
using ClassicML.Internal;
using ClassicML.Metrics;
using ClassicML.Wire;
using Spectre.Console;

namespace ClassicML.Cli;

/// <summary>One fit and what it was worth.</summary>
internal sealed class Evaluation
{
    private readonly LearnerArguments learner;
    private readonly FitReport report;
    private readonly List<(string Name, double Value)> measures = [];

    private Evaluation(LearnerArguments learner, FitReport report)
    {
        this.learner = learner;
        this.report = report;
    }

    public required (int Rows, int Features, int TestRows) Shape { get; init; }

    /// <summary>What was predicted for each test row: a label or a number.</summary>
    public required string[] Predicted { get; init; }

    /// <summary>The confusion matrix as text; null for numbers.</summary>
    public string? Table { get; init; }

    public static Evaluation Run(
        LearnerArguments learner, DataArguments source, IProgress<DownloadProgress> reading, IProgress<FitProgress> fitting, TimeProvider clock,
        CancellationToken cancellation)
    {
        var context = new FitContext { Cancellation = cancellation, Progress = fitting };
        return learner.Classifier is { } classifier
            ? Classification(learner, classifier, source.Load(reading, cancellation), context, clock)
            : Regression(learner, learner.Regressor!, source.LoadNumbers(), context, clock);
    }

    private static Evaluation Classification(
        LearnerArguments learner, IClassifier<IClassifierModel> classifier, (ClassificationData Train, ClassificationData Test) data, FitContext context,
        TimeProvider clock)
    {
        (IClassifierModel model, double fitSeconds) =
            Timed(clock, () => Named(() => classifier.Fit(data.Train, context), data.Train.Groups, data.Train.FeatureNames));
        (string[] predicted, double predictSeconds) =
            Timed(clock, () => Named(() => model.PredictLabels(data.Test.AlignedTo(model).Features), data.Test.Groups, model.FeatureNames));
        ClassificationOutcome outcome = ClassificationOutcome.Of(model, data.Test);
        var evaluation = new Evaluation(learner, model.Report)
        {
            Shape = (data.Train.RowCount, data.Train.FeatureCount, data.Test.RowCount), Predicted = predicted, Table = outcome.Confusion.ToString(),
        };
        evaluation.Measured(fitSeconds, predictSeconds, ("accuracy", outcome.Confusion.Accuracy), ("f1_macro", outcome.Confusion.F1(Average.Macro)));
        if (outcome.Probabilities is not null) evaluation.measures.Add(("log_loss", ClassificationMetric.LogLoss.Compute(outcome)));
        return evaluation;
    }

    private static (T Result, double Seconds) Timed<T>(TimeProvider clock, Func<T> work)
    {
        long start = clock.GetTimestamp();
        T result = work();
        return (result, clock.GetElapsedTime(start).TotalSeconds);
    }

    // What is wrong with a value is said by the number that the file gives its row, and by the name of its column.
    private static T Named<T>(Func<T> work, ReadOnlySpan<int> numbers, IEnumerable<string>? names)
    {
        try
        {
            return work();
        }
        catch (DataValueException e)
        {
            int row = numbers.IsEmpty ? e.Row : numbers[e.Row];
            string own = string.Create(CultureInfo.InvariantCulture, $"row {e.Row}, column {e.Column}");
            string named = string.Create(CultureInfo.InvariantCulture, $"row {row}, column {e.Column}");
            string line = CommandLine.Line(e).Replace(own, named, StringComparison.Ordinal);
            string? name = names?.ElementAtOrDefault(e.Column);
            if (name is not null && !line.Contains($"{named} ('", StringComparison.Ordinal))
                line = line.Replace(named, $"{named} ('{name}')", StringComparison.Ordinal);
            throw new InvalidDataException(line, e);
        }
    }

    private static Evaluation Regression(
        LearnerArguments learner, IRegressor<IRegressorModel> regressor, (RegressionData Train, RegressionData Test) data, FitContext context,
        TimeProvider clock)
    {
        (IRegressorModel model, double fitSeconds) =
            Timed(clock, () => Named(() => regressor.Fit(data.Train, context), data.Train.Groups, data.Train.FeatureNames));
        (double[] predicted, double predictSeconds) =
            Timed(clock, () => Named(() => model.Predict(data.Test.AlignedTo(model).Features), data.Test.Groups, model.FeatureNames));
        var outcome = new RegressionOutcome(data.Test.Targets, predicted, data.Test.Weights);
        var evaluation = new Evaluation(learner, model.Report)
        {
            Shape = (data.Train.RowCount, data.Train.FeatureCount, data.Test.RowCount),
            Predicted = Array.ConvertAll(predicted, number => number.ToString("R", CultureInfo.InvariantCulture)),
        };
        evaluation.Measured(
            fitSeconds, predictSeconds, ("r2", RegressionMetric.R2.Compute(outcome)),
            ("root_mean_squared_error", RegressionMetric.RootMeanSquaredError.Compute(outcome)));
        return evaluation;
    }

    private void Measured(double fitSeconds, double predictSeconds, params (string, double)[] scores)
    {
        measures.AddRange([("fit_seconds", fitSeconds), ("predict_seconds", predictSeconds), .. scores]);
        if (report.Objective is { } objective) measures.Add(("objective", objective));
        if (report.DualityGap is { } gap) measures.Add(("duality_gap", gap));
    }

    /// <summary>Writes what was predicted, a line each; the file appears whole or not at all.</summary>
    public void WritePredictions(string file) => AtomicFile.Write(file, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        foreach (string line in Predicted) writer.WriteLine(line);
    });

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
            writer.WriteNumber("rows", Shape.Rows);
            writer.WriteNumber("features", Shape.Features);
            writer.WriteNumber("test_rows", Shape.TestRows);
            foreach ((string name, double value) in measures) WriteNumber(writer, name, value);
            writer.WriteNumber("iterations", report.Iterations);
            writer.WriteBoolean("converged", report.Converged);
            foreach ((string name, double value) in report.Details) WriteNumber(writer, name, value);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    public void Print(IAnsiConsole console)
    {
        var table = new Spectre.Console.Table().NoBorder().HideHeaders().AddColumns("", "");
        table.AddRow("model", Markup.Escape(learner.Type.Name + (learner.Scale is null ? "" : $", features scaled ({learner.Scale})")));
        table.AddRow("rows", $"{Shape.Rows} × {Shape.Features} to fit on, {Shape.TestRows} to test on");
        foreach ((string name, double value) in measures) table.AddRow(name, value.ToString("G6", CultureInfo.InvariantCulture));
        table.AddRow("iterations", report.Iterations.ToString(CultureInfo.InvariantCulture));
        table.AddRow("converged", report.Converged ? "yes" : Markup.Escape($"no: {report.Reason}"));
        foreach ((string name, double value) in report.Details) table.AddRow(name, value.ToString("G6", CultureInfo.InvariantCulture));
        console.Write(table);
        console.WriteLine();
        if (Table is not null) console.WriteLine(Table);
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
