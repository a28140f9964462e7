using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using ClassicML.Cli.Server;
using ClassicML.Serialization;
using ClassicML.Serving;

namespace ClassicML.Tests.Cli;

/// <summary><c>serve</c>: real requests on a free port.</summary>
public sealed class ServeCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CancellationTokenSource end = new();

    public void Dispose()
    {
        end.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Rows_by_the_names_of_columns_get_what_the_model_says_of_them()
    {
        string file = await Train();
        using PredictServer server = PredictServer.Start(ServedModel.Load(file), "127.0.0.1", 0);
        Task running = server.Run(end.Token);
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        var model = ModelFile.Load<IClassifierModel>(file);
        var rows = new Table(new NumberColumn("age", [25, 60]), new TextColumn("city", ["Oslo", null]));
        Matrix sure = model.As<IProbabilisticModel>()!.PredictProbabilities(rows);

        JsonElement one = await Answer(client, """{"city":"Oslo","age":25}""");
        Assert.Equal(model.PredictLabels(rows)[0], one.GetProperty("label").GetString());
        Assert.Equal(sure[0, 1], one.GetProperty("probabilities").GetProperty("yes").GetDouble());
        JsonElement several = await Answer(client, """[{"city":"Oslo","age":25},{"age":60}]""");
        Assert.Equal(model.PredictLabels(rows), several.EnumerateArray().Select(each => each.GetProperty("label").GetString()));
        Assert.Equal(sure[1, 0], several[1].GetProperty("probabilities").GetProperty("no").GetDouble());

        JsonElement about = JsonDocument.Parse(await client.GetStringAsync("/")).RootElement;
        Assert.Equal(["no", "yes"], about.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
        Assert.Equal(
            [("age", "number"), ("city", "text")],
            about.GetProperty("columns").EnumerateArray().Select(column => (column.GetProperty("name").GetString(), column.GetProperty("kind").GetString())));
        Assert.Equal("""{"status":"healthy"}""", await client.GetStringAsync("health"));
        Assert.Equal((4, 3), (server.Requests, server.Rows));

        await end.CancelAsync();
        await running;
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync("health"));
    }

    [Theory]
    [InlineData("predict", """{"agee":5}""", 400, "the model has no column 'agee': did you mean 'age'?")]
    [InlineData("predict", """[{"age":5},{"age":"x"}]""", 400, "row 1: 'age' must be a number, was \"x\"")]
    [InlineData("predict", "nonsense", 400, "the body is no JSON: ")]
    [InlineData("predict", "7", 400, "a row must be an object of values by column, was 7")]
    [InlineData("predict", null, 405, "only POST is answered here")]
    [InlineData("health", "{}", 405, "only GET is answered here")]
    [InlineData("elsewhere", null, 404, "there are GET /, GET /health and POST /predict")]
    public async Task What_is_wrong_with_a_request_is_said_as_JSON(string path, string? body, int status, string message)
    {
        using PredictServer server = PredictServer.Start(ServedModel.Load(await Train()), "localhost", 0);
        Task running = server.Run(end.Token);
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        using HttpResponseMessage answer = body is null ? await client.GetAsync(path) : await client.PostAsync(path, new StringContent(body));
        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        JsonElement problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Contains(message, problem.GetProperty("detail").GetString());
        await end.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Bodies_have_a_limit_and_names_that_lead_here_from_elsewhere_no_answer()
    {
        using PredictServer server = PredictServer.Start(ServedModel.Load(await Train()), "127.0.0.1", 0);
        Task running = server.Run(end.Token);
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        using HttpResponseMessage large = await client.PostAsync("predict", new ByteArrayContent(new byte[PredictJson.MaxBodyBytes + 1]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "health");
        foreign.Headers.Host = "example.org";
        using HttpResponseMessage none = await client.SendAsync(foreign);
        Assert.False(none.IsSuccessStatusCode);
        await end.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_port_that_is_taken_and_a_model_that_is_none_are_said_in_a_line()
    {
        string file = await Train();
        using PredictServer server = PredictServer.Start(ServedModel.Load(file), "127.0.0.1", 0);
        string port = new Uri(server.Address).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await CliProcess.Refused(1, $"can't listen at 127.0.0.1, port {port}: ", "serve", file, "--port", port);
        await CliProcess.Refused(1, "none.model", "serve", folder.Path("none.model"));
        await CliProcess.Refused(1, "--port must be in [0, 65535], was 70000", "serve", file, "--port", "70000");
        Assert.True(PredictServer.IsLoopback("localhost") && PredictServer.IsLoopback("::1") && PredictServer.IsLoopback("127.0.0.5"));
        Assert.False(PredictServer.IsLoopback("0.0.0.0") || PredictServer.IsLoopback("192.168.1.2") || PredictServer.IsLoopback("example.org"));
    }

    [Fact]
    public async Task Ctrl_C_ends_it_as_done()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals");
        string file = await Train();
        using Process process = CliProcess.Start("serve", file, "--port", "0", "--json");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string address = JsonDocument.Parse((await process.StandardOutput.ReadLineAsync())!).RootElement.GetProperty("address").GetString()!;
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        Assert.NotEmpty((await Answer(client, """{"age":40,"city":"Oslo"}""")).GetProperty("label").GetString()!);
        // SIGTERM goes the same way, and a shell can't have told the process to ignore it.
        string id = process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        using (Process kill = Process.Start("kill", ["-TERM", id])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        Assert.Equal((0, "note: ended after 1 requests and 1 rows"), (process.ExitCode, (await errors).TrimEnd()));
    }

    private async Task<string> Train()
    {
        string rows = folder.Write(
            "a.csv", "age,city,left\n" + string.Concat(
                Enumerable.Range(0, 60).Select(i => $"{20 + i * 7 % 50},{(i % 3 == 0 ? "Oslo" : "Bergen")},{(i * 7 % 50 + i % 5 * 6 > 35 ? "yes" : "no")}\n")));
        string file = folder.Path("a.model");
        (int code, _, string errors) = await InProcess.Run(
            "train", "--model", "random-forest", "--set", "tree-count=20", "--train", rows, "--target", "left", "--save", file);
        Assert.True(code == 0, errors);
        return file;
    }

    private static async Task<JsonElement> Answer(HttpClient client, string body)
    {
        using HttpResponseMessage answer = await client.PostAsync("predict", new StringContent(body, Encoding.UTF8, "application/json"));
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
