using ClassicML.Metrics;
using ClassicML.Wire;

namespace ClassicML.ModelSelection;

/// <summary>The wire forms of sequential selectors of features and their model.</summary>
internal static class SelectionWireTypes
{
    public static IReadOnlyList<WireType> All { get; } =
    [
        Selector<SequentialFeatureSelector, ClassificationData, IClassifierModel, ClassificationOutcome>(
            "sequential-feature-selector", "The features with which a classifier scores best, one after another",
            r => new(r.Object<IClassifier<IClassifierModel>>("Learner"))),
        Selector<RegressorSequentialFeatureSelector, RegressionData, IRegressorModel, RegressionOutcome>(
            "regressor-sequential-feature-selector", "The features with which a regressor scores best, one after another",
            r => new(r.Object<IRegressor<IRegressorModel>>("Learner"))),
        new WireType<SequentialSelectionModel>("sequential-selection-model", WireKind.Model, "Which features are kept, and their score",
            (m, w) => w.Integer("FeatureCount", m.FeatureCount).Integers("SelectedColumns", m.SelectedColumns).Number("Score", m.Score)
                .Report(m.Report),
            r =>
            {
                int featureCount = r.Integer("FeatureCount", 1);
                int[] selected = r.Integers("SelectedColumns");
                Check.Positive(selected.Length, "the number of SelectedColumns");
                for (int k = 0; k < selected.Length; k++)
                    Check.Within(selected[k], new Interval(k == 0 ? 0 : selected[k - 1] + 1.0, featureCount - 1), "SelectedColumns");
                return new SequentialSelectionModel(featureCount, selected, r.Number("Score", Interval.Any, orNaN: true), r.Report());
            }),
    ];

    private static WireType<T> Selector<T, TData, TModel, TOutcome>(string name, string summary, Func<WireReader, T> make)
        where T : SequentialSelection<TData, TModel, TOutcome>
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
        => new(name, WireKind.Transformer, summary,
            (l, w) =>
            {
                if (!l.Task.IsBuiltIn(l.Metric))
                    throw new ArgumentException($"a written selection names its metric, and '{l.Metric}' is none of the built-in ones");
                w.Object("Learner", l.Learner).Choice("Direction", l.Direction).Text("Keep", l.Keep?.ToString()).Number("Tolerance", l.Tolerance)
                    .Flag("Floating", l.Floating).Object("Splitter", l.Splitter).Text("Metric", l.Metric.Name);
            },
            r =>
            {
                T selector = make(r);
                return selector with
                {
                    Direction = r.Choice<SelectionDirection>("Direction"),
                    Keep = r.OptionalText("Keep") is { } keep ? CountOrShare.Parse(keep) : null,
                    Tolerance = r.Number("Tolerance"),
                    Floating = r.Flag("Floating"),
                    Splitter = r.Object<ISplitter>("Splitter"),
                    Metric = selector.Task.FindMetric(r.OptionalText("Metric") ?? ""),
                };
            });
}
