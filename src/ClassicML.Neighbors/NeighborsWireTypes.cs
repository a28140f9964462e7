using ClassicML.Wire;

namespace ClassicML.Neighbors;

/// <summary>The wire forms of this project's learners and models.</summary>
public static class NeighborsWireTypes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireOptions<KNearestNeighborsClassifier>("k-nearest-neighbors", WireKind.Classifier, "A vote of the k nearest training rows", () => new())
            .Integer(nameof(KNearestNeighborsClassifier.NeighborCount), 1, l => l.NeighborCount, (l, k) => l with { NeighborCount = k })
            .Choice(nameof(KNearestNeighborsClassifier.Weighting), l => l.Weighting, (l, weighting) => l with { Weighting = weighting }),
        new WireType<KNearestNeighborsModel>("k-nearest-neighbors-model", WireKind.Model, "Training rows, and how they vote",
            (m, w) => m.Write(w), KNearestNeighborsModel.Read),
    ];
}
