using ClassicML.Wire;

namespace ClassicML.Linear;

/// <summary>The wire forms of this project's learners and models.</summary>
public static class LinearWireTypes
{
    private const string ClassWeightsText = "none, balanced, or label=weight by commas";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireOptions<LogisticRegression>("logistic-regression", WireKind.Classifier, "Logistic regression: L1, L2 or both, multinomial or one-versus-rest", () => new())
            .Number(nameof(LogisticRegression.C), Interval.Positive, l => l.C, (l, c) => l with { C = c })
            .Choice(nameof(LogisticRegression.Penalty), l => l.Penalty, (l, penalty) => l with { Penalty = penalty })
            .Number(nameof(LogisticRegression.L1Ratio), Interval.Share, l => l.L1Ratio, (l, ratio) => l with { L1Ratio = ratio })
            .Choice(nameof(LogisticRegression.MultiClass), l => l.MultiClass, (l, multi) => l with { MultiClass = multi })
            .Parsed(nameof(LogisticRegression.ClassWeights), ClassWeightsText, l => l.ClassWeights.ToString(),
                (l, text) => l with { ClassWeights = ClassWeights.Parse(text) })
            .Choice(nameof(LogisticRegression.Solver), l => l.Solver, (l, solver) => l with { Solver = solver })
            .Flag(nameof(LogisticRegression.FitIntercept), l => l.FitIntercept, (l, fit) => l with { FitIntercept = fit })
            .Number(nameof(LogisticRegression.Tolerance), Interval.Positive, l => l.Tolerance, (l, tolerance) => l with { Tolerance = tolerance })
            .Integer(nameof(LogisticRegression.MaxIterations), 1, l => l.MaxIterations, (l, limit) => l with { MaxIterations = limit })
            .Integer(nameof(LogisticRegression.Seed), 0, l => l.Seed, (l, seed) => l with { Seed = seed }),
        new WireType<LogisticRegressionModel>("logistic-regression-model", WireKind.Model, "Weights and intercepts of a logistic regression",
            (m, w) => w.Labels("Labels", m.Labels).Matrix("Coefficients", m.Coefficients).Doubles("Intercept", m.Intercept)
                .Text("MultiClass", m.MultiClass.ToString()).Report(m.Report),
            r =>
            {
                var (labels, coefficients, intercept) = (r.Labels("Labels"), r.Matrix("Coefficients"), r.Doubles("Intercept"));
                Check.Length(coefficients.RowCount, labels.Count == 2 ? 1 : labels.Count, "Coefficients", "score");
                Check.Length(intercept.Length, coefficients.RowCount, "Intercept", "score");
                MultiClass multi = Enum.Parse<MultiClass>(r.OptionalText("MultiClass") ?? "");
                return new LogisticRegressionModel(coefficients, intercept, labels, multi, r.Report());
            }),
    ];
}
