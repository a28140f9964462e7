namespace ClassicML.Testing;

/// <summary>What is refused, and in which words: those of <see cref="Check"/>.</summary>
internal static class RefusalChecks
{
    public static IEnumerable<ContractCheck> Of(Subject s) =>
    [
        new(ContractTopic.Refusals, "Values that are no numbers are refused by row and column", () => NoNumbers(s)),
        new(ContractTopic.Refusals, "Magnitudes beyond the limit are refused by row and column", () => Beyond(s)),
        new(ContractTopic.Refusals, "Another width, nothing or a wrong destination is refused", () => Shapes(s)),
        new(ContractTopic.Refusals, "Odd shapes fit or are refused in words", () => OddShapes(s)),
    ];

    private static void NoNumbers(Subject s)
    {
        Samples rows = s.Rows(), missing = rows.With(7, 2, double.NaN);
        if (s.Traits.TakesMissing) s.Fit(missing);
        else Expect.Refuses(() => s.Fit(missing), "row 7, column 2 is missing (NaN)", "a fit on a missing value");
        Expect.Refuses(() => s.Fit(rows.With(7, 2, double.PositiveInfinity)), "row 7, column 2 is Infinity", "a fit on an infinity");
        if (s.Learner is ILearner<Features, IModel> alone && !s.Traits.TakesMissing)
            Expect.Refuses(() => alone.Fit(missing.X), "row 7, column 2 is missing (NaN)", "a fit on rows alone with a missing value");
        // Where values were missing at the fit, they may be at a prediction too.
        IModel model = s.Fit(s.Traits.TakesMissing ? missing : rows);
        int column = s.Traits.TakesMissing ? 2 : 1;
        Features one = rows.Select([0]).With(0, column, double.NaN).X, infinite = rows.Select([0]).With(0, 1, double.NegativeInfinity).X;
        if (s.Traits.TakesMissing) AnyLearner.Outputs(model, one);
        else Expect.Refuses(() => AnyLearner.Outputs(model, one), "row 0, column 1 is missing (NaN)", "a prediction of a missing value");
        Expect.Refuses(() => AnyLearner.Outputs(model, infinite), "row 0, column 1 is -Infinity", "a prediction of an infinity");
    }

    private static void Beyond(Subject s)
    {
        Samples rows = s.Rows();
        Features beyond = rows.Select([0]).With(0, 1, 2e75).X;
        Expect.Refuses(() => s.Fit(rows.With(7, 2, 2e75)), Words(7, 2), "a fit on a magnitude beyond the limit");
        Expect.Refuses(() => AnyLearner.Outputs(s.Fit(rows), beyond), Words(0, 1), "a prediction beyond the limit");
        if (s.Learner is ILearner<Features, IModel> alone)
            Expect.Refuses(() => alone.Fit(rows.With(0, 1, 2e75).X), Words(0, 1), "a fit on rows alone beyond the limit");

        static string Words(int row, int column) =>
            Invariant($"row {row}, column {column} is 2E+75; values must lie within ±1E+75");
    }

    private static void Shapes(Subject s)
    {
        Samples rows = s.Rows();
        IModel model = s.Fit(rows);
        int p = rows.X.ColumnCount;
        Features two = rows.Select([0, 1]).X, none = Matrix.Wrap([], 0, p);
        Expect.Refuses(
            () => AnyLearner.Outputs(model, two.SelectColumns([.. Enumerable.Range(0, p - 1)])),
            Invariant($"the model was fitted on {p} features, this matrix has {p - 1}"), "rows of another width");
        Expect.Equal(0, AnyLearner.Outputs(model, none).Length, "what is said of no rows");
        Expect.Thrown<ArgumentNullException>(() => Predict(model, null!, []), "a prediction of nothing");
        Expect.Thrown<ArgumentNullException>(() => FitNothing(s.Learner), "a fit on nothing");
        if (s.Learner is ILearner<Features, IModel> alone) Expect.Thrown<ArgumentNullException>(() => alone.Fit(null!), "a fit on no rows");
        if (model is ITransformerModel) return;
        Expect.Refuses(
            () => Predict(model, two, new double[1]), "destination must hold 2 values, holds 1", "a destination that is too short");
        if (model.As<IProbabilisticModel>() is { } probabilistic)
            Expect.Refuses(
                () => probabilistic.PredictProbabilities(two, new double[1]), "destination must hold", "a destination of shares too short");
        if (model.As<IDecisionScores>() is { } scoring)
            Expect.Refuses(
                () => scoring.DecisionScores(two, new double[1]), "destination must hold", "a destination of scores that is too short");
    }

    private static void OddShapes(Subject s)
    {
        Samples rows = s.Rows();
        Samples same = new(Matrix.Wrap(new double[40], 20, 2), [.. Enumerable.Range(0, 20).Select(i => i % 2)], new double[20]);
        Odd("one row", rows.Select([0]));
        Odd("rows of one class", rows.Select([0, 3, 6, 9, 12, 15]));
        Odd("one column", s.Traits.Prepare(Samples.OfClasses(2, 40, 1)));
        Odd("rows of zeros", s.Traits.Prepare(same));
        Odd("more columns than rows", s.Traits.Prepare(Samples.OfClasses(2, 10, 30)));
        Odd("rows of which half weigh nothing", s.Traits.Prepare(Samples.OfClasses(2, 12)).Weighing(i => i < 6 ? 0 : 1));

        void Odd(string what, Samples samples) => Expect.FitsOrRefuses(
            () => AnyLearner.Outputs(s.Fit(samples), samples.X), mayRefuse: true, what);
    }

    private static void Predict(IModel model, Features x, double[] destination)
    {
        switch (model)
        {
            case IClassifierModel classifier:
                classifier.Predict(x, new int[destination.Length]);
                break;
            case IRegressorModel regressor:
                regressor.Predict(x, destination);
                break;
            case IOutlierModel outlier:
                outlier.Score(x, destination);
                break;
            case ITransformerModel transformer:
                transformer.Transform(x);
                break;
        }
    }

    private static IModel FitNothing(object learner) => learner switch
    {
        IClassifier<IClassifierModel> classifier => classifier.Fit(null!),
        IRegressor<IRegressorModel> regressor => regressor.Fit(null!),
        ISupervisedTransformer<ITransformerModel> transformer => transformer.Fit(null!),
        _ => ((ILearner<OutlierData, IOutlierModel>)learner).Fit(null!),
    };
}
