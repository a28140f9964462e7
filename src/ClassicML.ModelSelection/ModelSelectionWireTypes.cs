using System.Collections.Immutable;
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
        new WireOptions<GroupKFold>("group-k-fold", WireKind.Splitter, "k parts that keep groups whole", () => new())
            .Integer(nameof(GroupKFold.FoldCount), 2, s => s.FoldCount, (s, k) => s with { FoldCount = k }),
        new WireOptions<StratifiedGroupKFold>("stratified-group-k-fold", WireKind.Splitter, "k parts that keep groups whole and the shares of the classes", () => new())
            .Integer(nameof(StratifiedGroupKFold.FoldCount), 2, s => s.FoldCount, (s, k) => s with { FoldCount = k })
            .OptionalInteger(nameof(StratifiedGroupKFold.Seed), 0, s => s.Seed, (s, seed) => s with { Seed = seed }),
        new WireOptions<RepeatedStratifiedKFold>("repeated-stratified-k-fold", WireKind.Splitter, "Stratified parts, dealt out several times", () => new())
            .Integer(nameof(RepeatedStratifiedKFold.FoldCount), 2, s => s.FoldCount, (s, k) => s with { FoldCount = k })
            .Integer(nameof(RepeatedStratifiedKFold.RepeatCount), 1, s => s.RepeatCount, (s, count) => s with { RepeatCount = count })
            .Integer(nameof(RepeatedStratifiedKFold.Seed), 0, s => s.Seed, (s, seed) => s with { Seed = seed }),
        new WireOptions<LeaveOneOut>("leave-one-out", WireKind.Splitter, "Every row tested once, alone", () => new()),
        new WireOptions<LeaveOneGroupOut>("leave-one-group-out", WireKind.Splitter, "Every group tested once", () => new()),
        new WireOptions<ShuffleSplit>("shuffle-split", WireKind.Splitter, "Hold-out, drawn several times", () => new())
            .Integer(nameof(ShuffleSplit.SplitCount), 1, s => s.SplitCount, (s, count) => s with { SplitCount = count })
            .Number(nameof(ShuffleSplit.TestShare), new Interval(0, 1, true, true), s => s.TestShare, (s, share) => s with { TestShare = share })
            .Flag(nameof(ShuffleSplit.Stratified), s => s.Stratified, (s, on) => s with { Stratified = on })
            .Integer(nameof(ShuffleSplit.Seed), 0, s => s.Seed, (s, seed) => s with { Seed = seed }),
        new WireOptions<TimeSeriesSplit>("time-series-split", WireKind.Splitter, "Each fold tests on what comes after its training rows", () => new())
            .Integer(nameof(TimeSeriesSplit.FoldCount), 2, s => s.FoldCount, (s, k) => s with { FoldCount = k })
            .Integer(nameof(TimeSeriesSplit.Gap), 0, s => s.Gap, (s, gap) => s with { Gap = gap })
            .OptionalInteger(nameof(TimeSeriesSplit.MaxTrainCount), 1, s => s.MaxTrainCount, (s, most) => s with { MaxTrainCount = most }),
        new WireType<PredefinedSplit>("predefined-split", WireKind.Splitter, "Folds fixed elsewhere",
            (s, w) => w.Integers("TestFold", s.TestFold), r => new PredefinedSplit(r.Integers("TestFold"))),
        new WireType<GridSearch>("grid-search", WireKind.Search, "Every candidate by cross-validation, the best fitted on all rows",
            (s, w) => Write(w, s.Candidates, s.Splitter, s.Refit, s.Failures).Texts("Metrics", [s.Metric.Name, .. s.MoreMetrics.Select(m => m.Name)]),
            r => new GridSearch(r.Objects<Candidate>("Candidates"))
            {
                Splitter = r.Object<ISplitter>("Splitter"), Refit = r.Choice<RefitRule>("Refit"), Failures = r.Choice<FailureHandling>("Failures"), Metric = Classifications(r)[0], MoreMetrics = Classifications(r)[1..],
            }),
        new WireType<RandomSearch>("random-search", WireKind.Search, "Candidates drawn at random, the best fitted on all rows",
            (s, w) => Write(w, s.Candidates, s.Splitter, s.Refit, s.Failures).Texts("Metrics", [s.Metric.Name, .. s.MoreMetrics.Select(m => m.Name)]),
            r => new RandomSearch(r.Objects<Candidate>("Candidates"))
            {
                Splitter = r.Object<ISplitter>("Splitter"), Refit = r.Choice<RefitRule>("Refit"), Failures = r.Choice<FailureHandling>("Failures"), Metric = Classifications(r)[0], MoreMetrics = Classifications(r)[1..],
            }),
        new WireType<HalvingSearch>("halving-search", WireKind.Search, "Many candidates on few rows, then the better ones on more",
            (s, w) => Write(w, s.Candidates, s.Splitter, s.Refit, s.Failures).Texts("Metrics", [s.Metric.Name, .. s.MoreMetrics.Select(m => m.Name)])
                .Integer("Factor", s.Factor).Integer("MinRowCount", s.MinRowCount).Integer("Seed", s.Seed),
            r => new HalvingSearch(r.Objects<Candidate>("Candidates"))
            {
                Splitter = r.Object<ISplitter>("Splitter"), Refit = r.Choice<RefitRule>("Refit"), Failures = r.Choice<FailureHandling>("Failures"), Metric = Classifications(r)[0], MoreMetrics = Classifications(r)[1..],
                Factor = r.Integer("Factor"), MinRowCount = r.OptionalInteger("MinRowCount"), Seed = r.Integer("Seed"),
            }),
        new WireType<RegressorGridSearch>("regressor-grid-search", WireKind.Search, "Every candidate of regressors by cross-validation, the best fitted on all rows",
            (s, w) => Write(w, s.Candidates, s.Splitter, s.Refit, s.Failures).Texts("Metrics", [s.Metric.Name, .. s.MoreMetrics.Select(m => m.Name)]),
            r => new RegressorGridSearch(r.Objects<Candidate>("Candidates"))
            {
                Splitter = r.Object<ISplitter>("Splitter"), Refit = r.Choice<RefitRule>("Refit"), Failures = r.Choice<FailureHandling>("Failures"), Metric = Regressions(r)[0], MoreMetrics = Regressions(r)[1..],
            }),
        new WireType<RegressorRandomSearch>("regressor-random-search", WireKind.Search, "Candidates of regressors drawn at random, the best fitted on all rows",
            (s, w) => Write(w, s.Candidates, s.Splitter, s.Refit, s.Failures).Texts("Metrics", [s.Metric.Name, .. s.MoreMetrics.Select(m => m.Name)]),
            r => new RegressorRandomSearch(r.Objects<Candidate>("Candidates"))
            {
                Splitter = r.Object<ISplitter>("Splitter"), Refit = r.Choice<RefitRule>("Refit"), Failures = r.Choice<FailureHandling>("Failures"), Metric = Regressions(r)[0], MoreMetrics = Regressions(r)[1..],
            }),
        new WireType<RegressorHalvingSearch>("regressor-halving-search", WireKind.Search, "Many candidates of regressors on few rows, then the better ones on more",
            (s, w) => Write(w, s.Candidates, s.Splitter, s.Refit, s.Failures).Texts("Metrics", [s.Metric.Name, .. s.MoreMetrics.Select(m => m.Name)])
                .Integer("Factor", s.Factor).Integer("MinRowCount", s.MinRowCount).Integer("Seed", s.Seed),
            r => new RegressorHalvingSearch(r.Objects<Candidate>("Candidates"))
            {
                Splitter = r.Object<ISplitter>("Splitter"), Refit = r.Choice<RefitRule>("Refit"), Failures = r.Choice<FailureHandling>("Failures"), Metric = Regressions(r)[0], MoreMetrics = Regressions(r)[1..],
                Factor = r.Integer("Factor"), MinRowCount = r.OptionalInteger("MinRowCount"), Seed = r.Integer("Seed"),
            }),
        SearchModel.WireType,
        RegressorSearchModel.WireType,
        Candidate.WireType,
        CandidateResult.WireType,
    ];

    // A journal is where a search is run, not what it is: it is not written.
    private static WireWriter Write(
        WireWriter w, ImmutableArray<Candidate> candidates, ISplitter splitter, RefitRule refit, FailureHandling failures) =>
        w.Objects("Candidates", candidates).Object("Splitter", splitter).Choice("Refit", refit).Choice("Failures", failures);

    private static ImmutableArray<ClassificationMetric> Classifications(WireReader r) => [.. Names(r).Select(ClassificationMetric.Find)];

    private static ImmutableArray<RegressionMetric> Regressions(WireReader r) => [.. Names(r).Select(RegressionMetric.Find)];

    private static string[] Names(WireReader r)
    {
        string[] names = r.Texts("Metrics");
        Check.AtLeast(names.Length, 1, "the number of metrics");
        return names;
    }
}
