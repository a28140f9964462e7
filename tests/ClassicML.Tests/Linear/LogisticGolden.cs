using System.Text.Json;
using ClassicML.Linear;

namespace ClassicML.Tests.Linear;

/// <summary>One golden problem of logistic regression: its data, its options and its optimum.</summary>
internal sealed class LogisticGolden
{
    // A weak penalty on columns that are not standardised, on separable classes or on many columns, or one class in a thousand: SAGA takes
    // seconds to minutes for these.
    private static readonly string[] TooLongForSaga =
    [
        "iris", "iris-weights", "iris-weak-penalty", "iris-two-classes-weights", "breast-cancer-weak-penalty", "unbalanced-none",
        "unbalanced-l2-balanced", "separable-l1-c-1000", "separable-l1-c-1e+06", "separable-l2-c-1000", "separable-l2-c-1e+06",
        "broad-l1", "broad-l1-ovr-weights", "broad-l2", "broad-elasticnet", "three-l1-c-1e+06",
    ];

    private readonly Golden golden;
    // LIBLINEAR's cases are weights and objectives alone.
    private readonly bool hasAnswers;

    private LogisticGolden(string algorithm, string name)
    {
        golden = Golden.Read(algorithm, name);
        hasAnswers = !name.StartsWith("liblinear");
    }

    public static TheoryData<string, LogisticSolver> Cases { get; } = All();

    public Matrix X => golden.Matrix("x");

    public double Objective => golden.Number("objective");

    public double[] Coefficients => golden.Matrix("coefficients").Span.ToArray();

    public double[]? Probabilities => hasAnswers ? golden.Matrix("probabilities").Span.ToArray() : null;

    public int[]? Predictions => hasAnswers ? golden.Codes("predictions") : null;

    public static LogisticGolden Read(string name) => new("logistic-regression", name);

    /// <summary>The optimum of centred columns, which are stored with offsets.</summary>
    public static LogisticGolden ReadOffset(string name) => new("logistic-offset", name);

    public ClassificationData Data() => golden.Data().WithWeights(golden.Weights);

    public LogisticRegression Learner()
    {
        JsonElement options = golden["options"];
        var learner = new LogisticRegression
        {
            C = options.GetProperty("C").GetDouble(), Penalty = Enum.Parse<Penalty>(options.GetProperty("Penalty").GetString()!),
            MaxIterations = 100_000,
        };
        if (options.TryGetProperty("OneVersusRest", out JsonElement rest) && rest.GetBoolean())
            learner = learner with { MultiClass = LogisticMultiClass.OneVersusRest };
        learner = learner with { ClassWeights = ClassWeights.Parse(options.GetProperty("ClassWeights").GetString()!) };
        // LIBLINEAR penalises the bias, so its cases have none, or have it as a column of ones.
        return options.TryGetProperty("L1Ratio", out JsonElement ratio)
            ? learner with { L1Ratio = ratio.GetDouble(), FitIntercept = options.GetProperty("FitIntercept").GetBoolean() }
            : learner with { FitIntercept = false };
    }

    private static TheoryData<string, LogisticSolver> All()
    {
        var cases = new TheoryData<string, LogisticSolver>();
        foreach (string name in Golden.Cases("logistic-regression"))
        {
            LogisticRegression learner = Read(name).Learner();
            bool smooth = learner.Penalty is Penalty.L2 or Penalty.None;
            foreach (LogisticSolver solver in Enum.GetValues<LogisticSolver>())
            {
                if (solver == LogisticSolver.Saga && TooLongForSaga.Contains(name)) continue;
                if (smooth || solver is LogisticSolver.Auto or LogisticSolver.CoordinateDescent or LogisticSolver.Saga)
                    cases.Add(name, solver);
            }
        }
        return cases;
    }
}
