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
        new WireOptions<StratifiedGroupKFold>(
            "stratified-group-k-fold", WireKind.Splitter, "k parts that keep groups whole and the shares of the classes", () => new())
            .Integer(nameof(StratifiedGroupKFold.FoldCount), 2, s => s.FoldCount, (s, k) => s with { FoldCount = k })
            .OptionalInteger(nameof(StratifiedGroupKFold.Seed), 0, s => s.Seed, (s, seed) => s with { Seed = seed }),
        new WireOptions<RepeatedStratifiedKFold>("repeated-stratified-k-fold", WireKind.Splitter, "Stratified parts, dealt out several times", () => new())
            .Integer(nameof(RepeatedStratifiedKFold.FoldCount), 2, s => s.FoldCount, (s, k) => s with { FoldCount = k })
            .Integer(nameof(RepeatedStratifiedKFold.RepeatCount), 1, s => s.RepeatCount, (s, count) => s with { RepeatCount = count })
            .Integer(nameof(RepeatedStratifiedKFold.Seed), 0, s => s.Seed, (s, seed) => s with { Seed = seed }),
        new WireOptions<RepeatedKFold>("repeated-k-fold", WireKind.Splitter, "k parts, drawn several times", () => new())
            .Integer(nameof(RepeatedKFold.FoldCount), 2, s => s.FoldCount, (s, k) => s with { FoldCount = k })
            .Integer(nameof(RepeatedKFold.RepeatCount), 1, s => s.RepeatCount, (s, count) => s with { RepeatCount = count })
            .Integer(nameof(RepeatedKFold.Seed), 0, s => s.Seed, (s, seed) => s with { Seed = seed }),
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
        OfSearch<GridSearch, ClassificationData, IClassifierModel, ClassificationOutcome>(
            "grid-search", "Every candidate by cross-validation, the best fitted on all rows", c => new GridSearch(c)),
        OfSearch<RandomSearch, ClassificationData, IClassifierModel, ClassificationOutcome>(
            "random-search", "Candidates drawn at random, the best fitted on all rows", c => new RandomSearch(c)),
        OfHalving<HalvingSearch, ClassificationData, IClassifierModel, ClassificationOutcome>(
            "halving-search", "Many candidates on few rows, then the better ones on more", c => new HalvingSearch(c)),
        OfSearch<RegressorGridSearch, RegressionData, IRegressorModel, RegressionOutcome>(
            "regressor-grid-search", "Every candidate of regressors by cross-validation, the best fitted on all rows", c => new RegressorGridSearch(c)),
        OfSearch<RegressorRandomSearch, RegressionData, IRegressorModel, RegressionOutcome>(
            "regressor-random-search", "Candidates of regressors drawn at random, the best fitted on all rows", c => new RegressorRandomSearch(c)),
        OfHalving<RegressorHalvingSearch, RegressionData, IRegressorModel, RegressionOutcome>(
            "regressor-halving-search", "Many candidates of regressors on few rows, then the better ones on more", c => new RegressorHalvingSearch(c)),
        OfSearch<OutlierGridSearch, OutlierData, IOutlierModel, OutlierOutcome>(
            "outlier-grid-search", "Every candidate of outlier detectors by cross-validation, the best fitted on all rows", c => new OutlierGridSearch(c)),
        SearchModel.WireType,
        RegressorSearchModel.WireType,
        OutlierSearchModel.WireType,
        Candidate.WireType,
        CandidateResult.WireType,
        .. SelectionWireTypes.All,
    ];

    private static WireType<TSearch> OfSearch<TSearch, TData, TModel, TOutcome>(
        string name, string summary, Func<Candidate[], TSearch> make)
        where TSearch : Search<TData, TModel, TOutcome>
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
        => new(name, WireKind.Search, summary, (s, w) => Write(w, s), r => Read<TSearch, TData, TModel, TOutcome>(r, make));

    private static WireType<TSearch> OfHalving<TSearch, TData, TModel, TOutcome>(
        string name, string summary, Func<Candidate[], TSearch> make)
        where TSearch : Halving<TData, TModel, TOutcome>
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
        => new(
            name, WireKind.Search, summary,
            (s, w) => Write(w, s).Integer("Factor", s.Factor).Integer("MinRowCount", s.MinRowCount).Integer("Seed", s.Seed),
            r => Read<TSearch, TData, TModel, TOutcome>(r, make) with
            { Factor = r.Integer("Factor"), MinRowCount = r.OptionalInteger("MinRowCount"), Seed = r.Integer("Seed") });

    // A journal is where a search is run, not what it is: it is not written.
    private static WireWriter Write<TData, TModel, TOutcome>(WireWriter w, Search<TData, TModel, TOutcome> search)
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
    {
        Metric<TOutcome>[] metrics = [search.Metric, .. search.MoreMetrics];
        if (Array.Find(metrics, metric => !search.Task.IsBuiltIn(metric)) is { } own)
            throw new ArgumentException($"a written search names its metrics, and '{own}' is none of the built-in ones");
        return w.Objects("Candidates", search.Candidates).Object("Splitter", search.Splitter).Choice("Refit", search.Refit)
            .Choice("Failures", search.Failures).Texts("Metrics", metrics.Select(metric => metric.Name));
    }

    private static TSearch Read<TSearch, TData, TModel, TOutcome>(WireReader r, Func<Candidate[], TSearch> make)
        where TSearch : Search<TData, TModel, TOutcome>
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
    {
        TSearch search = make([.. r.Objects<Candidate>("Candidates")]);
        ImmutableArray<Metric<TOutcome>> metrics = [.. r.Texts("Metrics").Select(search.Task.FindMetric)];
        Check.AtLeast(metrics.Length, 1, "the number of metrics");
        return search with
        {
            Splitter = r.Object<ISplitter>("Splitter"),
            Refit = r.Choice<RefitRule>("Refit"),
            Failures = r.Choice<FailureHandling>("Failures"),
            Metric = metrics[0],
            MoreMetrics = metrics[1..],
        };
    }
}
