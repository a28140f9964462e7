using ClassicML.Wire;

namespace ClassicML.Preprocessing;

/// <summary>The wire forms of imputers and their models.</summary>
internal static class ImputerWireTypes
{
    public static IReadOnlyList<WireType> All { get; } =
    [
        Shared(new WireOptions<SimpleImputer>("simple-imputer", WireKind.Transformer, "Missing values to one number for each column", () => new())
            .Choice(nameof(SimpleImputer.Statistic), l => l.Statistic, (l, statistic) => l with { Statistic = statistic })
            .Number(nameof(SimpleImputer.FillValue), SimpleImputer.FillRange, l => l.FillValue, (l, value) => l with { FillValue = value })
            .Text(nameof(SimpleImputer.FillText), "any text", l => l.FillText, (l, text) => l with { FillText = text }, text => text)),
        Shared(new WireOptions<KnnImputer>("knn-imputer", WireKind.Transformer, "Missing values from the nearest rows", () => new())
            .Integer(nameof(KnnImputer.NeighborCount), 1, l => l.NeighborCount, (l, k) => l with { NeighborCount = k })
            .Choice(nameof(KnnImputer.Weighting), l => l.Weighting, (l, weighting) => l with { Weighting = weighting })),
        Shared(new WireOptions<IterativeImputer>(
                "iterative-imputer", WireKind.Transformer, "Missing values from regressions on the other columns, in rounds", () => new())
            .OptionalPart(nameof(IterativeImputer.Regressor), l => l.Regressor, (l, regressor) => l with { Regressor = regressor })
            .Choice(nameof(IterativeImputer.InitialStatistic), l => l.InitialStatistic, (l, statistic) => l with { InitialStatistic = statistic })
            .Choice(nameof(IterativeImputer.Order), l => l.Order, (l, order) => l with { Order = order })
            .Flag(nameof(IterativeImputer.SkipComplete), l => l.SkipComplete, (l, on) => l with { SkipComplete = on })
            .Integer(nameof(IterativeImputer.MaxIterations), 1, l => l.MaxIterations, (l, most) => l with { MaxIterations = most })
            .Number(nameof(IterativeImputer.Tolerance), Interval.NonNegative, l => l.Tolerance, (l, tolerance) => l with { Tolerance = tolerance })
            .OptionalNumber(nameof(IterativeImputer.MinValue), SimpleImputer.FillRange, l => l.MinValue, (l, least) => l with { MinValue = least })
            .OptionalNumber(nameof(IterativeImputer.MaxValue), SimpleImputer.FillRange, l => l.MaxValue, (l, most) => l with { MaxValue = most })
            .Integer(nameof(IterativeImputer.Seed), 0, l => l.Seed, (l, seed) => l with { Seed = seed })),
        new WireType<SimpleImputerModel>("simple-imputer-model", WireKind.Model, "What replaces the missing values of each column",
            (m, w) => w.Doubles("Statistics", m.Statistics).Integers("TextColumns", m.Texts.Columns).Texts("FillTexts", m.Texts.Texts)
                .Integers("KeptColumns", m.KeptColumns).Integers("IndicatorColumns", m.IndicatorColumns).Report(m.Report),
            r =>
            {
                double[] statistics = r.Doubles("Statistics", SimpleImputer.FillRange, orNaN: true);
                var texts = new FilledTexts(statistics.Length, r.Integers("TextColumns"), [.. r.Texts("FillTexts")]);
                ImputedColumns columns = Columns(r, statistics.Length);
                foreach (int column in columns.Kept)
                    if (double.IsNaN(statistics[column]) && texts.Of(column) is null)
                        throw new ArgumentException("a column that is kept must have a number in Statistics, or a text");
                return new SimpleImputerModel(statistics, texts, columns, r.Report());
            }),
        new WireType<KnnImputerModel>("knn-imputer-model", WireKind.Model, "The training rows, with their missing values",
            (m, w) => w.Integer("NeighborCount", m.NeighborCount).Choice("Weighting", m.Weighting).Matrix("Rows", m.Rows)
                .Integers("KeptColumns", m.KeptColumns).Integers("IndicatorColumns", m.IndicatorColumns).Report(m.Report),
            r =>
            {
                int neighborCount = r.Integer("NeighborCount", 1);
                var weighting = r.Choice<KnnImputerWeighting>("Weighting");
                Matrix rows = r.Matrix("Rows", SimpleImputer.FillRange, orNaN: true);
                Check.Positive(rows.RowCount, "the number of Rows");
                ImputedColumns columns = Columns(r, rows.ColumnCount);
                return new KnnImputerModel(neighborCount, weighting, new NanNeighborSearch(rows, default), columns, r.Report());
            }),
        new WireType<IterativeImputerModel>("iterative-imputer-model", WireKind.Model, "Regressions of columns on the others, in their order",
            (m, w) => w.Object("First", m.First).Integers("ActiveColumns", m.Active).Number("Least", m.Least).Number("Most", m.Most)
                .Integers("StepColumns", [.. m.Steps.Select(step => step.Column)]).Objects("StepModels", m.Steps.Select(step => step.Model))
                .Integers("KeptColumns", m.KeptColumns).Integers("IndicatorColumns", m.IndicatorColumns).Report(m.Report),
            ReadIterative),
        new WireType<BayesianRidgeModel>("bayesian-ridge-model", WireKind.Model, "Weights and intercept of a Bayesian ridge regression",
            (m, w) => w.Doubles("Coefficients", m.Coefficients).Number("Intercept", m.Intercept).Report(m.Report),
            r =>
            {
                double[] coefficients = r.Doubles("Coefficients");
                Check.Positive(coefficients.Length, "the number of Coefficients");
                return new BayesianRidgeModel(coefficients, r.Number("Intercept"), r.Report());
            }),
    ];

