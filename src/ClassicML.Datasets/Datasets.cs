using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;

namespace ClassicML;

/// <summary>The data sets of the textbooks: four are built in, MNIST is found on the machine or downloaded once.</summary>
/// <remarks>
/// Values are those of scikit-learn, bit for bit, and class codes are its targets. datasets/README.md in the repository has the origin,
/// licence, units and class counts of each.
/// </remarks>
public static class Datasets
{
    private static readonly Lazy<ClassificationData> iris = Embedded("iris.csv", ["setosa", "versicolor", "virginica"]);
    private static readonly Lazy<ClassificationData> wine = Embedded("wine.csv", ["barolo", "grignolino", "barbera"]);
    private static readonly Lazy<ClassificationData> breastCancer = Embedded("breast-cancer.csv", ["malignant", "benign"]);
    private static readonly Lazy<ClassificationData> digits = Embedded("digits.csv.gz", null);

    /// <summary>The names that <see cref="Load"/> knows.</summary>
    public static ImmutableArray<string> Names { get; } = ["iris", "wine", "breast-cancer", "digits", "mnist"];

    /// <summary>Whether the four files of MNIST are on this machine, so that <see cref="Mnist"/> needs no network.</summary>
    public static bool HasMnist => MnistSource.ForThisMachine().IsComplete;

    /// <summary>The four files of MNIST on this machine: images and labels to train, then to test; empty where one of them is missing.</summary>
    public static ImmutableArray<string> MnistFiles => MnistSource.ForThisMachine().Paths;

    /// <summary>Iris: 150×4, lengths and widths of sepals and petals in cm; setosa, versicolor, virginica, 50 rows each.</summary>
    /// <remarks>
    /// R. A. Fisher, "The use of multiple measurements in taxonomic problems", 1936. As in the paper: UCI's file differs in two rows.
    /// </remarks>
    public static ClassificationData Iris() => iris.Value;

    /// <summary>Wine: 178×13, chemical measurements of wines from Piedmont; barolo 59, grignolino 71, barbera 48 rows.</summary>
    /// <remarks>M. Forina et al., "Multivariate data analysis as a discriminating method of the origin of wines", 1986.</remarks>
    public static ClassificationData Wine() => wine.Value;

    /// <summary>Breast cancer Wisconsin (diagnostic): 569×30, shapes of cell nuclei; malignant 212, benign 357 rows.</summary>
    /// <remarks>W. N. Street, W. H. Wolberg, O. L. Mangasarian, "Nuclear feature extraction for breast tumor diagnosis", 1993.</remarks>
    public static ClassificationData BreastCancer() => breastCancer.Value;

    /// <summary>Handwritten digits: 1797×64, images of 8×8 pixels from 0 to 16, row by row; classes 0 to 9.</summary>
    /// <remarks>E. Alpaydin, C. Kaynak, "Cascading classifiers", 1998: the test part of the set at UCI.</remarks>
    public static ClassificationData Digits() => digits.Value;

    /// <summary>MNIST: images of 28×28 pixels from 0 to 255, row by row, 60,000 to train and 10,000 to test; classes 0 to 9.</summary>
    /// <param name="progress">Told how far a download is.</param>
    /// <param name="cancellation">Ends a download and leaves nothing half-written behind.</param>
    /// <returns>Both parts, read again at each call: 440 MB.</returns>
    /// <remarks>
    /// Each file is looked for in the folder <c>mnist</c> of $CLASSICML_DATASETS, then in the user's cache ($XDG_CACHE_HOME or the local
    /// application data, folder <c>classicml/mnist</c>), gzip or not. What is missing is downloaded into the cache from public mirrors over
    /// HTTPS; the SHA-256 of its content is checked before it appears there.
    /// Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document recognition", 1998.
    /// </remarks>
    /// <exception cref="DatasetUnavailableException">A file is neither there nor to be downloaded.</exception>
    /// <exception cref="InvalidDataException">A file that was found is broken; the message names it.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public static (ClassificationData Train, ClassificationData Test) Mnist(
        IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default) =>
        MnistSource.ForThisMachine().Load(progress, cancellation);

    /// <summary>Loads a data set by name, as a command line does.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="progress">Told how far a download is.</param>
    /// <param name="cancellation">Ends a download.</param>
    /// <returns>The data; and its test part where the set comes in two, as MNIST does, else null.</returns>
    /// <exception cref="ArgumentException">There is no such data set; the message lists those that are.</exception>
    /// <exception cref="DatasetUnavailableException">MNIST is neither on this machine nor to be downloaded.</exception>
    public static (ClassificationData Data, ClassificationData? Test) Load(
        string name, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default) =>
        Check.NotNull(name, nameof(name)) switch
        {
            "iris" => (Iris(), null),
            "wine" => (Wine(), null),
            "breast-cancer" => (BreastCancer(), null),
            "digits" => (Digits(), null),
            "mnist" => Mnist(progress, cancellation),
            _ => throw new ArgumentException($"name must be one of {string.Join(", ", Names)}, was {InputFile.Quote(name)}", nameof(name)),
        };

    private static Lazy<ClassificationData> Embedded(string file, string[]? classes) => new(() =>
    {
        using Stream stored = typeof(Datasets).Assembly.GetManifestResourceStream($"datasets/{file}")!;
        using Stream content = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stored, CompressionMode.Decompress) : stored;
        using var reader = new StreamReader(content, Encoding.UTF8);
        // The order of the classes is that of scikit-learn's codes, which is not always the order of their names.
        return CsvReader.ReadClassification(reader, new CsvOptions { Labels = classes is null ? null : new ClassLabels(classes) }, file);
    });
}
