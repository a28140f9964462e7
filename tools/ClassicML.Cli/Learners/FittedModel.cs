using System.Globalization;
using ClassicML.Cli.Input;
using ClassicML.Metrics;
using ClassicML.Serialization;

namespace ClassicML.Cli.Learners;

/// <summary>A model of classes or of numbers, with what both are asked for.</summary>
internal abstract class FittedModel
{
    public abstract IModel Model { get; }

    public abstract LearningKind Kind { get; }

    /// <summary>Fits a learner.</summary>
    public static FittedModel Fit(object learner, RowSet rows, FitContext context) => Named(rows, () => learner is IClassifier<IClassifierModel> classifier
        ? (FittedModel)new OfClasses(classifier.Fit(rows.ToClassification(), context))
        : new OfNumbers(((IRegressor<IRegressorModel>)learner).Fit(rows.ToRegression(), context)));

    /// <summary>A model from a file.</summary>
    /// <exception cref="InvalidDataException">It predicts neither classes nor numbers.</exception>
    public static FittedModel Of(IModel model, string file) => model switch
    {
        IClassifierModel classifier => new OfClasses(classifier),
        IRegressorModel regressor => new OfNumbers(regressor),
        _ => throw new InvalidDataException($"{file} holds a {model.GetType().Name}, which predicts neither classes nor numbers"),
    };

    /// <summary>What is predicted for each row, as text.</summary>
    public abstract string[] Predict(RowSet rows);

    /// <summary>The probability of each class, a row each; null where the model has none.</summary>
    public abstract Matrix? Probabilities(RowSet rows);

    /// <summary>The scores on rows with targets, by metrics' names.</summary>
    public abstract Scores Score(RowSet rows, string[] metrics);

    /// <summary>What a model file says of the training rows.</summary>
    public abstract DataSummary Summary(RowSet rows);

    // What is wrong with a value is said by the number that the file gives its row, and by the name of its column.
    internal static T Named<T>(RowSet rows, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DataValueException e)
        {
            string own = FormattableString.Invariant($"row {e.Row}, column {e.Column}");
            string named = FormattableString.Invariant($"row {rows.Places[e.Row]}, column {e.Column}");
            string line = CommandLine.Line(e).Replace(own, named, StringComparison.Ordinal);
            string? name = rows.Features.ColumnNames is { } names && e.Column < names.Length ? names[e.Column] : null;
            if (name is not null && !line.Contains($"{named} ('", StringComparison.Ordinal))
                line = line.Replace(named, $"{named} ('{name}')", StringComparison.Ordinal);
            throw new InvalidDataException($"{rows.Source}: {line}{(double.IsNaN(e.Value) ? "; --impute at the training fills it" : "")}", e);
        }
    }

    private sealed class OfClasses(IClassifierModel model) : FittedModel
    {
        public override IModel Model => model;

        public override LearningKind Kind => LearningKind.Classification;

        public override string[] Predict(RowSet rows) => Named(rows, () => model.PredictLabels(rows.Features.AlignedTo(model)));

        public override Matrix? Probabilities(RowSet rows) =>
            Named(rows, () => model.As<IProbabilisticModel>()?.PredictProbabilities(rows.Features.AlignedTo(model)));

        public override Scores Score(RowSet rows, string[] metrics)
        {
            ClassificationOutcome outcome = Named(rows, () => ClassificationOutcome.Of(model, rows.ToClassification(model.Labels).AlignedTo(model)));
            var values = new Dictionary<string, double>(StringComparer.Ordinal);
            foreach (Metric<ClassificationOutcome> metric in ScoreNames.Classes(metrics, outcome)) values[metric.Name] = metric.Compute(outcome);
            return new Scores(values, outcome.Confusion, [.. outcome.Predicted.ToArray().Select(code => outcome.Labels[code])]);
        }

        public override DataSummary Summary(RowSet rows) => DataSummary.Of(rows.ToClassification());
    }

    private sealed class OfNumbers(IRegressorModel model) : FittedModel
    {
        public override IModel Model => model;

        public override LearningKind Kind => LearningKind.Regression;

        public override string[] Predict(RowSet rows) => Named(rows, () => Texts(model.Predict(rows.Features.AlignedTo(model))));

        public override Matrix? Probabilities(RowSet rows) => null;

        public override Scores Score(RowSet rows, string[] metrics)
        {
            RegressionOutcome outcome = Named(rows, () => RegressionOutcome.Of(model, rows.ToRegression().AlignedTo(model)));
            var values = new Dictionary<string, double>(StringComparer.Ordinal);
            foreach (Metric<RegressionOutcome> metric in ScoreNames.Numbers(metrics)) values[metric.Name] = metric.Compute(outcome);
            return new Scores(values, null, Texts(outcome.Predicted));
        }

        public override DataSummary Summary(RowSet rows) => DataSummary.Of(rows.ToRegression());

        private static string[] Texts(ReadOnlySpan<double> numbers) =>
            Array.ConvertAll(numbers.ToArray(), number => number.ToString("R", CultureInfo.InvariantCulture));
    }
}

/// <summary>How well a model does.</summary>
/// <param name="Values">The metrics by their names.</param>
/// <param name="Confusion">Of classes, how often each was taken for each.</param>
/// <param name="Predicted">What was predicted for each row.</param>
internal sealed record Scores(IReadOnlyDictionary<string, double> Values, ConfusionMatrix? Confusion, string[] Predicted);
