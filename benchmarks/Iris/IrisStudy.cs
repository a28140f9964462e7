using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using ClassicML.Metrics;
using ClassicML.ModelSelection;

namespace ClassicML.Benchmarks.Iris;

/// <summary>What the report says of one learner.</summary>
internal sealed record IrisResult(Contender Contender, CrossValidationResult Folds, SearchModel Search, IrisTimes Times)
{
    /// <summary>Whether it has probabilities: some learners of others have none, and so no log loss.</summary>
    public bool HasLogLoss => HasProbabilities(Search);

    /// <summary>Every row once, predicted by the model that had not seen it.</summary>
    public ConfusionMatrix Confusion { get; } = new(Datasets.Iris().Codes, Folds.OutOfFoldPredictions.AsSpan(), Datasets.Iris().Labels);

    /// <summary>The settings that the inner search chose in each outer fold.</summary>
    public IEnumerable<string> Winners => Folds.Folds.Select(fold => ((SearchModel)fold.Model).BestCandidate.ToString());

    public string Title => Contender.IsOurs ? Contender.Name : $"{Contender.Library}: {Contender.Name}";

    /// <summary>What a model is scored by.</summary>
    public static ImmutableArray<Metric<ClassificationOutcome>> Metrics(IModel model) => HasProbabilities(model)
        ? [ClassificationMetric.Accuracy, ClassificationMetric.LogLoss, ClassificationMetric.F1Macro]
        : [ClassificationMetric.Accuracy, ClassificationMetric.F1Macro];

    private static bool HasProbabilities(IModel model) => model.As<IProbabilisticModel>() is not null;
}

/// <summary>Accuracy by the number of training rows, with the settings that the whole of Iris chose.</summary>
internal sealed record IrisCurve(string Learner, ImmutableArray<CurvePoint> Points);

/// <summary>Seconds of fitting and predicting all 150 rows: the first time in a process (the median of three), and the median once warm.</summary>
internal sealed record IrisTimes(double FitCold, double FitWarm, double PredictCold, double PredictWarm);

/// <summary>Nested cross-validation of every contender on Iris: five stratified folds compare, three inside each tune.</summary>
internal static class IrisStudy
{
    private const int ColdStarts = 3;

    // Six learners of different kinds, by their place on a chart of six lines.
    private static readonly ImmutableArray<string> Curved =
        ["logistic regression", "k nearest neighbours", "kernel SVM", "linear discriminants", "decision tree", "random forest"];

    private static readonly double[] CurveShares = [0.2, 0.3, 0.45, 0.67, 1];

    public static ISplitter Outer { get; } = new StratifiedKFold { FoldCount = 5, Seed = 1 };

    public static ISplitter Inner { get; } = new StratifiedKFold { FoldCount = 3, Seed = 2 };

    public static IrisResult Run(Contender contender, IProgress<FitProgress> progress, CancellationToken cancellation)
    {
        ClassificationData iris = Datasets.Iris();
        var search = new GridSearch(contender.Candidates) { Splitter = Inner };
        SearchModel tuned = search.Fit(iris, new FitContext { Cancellation = cancellation });
        CrossValidationResult folds = CrossValidation.Run(
            search, iris, Outer, IrisResult.Metrics(tuned), context: new FitContext { Progress = progress, Cancellation = cancellation });
        return new IrisResult(contender, folds, tuned, Times(contender, tuned.BestCandidate, cancellation));
    }

    /// <summary>Whether a learner is among the six whose learning curves are shown.</summary>
    public static bool HasCurve(Contender contender) => contender.IsOurs && Curved.Contains(contender.Kind);

    /// <summary>Its learning curve, with the settings that it chose on all rows.</summary>
    public static IrisCurve Curve(IrisResult result, CancellationToken cancellation) => new(
        result.Contender.Name,
        LearningCurve.Run(
            result.Search.BestCandidate.Classifier, Datasets.Iris(), CurveShares, new RepeatedStratifiedKFold { FoldCount = 5, RepeatCount = 4, Seed = 4 },
            context: new FitContext { Cancellation = cancellation }));

    /// <summary>Fits and predicts once, in a process that has done nothing before; prints both times in seconds.</summary>
    public static void PrintCold(int contender, int candidate)
    {
        (double fit, double predict) = Once(Contender.All[contender].Candidates[candidate].Classifier);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fit:R} {predict:R}"));
    }

    private static IrisTimes Times(Contender contender, Candidate chosen, CancellationToken cancellation)
    {
        (double Fit, double Predict)[] cold = [.. Enumerable.Range(0, ColdStarts)
            .Select(_ => Cold(Contender.All.IndexOf(contender), contender.Candidates.IndexOf(chosen)))];
        List<double> fits = [], predicts = [];
        // Warm means compiled: the first rounds bring the code to its last tier.
        var budget = Stopwatch.StartNew();
        for (int round = 0; round < 60 && (round < 7 || budget.Elapsed.TotalSeconds < 0.6); round++)
        {
            cancellation.ThrowIfCancellationRequested();
            (double fit, double predict) = Once(chosen.Classifier);
            fits.Add(fit);
            predicts.Add(predict);
        }
        return new IrisTimes(
            Median([.. cold.Select(c => c.Fit)]), Median(fits[(fits.Count / 2)..]),
            Median([.. cold.Select(c => c.Predict)]), Median(predicts[(predicts.Count / 2)..]));
    }

    private static (double Fit, double Predict) Once(IClassifier<IClassifierModel> learner)
    {
        ClassificationData iris = Datasets.Iris();
        var clock = Stopwatch.StartNew();
        IClassifierModel model = learner.Fit(iris);
        double fit = clock.Elapsed.TotalSeconds;
        clock.Restart();
        model.Predict(iris.Features);
        return (fit, clock.Elapsed.TotalSeconds);
    }

    private static (double Fit, double Predict) Cold(int contender, int candidate)
    {
        string[] output = ChildProcess.Run(
            "iris-cold", contender.ToString(CultureInfo.InvariantCulture), candidate.ToString(CultureInfo.InvariantCulture)).Split(' ');
        return (double.Parse(output[0], CultureInfo.InvariantCulture), double.Parse(output[1], CultureInfo.InvariantCulture));
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
