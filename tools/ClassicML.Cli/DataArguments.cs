using System.Globalization;
using System.Text;

namespace ClassicML.Cli;

/// <summary>Where rows come from: a data set by name, or files to train and to test on.</summary>
internal sealed record DataArguments(
    string? Name, string? Train, string? Test, string? TrainLabels, string? TestLabels, string? Format, string? Target,
    double TestShare, int Seed, string? Encoding)
{
    public static string[] Formats { get; } = ["csv", "libsvm", "idx"];

    /// <summary>The rows to fit on and those to test on.</summary>
    /// <exception cref="UsageException">The arguments do not go together.</exception>
    public (ClassificationData Train, ClassificationData Test) Load(IProgress<DownloadProgress> progress, CancellationToken cancellation)
    {
        if (Name is null == Train is null) throw new UsageException("give either --data NAME or --train FILE");
        if (Name is not null)
        {
            if (Test is not null) throw new UsageException("--test goes with --train; use --test-share with --data");
            if (!Datasets.Names.Contains(Name)) throw new UsageException($"--data must be one of {string.Join(", ", Datasets.Names)}, was '{Name}'");
            (ClassificationData data, ClassificationData? test) = Datasets.Load(Name, progress, cancellation);
            return test is null ? data.Split(TestShare, Seed, stratified: true) : (data, test);
        }
        ClassificationData train = Read(Train!, TrainLabels, null);
        return Test is null ? train.WithGroups(Numbers(train.RowCount)).Split(TestShare, Seed, stratified: true) : (train, Read(Test, TestLabels, train));
    }

    /// <summary>The rows to fit on and those to test on, for a regressor.</summary>
    /// <exception cref="UsageException">The arguments do not go together.</exception>
    public (RegressionData Train, RegressionData Test) LoadNumbers()
    {
        if (Name is not null) throw new UsageException("the data sets have classes; a regressor takes --train FILE");
        if (Train is null) throw new UsageException("give --train FILE");
        RegressionData train = ReadNumbers(Train, null);
        return Test is null ? train.WithGroups(Numbers(train.RowCount)).Split(TestShare, Seed) : (train, ReadNumbers(Test, train));
    }

    // Rows that are divided keep the numbers that the file gives them as groups, which no learner that is evaluated looks at.
    private static int[] Numbers(int count) => [.. Enumerable.Range(0, count)];

    private RegressionData ReadNumbers(string file, RegressionData? train) => (Format ?? FormatOf(file)) switch
    {
        "libsvm" => LibSvmReader.ReadRegression(file, train?.FeatureCount, sparse: false),
        "idx" => throw new UsageException("IDX files hold classes; a regressor takes CSV or LIBSVM text"),
        _ => CsvReader.ReadRegression(file, new CsvOptions { Target = TargetOf(train?.TargetName, train?.FeatureNames), Encoding = TextEncoding }),
    };

    private Encoding? TextEncoding
    {
        get
        {
            if (Encoding is null) return null;
            try
            {
                return CodePagesEncodingProvider.Instance.GetEncoding(Encoding) ?? System.Text.Encoding.GetEncoding(Encoding);
            }
            catch (Exception e) when (e is ArgumentException or NotSupportedException)
            {
                throw new UsageException($"--encoding must be one that .NET knows, such as utf-8, latin1 or windows-1252, was '{Encoding}'");
            }
        }
    }

    // The target of a test file goes by the name that it has in the training file, where that names one column alone.
    private CsvColumn TargetOf(string? name, IEnumerable<string>? others) =>
        name is null || others!.Contains(name, StringComparer.Ordinal) ? TargetColumn : name;

    private CsvColumn TargetColumn =>
        Target is null ? ^1 : int.TryParse(Target, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : Target;

    // Test rows are read as the training rows were: with their classes and, where a file does not say, their width.
    private ClassificationData Read(string file, string? labelsFile, ClassificationData? train) => (Format ?? FormatOf(file)) switch
    {
        "libsvm" => LibSvmReader.ReadClassification(file, train?.FeatureCount, train?.Labels, sparse: false),
        "idx" => IdxReader.ReadClassification(file, labelsFile ?? LabelsBeside(file), train?.Labels),
        _ => CsvReader.ReadClassification(file, new CsvOptions
        {
            Target = TargetOf(train?.TargetName, train?.FeatureNames),
            Labels = train?.Labels,
            Encoding = TextEncoding,
        }),
    };

    private static string FormatOf(string file)
    {
        string name = Path.GetFileName(file);
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) name = name[..^3];
        return Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".csv" => "csv",
            ".libsvm" or ".svm" or ".t" or ".scale" => "libsvm",
            ".idx" or ".idx2" or ".idx3" => "idx",
            _ when name.EndsWith("-ubyte", StringComparison.Ordinal) => "idx",
            _ => throw new UsageException($"the format of '{name}' can't be told from its name: give --format {string.Join(" or ", Formats)}"),
        };
    }

    private static string LabelsBeside(string file)
    {
        string beside = file.Replace("images-idx3", "labels-idx1", StringComparison.Ordinal);
        return beside != file ? beside : throw new UsageException($"give the labels of '{file}' with --train-labels or --test-labels");
    }
}
