using ClassicML.Internal;

namespace ClassicML.Benchmarks.Speed.Peers;

/// <summary>A library that takes part beside ours.</summary>
/// <param name="Name">One of <see cref="PeerNames"/>.</param>
/// <param name="Get">How one gets it; empty where a build of this program decides.</param>
/// <param name="Program">Finds the program of its side, with its first arguments; null where the case runs it inside this program.</param>
internal sealed record PeerLibrary(string Name, string Get, PeerLibrary.Finder? Program)
{
    /// <summary>The program of a peer's side of a case, with its arguments up to the folder of data.</summary>
    /// <exception cref="PeerAbsentException">It can't be had here.</exception>
    public delegate string[] Finder(string caseName, CancellationToken cancellation);

    /// <summary>All that are known, in the order of the results' rows.</summary>
    public static IReadOnlyList<PeerLibrary> All { get; } =
    [
        Python(PeerNames.ScikitLearn, "python3-sklearn"),
        Python(PeerNames.Liblinear, "python3-sklearn"),
        Python(PeerNames.LibSvm, "libsvm-tools"),
        Python(PeerNames.XgBoost, "python3-xgboost"),
        Python(PeerNames.SciPy, "python3-scipy"),
        Python(PeerNames.PyKdTree, "python3-pykdtree"),
        Python(PeerNames.PyTorch, "python3-torch"),
        Python(PeerNames.Pandas, "python3-pandas"),
        Python(PeerNames.PandasExact, "python3-pandas"),
        R(PeerNames.Ranger, "r-cran-ranger"),
        R(PeerNames.Glmnet, "r-cran-glmnet"),
        Cpp(PeerNames.Faiss, "libfaiss-dev", "-lfaiss", "-llapack", "-lblas"),
        Cpp(PeerNames.Nanoflann, "libnanoflann-dev"),
        Cpp(PeerNames.OpenCv, "libopencv-ml-dev", "-isystem", "/usr/include/opencv4", "-lopencv_ml", "-lopencv_core"),
        Here(PeerNames.MLNet),
        Here(PeerNames.LightGbm),
        Here(PeerNames.MathNet),
        Here(PeerNames.Accord),
        Here(PeerNames.TorchSharp),
        Here(PeerNames.OnnxGraph),
        Here(PeerNames.Sep),
        Here(PeerNames.OnnxRuntime),
    ];

    /// <summary>This library, which runs inside this program and stands beside all of them.</summary>
    private static readonly PeerLibrary ours = Here(PeerNames.Ours);

    /// <exception cref="ArgumentException">No contender has this name; the message has the one that may be meant.</exception>
    public static PeerLibrary Of(string name) => name == PeerNames.Ours ? ours : All.FirstOrDefault(peer => peer.Name == name)
        ?? throw new ArgumentException($"there is no peer '{name}'{NearNames.Hint(name, [.. All.Select(peer => peer.Name)])}");

    /// <summary>The same, with how one gets the library.</summary>
    public PeerAbsentException Absent(PeerAbsentException reason) => Get.Length == 0 ? reason : new($"{reason.Message} ({Get})");

    private static PeerLibrary Here(string name) => new(name, "", null);

    // NumPy is no peer on the reference BLAS, which is what Debian links it to at first.
    private static PeerLibrary Python(string name, string package) =>
        new(name, Debian(package + " libopenblas0"), (caseName, _) =>
            [PeerPrograms.Python(), PeerPrograms.Script("scikit_learn_peer.py"), name == PeerNames.ScikitLearn ? caseName : $"{caseName}-{name}"]);

    private static PeerLibrary R(string name, string package) =>
        new(name, Debian(package), (caseName, _) => ["Rscript", PeerPrograms.Script(name + "_peer.R"), caseName]);

    private static PeerLibrary Cpp(string name, string package, params string[] flags) =>
        new(name, Debian("g++ " + package), (caseName, cancellation) => [PeerPrograms.Compiled(name + "_peer", flags, cancellation), caseName]);

    private static string Debian(string packages) => "Debian: apt-get install " + packages;
}
