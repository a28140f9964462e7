using System.Collections.Immutable;

namespace ClassicML.Benchmarks;

/// <summary>The libraries that take part. Each has one colour and one shape in every chart: its place here.</summary>
internal static class Libraries
{
    public const string Ours = "ClassicML", MLNet = "ML.NET", Accord = "Accord.NET", ScikitLearn = "scikit-learn";

    private static readonly ImmutableArray<string> Order = [Ours, MLNet, Accord, ScikitLearn];

    public static int Style(string library) => Order.IndexOf(library);
}
