using ClassicML.Wire;

namespace ClassicML.Linear;

/// <summary>The wire forms of this project's learners and models.</summary>
public static class LinearWireTypes
{
    private const string ClassWeightsText = "none, balanced, or label=weight by commas";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireOptions<LogisticRegression>("logistic-regression",
            WireKind.Classifier, "Logistic regression: L1, L2 or both, multinomial or one-versus-rest", () => new())
            .Number(nameof(LogisticRegression.C), Interval.Positive, l => l.C, (l, c) => l with { C = c })
            .Choice(nameof(LogisticRegression.Penalty), l => l.Penalty, (l, penalty) => l with { Penalty = penalty })
            .Number(nameof(LogisticRegression.L1Ratio), Interval.Share, l => l.L1Ratio, (l, ratio) => l with { L1Ratio = ratio })
            .Choice(nameof(LogisticRegression.MultiClass), l => l.MultiClass, (l, multi) => l with { MultiClass = multi })
            .Parsed(nameof(LogisticRegression.ClassWeights), ClassWeightsText, l => l.ClassWeights.ToString(),
                (l, text) => l with { ClassWeights = ClassWeights.Parse(text) })
            .Choice(nameof(LogisticRegression.Solver), l => l.Solver, (l, solver) => l with { Solver = solver })
            .Flag(nameof(LogisticRegression.FitIntercept), l => l.FitIntercept, (l, fit) => l with { FitIntercept = fit })
            .Number(nameof(LogisticRegression.Tolerance), Interval.Positive, l => l.Tolerance, (l, tolerance) =>
                l with { Tolerance = tolerance })
            .Integer(nameof(LogisticRegression.MaxIterations), 1, l => l.MaxIterations, (l, limit) => l with { MaxIterations = limit })
            .Integer(nameof(LogisticRegression.Seed), 0, l => l.Seed, (l, seed) => l with { Seed = seed }),
        new WireType<LogisticRegressionModel>("logistic-regression-model",
            WireKind.Model, "Weights and intercepts of a logistic regression",
            (m, w) => w.Labels("Labels", m.Labels).Matrix("Coefficients", m.Coefficients).Doubles("Intercept", m.Intercept)
                .Choice("MultiClass", m.MultiClass).Report(m.Report),
            r =>
            {
                ClassLabels labels = r.Labels("Labels");
                return new LogisticRegressionModel(
                    r.Coefficients("Coefficients", labels), r.Intercepts("Intercept", labels), labels, r.Choice<LogisticMultiClass>("MultiClass"), r.Report());
            }),
        new WireOptions<LinearRegression>("linear-regression", WireKind.Regressor, "Least squares", () => new())
            .Flag(nameof(LinearRegression.FitIntercept), l => l.FitIntercept, (l, value) => l with { FitIntercept = value }),
        new WireOptions<Ridge>("ridge", WireKind.Regressor, "Least squares with an L2 penalty", () => new())
            .Number(nameof(Ridge.Alpha), Interval.NonNegative, l => l.Alpha, (l, value) => l with { Alpha = value })
            .Flag(nameof(Ridge.FitIntercept), l => l.FitIntercept, (l, value) => l with { FitIntercept = value }),
        new WireOptions<Lasso>("lasso", WireKind.Regressor, "Least squares with an L1 penalty", () => new())
            .Number(nameof(Lasso.Alpha), Interval.Positive, l => l.Alpha, (l, value) => l with { Alpha = value })
            .Flag(nameof(Lasso.FitIntercept), l => l.FitIntercept, (l, value) => l with { FitIntercept = value })
            .Number(nameof(Lasso.Tolerance), Interval.Positive, l => l.Tolerance, (l, value) => l with { Tolerance = value })
            .Integer(nameof(Lasso.MaxIterations), 1, l => l.MaxIterations, (l, value) => l with { MaxIterations = value }),
        new WireOptions<ElasticNet>("elastic-net", WireKind.Regressor, "Least squares with an L1 and an L2 penalty", () => new())
            .Number(nameof(ElasticNet.Alpha), Interval.Positive, l => l.Alpha, (l, value) => l with { Alpha = value })
            .Number(nameof(ElasticNet.L1Ratio), Interval.Share, l => l.L1Ratio, (l, value) => l with { L1Ratio = value })
            .Flag(nameof(ElasticNet.FitIntercept), l => l.FitIntercept, (l, value) => l with { FitIntercept = value })
            .Number(nameof(ElasticNet.Tolerance), Interval.Positive, l => l.Tolerance, (l, value) => l with { Tolerance = value })
            .Integer(nameof(ElasticNet.MaxIterations), 1, l => l.MaxIterations, (l, value) => l with { MaxIterations = value }),
        new WireOptions<RidgeClassifier>("ridge-classifier", WireKind.Classifier, "Ridge regression onto the classes", () => new())
            .Number(nameof(RidgeClassifier.Alpha), Interval.NonNegative, l => l.Alpha, (l, value) => l with { Alpha = value })
            .Parsed(nameof(RidgeClassifier.ClassWeights), ClassWeightsText, l => l.ClassWeights.ToString(), (l, text) =>
                l with { ClassWeights = ClassWeights.Parse(text) })
            .Flag(nameof(RidgeClassifier.FitIntercept), l => l.FitIntercept, (l, value) => l with { FitIntercept = value }),
        new WireOptions<Perceptron>("perceptron", WireKind.Classifier, "Rosenblatt's perceptron", () => new())
            .Number(nameof(Perceptron.LearningRate), Interval.Positive, l => l.LearningRate, (l, value) => l with { LearningRate = value })
            .Integer(nameof(Perceptron.MaxEpochs), 1, l => l.MaxEpochs, (l, value) => l with { MaxEpochs = value })
            .Flag(nameof(Perceptron.Shuffle), l => l.Shuffle, (l, value) => l with { Shuffle = value })
            .Integer(nameof(Perceptron.Seed), 0, l => l.Seed, (l, value) => l with { Seed = value })
            .Flag(nameof(Perceptron.Averaged), l => l.Averaged, (l, value) => l with { Averaged = value })
            .OptionalInteger(nameof(Perceptron.PatienceCount), 1, l => l.PatienceCount, (l, value) => l with { PatienceCount = value })
            .Number(nameof(Perceptron.ValidationShare), new Interval(0, 1, false, true), l => l.ValidationShare, (l, value) =>
                l with { ValidationShare = value })
            .Parsed(nameof(Perceptron.ClassWeights), ClassWeightsText, l => l.ClassWeights.ToString(), (l, text) =>
                l with { ClassWeights = ClassWeights.Parse(text) })
            .Flag(nameof(Perceptron.FitIntercept), l => l.FitIntercept, (l, value) => l with { FitIntercept = value }),
        new WireOptions<Adaline>("adaline", WireKind.Classifier, "Adaptive linear neuron, batch or stochastic", () => new())
            .Choice(nameof(Adaline.Solver), l => l.Solver, (l, value) => l with { Solver = value })
            .Number(nameof(Adaline.LearningRate), Interval.Positive, l => l.LearningRate, (l, value) => l with { LearningRate = value })
            .Choice(nameof(Adaline.Schedule), l => l.Schedule, (l, value) => l with { Schedule = value })
            .Number(nameof(Adaline.Power), Interval.NonNegative, l => l.Power, (l, value) => l with { Power = value })
            .Integer(nameof(Adaline.MaxEpochs), 1, l => l.MaxEpochs, (l, value) => l with { MaxEpochs = value })
            .Number(nameof(Adaline.Tolerance), Interval.NonNegative, l => l.Tolerance, (l, value) => l with { Tolerance = value })
            .Flag(nameof(Adaline.Shuffle), l => l.Shuffle, (l, value) => l with { Shuffle = value })
            .Integer(nameof(Adaline.Seed), 0, l => l.Seed, (l, value) => l with { Seed = value })
            .Parsed(nameof(Adaline.ClassWeights), ClassWeightsText, l => l.ClassWeights.ToString(), (l, text) =>
                l with { ClassWeights = ClassWeights.Parse(text) })
            .Flag(nameof(Adaline.FitIntercept), l => l.FitIntercept, (l, value) => l with { FitIntercept = value }),
        Sgd(new WireOptions<SgdClassifier>("sgd-classifier", WireKind.Classifier, "Linear classification by stochastic gradient descent", () => new())
            .Choice(nameof(SgdClassifier.Loss), l => l.Loss, (l, value) => l with { Loss = value })
            .Parsed(nameof(SgdClassifier.ClassWeights), ClassWeightsText, l => l.ClassWeights.ToString(), (l, text) =>
                l with { ClassWeights = ClassWeights.Parse(text) })),
        Sgd(new WireOptions<SgdRegressor>("sgd-regressor", WireKind.Regressor, "Linear regression by stochastic gradient descent", () => new())
            .Choice(nameof(SgdRegressor.Loss), l => l.Loss, (l, value) => l with { Loss = value })),
        new WireType<LinearRegressionModel>("linear-regression-model", WireKind.Model, "Weights and intercept of a linear regressor",
            (m, w) => w.Doubles("Coefficients", m.Coefficients).Number("Intercept", m.Intercept).Report(m.Report),
            r =>
            {
                double[] coefficients = r.Doubles("Coefficients");
                Check.Positive(coefficients.Length, "the number of Coefficients");
                return new LinearRegressionModel(coefficients, r.Number("Intercept"), r.Report());
            }),
        new WireType<LinearClassifierModel>("linear-classifier-model", WireKind.Model, "Weights and intercepts of a linear classifier",
            (m, w) => w.Labels("Labels", m.Labels).Matrix("Coefficients", m.Coefficients).Doubles("Intercept", m.Intercept)
                .Doubles("History", m.History).Report(m.Report),
            r =>
            {
                ClassLabels labels = r.Labels("Labels");
                return new LinearClassifierModel(
                    r.Coefficients("Coefficients", labels), r.Intercepts("Intercept", labels), labels,
                    r.Doubles("History", Interval.Any, orNaN: true), r.Report());
            }),
    ];

    private static WireOptions<T> Sgd<T>(WireOptions<T> options) where T : SgdOptions => options
        .Choice(nameof(SgdOptions.Penalty), l => l.Penalty, (l, value) => l with { Penalty = value })
        .Number(nameof(SgdOptions.Alpha), Interval.Positive, l => l.Alpha, (l, value) => l with { Alpha = value })
        .Number(nameof(SgdOptions.L1Ratio), Interval.Share, l => l.L1Ratio, (l, value) => l with { L1Ratio = value })
        .Number(nameof(SgdOptions.Epsilon), Interval.Positive, l => l.Epsilon, (l, value) => l with { Epsilon = value })
        .Choice(nameof(SgdOptions.Schedule), l => l.Schedule, (l, value) => l with { Schedule = value })
        .Number(nameof(SgdOptions.LearningRate), Interval.Positive, l => l.LearningRate, (l, value) => l with { LearningRate = value })
        .Number(nameof(SgdOptions.Power), Interval.NonNegative, l => l.Power, (l, value) => l with { Power = value })
        .Flag(nameof(SgdOptions.Averaged), l => l.Averaged, (l, value) => l with { Averaged = value })
        .Integer(nameof(SgdOptions.MaxEpochs), 1, l => l.MaxEpochs, (l, value) => l with { MaxEpochs = value })
        .Number(nameof(SgdOptions.Tolerance), Interval.NonNegative, l => l.Tolerance, (l, value) => l with { Tolerance = value })
        .OptionalInteger(nameof(SgdOptions.PatienceCount), 1, l => l.PatienceCount, (l, value) => l with { PatienceCount = value })
        .Flag(nameof(SgdOptions.Shuffle), l => l.Shuffle, (l, value) => l with { Shuffle = value })
        .Integer(nameof(SgdOptions.Seed), 0, l => l.Seed, (l, value) => l with { Seed = value })
        .Flag(nameof(SgdOptions.FitIntercept), l => l.FitIntercept, (l, value) => l with { FitIntercept = value });
}
