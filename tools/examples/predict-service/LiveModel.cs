using ClassicML.Serving;

namespace ClassicML.Examples;

/// <summary>The model that predicts now: that of the file, which is looked at every second.</summary>
/// <remarks>
/// A new file is loaded beside the old model and takes its place at once; requests end with the model that they began with. A file that can't be loaded is
/// told of, and the old model goes on. The time of the file is polled, since that works for files that are replaced, linked or mounted too.
/// </remarks>
internal sealed partial class LiveModel : BackgroundService
{
    private readonly string path;
    private readonly ILogger logger;
    private (DateTime, long) seen;
    private volatile ServedModel current;
    private volatile string? failure;

    public LiveModel(string path, ILogger<LiveModel> logger)
    {
        (this.path, this.logger) = (path, logger);
        // Before the file is read: what replaces it meanwhile is a change.
        seen = Seen();
        current = ServedModel.Load(path);
    }

    /// <summary>The model; ask once a request.</summary>
    public ServedModel Current => current;

    /// <summary>Why the file that is there now was not taken; null where it was.</summary>
    public string? Failure => failure;

    /// <summary>Whether it is a file or a port that is at fault, and not the program.</summary>
    public static bool IsRefusal(Exception e) => e is IOException or InvalidDataException or UnauthorizedAccessException;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            (DateTime, long) now = Seen();
            if (now == seen) continue;
            seen = now;
            Reload();
        }
    }

    private void Reload()
    {
        try
        {
            current = ServedModel.Load(path);
            failure = null;
            LogLoaded(path, current.Info.Saved);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            failure = e.Message;
            LogFailed(e.Message);
        }
        Telemetry.Reloads.Add(1, KeyValuePair.Create<string, object?>("result", failure is null ? "loaded" : "failed"));
    }

    // Of the file itself, where the name is a link, such as a mounted volume has.
    private (DateTime Written, long Length) Seen()
    {
        try
        {
            var file = (FileInfo)(File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path));
            return (file.LastWriteTimeUtc, file.Length);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            // It isn't there, or may not be seen.
            return default;
        }
    }

    [LoggerMessage(LogLevel.Information, "loaded {Path}, saved {Saved}")]
    private partial void LogLoaded(string path, DateTimeOffset saved);

    [LoggerMessage(LogLevel.Error, "the new model is refused and the old one goes on: {Reason}")]
    private partial void LogFailed(string reason);
}
