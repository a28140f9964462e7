using ClassicML.Metrics;

namespace ClassicML.Cli.Learners;

/// <summary>Which metrics are shown: the usual ones, and those that the command line asks for.</summary>
internal static class ScoreNames
{
    /// <summary>Metrics of classes; of the usual ones those that the model has scores for.</summary>
    /// <exception cref="UsageException">A name is none.</exception>
    public static IEnumerable<Metric<ClassificationOutcome>> Classes(string[] asked, ClassificationOutcome outcome)
    {
        List<Metric<ClassificationOutcome>> usual = [.. Classes(asked)];
        if (asked.Length > 0) return usual;
        if (outcome.Probabilities is not null)
        {
            usual.Add(ClassificationMetric.LogLoss);
            // Ranks want every class among the rows.
            if (outcome.Actual.ToArray().Distinct().Count() == outcome.Labels.Count) usual.Add(ClassificationMetric.RocAuc);
        }
        return usual;
    }

    /// <summary>Metrics of classes; of the usual ones those that every model has.</summary>
    /// <exception cref="UsageException">A name is none.</exception>
    public static IEnumerable<Metric<ClassificationOutcome>> Classes(string[] asked) => asked.Length > 0
        ? asked.Select(name => Find(name, ClassificationMetric.All, ClassificationMetric.Find))
        : [ClassificationMetric.Accuracy, ClassificationMetric.BalancedAccuracy, ClassificationMetric.F1Macro];

    /// <summary>Metrics of numbers.</summary>
    /// <exception cref="UsageException">A name is none.</exception>
    public static IEnumerable<Metric<RegressionOutcome>> Numbers(string[] asked) => asked.Length > 0
        ? asked.Select(name => Find(name, RegressionMetric.All, RegressionMetric.Find))
        : [RegressionMetric.R2, RegressionMetric.RootMeanSquaredError, RegressionMetric.MeanAbsoluteError];

    public static Metric<T> Find<T>(string name, IEnumerable<Metric<T>> all, Func<string, Metric<T>> find) where T : class
    {
        try
        {
            return all.FirstOrDefault(metric => Internal.NearNames.Same(metric.Name, name)) ?? find(name);
        }
        catch (ArgumentException)
        {
            throw new UsageException($"there is no metric '{name}'{Internal.NearNames.Hint(name, [.. all.Select(metric => metric.Name)])}");
        }
    }
}
