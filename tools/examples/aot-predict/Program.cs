// A native executable that loads a model and predicts, without .NET on the machine that it runs on:
//
//     tools/examples/aot-predict/publish.sh
//     artifacts/examples/aot-predict/aot-predict churn.model customers.csv
//     artifacts/examples/aot-predict/aot-predict churn.model age=41 city=Oslo
//
// It knows the families that it names below and no others, which keeps it small. Predictions go to standard output as CSV, with the probabilities of a
// classifier that has them; other columns of the file are left alone.
using System.Collections.Immutable;
using ClassicML;
using ClassicML.Linear;
using ClassicML.Preprocessing;
using ClassicML.Serialization;
using ClassicML.Trees;
using ClassicML.Wire;

WireRegistry families = new([.. LinearWireTypes.All, .. TreesWireTypes.All, .. PreprocessingWireTypes.All]);

if (args.Length < 2 || (args.Length > 2 && !args[1].Contains('=', StringComparison.Ordinal)))
{
    Console.Error.WriteLine("aot-predict: aot-predict MODEL ROWS.csv, or aot-predict MODEL COLUMN=VALUE ...");
    return 2;
}
try
{
    ModelFileInfo about = ModelFile.Inspect(args[0]);
    var model = ModelFile.Load<IModel>(args[0], families);
    Table rows = args[1].Contains('=', StringComparison.Ordinal) ? RowOf(args[1..], Expected(about)) : CsvReader.ReadTable(args[1], Expected(about));
    CsvWriter.Write(Predict(model, rows), Console.Out);
    return 0;
}
catch (Exception e) when (e is IOException or InvalidDataException or FormatException or ArgumentException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"aot-predict: {e.Message.Replace($" (Parameter '{(e as ArgumentException)?.ParamName}')", "", StringComparison.Ordinal)}");
    return 1;
}

// The columns that the model was fitted on, as what they were then; one without any value doesn't say what it holds.
static CsvOptions Expected(ModelFileInfo about) => about.FeatureNames is not { } names ? new CsvOptions() : new CsvOptions
{
    Columns = [.. names.Select(name => (CsvColumn)name)],
    Types = about.Data is { } data
        ? names.Zip(data.FeatureKinds, (name, kind) => KeyValuePair.Create(name, (CsvType)kind)).ToImmutableDictionary()
        : ImmutableDictionary<string, CsvType>.Empty,
};

// A file of one row, so that one reader says what a value may be.
static Table RowOf(string[] values, CsvOptions options)
{
    using var file = new MemoryStream();
    using (var writer = new StreamWriter(file, leaveOpen: true))
        CsvWriter.Write(new Table(values.Select(pair => pair.Split('=', 2)).Select(pair => new TextColumn(pair[0], [pair.ElementAtOrDefault(1)]))), writer);
    file.Position = 0;
    return CsvReader.ReadTable(file, options, "the arguments");
}

static Table Predict(IModel model, Table rows)
{
    switch (model)
    {
        case IClassifierModel classifier:
            var labels = new TextColumn("prediction", classifier.Predict(rows).Select(code => classifier.Labels[code]));
            if (classifier.As<IProbabilisticModel>() is not { } probabilistic) return new Table(labels);
            Matrix shares = probabilistic.PredictProbabilities(rows);
            return new Table([labels, .. classifier.Labels.Names.Select((name, k) =>
                new NumberColumn($"probability of {name}", Enumerable.Range(0, rows.RowCount).Select(i => shares[i, k])))]);
        case IRegressorModel regressor:
            return new Table(new NumberColumn("prediction", regressor.Predict(rows)));
        default:
            throw new ArgumentException($"{model.GetType().Name} predicts neither classes nor numbers");
    }
}
