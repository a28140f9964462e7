namespace ClassicML.Cli.Output;

/// <summary>One line on a terminal that says how far a fit, a file or a download is; nothing where nobody looks.</summary>
/// <param name="writer">The terminal.</param>
/// <param name="shown">Whether anything is written.</param>
internal sealed class ProgressLine(TextWriter writer, bool shown) : IProgress<FitProgress>, IProgress<ReadProgress>, IProgress<DownloadProgress>
{
    // Milliseconds between two lines, and before the first: what is done by then needs none.
    private const int Pause = 100, First = 300;

    private readonly Lock door = new();
    private long next = Environment.TickCount64 + First;
    private bool open;

    public void Report(FitProgress value) => Show(() =>
    {
        string of = value.Total > 0 ? FormattableString.Invariant($" of {value.Total}") : "";
        string left = value.Remaining is { } time ? $", {Duration(time)} left" : "";
        return FormattableString.Invariant($"{value.Stage} {value.Done}{of}{left}");
    });

    public void Report(ReadProgress value) => Show(() =>
        value.TotalBytes > 0 ? FormattableString.Invariant($"reading {100.0 * value.BytesRead / value.TotalBytes:F0} %") : "reading");

    public void Report(DownloadProgress value) => Show(() => FormattableString.Invariant($"downloading {value.File}: {value.BytesReceived / 1e6:F1} MB"));

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        lock (door)
        {
            if (!open) return;
            writer.Write("\r\u001b[K");
            writer.Flush();
            open = false;
        }
    }

    /// <summary>A time as people say it: 45 s, 3:20 min, 2:05 h.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => FormattableString.Invariant($"{Math.Ceiling(time.TotalSeconds):F0} s"),
        { TotalHours: < 1 } => FormattableString.Invariant($"{(int)time.TotalMinutes}:{time.Seconds:D2} min"),
        _ => FormattableString.Invariant($"{(int)time.TotalHours}:{time.Minutes:D2} h"),
    };

    private void Show(Func<string> text)
    {
        if (!shown || Environment.TickCount64 < Volatile.Read(ref next)) return;
        lock (door)
        {
            if (Environment.TickCount64 < next) return;
            next = Environment.TickCount64 + Pause;
            string line = text();
            int width = Console.WindowWidth > 1 ? Console.WindowWidth - 1 : 79;
            writer.Write($"\r\u001b[K{(line.Length > width ? line[..width] : line)}");
            writer.Flush();
            open = true;
        }
    }
}
