using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using ClassicML.Serving;

namespace ClassicML.Examples;

/// <summary>What is answered at / and /predict. A body that is refused gets one sentence as application/problem+json.</summary>
internal static class PredictEndpoints
{
    /// <summary>What the model is: kind, classes, columns, learner, and when it was saved.</summary>
    public static Task Describe(HttpContext http) => Send(http, answer => PredictJson.Describe(Current(http), answer));

    /// <summary>What is predicted for a row, or for each of several.</summary>
    public static async Task Predict(HttpContext http)
    {
        ServedModel model = Current(http);
        try
        {
            if (!http.Request.HasJsonContentType())
                throw new BadHttpRequestException("the body must be of type application/json", StatusCodes.Status415UnsupportedMediaType);
            using JsonDocument body = await PredictJson.Parse(http.Request.Body, http.RequestAborted);
            await Send(http, answer =>
            {
                using Activity? span = Telemetry.Source.StartActivity("predict");
                int rows = PredictJson.Predict(model, body.RootElement, answer, http.RequestAborted);
                span?.SetTag("predict.rows", rows);
                Telemetry.Rows.Add(rows);
            });
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
