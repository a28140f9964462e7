// A service that predicts by a model file, and takes up the next one when the file is replaced:
//
//     dotnet run --project tools/examples/predict-service -- churn.model --urls http://127.0.0.1:5080
//     curl --json '{"age":41,"city":"Oslo"}' http://127.0.0.1:5080/predict
//
// GET / says what the model is, /health/live and /health/ready how the service is, /metrics what it has done. README.md has the answers.
using ClassicML.Examples;
using ClassicML.Serving;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;

if (args.Length == 0 || args[0].StartsWith('-'))
{
    Console.Error.WriteLine("predict-service: predict-service MODEL [--urls http://127.0.0.1:5080]");
    return 2;
}

// Without the model, since a path that begins with a slash would be an option with the next argument for its value.
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args[1..]);
// A line a request is what metrics are for.
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = PredictJson.MaxBodyBytes);
builder.Services.AddSingleton(services => new LiveModel(args[0], services.GetRequiredService<ILogger<LiveModel>>()));
builder.Services.AddHostedService(services => services.GetRequiredService<LiveModel>());
builder.Services.AddHealthChecks().AddCheck<ModelHealth>("model");
builder.Services.AddProblemDetails();
builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
    .AddMeter(Telemetry.Name, "Microsoft.AspNetCore.Hosting").AddPrometheusExporter());

await using WebApplication app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapGet("/", PredictEndpoints.Describe);
app.MapPost("/predict", PredictEndpoints.Predict);
app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = ModelHealth.Write });
app.MapPrometheusScrapingEndpoint("/metrics");
try
{
    // A service without a model doesn't begin to listen.
    app.Services.GetRequiredService<LiveModel>();
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (LiveModel.IsRefusal(e))
{
    Console.Error.WriteLine($"predict-service: {e.Message}");
    return 1;
}
