using ClassicML.Wire;

namespace ClassicML.Linear;

/// <summary>The wire forms of this project's learners and models.</summary>
public static class LinearWireTypes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireOptions<LogisticRegression>("logistic-regression", WireKind.Classifier, "Logistic regression with an L2 penalty, by L-BFGS", () => new())
            .Number(nameof(LogisticRegression.C), Interval.Positive, l => l.C, (l, c) => l with { C = c })
            .Flag(nameof(LogisticRegression.FitIntercept), l => l.FitIntercept, (l, fit) => l with { FitIntercept = fit })
            .Number(nameof(LogisticRegression.Tolerance), Interval.Positive, l => l.Tolerance, (l, tolerance) => l with { Tolerance = tolerance })
            .Integer(nameof(LogisticRegression.MaxIterations), 1, l => l.MaxIterations, (l, limit) => l with { MaxIterations = limit }),
        new WireType<LogisticRegressionModel>("logistic-regression-model", WireKind.Model, "Weights and intercepts of a logistic regression",
            (m, w) => w.Labels("Labels", m.Labels).Matrix("Coefficients", m.Coefficients).Doubles("Intercept", m.Intercept).Report(m.Report),
            r =>
            {
                var (labels, coefficients, intercept) = (r.Labels("Labels"), r.Matrix("Coefficients"), r.Doubles("Intercept"));
                Check.Length(coefficients.RowCount, labels.Count == 2 ? 1 : labels.Count, "Coefficients", "score");
                Check.Length(intercept.Length, coefficients.RowCount, "Intercept", "score");
                return new LogisticRegressionModel(coefficients, intercept, labels, r.Report());
            }),
    ];
}
