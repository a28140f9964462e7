using System.Globalization;
using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.Metrics;
using ClassicML.ModelSelection;

namespace ClassicML.Cli.Selection;

/// <summary>Classes or numbers, as the commands of model selection see them.</summary>
/// <param name="Kind">What is predicted.</param>
/// <param name="Task">The library's.</param>
/// <param name="Data">Rows with their targets.</param>
/// <param name="Metrics">The metrics of names.</param>
/// <param name="Grid">A search that tries all candidates.</param>
/// <param name="Halving">A search that tries all on few rows and the better ones on more.</param>
/// <param name="Actual">The target of a row of an outcome, as text.</param>
/// <param name="Predicted">What was predicted for it.</param>
/// <param name="Probabilities">Of each class, a row each; null where there are none.</param>
/// <param name="Baseline">A learner that looks at targets alone.</param>
internal sealed record SelectionKind<TData, TModel, TOutcome>(
    LearningKind Kind, LearningTask<TData, TModel, TOutcome> Task, Func<RowSet, TData> Data, Func<string[], IEnumerable<Metric<TOutcome>>> Metrics,
    Func<IEnumerable<Candidate>, Search<TData, TModel, TOutcome>> Grid, Func<IEnumerable<Candidate>, Halving<TData, TModel, TOutcome>> Halving,
    Func<TOutcome, int, string> Actual, Func<TOutcome, int, string> Predicted, Func<TOutcome, Matrix?> Probabilities,
    ILearner<TData, TModel> Baseline)
    where TData : class, IData<TData>
    where TModel : class, IModel
    where TOutcome : class;

/// <summary>The two kinds.</summary>
internal static class SelectionKinds
{
    public static SelectionKind<ClassificationData, IClassifierModel, ClassificationOutcome> Classes { get; } = new(
        LearningKind.Classification, LearningTask.Classification, rows => rows.ToClassification(), ScoreNames.Classes,
        candidates => new GridSearch(candidates), candidates => new HalvingSearch(candidates),
        (outcome, row) => outcome.Labels[outcome.Actual[row]], (outcome, row) => outcome.Labels[outcome.Predicted[row]], outcome => outcome.Probabilities,
        new BaselineClassifier());

    public static SelectionKind<RegressionData, IRegressorModel, RegressionOutcome> Numbers { get; } = new(
        LearningKind.Regression, LearningTask.Regression, rows => rows.ToRegression(), ScoreNames.Numbers,
        candidates => new RegressorGridSearch(candidates), candidates => new RegressorHalvingSearch(candidates),
        (outcome, row) => Text(outcome.Actual[row]), (outcome, row) => Text(outcome.Predicted[row]), _ => null, new BaselineRegressor());

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
