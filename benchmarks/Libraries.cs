using System.Collections.Immutable;

namespace ClassicML.Benchmarks;

/// <summary>The libraries that take part. Each has one colour and one shape in every chart: its place here.</summary>
internal static class Libraries
{
    public const string Ours = "ClassicML", MLNet = "ML.NET", Accord = "Accord.NET", ScikitLearn = "scikit-learn";

    // Two of one hand share a place.
    private static readonly ImmutableArray<string> Legend =
        [Ours, MLNet, Accord, ScikitLearn, "LIBSVM, LIBLINEAR", "ranger", "XGBoost", "FAISS", "PyTorch", "OpenCV"];

    /// <summary>The place of a library.</summary>
    public static int Style(string library) => Legend.IndexOf(Legend.First(name => name.Contains(library, StringComparison.Ordinal)));

    /// <summary>What a legend says of a place.</summary>
    public static string Name(int style) => Legend[style];
}
