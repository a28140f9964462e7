using ClassicML.Cnn;
using ClassicML.Linear;
using ClassicML.Neural;
using ClassicML.Svm;

namespace ClassicML.Tests.Contract;

/// <summary>What every report says is possible: numbers are finite, no gap is below zero, and no fit ends above zero weights.</summary>
public class ReportContract
{
    private static readonly Samples Plain = Samples.Of(63);

    private static readonly string[] NeverNegative =
        ["violation", "slack_cost", "support_vectors", "bounded_support_vectors", "margin_width"];

    public static TheoryData<string> Names => Variants.Names;

    /// <summary>Holds a report to what holds for all.</summary>
    internal static void IsSound(FitReport report, string what)
    {
        Assert.True(report.Converged == report.Reason is null, $"{what}: converged {report.Converged}, {report.Reason}");
        Assert.False(report.Stopped, what);
        Assert.True(report.Iterations >= 0, what);
        Assert.True(report.Reason is null || report.Reason.Length > 20, $"{what}: {report.Reason}");
        double?[] numbers = [report.Objective, report.DualityGap, .. report.Details.Values.Select(value => (double?)value)];
        foreach (double? number in numbers)
            Assert.True(number is null || double.IsFinite(number.Value), $"{what}: the report has {number}");
        double size = Math.Max(1, Math.Abs(report.Objective ?? 0));
        Assert.True(!(report.DualityGap < -1e-9 * size), $"{what}: a duality gap of {report.DualityGap}");
        foreach (string name in NeverNegative)
            Assert.True(!(report.Details.GetValueOrDefault(name) < 0), $"{what}: {name} is {report.Details.GetValueOrDefault(name)}");
        // Vectors that are bounded in several machines count in each.
        double bounded = report.Details.GetValueOrDefault("bounded_support_vectors");
        Assert.True(bounded <= 3 * report.Details.GetValueOrDefault("support_vectors", double.MaxValue), what);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_report_is_possible_and_its_objective_is_not_above_that_of_zero_weights(string name)
    {
        foreach (Variant variant in Variants.Of(name))
            foreach (bool weighted in (bool[])[false, true])
            {
                Samples samples = variant.Made(Plain);
                int[] turns = samples.Turns;
                if (weighted) samples = samples.Weighing(i => turns[i] == 2 ? 0 : 1.5);
                FitReport report = AnyLearner.Fit(variant.Learner, samples).Report;
                string what = $"{variant}{(weighted ? ", weighted" : "")}";
                IsSound(report, what);
                // Only a kernel that is none has negative squares.
                Assert.True(!(report.Details.GetValueOrDefault("half_squared_norm") < 0), what);
                if (Idle(variant.Learner, samples) is not { } idle) continue;
                // What went astray says so.
                if (report.Reason?.Contains("the learning rate is too large", StringComparison.Ordinal) == true) continue;
                Assert.True(report.Objective is not null, $"{what}: no objective");
                Assert.True(report.Objective <= idle * (1 + 1e-9) + 1e-12, $"{what}: {report.Objective} where zero weights have {idle}");
                // It explains something of these rows.
                Assert.True(report.Objective < idle - 1e-3 * Math.Abs(idle), $"{what}: {report.Objective} is hardly below {idle}");
            }
    }

    // A gap of the size of the objective tells that one of the two is not what it says.
    [Theory, MemberData(nameof(Names))]
    public void A_fit_that_has_converged_has_closed_its_gap(string name)
    {
        foreach (Variant variant in Variants.Of(name))
        {
            FitReport report = AnyLearner.Fit(variant.Learner, variant.Made(Plain)).Report;
            if (report is not { Converged: true, DualityGap: { } gap, Objective: { } objective }) continue;
            Assert.True(gap <= 1e-3 * Math.Abs(objective), $"{variant}: converged, with a gap of {gap} of {objective}");
        }
    }

    // J of zero weights: an upper bound of a minimum. The intercept is one of them only where it is penalised, or not fitted.
    private static double? Idle(object learner, Samples samples)
    {
        double[] weights = samples.Weights ?? [.. Enumerable.Repeat(1.0, samples.Count)];
        double total = weights.Sum(), mean = samples.Targets.Zip(weights, (y, s) => s * y).Sum() / total;
        double Spread(bool centred) => samples.Targets.Zip(weights, (y, s) => s * Math.Pow(y - (centred ? mean : 0), 2)).Sum();
        double Rows(ClassWeights classes) => (classes.OfRows(samples.Classes) ?? weights).Sum();
        switch (learner)
        {
            case LogisticRegression { MultiClass: LogisticMultiClass.Multinomial } l: return l.C * Rows(l.ClassWeights) * Math.Log(3);
            case LogisticRegression l:
                return Enumerable.Range(0, 3).Sum(k => l.C * (l.ClassWeights.OfRows(samples.Classes, k) ?? weights).Sum() * Math.Log(2));
            case LinearRegression l: return Spread(l.FitIntercept);
            case Ridge l: return Spread(l.FitIntercept);
            case Lasso l: return 0.5 * Spread(l.FitIntercept) / total;
            case ElasticNet l: return 0.5 * Spread(l.FitIntercept) / total;
            // One target for each class, 1 or -1.
            case RidgeClassifier l: return 3 * Rows(l.ClassWeights);
            case Adaline: return 3 * 0.5;
            case SgdClassifier l:
                return 3 * (l.Loss switch { SgdLoss.Hinge => 1, SgdLoss.Log => Math.Log(2), _ => 0.5 });
            case SgdRegressor { Loss: SgdRegressionLoss.Squared }: return 0.5 * Spread(false) / total;
            case SvmClassifier { Nu: null } or SvmRegressor { Nu: null }: return 0;
            // One-versus-rest: only the weight of the one's class counts.
            case LinearSvmClassifier { MultiClass: LinearSvmMultiClass.OneVersusRest } l:
                double[] own = l.ClassWeights.OfRows(samples.Classes) ?? weights;
                return Enumerable.Range(0, 3).Sum(k => samples.Codes.Select((code, i) => l.C * (code == k ? own[i] : weights[i])).Sum());
            case LinearSvmClassifier l: return l.C * Rows(l.ClassWeights);
            case LinearSvmRegressor l:
                return samples.Targets.Zip(weights, (y, s) => l.C * s
                    * Math.Pow(Math.Max(0, Math.Abs(y) - l.Epsilon), l.Loss == HingeLoss.Hinge ? 1 : 2)).Sum();
            // Networks have taken few steps from weights that were drawn, but means are of that size all the same.
            case MlpClassifier or CnnClassifier: return 3 * Math.Log(3);
            case MlpRegressor: return 3 * 0.5 * Spread(false) / total;
            default: return null;
        }
    }
}
