using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClassicML.Preprocessing;
using ClassicML.Serialization;

namespace ClassicML.Tests.Examples;

/// <summary>The example predict-service, asked over HTTP.</summary>
public sealed class PredictServiceTests : IClassFixture<PredictServiceTests.OfClasses>
{
    /// <summary>A service that tests share: they leave its model as it is.</summary>
    public sealed class OfClasses : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public OfClasses()
        {
            ModelFile.Save(People.Classifier, folder.Path("people.model"), new ModelFileOptions { Data = DataSummary.Of(People.Classes) });
            Service = new PredictService(folder.Path("people.model"));
        }

        internal PredictService Service { get; }

        public void Dispose()
        {
            Service.Dispose();
            folder.Dispose();
        }
    }

    private readonly PredictService service;

    public PredictServiceTests(OfClasses shared) => service = shared.Service;

    [Fact]
    public async Task A_service_answers_with_the_bits_of_its_model()
    {
        JsonObject[] rows = [.. Enumerable.Range(0, People.Table.RowCount).Select(Row).Where(row => row["city"] is not null)];
        Table table = People.Table.Where(row => !row.IsMissing("city"));
        string[] labels = People.Classifier.PredictLabels(table);
        Matrix shares = People.Classifier.As<IProbabilisticModel>()!.PredictProbabilities(table);
        JsonElement[] batch = [.. (await service.Predict(new JsonArray([.. rows]).ToJsonString())).EnumerateArray()];
        Assert.Equal(rows.Length, batch.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            foreach (JsonElement answer in (JsonElement[])[batch[i], await service.Predict(rows[i].ToJsonString())])
            {
                Assert.Equal(labels[i], answer.GetProperty("label").GetString());
                Assert.Equal(
                    People.Classifier.Labels.Names.Select((name, k) => (name, shares[i, k])),
                    answer.GetProperty("probabilities").EnumerateObject().Select(share => (share.Name, share.Value.GetDouble())));
            }
        }
        Assert.Empty((await service.Predict("[]")).EnumerateArray());
    }

    [Fact]
    public async Task Dates_with_an_offset_are_in_UTC_as_in_CSV_files()
    {
        JsonObject row = Row(0);
        string Joined(string date) => new JsonObject(row.Select(pair =>
            KeyValuePair.Create(pair.Key, pair.Key == "joined" ? date : pair.Value?.DeepClone()))).ToJsonString();
        string expected = (await service.Predict(Joined("2020-04-03T23:00:00"))).GetRawText();
        Assert.Equal(expected, (await service.Predict(Joined("2020-04-03T23:00:00Z"))).GetRawText());
        Assert.Equal(expected, (await service.Predict(Joined("2020-04-04T01:00:00+02:00"))).GetRawText());
        Assert.NotEqual(expected, (await service.Predict(Joined("2020-04-04T01:00:00"))).GetRawText());
    }

    [Theory]
    [InlineData("""{"agee":41}""", "the model has no column 'agee': did you mean 'age'?")]
    [InlineData("""{"age":41,"telephone number":7}""", "the model has no column 'telephone number', and none like it; GET / names all")]
    [InlineData("""{"age":"41"}""", "'age' must be a number, was \"41\"")]
    [InlineData("""{"age":true}""", "'age' must be a number, was true")]
    [InlineData("""{"age":[1,2]}""", "'age' must be a number, was an array of 2")]
    [InlineData("""{"city":7}""", "'city' must be a text, was 7")]
    [InlineData("""{"plan":{}}""", "'plan' must be a text, was an object")]
    [InlineData("""{"member":1}""", "'member' must be true or false, was 1")]
    [InlineData("""{"joined":"3/4/2020"}""", "'joined' must be a date of ISO 8601, such as \"2024-02-29\" or \"2024-02-29T17:30:00Z\", was \"3/4/2020\"")]
    [InlineData("""{"joined":1.7e9}""", "'joined' must be a date of ISO 8601, such as \"2024-02-29\" or \"2024-02-29T17:30:00Z\", was 1.7e9")]
    [InlineData("""[{},{"age":"x"}]""", "row 0: ", "'height'")]
    [InlineData("""[{"height":1.7,"city":"Oslo","joined":"2020-01-01"},{"age":"x"}]""", "row 1: 'age' must be a number, was \"x\"")]
    [InlineData("""{"city":"Oslo","joined":"2020-01-01"}""", "('height') is missing (NaN)")]
    [InlineData("""{"height":1.7,"city":"Paris","joined":"2020-01-01"}""", "('city') is Paris, which was not there")]
    [InlineData("""{"height":1e400}""", "('height') is Infinity; values must lie within")]
    [InlineData("""{"city":"\ud800"}""", "a text has characters that are none")]
    [InlineData("""{"\ud800":1}""", "a text has characters that are none")]
    [InlineData("7", "a row must be an object of values by column, was 7")]
    [InlineData("null", "a row must be an object of values by column, was null")]
    [InlineData("""[[1,2]]""", "row 0: a row must be an object of values by column, was an array of 2")]
    [InlineData("""{"age":""", "the body is no JSON: ")]
    [InlineData("", "the body is no JSON: ")]
    [InlineData("""{"age":1,"age":2}""", "the body is no JSON: ", "'age'")]
    public async Task What_is_wrong_with_a_body_is_said_in_a_sentence(string body, params string[] parts)
    {
        string said = await Refused(service.Post(body), HttpStatusCode.BadRequest);
        Assert.All(parts, part => Assert.Contains(part, said, StringComparison.Ordinal));
        Assert.DoesNotContain("Parameter", said);
        Assert.DoesNotContain("\n", said);
    }

    [Fact]
    public async Task Bodies_have_a_limit_of_rows_and_of_bytes_and_are_JSON()
    {
        string rows = string.Join(',', Enumerable.Repeat(Row(0).ToJsonString(), 10_000));
        Assert.Equal(10_000, (await service.Predict($"[{rows}]")).GetArrayLength());
        Assert.Equal("a request must have at most 10000 rows, was 10001", await Refused(service.Post($"[{rows},{{}}]"), HttpStatusCode.BadRequest));
        using var large = new HttpRequestMessage(HttpMethod.Post, "predict") { Content = PredictService.Json(new string(' ', (16 << 20) + 1)) };
        // Or the connection would be closed in the midst of the body.
        large.Headers.ExpectContinue = true;
        Assert.Contains("too large", await Refused(service.Client.SendAsync(large), HttpStatusCode.RequestEntityTooLarge));
        Task<HttpResponseMessage> text = service.Client.PostAsync("predict", new StringContent("{}"));
        Assert.Equal("the body must be of type application/json", await Refused(text, HttpStatusCode.UnsupportedMediaType));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await service.Client.GetAsync("predict")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await service.Client.GetAsync("elsewhere")).StatusCode);
        // A long name is not compared with all columns, nor sent back.
        Assert.InRange((await Refused(service.Post($$"""{"{{new string('a', 1 << 20)}}":1}"""), HttpStatusCode.BadRequest)).Length, 1, 200);
    }

    [Fact]
    public async Task The_root_says_what_the_model_is()
    {
        JsonElement about = await service.Get("/");
        Assert.Equal("classifier", about.GetProperty("kind").GetString());
        Assert.Equal(["no", "yes"], about.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
        Assert.Equal(
            [("age", "number"), ("height", "number"), ("city", "text"), ("plan", "category"), ("member", "boolean"), ("joined", "date")],
            about.GetProperty("columns").EnumerateArray().Select(column => (column.GetProperty("name").GetString(), column.GetProperty("kind").GetString())));
        Assert.Equal("logistic-regression", about.GetProperty("learner").GetProperty("Last").GetProperty("type").GetString());
        Assert.True(about.GetProperty("saved").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task Rows_and_requests_are_counted()
    {
        using var folder = new TemporaryFolder();
        ModelFile.Save(People.Regressor(1), folder.Path("ridge.model"));
        using var own = new PredictService(folder.Path("ridge.model"));
        await own.Predict("""[{"age":1,"weight":2},{"age":3,"weight":4}]""");
        await own.Predict("""{"age":1,"weight":2}""");
        await Refused(own.Post("{"), HttpStatusCode.BadRequest);
        await PredictService.Until(async () => await own.Metric("predict_rows_total") == 3);
        await PredictService.Until(async () => await own.Metric("http_server_request_duration_seconds_count", "http_response_status_code=\"400\"") == 1);
        Assert.Equal(2, await own.Metric("http_server_request_duration_seconds_count", "http_route=\"/predict\"") - 1);
    }

    [Fact]
    public async Task Numbers_are_predicted_and_columns_without_names_are_an_array()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Path("model");
        // Without a summary of its data, a file doesn't say what columns hold.
        ModelFile.Save(People.Regressor(1), path);
        using (var own = new PredictService(path))
        {
            JsonElement answer = await own.Predict("""{"age":41,"weight":80}""");
            Assert.Equal(People.Regressor(1).Predict(Matrix.Wrap([41, 80], 1, 2))[0], answer.GetProperty("prediction").GetDouble());
            Assert.Equal("regressor", (await own.Get("/")).GetProperty("kind").GetString());
            Assert.Equal("'age' must be a number, a text, true or false, was []".Replace("[]", "an array of 0", StringComparison.Ordinal),
                await Refused(own.Post("""{"age":[]}"""), HttpStatusCode.BadRequest));
            Assert.Contains("column 'age' holds text", await Refused(own.Post("""{"age":"41","weight":80}"""), HttpStatusCode.BadRequest));
        }
        ModelFile.Save(People.Nameless, path);
        using var nameless = new PredictService(path);
        JsonElement[] answers = [.. (await nameless.Predict("[[1,2],[4,4]]")).EnumerateArray()];
        Assert.Equal(["7", "-1"], answers.Select(answer => answer.GetProperty("label").GetString()));
        Assert.Equal(answers[1].GetRawText(), (await nameless.Predict("[4,4]")).GetRawText());
        Assert.Empty((await nameless.Predict("[]")).EnumerateArray());
        Assert.Equal(
            "row 1: a row must be an array of 2 numbers, since the model's columns have no names, was an array of 3",
            await Refused(nameless.Post("[[1,2],[1,2,3]]"), HttpStatusCode.BadRequest));
        Assert.Equal("value 1 must be a number, was \"2\"", await Refused(nameless.Post("[1,\"2\"]"), HttpStatusCode.BadRequest));
        Assert.Contains("must be an array of 2 numbers", await Refused(nameless.Post("""{"0":1}"""), HttpStatusCode.BadRequest));
        Assert.Equal(2, (await nameless.Get("/")).GetProperty("columns").GetArrayLength());
    }

    [Fact]
    public async Task A_new_file_takes_the_place_of_the_old_one_and_a_broken_one_does_not()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Path("ridge.model");
        ModelFile.Save(People.Regressor(1), path);
        using var own = new PredictService(path);
        double old = await Number(), now = People.Regressor(100).Predict(Matrix.Wrap([41, 80], 1, 2))[0];
        Assert.NotEqual(old, now);
        Assert.Equal("healthy", await Status());

        // A request that has begun: its headers are there, its body is not.
        var slow = new SlowBody("""{"age":41,"weight":80}""");
        Task<HttpResponseMessage> begun = own.Client.PostAsync("predict", slow);
        await slow.Begun;
        await PredictService.Until(async () => await own.Metric("http_server_active_requests", "\"POST\"") == 1);

        ModelFile.Save(People.Regressor(100), path);
        await PredictService.Until(async () =>
        {
            double came = await Number();
            Assert.True(came == old || came == now);
            return came == now;
        });
        slow.End();
        Assert.Equal(old, (await Answer(begun)).GetProperty("prediction").GetDouble());
        await PredictService.Until(async () => await Reloads("loaded") == 1);

        File.WriteAllText(path, "no model");
        await PredictService.Until(async () => await Status() == "degraded");
        Assert.Equal(now, await Number());
        Assert.Contains("ridge.model", (await own.Get("health/ready")).GetProperty("reason").GetString());
        File.Delete(path);
        await PredictService.Until(async () => await Reloads("failed") == 2);
        Assert.Equal(now, await Number());
        Assert.Equal("Healthy", await own.Client.GetStringAsync("health/live"));

        ModelFile.Save(People.Regressor(1), path);
        await PredictService.Until(async () => await Status() == "healthy");
        Assert.Equal(old, await Number());

        async Task<double> Number() => (await own.Predict("""{"age":41,"weight":80}""")).GetProperty("prediction").GetDouble();
        async Task<string?> Status() => (await own.Get("health/ready")).GetProperty("status").GetString();
        Task<double> Reloads(string result) => own.Metric("predict_reloads_total", $"result=\"{result}\"");
    }

    [Fact]
    public async Task A_link_that_points_elsewhere_is_a_new_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege");
        using var folder = new TemporaryFolder();
        string link = folder.Path("link.model");
        double[] expected = [.. ((double[])[1, 10, 100]).Select(alpha =>
        {
            ModelFile.Save(People.Regressor(alpha), folder.Path($"{alpha}.model"));
            return People.Regressor(alpha).Predict(Matrix.Wrap([41, 80], 1, 2))[0];
        })];
        File.CreateSymbolicLink(link, folder.Path("1.model"));
        using var own = new PredictService(link);
        Assert.Equal(expected[0], await Number());
        File.CreateSymbolicLink(folder.Path("next"), folder.Path("10.model"));
        File.Move(folder.Path("next"), link, overwrite: true);
        await PredictService.Until(async () => await Number() == expected[1]);
        // The link stays, and what it points to changes.
        ModelFile.Save(People.Regressor(100), folder.Path("10.model"));
        await PredictService.Until(async () => await Number() == expected[2]);

        async Task<double> Number() => (await own.Predict("""{"age":41,"weight":80}""")).GetProperty("prediction").GetDouble();
    }

    [Fact]
    public async Task A_signal_ends_it_when_requests_have_ended()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals");
        using var folder = new TemporaryFolder();
        ModelFile.Save(People.Regressor(1), folder.Path("model"));
        using var own = new PredictService(folder.Path("model"));
        var slow = new SlowBody("""{"age":41,"weight":80}""");
        Task<HttpResponseMessage> begun = own.Client.PostAsync("predict", slow);
        await slow.Begun;
        await PredictService.Until(async () => await own.Metric("http_server_active_requests", "\"POST\"") == 1);
        using (Process kill = Process.Start("kill", ["-TERM", own.ProcessId.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        slow.End();
        Assert.True((await Answer(begun)).GetProperty("prediction").GetDouble() > 0);
        Assert.Equal(0, own.WaitForExit());
    }

    [Fact]
    public void A_service_without_a_model_does_not_begin()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal((2, "predict-service: predict-service MODEL [--urls http://127.0.0.1:5080]"), PredictService.Run());
        (int code, string errors) = PredictService.Run(folder.Path("none.model"));
        Assert.Equal(1, code);
        Assert.Contains("none.model", errors);
        (code, errors) = PredictService.Run(folder.Write("text.model", "no model"));
        Assert.Equal(1, code);
        Assert.StartsWith($"predict-service: {folder.Path("text.model")}: ", errors);
        ModelFile.Save(new StandardScaler().Fit(Matrix.Wrap([1, 2, 3], 3, 1)), folder.Path("scaler.model"));
        Assert.Equal(
            (1, $"predict-service: {folder.Path("scaler.model")}: StandardScalerModel predicts neither classes nor numbers"),
            PredictService.Run(folder.Path("scaler.model")));
        ModelFile.Save(People.Regressor(1), folder.Path("ridge.model"));
        string taken = service.Client.BaseAddress!.ToString().TrimEnd('/');
        Assert.Equal(
            (1, $"predict-service: Failed to bind to address {taken}: address already in use."), PredictService.Run(folder.Path("ridge.model"), "--urls", taken));
    }

    // Values that are missing are null in rows of even numbers, and not named in the others.
    private static JsonObject Row(int i)
    {
        var row = new JsonObject();
        foreach (TableColumn column in People.Table.Columns)
        {
            if (!column.IsMissing(i))
                row[column.Name] = column switch
                {
                    BooleanColumn => column.Numbers!.Value.Span[i] == 1,
                    NumberColumn numbers => numbers.Numbers!.Value.Span[i],
                    _ => column.Text(i),
                };
            else if (i % 2 == 0) row[column.Name] = null;
        }
        return row;
    }

    private static async Task<JsonElement> Answer(Task<HttpResponseMessage> sent)
    {
        using HttpResponseMessage answer = await sent;
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private static async Task<string> Refused(Task<HttpResponseMessage> sent, HttpStatusCode expected)
    {
        using HttpResponseMessage answer = await sent;
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(text).RootElement.GetProperty("detail").GetString()!;
    }

    /// <summary>A body that ends when it is told to.</summary>
    private sealed class SlowBody : HttpContent
    {
        private readonly TaskCompletionSource begun = new(), end = new();
        private readonly string json;

        public SlowBody(string json)
        {
            this.json = json;
            Headers.ContentType = new("application/json");
        }

        public Task Begun => begun.Task;

        public void End() => end.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(json[..1]));
            await stream.FlushAsync();
            begun.SetResult();
            await end.Task;
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(json[1..]));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
