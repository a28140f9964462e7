using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ClassicML.Examples;

/// <summary>What the service counts and traces. These types of .NET are OpenTelemetry's API: any exporter reads them. ASP.NET counts requests itself.</summary>
internal static class Telemetry
{
    public const string Name = "ClassicML.PredictService";

    private static readonly Meter Meter = new(Name);

    /// <summary>A span for the predictions of a request, within that of the request.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Rows that were predicted.</summary>
    public static Counter<long> Rows { get; } = Meter.CreateCounter<long>("predict.rows", "{row}", "Rows that were predicted");

    /// <summary>New files, by whether they were taken up.</summary>
    public static Counter<long> Reloads { get; } = Meter.CreateCounter<long>("predict.reloads", "{reload}", "New model files that were loaded or failed");
}
