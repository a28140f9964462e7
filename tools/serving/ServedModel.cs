using System.Collections.Immutable;
using System.Text.Json;
using ClassicML.Serialization;
using ClassicML.Wire;

namespace ClassicML.Serving;

/// <summary>A model of a file, and what it makes of rows in JSON. Immutable, and safe to use by several requests.</summary>
internal sealed class ServedModel
{
    private readonly ImmutableDictionary<string, ColumnKind?>? columns;
    private readonly ClassifierPredictor? classifier;
    private readonly RegressorPredictor? regressor;

    private ServedModel(ModelFileInfo info, IModel model)
    {
        (Info, Model) = (info, model);
        classifier = (model as IClassifierModel)?.CreatePredictor();
        regressor = (model as IRegressorModel)?.CreatePredictor();
        // Two columns of one name are refused here, and not in every request.
        if (classifier is not null || regressor is not null) NewRow();
        else throw new ArgumentException($"{model.GetType().Name} predicts neither classes nor numbers");
        // A file of a writer that did not say what its columns hold takes any value; the model refuses what it can't read.
        Kinds = info.Data is { } data && data.FeatureKinds.Length == model.FeatureCount ? data.FeatureKinds : null;
        columns = model.FeatureNames?.Select((name, j) => KeyValuePair.Create(name, Kinds?[j])).ToImmutableDictionary(StringComparer.Ordinal);
    }

    /// <summary>What the file says of the model.</summary>
    public ModelFileInfo Info { get; }

    /// <summary>The model.</summary>
    public IModel Model { get; }

    /// <summary>What each column holds, p of them; null where the file doesn't say.</summary>
    public ImmutableArray<ColumnKind>? Kinds { get; }

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="registry">The models by name. Default: all that are built in.</param>
    /// <exception cref="InvalidDataException">It is no model file, is damaged, or its model predicts neither classes nor numbers.</exception>
    /// <exception cref="IOException">It isn't there, or can't be read.</exception>
    public static ServedModel Load(string path, WireRegistry? registry = null)
    {
        // Summary and model are those of one file, and whoever replaces it need not wait.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            ModelFileInfo info = ModelFile.Inspect(file);
            file.Position = 0;
            return new ServedModel(info, ModelFile.Load<IModel>(file, registry ?? BuiltIn.Registry));
        }
        catch (Exception e) when (e is ModelFormatException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>A row for one request.</summary>
    public RowInput NewRow() => classifier?.NewRow() ?? regressor!.NewRow();

    /// <summary>Whether it is several rows: an array of objects, or where columns have no names of arrays.</summary>
    public bool IsBatch(JsonElement json) => json.ValueKind == JsonValueKind.Array
        && (columns is not null || json.GetArrayLength() == 0 || json[0].ValueKind == JsonValueKind.Array);

    /// <summary>Fills a row from JSON: an object with values by the names of columns, or where these have none an array of p numbers.</summary>
    /// <exception cref="ArgumentException">It is something else; the message says of which column.</exception>
    public void Read(JsonElement json, RowInput row)
    {
        row.Clear();
        if (columns is null) ReadNumbers(json, row);
        else if (json.ValueKind == JsonValueKind.Object) ReadFields(json, row);
        else throw new ArgumentException($"a row must be an object of values by column, was {RowJson.Shown(json)}");
    }

    /// <summary>Writes what is predicted for a row: the class with the probabilities of all, where the model has them, or the number.</summary>
    /// <exception cref="ArgumentException">The model doesn't take the row, such as one with a value missing.</exception>
    public void Predict(RowInput row, Utf8JsonWriter answer)
    {
        answer.WriteStartObject();
        if (regressor is not null) answer.WriteNumber("prediction", regressor.Predict(row));
        else
        {
            IReadOnlyList<string> labels = classifier!.Model.Labels.Names;
            double[] probabilities = new double[classifier.HasProbabilities ? labels.Count : 0];
            answer.WriteString("label", labels[classifier.Predict(row, probabilities)]);
            if (classifier.HasProbabilities)
            {
                answer.WriteStartObject("probabilities");
                for (int k = 0; k < labels.Count; k++) answer.WriteNumber(labels[k], probabilities[k]);
                answer.WriteEndObject();
            }
        }
        answer.WriteEndObject();
    }

    private void ReadFields(JsonElement json, RowInput row)
    {
        try
        {
            foreach (JsonProperty field in json.EnumerateObject())
            {
                if (!columns!.TryGetValue(field.Name, out ColumnKind? kind)) throw new ArgumentException(RowJson.NoSuchColumn(field.Name, columns.Keys));
                RowJson.Set(row, field.Name, kind, field.Value);
            }
        }
        catch (InvalidOperationException e)
        {
            throw RowJson.NoText(e);
        }
    }

    private void ReadNumbers(JsonElement json, RowInput row)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() != Model.FeatureCount)
            throw new ArgumentException(
                FormattableString.Invariant($"a row must be an array of {Model.FeatureCount} numbers, since the model's columns have no names, was ")
                + RowJson.Shown(json));
        for (int j = 0; j < Model.FeatureCount; j++)
        {
            if (json[j].ValueKind == JsonValueKind.Number) row.Set(j, json[j].GetDouble());
            else if (json[j].ValueKind != JsonValueKind.Null)
                throw new ArgumentException(FormattableString.Invariant($"value {j} must be a number, was ") + RowJson.Shown(json[j]));
        }
    }
}
