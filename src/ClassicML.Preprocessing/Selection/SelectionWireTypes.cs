using ClassicML.Wire;

namespace ClassicML.Preprocessing;

/// <summary>The wire forms of selectors of columns and their models.</summary>
internal static class SelectionWireTypes
{
    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireOptions<SelectKBest>("select-k-best", WireKind.Transformer, "The columns with the best scores, each by itself", () => new())
            .Text(nameof(SelectKBest.K), "all, a number, a share with a point, or fpr, fdr or fwe with a number",
                l => l.K, (l, k) => l with { K = k }, FeatureQuota.Parse)
            .Choice(nameof(SelectKBest.Score), l => l.Score, (l, score) => l with { Score = score })
            .Integer(nameof(SelectKBest.NeighborCount), 1, l => l.NeighborCount, (l, k) => l with { NeighborCount = k }),
        Importance<SelectFromModel, ClassificationData>(
            "select-from-model", "The features that count in a classifier", r => new(r.Object<IClassifier<IClassifierModel>>("Learner"))),
        Importance<RegressorSelectFromModel, RegressionData>(
            "regressor-select-from-model", "The features that count in a regressor", r => new(r.Object<IRegressor<IRegressorModel>>("Learner"))),
        Elimination<RecursiveFeatureElimination, ClassificationData>(
            "recursive-feature-elimination", "The features that are left when those that count least in a classifier go, again and again",
            r => new(r.Object<IClassifier<IClassifierModel>>("Learner"))),
        Elimination<RegressorRecursiveFeatureElimination, RegressionData>(
            "regressor-recursive-feature-elimination", "The features that are left when those that count least in a regressor go, again and again",
            r => new(r.Object<IRegressor<IRegressorModel>>("Learner"))),
        new WireType<SelectKBestModel>("select-k-best-model", WireKind.Model, "Scores of columns, and which are kept",
            (m, w) => w.Doubles("Scores", m.Scores).Doubles("PValues", m.PValues).Integers("SelectedColumns", m.SelectedColumns).Report(m.Report),
            r =>
            {
                double[] scores = r.Doubles("Scores", Interval.NonNegative), pValues = r.Doubles("PValues", Interval.Share);
                if (pValues.Length > 0) Check.Length(pValues.Length, scores.Length, "PValues", "column");
                return new SelectKBestModel(scores, pValues, Selected(r, scores.Length), r.Report());
            }),
        new WireType<ImportanceSelectorModel>("importance-selector-model", WireKind.Model, "Importances of features, and which are kept",
            (m, w) => w.Doubles("Importances", m.Importances).Number("Threshold", m.Threshold).Integers("SelectedColumns", m.SelectedColumns)
                .Report(m.Report),
            r =>
            {
                double[] importances = r.Doubles("Importances", Interval.NonNegative);
                return new ImportanceSelectorModel(
                    importances, r.Number("Threshold", Interval.NonNegative), Selected(r, importances.Length), r.Report());
            }),
        new WireType<RecursiveEliminationModel>("recursive-elimination-model", WireKind.Model, "In which order features were dropped",
            (m, w) => w.Integers("Ranking", m.Ranking).Report(m.Report),
            r =>
            {
                int[] ranking = r.Integers("Ranking");
                foreach (int rank in ranking) Check.Positive(rank, "a rank");
                if (!ranking.Contains(1)) throw new ArgumentException("no feature has rank 1");
                return new RecursiveEliminationModel(ranking, r.Report());
            }),
    ];

    private static WireType<T> Importance<T, TData>(string name, string summary, Func<WireReader, T> make)
        where T : ImportanceSelector<TData>
        where TData : class, IData<TData> =>
        new(name, WireKind.Transformer, summary,
            (l, w) => w.Object("Learner", l.Learner).Text("Threshold", l.Threshold.ToString()).Integer("MaxFeatureCount", l.MaxFeatureCount),
            r => make(r) with
            {
                Threshold = ImportanceThreshold.Parse(r.OptionalText("Threshold") ?? ""),
                MaxFeatureCount = r.OptionalInteger("MaxFeatureCount"),
            });

    private static WireType<T> Elimination<T, TData>(string name, string summary, Func<WireReader, T> make)
        where T : RecursiveElimination<TData>
        where TData : class, IData<TData> =>
        new(name, WireKind.Transformer, summary,
            (l, w) => w.Object("Learner", l.Learner).Text("Keep", l.Keep.ToString()).Text("Step", l.Step.ToString()),
            r => make(r) with { Keep = CountOrShare.Parse(r.OptionalText("Keep") ?? ""), Step = CountOrShare.Parse(r.OptionalText("Step") ?? "") });

    private static int[] Selected(WireReader r, int featureCount)
    {
        int[] selected = r.Integers("SelectedColumns");
        Check.Positive(selected.Length, "the number of SelectedColumns");
        return ColumnNumbers.Ascending(selected, featureCount, "SelectedColumns");
    }
}
