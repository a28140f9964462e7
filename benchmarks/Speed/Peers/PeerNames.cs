namespace ClassicML.Benchmarks.Speed.Peers;

/// <summary>The contenders' names, as the command line and the results have them.</summary>
internal static class PeerNames
{
    /// <summary>Our own side, which is not a peer.</summary>
    public const string Ours = "ours";

    public const string MLNet = "mlnet", LightGbm = "lightgbm", MathNet = "mathnet", Accord = "accord", TorchSharp = "torchsharp",
        OnnxGraph = "onnx-graph", Sep = "sep", OnnxRuntime = "onnx-runtime";

    public const string ScikitLearn = "scikit-learn", SciPy = "scipy", PyKdTree = "pykdtree", Liblinear = "liblinear", LibSvm = "libsvm",
        XgBoost = "xgboost", PyTorch = "pytorch", Pandas = "pandas", PandasExact = "pandas-exact";

    public const string Ranger = "ranger", Glmnet = "glmnet";

    public const string Faiss = "faiss", Nanoflann = "nanoflann", OpenCv = "opencv";

    /// <summary>Whether it is this library, on whatever engine: measured like any other, but no rival.</summary>
    public static bool IsOurs(string name) => name is Ours or OnnxGraph;
}
