using ClassicML.Trees;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>A forest of one size in every library, for what is done with a model once it is there: 100 trees of at most 256 leaves.</summary>
internal static class ServingForest
{
    public const int TreeCount = 100, LeafCount = 256;

    /// <summary>10,000 digits of MNIST, whether one is 5 or more: ML.NET's forest knows two classes.</summary>
    public static (ClassificationData Train, ClassificationData Test) Data()
    {
        (ClassificationData train, ClassificationData test) = MnistRows.First(10_000, 10_000);
        return (Halves(train), Halves(test));
    }

    public static ForestClassifierModel Fit(ClassificationData train) =>
        new RandomForestClassifier { TreeCount = TreeCount, MaxLeafCount = LeafCount, MaxBins = 255 }.Fit(train);

    private static ClassificationData Halves(ClassificationData digits) =>
        new(digits.Features, [.. digits.Codes.ToArray().Select(code => code >= 5 ? 1 : 0)], new ClassLabels([0, 1]));
}
