using System.Text.Json;
using ClassicML.Serialization;

namespace ClassicML.Serving;

/// <summary>What a service says in JSON: what its model is, and what it predicts for a row or for several.</summary>
internal static class PredictJson
{
    /// <summary>The most rows and bytes of a request.</summary>
    public const int MaxRows = 10_000, MaxBodyBytes = 16 << 20;

    /// <summary>A column that comes twice would be a riddle which counts.</summary>
    public static JsonDocumentOptions Strict { get; } = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a body.</summary>
    /// <exception cref="ArgumentException">It is no JSON.</exception>
    public static async Task<JsonDocument> Parse(Stream body, CancellationToken cancellation)
    {
        try
        {
            return await JsonDocument.ParseAsync(body, Strict, cancellation);
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"the body is no JSON: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            throw RowJson.NoText(e);
        }
    }

    /// <summary>What the model is: kind, classes, columns, learner, and when it was saved.</summary>
    public static void Describe(ServedModel model, Utf8JsonWriter answer)
    {
        ModelFileInfo info = model.Info;
        answer.WriteStartObject();
        answer.WriteString("kind", info.Kind.ToString().ToLowerInvariant());
        answer.WriteString("model", info.ModelType);
        if (model.Model is IClassifierModel { Labels: var labels })
        {
            answer.WriteStartArray("labels");
            foreach (string label in labels.Names) answer.WriteStringValue(label);
            answer.WriteEndArray();
        }
        answer.WriteStartArray("columns");
        for (int j = 0; j < model.Model.FeatureCount; j++)
        {
            answer.WriteStartObject();
            if (model.Model.FeatureNames is { } names) answer.WriteString("name", names[j]);
            if (model.Kinds is { } kinds) answer.WriteString("kind", kinds[j].ToString().ToLowerInvariant());
            answer.WriteEndObject();
        }
        answer.WriteEndArray();
        if (info.Learner is { } learner)
        {
            answer.WritePropertyName("learner");
            answer.WriteRawValue(learner);
        }
        answer.WriteString("saved", info.Saved);
        answer.WriteEndObject();
    }

    /// <summary>What is predicted for a row, or for each of several.</summary>
    /// <returns>The number of rows.</returns>
    /// <exception cref="ArgumentException">The body has too many rows, or one that the model doesn't take; the message says which.</exception>
    public static int Predict(ServedModel model, JsonElement body, Utf8JsonWriter answer, CancellationToken cancellation)
    {
        bool isBatch = model.IsBatch(body);
        int count = isBatch ? body.GetArrayLength() : 1;
        if (count > MaxRows) throw new ArgumentException(FormattableString.Invariant($"a request must have at most {MaxRows} rows, was {count}"));
        RowInput row = model.NewRow();
        if (!isBatch)
        {
            Predict(body, "");
            return 1;
        }
        answer.WriteStartArray();
        int i = 0;
        foreach (JsonElement one in body.EnumerateArray())
        {
            cancellation.ThrowIfCancellationRequested();
            Predict(one, FormattableString.Invariant($"row {i++}: "));
        }
        answer.WriteEndArray();
        return count;

        void Predict(JsonElement json, string place)
        {
            try
            {
                model.Read(json, row);
                model.Predict(row, answer);
            }
            catch (ArgumentException e)
            {
                throw new ArgumentException(place + Sentence(e), e);
            }
        }
    }

    // Without the parameter's name, and without the number of the one row that the model was given.
    private static string Sentence(ArgumentException e) => e.Message
        .Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal).Replace("row 0, ", "", StringComparison.Ordinal);
}
