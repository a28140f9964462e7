using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using ClassicML.Serialization;

namespace ClassicML.Examples;

/// <summary>What is answered at / and /predict. A body that is refused gets one sentence as application/problem+json.</summary>
internal static class PredictEndpoints
{
    private const int MaxRows = 10_000;

    // A column that comes twice would be a riddle which counts.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>What the model is: kind, classes, columns, learner, and when it was saved.</summary>
    public static Task Describe(HttpContext http)
    {
        ServedModel model = Current(http);
        ModelFileInfo info = model.Info;
        return Send(http, answer =>
        {
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
        });
    }

    /// <summary>What is predicted for a row, or for each of several.</summary>
    public static async Task Predict(HttpContext http)
    {
        ServedModel model = Current(http);
        try
        {
            using JsonDocument body = await Parse(http);
            await Send(http, answer => Predict(model, body.RootElement, answer, http.RequestAborted));
        }
        catch (ArgumentException e)
        {
            await TypedResults.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(http);
        }
        catch (BadHttpRequestException e)
        {
            await TypedResults.Problem(e.Message, statusCode: e.StatusCode).ExecuteAsync(http);
        }
    }

    private static async Task<JsonDocument> Parse(HttpContext http)
    {
        if (!http.Request.HasJsonContentType())
            throw new BadHttpRequestException("the body must be of type application/json", StatusCodes.Status415UnsupportedMediaType);
        try
        {
            return await JsonDocument.ParseAsync(http.Request.Body, Strict, http.RequestAborted);
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

    private static void Predict(ServedModel model, JsonElement body, Utf8JsonWriter answer, CancellationToken cancellation)
    {
        bool isBatch = model.IsBatch(body);
        int count = isBatch ? body.GetArrayLength() : 1;
        if (count > MaxRows) throw new ArgumentException(FormattableString.Invariant($"a request must have at most {MaxRows} rows, was {count}"));
        using Activity? span = Telemetry.Source.StartActivity("predict")?.SetTag("predict.rows", count);
        RowInput row = model.NewRow();
        if (isBatch)
        {
            answer.WriteStartArray();
            int i = 0;
            foreach (JsonElement one in body.EnumerateArray())
            {
                cancellation.ThrowIfCancellationRequested();
                Predict(one, FormattableString.Invariant($"row {i++}: "));
            }
            answer.WriteEndArray();
        }
        else Predict(body, "");
        Telemetry.Rows.Add(count);

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

    // The answer as a whole, so that what goes wrong in its midst is still an answer of its own.
    private static async Task Send(HttpContext http, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var answer = new Utf8JsonWriter(buffer)) write(answer);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = buffer.WrittenCount;
        await http.Response.BodyWriter.WriteAsync(buffer.WrittenMemory, http.RequestAborted);
    }

    private static ServedModel Current(HttpContext http) => http.RequestServices.GetRequiredService<LiveModel>().Current;
}
