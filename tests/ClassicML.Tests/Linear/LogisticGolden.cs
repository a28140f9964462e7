using System.Text.Json;
using ClassicML.Linear;

namespace ClassicML.Tests.Linear;

/// <summary>One golden problem of logistic regression: its data, its options and its optimum.</summary>
internal sealed class LogisticGolden
{
    // SAGA's steps are those of the worst row: without standardised columns, or with hardly any penalty, it takes too many for a test.
    private static readonly string[] TooLongForSaga =
        ["iris", "breast-cancer-weak", "two-l2-c-1e+06", "two-l1-c-1e+06", "collinear", "wide", "separable", "unbalanced", "liblinear"];

    private readonly JsonElement golden;

    private LogisticGolden(string name) => golden = JsonDocument.Parse(Repository.Golden("logistic-regression", name)).RootElement;

    public static TheoryData<string, LogisticSolver> Cases { get; } = All();

    public Matrix X => new(golden.GetProperty("x").Deserialize<double[][]>()!);

    public double Objective => golden.GetProperty("objective").GetDouble();

    public double[] Coefficients => [.. golden.GetProperty("coefficients").Deserialize<double[][]>()!.SelectMany(row => row)];

    public double[]? Probabilities =>
        golden.TryGetProperty("probabilities", out JsonElement rows) ? [.. rows.Deserialize<double[][]>()!.SelectMany(row => row)] : null;

    public int[]? Predictions => golden.TryGetProperty("predictions", out JsonElement codes) ? codes.Deserialize<int[]>() : null;

    public static LogisticGolden Read(string name) => new(name);

    public ClassificationData Data()
    {
        ClassificationData data = ClassificationData.Create(X, golden.GetProperty("y").Deserialize<int[]>());
        return golden.TryGetProperty("weights", out JsonElement w) && w.Deserialize<double[]?>() is { } weights
            ? data.WithWeights(weights) : data;
    }

    public LogisticRegression Learner()
    {
        JsonElement options = golden.GetProperty("options");
        var learner = new LogisticRegression
        {
            C = options.GetProperty("C").GetDouble(), Penalty = Enum.Parse<Penalty>(options.GetProperty("Penalty").GetString()!),
            MaxIterations = 100_000,
        };
        // LIBLINEAR penalises the bias, so its cases have none.
        learner = learner with { ClassWeights = ClassWeights.Parse(options.GetProperty("ClassWeights").GetString()!) };
        if (!options.TryGetProperty("L1Ratio", out JsonElement ratio)) return learner with { FitIntercept = false };
        return learner with
        {
            L1Ratio = ratio.GetDouble(), FitIntercept = options.GetProperty("FitIntercept").GetBoolean(),
            MultiClass = options.GetProperty("OneVersusRest").GetBoolean() ? MultiClass.OneVersusRest : MultiClass.Multinomial,
        };
    }

    private static TheoryData<string, LogisticSolver> All()
    {
        var cases = new TheoryData<string, LogisticSolver>();
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, "tests", "golden", "logistic-regression")).Order())
        {
            string name = Path.GetFileNameWithoutExtension(file);
            LogisticRegression learner = Read(name).Learner();
            bool smooth = learner.Penalty is Penalty.L2 or Penalty.None;
            foreach (LogisticSolver solver in Enum.GetValues<LogisticSolver>())
            {
                if (solver == LogisticSolver.Saga && TooLongForSaga.Any(name.StartsWith)) continue;
                if (smooth || solver is LogisticSolver.Auto or LogisticSolver.CoordinateDescent or LogisticSolver.Saga)
                    cases.Add(name, solver);
            }
        }
        return cases;
    }
}
