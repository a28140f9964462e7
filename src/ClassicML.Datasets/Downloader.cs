using System.Collections.Immutable;

namespace ClassicML;

/// <summary>Fetches a file from the first mirror that gives it whole; it takes its name only once it is verified.</summary>
internal sealed class Downloader
{
    // The files wanted are of 10 MB at most; a mirror that sends more is not sending them.
    private const long LongestFile = 64 << 20;

    /// <summary>Folders of mirrors, in order.</summary>
    public ImmutableArray<string> Mirrors { get; init; } =
        ["https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"];

    /// <summary>Makes the handler of a download; tests give one that answers by itself.</summary>
    public Func<HttpMessageHandler> Handler { get; init; } = () => new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15) };

    /// <summary>The waits after a round in which every mirror failed; a round more than there are waits.</summary>
    public ImmutableArray<TimeSpan> Waits { get; init; } = [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(2)];

    /// <summary>How long a mirror may stay silent.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What the silence is measured by; tests give one that strikes when they say so.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Downloads one file.</summary>
    /// <param name="name">Its name in a mirror's folder.</param>
    /// <param name="target">Where it goes; the folder is made.</param>
    /// <param name="verify">Throws <see cref="InvalidDataException"/> when the file at a path is not the one wanted.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IOException">No mirror gave it; the message has each one's last reason.</exception>
    public async Task FetchAsync(
        string name, string target, Action<string> verify, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        // The name is new, so that two processes that download the same file do not meet.
        string temporary = $"{target}.{Guid.NewGuid():N}.part";
        using var client = new HttpClient(Handler()) { Timeout = Timeout.InfiniteTimeSpan };
        var reasons = new SortedDictionary<string, string>(StringComparer.Ordinal);
        try
        {
            for (int round = 0; round <= Waits.Length; round++)
            {
                if (round > 0) await Task.Delay(Waits[round - 1], cancellation).ConfigureAwait(false);
                foreach (string mirror in Mirrors)
                {
                    try
                    {
                        await CopyAsync(client, new Uri(mirror + name), temporary, name, progress, cancellation).ConfigureAwait(false);
                        verify(temporary);
                    }
                    catch (Exception exception) when (exception is HttpRequestException or InvalidDataException)
                    {
                        // The next mirror may do better. A full disk or a folder without write access is an IOException and ends here.
                        cancellation.ThrowIfCancellationRequested();
                        reasons[mirror] = exception.Message;
                        continue;
                    }
                    File.Move(temporary, target, overwrite: true);
                    return;
                }
            }
        }
        finally
        {
            File.Delete(temporary);
        }
        throw new IOException(string.Join("; ", reasons.Select(reason => $"{reason.Key}: {reason.Value}")));
    }

    private async Task CopyAsync(
        HttpClient client, Uri address, string path, string name, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        using var silence = new CancellationTokenSource(Patience, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, silence.Token);
        try
        {
            using HttpResponseMessage response =
                await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            long? total = response.Content.Headers.ContentLength;
            Stream content = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
            await using (content.ConfigureAwait(false))
            await using (file.ConfigureAwait(false))
            {
                byte[] block = new byte[1 << 16];
                long received = 0;
                for (int read; (read = await ReadAsync(content, block, either.Token).ConfigureAwait(false)) > 0;)
                {
                    silence.CancelAfter(Patience);
                    received += read;
                    if (received > LongestFile) throw new InvalidDataException($"more than {LongestFile} bytes came");
                    await file.WriteAsync(block.AsMemory(0, read), cancellation).ConfigureAwait(false);
                    progress?.Report(new DownloadProgress(name, received, total));
                }
                if (received < total) throw new InvalidDataException($"it ended after {received} of {total} bytes");
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException(FormattableString.Invariant($"nothing came for {Patience.TotalSeconds:F0} s"));
        }
    }

    private static async Task<int> ReadAsync(Stream content, byte[] block, CancellationToken cancellation)
    {
        try
        {
            return await content.ReadAsync(block, cancellation).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            // So that a broken connection is told from a disk that can't be written.
            throw new HttpRequestException(exception.Message, exception);
        }
    }
}
