namespace ClassicML.Benchmarks.Speed;

/// <summary>How peers are called in print.</summary>
internal static class PeerTitles
{
    private static readonly Dictionary<string, string> Printed = new()
    {
        ["mlnet"] = "ML.NET", ["accord"] = "Accord.NET", ["scipy"] = "SciPy", ["faiss"] = "FAISS", ["liblinear"] = "LIBLINEAR", ["libsvm"] = "LIBSVM",
        ["xgboost"] = "XGBoost", ["lightgbm"] = "LightGBM of ML.NET", ["mathnet"] = "Math.NET", ["pytorch"] = "PyTorch", ["torchsharp"] = "TorchSharp",
        ["onnx-graph"] = "our graph on ONNX Runtime", ["opencv"] = "OpenCV", ["sep"] = "Sep",
        ["onnx-runtime"] = "ONNX Runtime on our model", ["pandas-exact"] = "pandas, exactly rounded",
    };

    /// <summary>The library's own spelling of a peer's name on the command line.</summary>
    public static string Of(string name) => Printed.GetValueOrDefault(name, name);

    /// <summary>Name and version. A version that begins with a name, as where NumPy stands in for scikit-learn, says who did the work.</summary>
    public static string WithVersion(PeerResult peer) => peer.Version is not { } version ? Of(peer.Name)
        : char.IsAsciiLetter(version[0]) ? version : $"{Of(peer.Name)} {version}";
}
