using System.Collections.Immutable;

namespace ClassicML;

/// <summary>Finds the files of MNIST in the folders of a machine, downloads what is missing, and reads them.</summary>
/// <param name="folders">Where to look, in order; the last receives downloads. Empty when there is none.</param>
/// <param name="download">Gets one file.</param>
/// <param name="files">The four files: images and labels to train, then to test.</param>
internal sealed class MnistSource(ImmutableArray<string> folders, Downloader download, ImmutableArray<MnistFile> files)
{
    /// <summary>The environment variable with the folder of data sets.</summary>
    public const string Variable = "CLASSICML_DATASETS";

    private static readonly ClassLabels digits = new(Enumerable.Range(0, 10));

    /// <summary>Whether every file is in one of the folders.</summary>
    public bool IsComplete => !Paths.IsEmpty;

    /// <summary>Where the files are; empty where one is in none of the folders.</summary>
    public ImmutableArray<string> Paths
    {
        get
        {
            string?[] paths = [.. files.Select(Find)];
            return paths.Contains(null) ? [] : [.. paths.OfType<string>()];
        }
    }

    /// <summary>The source with the folders of this machine and the real mirrors.</summary>
    public static MnistSource ForThisMachine() =>
        new(
            Folders(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)),
            new Downloader(), MnistFile.All);

    /// <summary>$CLASSICML_DATASETS/mnist, then classicml/mnist in the user's cache; either may not exist.</summary>
    public static ImmutableArray<string> Folders(Func<string, string?> variable, string applicationData)
    {
        var folders = ImmutableArray.CreateBuilder<string>();
        if (variable(Variable) is { Length: > 0 } given) folders.Add(Path.Combine(given, "mnist"));
        // The XDG specification says to ignore a relative path.
        string cache = variable("XDG_CACHE_HOME") is { } xdg && Path.IsPathRooted(xdg) ? xdg : applicationData;
        if (cache.Length > 0) folders.Add(Path.Combine(cache, "classicml", "mnist"));
        return folders.ToImmutable();
    }

    /// <summary>Reads both parts, after a download of what is missing.</summary>
    public (ClassificationData Train, ClassificationData Test) Load(IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        string[] paths = [.. files.Select(file => Find(file) ?? Download(file, progress, cancellation))];
        return (Read(paths[0], paths[1]), Read(paths[2], paths[3]));
    }

    private static ClassificationData Read(string images, string labels)
    {
        ImmutableArray<int> shape = IdxReader.ReadShape(images);
        ClassificationData data = IdxReader.ReadClassification(images, labels, digits);
        if (shape.Length != 3) return data;
        var names = from row in Enumerable.Range(0, shape[1]) from column in Enumerable.Range(0, shape[2]) select $"pixel_{row}_{column}";
        return data.WithFeatures(data.Features, names);
    }

    /// <summary>Where a file is, or null.</summary>
    public string? Find(MnistFile file) =>
        folders.SelectMany(folder => new[] { Path.Combine(folder, file.PackedName), Path.Combine(folder, file.Name) })
            .FirstOrDefault(File.Exists);

    private string Download(MnistFile file, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (folders.IsEmpty) throw Unavailable("this machine has no cache folder", null);
        string target = Path.Combine(folders[^1], file.PackedName);
        try
        {
            // No context is captured anywhere below, so waiting here can't block what it waits for.
            download.FetchAsync(file.PackedName, target, file.Verify, progress, cancellation).GetAwaiter().GetResult();
            return target;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(exception.Message, exception);
        }
    }

    private DatasetUnavailableException Unavailable(string reason, Exception? inner) =>
        new(
            $"MNIST is not on this machine and could not be downloaded ({reason}). " +
            $"Put {string.Join(", ", files.Select(file => file.PackedName))} " +
            $"into {(folders.IsEmpty ? "a folder mnist" : string.Join(" or ", folders))}, " +
            $"or set {Variable} to a folder that has them in its folder mnist.",
            inner);
}
