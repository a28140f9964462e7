using System.Collections.Immutable;
using System.Globalization;
using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.Preprocessing;

namespace ClassicML.Cli.Selection;

/// <summary>A learner of <c>compare</c> with the values that its search tries.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Spec">The learner, with values to try as people type them.</param>
/// <param name="IsScaled">Whether it wants columns of one scale.</param>
/// <param name="MostRows">The most rows that it is worth its time on; null for any number.</param>
/// <param name="ScalesTarget">Whether it wants targets of deviation 1.</param>
internal sealed record Contender(string Name, LearnerSpec Spec, bool IsScaled, int? MostRows = null, bool ScalesTarget = false)
{
    // Up to here a fit is a matter of milliseconds, up to there of a second.
    private const int FewRows = 2000, SomeRows = 20_000;

    // A kernel machine takes the square of the rows, a search among neighbours nearly so.
    private const int MostForKernels = 10_000, MostForNeighbors = 50_000;

    /// <summary>The learners of a kind, from quick ones to slow ones; of more rows, fewer values are tried.</summary>
    public static ImmutableArray<Contender> All(LearningKind kind, RowSet rows) => kind == LearningKind.Classification ? Classes(rows) : Numbers(rows);

    /// <summary>The learner as the comparison takes it.</summary>
    public object Wrap(object learner) => ScalesTarget ? new TransformedTarget((IRegressor<IRegressorModel>)learner, new StandardScaler()) : learner;

    private static ImmutableArray<Contender> Classes(RowSet rows)
    {
        int n = rows.RowCount;
        bool few = n <= FewRows, some = n <= SomeRows;
        return
        [
            New("lda", "linear-discriminant", false),
            New("qda", "quadratic-discriminant", false, vary: ["regularization=0,0.01,0.1,0.5"]),
            New("logistic-regression", "logistic-regression", true, vary: [some ? "C=0.01,0.1,1,10,100" : "C=0.1,1,10"]),
            New("linear-svm", "linear-svm", true, vary: [few ? "C=0.01,0.1,1,10" : "C=0.1,1"]),
            New("knn", "k-nearest-neighbors", true, MostForNeighbors, vary: [Neighbors(n), "weighting=uniform,inverse-distance"]),
            New("decision-tree", "decision-tree", false, vary: ["max-depth=3,6,12,none", "min-samples-leaf=1,5"]),
            New("svm-rbf", "svm-classifier", true, MostForKernels, vary: [few ? "C=1,10,100" : "C=1,10", Gammas(rows, few)]),
            New("mlp", "mlp-classifier", true, set: few ? ["solver=l-bfgs", "hidden-layers=16"] : ["hidden-layers=32", "max-epochs=50"],
                vary: [few ? "alpha=0.01,0.1,1" : "alpha=0.0001,0.01"]),
            New("extra-trees", "extra-trees", false, vary: few ? ["min-samples-leaf=1,5"] : []),
            New("random-forest", "random-forest", false, vary: few ? ["min-samples-leaf=1,5"] : []),
        ];
    }

    private static ImmutableArray<Contender> Numbers(RowSet rows)
    {
        int n = rows.RowCount;
        bool few = n <= FewRows;
        double unit = Unit(((NumberColumn)rows.Target!).Values);
        string alphas = $"alpha={Times(unit, 0.001, 0.003, 0.01, 0.03, 0.1)}";
        return
        [
            New("linear-regression", "linear-regression", false),
            New("ridge", "ridge", true, vary: ["alpha=0.01..1000:log:6"]),
            New("lasso", "lasso", true, vary: [alphas]),
            New("elastic-net", "elastic-net", true, vary: [alphas, "l1-ratio=0.2,0.8"]),
            New("knn", "k-nearest-neighbors-regressor", true, MostForNeighbors, vary: [Neighbors(n), "weighting=uniform,inverse-distance"]),
            New("decision-tree", "decision-tree-regressor", false, vary: ["max-depth=3,6,12,none", "min-samples-leaf=1,5"]),
            New("svr-rbf", "svm-regressor", true, MostForKernels, set: [$"epsilon={Times(unit, 0.1)}"],
                vary: [few ? $"C={Times(unit, 1, 10, 100)}" : $"C={Times(unit, 1)}", Gammas(rows, few)]),
            New("mlp", "mlp-regressor", true, set: few ? ["solver=l-bfgs", "hidden-layers=16"] : ["hidden-layers=32", "max-epochs=50"],
                vary: [few ? "alpha=0.01,0.1,1" : "alpha=0.0001,0.01"]) with { ScalesTarget = true },
            New("extra-trees", "extra-trees-regressor", false, vary: few ? ["min-samples-leaf=1,5"] : []),
            New("random-forest", "random-forest-regressor", false, vary: few ? ["min-samples-leaf=1,5"] : []),
        ];
    }

    private static Contender New(string name, string learner, bool scaled, int? most = null, string[]? set = null, string[]? vary = null) =>
        new(name, new LearnerSpec(learner, [.. (set ?? []).Select(Pair)], [.. (vary ?? []).Select(Pair)]), scaled, most);

    private static (string, string) Pair(string text) =>
        (text[..text.IndexOf('=', StringComparison.Ordinal)], text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..]);

    // No more than a tenth of the rows, of which an inner fold has about half.
    private static string Neighbors(int rows) => $"neighbor-count={string.Join(',', new[] { 1, 3, 5, 9, 15, 25 }.Where(k => k == 1 || k <= rows / 10))}";

    // Around 1/p, the middle of distances of scaled columns.
    private static string Gammas(RowSet rows, bool few) => $"kernel.gamma={Times(1.0 / rows.Features.ColumnCount, few ? [0.3, 1, 3] : [1])}";

    private static string Times(double unit, params double[] factors) =>
        string.Join(',', factors.Select(factor => (unit * factor).ToString("G3", CultureInfo.InvariantCulture)));

    // The deviation of targets, in which penalties and margins are measured.
    private static double Unit(ReadOnlySpan<double> targets)
    {
        double mean = 0, sum = 0;
        foreach (double y in targets) mean += y / targets.Length;
        foreach (double y in targets) sum += (y - mean) * (y - mean) / targets.Length;
        return sum > 0 ? Math.Sqrt(sum) : 1;
    }
}