    private static WireOptions<T> Shared<T>(WireOptions<T> options) where T : Imputer => options
        .Flag(nameof(Imputer.AddIndicator), l => l.AddIndicator, (l, on) => l with { AddIndicator = on })
        .Flag(nameof(Imputer.KeepEmptyFeatures), l => l.KeepEmptyFeatures, (l, on) => l with { KeepEmptyFeatures = on });

    private static ImputedColumns Columns(WireReader r, int featureCount) =>
        new(featureCount, r.Integers("KeptColumns"), r.Integers("IndicatorColumns"));

    private static IterativeImputerModel ReadIterative(WireReader r)
    {
        var first = r.Object<SimpleImputerModel>("First");
        ImputedColumns columns = Columns(r, first.FeatureCount);
        int[] active = r.Integers("ActiveColumns"), places = r.Integers("StepColumns");
        // The first guess is of every column, those that take part ascend.
        Check.Length(first.KeptColumns.Length, first.FeatureCount, "the KeptColumns of First", "column");
        Check.Length(first.OutputCount, first.FeatureCount, "the output of First", "column");
        ColumnNumbers.Ascending(active, first.FeatureCount, "ActiveColumns");
        IRegressorModel[] models = r.Objects<IRegressorModel>("StepModels");
        Check.Length(models.Length, places.Length, "StepModels", "step");
        var steps = new ImputationStep[models.Length];
        for (int k = 0; k < steps.Length; k++)
        {
            Check.Within(places[k], new Interval(0, active.Length - 1), "StepColumns");
            Check.Length(models[k].FeatureCount, active.Length - 1, "the model of a step", "other column");
            steps[k] = new ImputationStep(places[k], models[k]);
        }
        double least = r.Number("Least", SimpleImputer.FillRange), most = r.Number("Most", SimpleImputer.FillRange);
        if (!(least < most)) throw new ArgumentException("Least must be below Most");
        return new IterativeImputerModel(first, columns, active, steps, least, most, r.Report());
    }
}
