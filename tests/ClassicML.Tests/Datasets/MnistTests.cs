using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;

namespace ClassicML.Tests.DatasetFiles;

public class MnistTests
{
    private static readonly byte[] images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 1, 2, 3, 4];
    private static readonly byte[] labels = [0, 0, 8, 1, 0, 0, 0, 2, 7, 3];
    private static readonly Dictionary<string, byte[]> contents = new()
    {
        ["train-images"] = images, ["train-labels"] = labels, ["t10k-images"] = images, ["t10k-labels"] = labels,
    };
    private static readonly ImmutableArray<MnistFile> files =
        [.. contents.Select(file => new MnistFile(file.Key, file.Value.Length, Convert.ToHexStringLower(SHA256.HashData(file.Value))))];

    [Fact]
    public void The_real_files_have_their_shapes_counts_and_hashes()
    {
        Assert.SkipUnless(Datasets.HasMnist, "MNIST is not on this machine; CLASSICML_DATASETS names the folder of data sets");
        (ClassificationData train, ClassificationData test) = Datasets.Mnist();
        Assert.Equal((60_000, 784, 10), (train.RowCount, train.FeatureCount, train.ClassCount));
        Assert.Equal((10_000, 784, 10), (test.RowCount, test.FeatureCount, test.ClassCount));
        // The counts that the page of the data set gives.
        Assert.Equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], train.ClassCounts());
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], test.ClassCounts());
        Assert.Equal([5, 0, 4, 1, 9], train.Codes[..5].ToArray());
        double sum = 0;
        foreach (double value in ((Matrix)train.Features).Span) sum += value;
        // The mean that normalisation of MNIST commonly takes, 0.1307, in full; the sum of integers below 2⁵³ is exact.
        Assert.Equal(0.1306604762738429, sum / 255 / 60_000 / 784, 1e-15);
        Assert.Equal("pixel_27_27", train.FeatureNames!.Value[^1]);
        MnistSource source = MnistSource.ForThisMachine();
        Assert.All(MnistFile.All, file => file.Verify(source.Find(file)!));
        (ClassificationData named, ClassificationData? held) = Datasets.Load("mnist");
        Assert.Equal(train.Codes, named.Codes);
        Assert.Equal(((Matrix)test.Features).Span, ((Matrix)held!.Features).Span);
    }

    [Fact]
    public void Files_are_found_in_the_folder_then_in_the_cache_packed_or_not()
    {
        using var folder = new TemporaryFolder();
        using var cache = new TemporaryFolder();
        var source = new MnistSource([folder.Root, cache.Root], Offline(), files);
        foreach ((string name, byte[] content) in contents.Skip(1)) folder.Write(name + ".gz", TemporaryFolder.Gzip(content));
        Assert.False(source.IsComplete);
        cache.Write("train-images", images);
        Assert.True(source.IsComplete);
        var (train, test) = source.Load(null, default);
        Assert.Equal([1.0, 2, 3, 4], ((Matrix)train.Features).Span.ToArray());
        Assert.Equal([7, 3], test.Codes.ToArray());
        Assert.Equal(10, test.ClassCount);
        Assert.Equal(["pixel_0_0", "pixel_1_0"], train.FeatureNames!.Value);
    }

    [Fact]
    public void Folders_come_from_the_variables_and_the_users_data()
    {
        string root = Path.GetTempPath();
        string data = Path.Combine(root, "data"), cache = Path.Combine(root, "cache"), local = Path.Combine(root, "local");
        Assert.Equal([Path.Combine(data, "mnist"), Path.Combine(cache, "classicml", "mnist")], Folders(data, cache));
        Assert.Equal([Path.Combine(local, "classicml", "mnist")], Folders(null, null));
        Assert.Equal([Path.Combine(local, "classicml", "mnist")], Folders("", "relative"));

        IEnumerable<string> Folders(string? given, string? xdg) =>
            MnistSource.Folders(name => name == MnistSource.Variable ? given : name == "XDG_CACHE_HOME" ? xdg : null, local);
    }

    [Fact]
    public void Missing_files_are_downloaded_once_with_progress()
    {
        using var cache = new TemporaryFolder();
        var mirror = new FakeMirror((host, name) => host == "one" ? Packed(name) : null);
        var reports = new List<DownloadProgress>();
        var source = new MnistSource([cache.Path("sub")], mirror.Downloader(), files);
        source.Load(new ProgressSink<DownloadProgress>(reports.Add), default);
        Assert.Equal(4, mirror.Requests.Count);
        Assert.All(mirror.Requests, request => Assert.StartsWith("https://one/", request));
        Assert.Equal(files.Select(file => file.PackedName), reports.Select(report => report.File).Distinct());
        Assert.All(reports, report => Assert.True(report.BytesReceived > 0 && report.BytesReceived <= report.TotalBytes));
        // The last of each file tells of all its bytes.
        Assert.Equal(
            contents.Select(file => (file.Key + ".gz", TemporaryFolder.Gzip(file.Value).Length))
                .Select(file => new DownloadProgress(file.Item1, file.Length, file.Length)),
            reports.GroupBy(report => report.File).Select(file => file.Last()));
        source.Load(null, default);
        Assert.Equal(4, mirror.Requests.Count);
        Assert.Equal(contents.Keys.Select(name => Path.Combine("sub", name + ".gz")).Order(), cache.Files());
    }

    [Theory]
    [InlineData("corrupted"), InlineData("truncated"), InlineData("other content"), InlineData("not found")]
    [InlineData("breaks off"), InlineData("unreachable")]
    public void A_mirror_that_fails_is_passed_over(string failure)
    {
        using var cache = new TemporaryFolder();
        var mirror = new FakeMirror((host, name) => host == "two" ? Packed(name) : Broken(failure, name));
        new MnistSource([cache.Root], mirror.Downloader(), files).Load(null, default);
        Assert.Equal(8, mirror.Requests.Count);
        Assert.Equal(contents.Keys.Select(name => name + ".gz").Order(), cache.Files());
    }

    [Fact]
    public void A_mirror_that_recovers_is_asked_again()
    {
        using var cache = new TemporaryFolder();
        int asked = 0;
        var mirror = new FakeMirror((_, name) => ++asked <= 3 ? null : Packed(name));
        new MnistSource([cache.Root], mirror.Downloader(), files).Load(null, default);
        // Two mirrors failed in the first round and one in the second.
        Assert.Equal(3 + 4, asked);
    }

    [Fact]
    public void Offline_without_files_there_is_one_message_that_says_what_to_do()
    {
        using var folder = new TemporaryFolder();
        using var cache = new TemporaryFolder();
        var source = new MnistSource([folder.Root, cache.Root], Offline(), files);
        string message = Assert.Throws<DatasetUnavailableException>(() => source.Load(null, default)).Message;
        foreach (string part in new[] { folder.Root, cache.Root, "CLASSICML_DATASETS", "https://one/", "https://two/", "no such host" })
            Assert.Contains(part, message);
        Assert.All(files, file => Assert.Contains(file.PackedName, message));
        Assert.DoesNotContain('\n', message);
        Assert.Empty(cache.Files());
        var homeless = new MnistSource([], Offline(), files);
        Assert.Contains("no cache folder", Assert.Throws<DatasetUnavailableException>(() => homeless.Load(null, default)).Message);
    }

    [Fact]
    public void A_cache_that_can_not_be_written_is_reported_the_same_way()
    {
        using var folder = new TemporaryFolder();
        string blocked = folder.Write("file", [1]);
        var source = new MnistSource([Path.Combine(blocked, "mnist")], new FakeMirror((_, name) => Packed(name)).Downloader(), files);
        Assert.Contains(blocked, Assert.Throws<DatasetUnavailableException>(() => source.Load(null, default)).Message);
    }

    [Fact]
    public void A_download_cancelled_midway_leaves_no_file()
    {
        using var cache = new TemporaryFolder();
        using var cancel = new CancellationTokenSource();
        var mirror = new FakeMirror((_, _) => new StreamContent(new Trickle(cancel.Cancel)));
        var source = new MnistSource([cache.Root], mirror.Downloader(), files);
        var reports = new List<DownloadProgress>();
        Assert.ThrowsAny<OperationCanceledException>(() => source.Load(new ProgressSink<DownloadProgress>(reports.Add), cancel.Token));
        Assert.NotEmpty(reports);
        Assert.Empty(cache.Files());
        Assert.Single(mirror.Requests);
    }

    [Fact]
    public void A_mirror_that_falls_silent_is_given_up()
    {
        using var cache = new TemporaryFolder();
        var clock = new StrikingClock();
        var mirror = new FakeMirror((host, name) => host == "two" ? Packed(name) : new StreamContent(new Trickle(clock.Strike)));
        new MnistSource([cache.Root], mirror.Downloader(clock), files).Load(null, default);
        Assert.Equal(4, cache.Files().Length);
    }

    private static HttpContent Packed(string name) => new ByteArrayContent(TemporaryFolder.Gzip(contents[name[..^3]]));

    private static HttpContent? Broken(string failure, string name)
    {
        byte[] packed = TemporaryFolder.Gzip(contents[name[..^3]]);
        switch (failure)
        {
            case "corrupted":
                packed[^5] ^= 1;
                return new ByteArrayContent(packed);
            case "truncated":
                return new ByteArrayContent(packed[..^10]);
            case "other content":
                return new ByteArrayContent(TemporaryFolder.Gzip([1, 2, 3]));
            case "not found":
                return null;
            case "breaks off":
                var content = new StreamContent(new MemoryStream(packed));
                content.Headers.ContentLength = packed.Length + 1;
                return content;
            default:
                throw new HttpRequestException("no such host");
        }
    }

    private static Downloader Offline() => new FakeMirror((_, _) => throw new HttpRequestException("no such host")).Downloader();

    /// <summary>Answers requests by itself: null content is a 404.</summary>
    private sealed class FakeMirror(Func<string, string, HttpContent?> answer) : HttpMessageHandler
    {
        public List<string> Requests { get; } = [];

        public Downloader Downloader(TimeProvider? clock = null) => new()
        {
            Mirrors = ["https://one/", "https://two/"],
            Handler = () => this,
            Waits = [TimeSpan.Zero, TimeSpan.Zero],
            Clock = clock ?? TimeProvider.System,
        };

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add(request.RequestUri!.ToString());
            HttpContent? content = answer(request.RequestUri.Host, request.RequestUri.AbsolutePath[1..]);
            return Task.FromResult(
                content is null ? new HttpResponseMessage(HttpStatusCode.NotFound) : new HttpResponseMessage { Content = content });
        }

        // The downloader disposes of its client and so of this handler, which goes on answering.
        protected override void Dispose(bool disposing)
        {
        }
    }

    /// <summary>A clock whose timers strike when they are told to.</summary>
    private sealed class StrikingClock : TimeProvider
    {
        private readonly List<Timer> timers = [];

        public void Strike()
        {
            foreach (Timer timer in timers.ToArray()) timer.Callback();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Timer(timers, () => callback(state));
            timers.Add(timer);
            return timer;
        }

        private sealed record Timer(List<Timer> Timers, Action Callback) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() => Timers.Remove(this);

            public ValueTask DisposeAsync()
            {
                Dispose();
                return default;
            }
        }
    }

    /// <summary>Gives ten bytes, and then, asked for more, does what it was told to and waits.</summary>
    private sealed class Trickle(Action silent) : MemoryStream(new byte[10])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = Read(buffer.Span);
            if (read > 0) return read;
            silent();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
