using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ClassicML.Examples;

/// <summary>Healthy, or degraded where a new file was refused and the old model goes on: it still predicts, and somebody should know.</summary>
internal sealed class ModelHealth(LiveModel model) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(model.Failure is { } reason ? HealthCheckResult.Degraded(reason) : HealthCheckResult.Healthy());

    /// <summary>The status with its reason, as JSON.</summary>
    public static async Task Write(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "application/json";
        await using var answer = new Utf8JsonWriter(http.Response.BodyWriter);
        answer.WriteStartObject();
        answer.WriteString("status", report.Status.ToString().ToLowerInvariant());
        foreach (HealthReportEntry entry in report.Entries.Values)
            if (entry.Description is { } reason) answer.WriteString("reason", reason);
        answer.WriteEndObject();
    }
}
