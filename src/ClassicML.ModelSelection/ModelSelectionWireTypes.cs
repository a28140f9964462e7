using ClassicML.Metrics;
using ClassicML.Wire;

namespace ClassicML.ModelSelection;

/// <summary>The wire forms of splitters, searches and their models.</summary>
public static class ModelSelectionWireTypes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireOptions<KFold>("k-fold", WireKind.Splitter, "k disjoint parts of the rows", () => new())
            .Integer(nameof(KFold.FoldCount), 2, s => s.FoldCount, (s, k) => s with { FoldCount = k })
            .OptionalInteger(nameof(KFold.Seed), 0, s => s.Seed, (s, seed) => s with { Seed = seed }),
        new WireOptions<StratifiedKFold>("stratified-k-fold", WireKind.Splitter, "k parts that keep the shares of the classes", () => new())
            .Integer(nameof(StratifiedKFold.FoldCount), 2, s => s.FoldCount, (s, k) => s with { FoldCount = k })
            .OptionalInteger(nameof(StratifiedKFold.Seed), 0, s => s.Seed, (s, seed) => s with { Seed = seed }),
        new WireType<GridSearch>("grid-search", WireKind.Search, "Every candidate by cross-validation, the best fitted on all rows",
            (s, w) => w.Objects("Candidates", s.Candidates).Object("Splitter", s.Splitter).Text("Metric", s.Metric.Name),
            r => new GridSearch(r.Objects<Candidate>("Candidates"))
            {
                Splitter = r.Object<ISplitter>("Splitter"),
                Metric = ClassificationMetric.Find(r.OptionalText("Metric") ?? ""),
            }),
        SearchModel.WireType,
        Candidate.WireType,
        CandidateResult.WireType,
    ];
}
