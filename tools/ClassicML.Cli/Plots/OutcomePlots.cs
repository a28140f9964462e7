using ClassicML.Cli.Explaining;
using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Plotting;

namespace ClassicML.Cli.Plots;

/// <summary>Pictures of what a classifier says of rows that it has not seen: test rows, or those of each fold.</summary>
internal static class OutcomePlots
{
    public static Plotted Confusion(PlotOptions options, Invocation run)
    {
        (ClassificationOutcome outcome, string of) = Outcome(options, run);
        HeatMap chart = OutcomeCharts.Confusion(outcome);
        double[] places = [.. Enumerable.Range(0, outcome.Labels.Count).Select(k => (double)k)];
        return new Plotted(
            chart with { Title = $"{chart.Title}: {of}" }, null, new Dictionary<string, double> { ["accuracy"] = outcome.Confusion.Accuracy },
            [.. outcome.Labels.Names.Select((name, k) => new SeriesResult(name, places, outcome.Confusion.Counts.Row(k).ToArray()))]);
    }

    public static Plotted Roc(PlotOptions options, Invocation run) => Curves(options, run, needsScores: true, OutcomeCharts.Roc,
        (outcome, code) => RocCurve.OneVersusRest(outcome.Scores!, outcome.Actual, code, outcome.Weights).Area);

    public static Plotted PrecisionRecall(PlotOptions options, Invocation run) => Curves(options, run, needsScores: true, OutcomeCharts.PrecisionRecall,
        (outcome, code) => PrecisionRecallCurve.OneVersusRest(outcome.Scores!, outcome.Actual, code, outcome.Weights).AveragePrecision);

    public static Plotted Calibration(PlotOptions options, Invocation run)
    {
        int bins = options.Bins(run.Parsed);
        return Curves(options, run, needsScores: false, (outcome, positive) => OutcomeCharts.Calibration(outcome, positive, bins),
            (outcome, code) => CalibrationCurve.Of(
            [.. Enumerable.Range(0, outcome.RowCount).Select(i => Math.Min(1, outcome.Probabilities![i, code]))],
            [.. outcome.Actual.ToArray().Select(actual => actual == code)], outcome.Weights, bins).ExpectedError);
    }

    private static Plotted Curves(
        PlotOptions options, Invocation run, bool needsScores, Func<ClassificationOutcome, string?, LineChart> draw,
        Func<ClassificationOutcome, int, double> value)
    {
        (ClassificationOutcome outcome, string of) = Outcome(options, run);
        if (needsScores && outcome.Probabilities is null && of.Contains(" folds", StringComparison.Ordinal))
            run.Output.Note("the model has no probabilities: scores of the folds' models are put in one order, though each has a scale of its own");
        string? positive = options.Positive(run.Parsed);
        if (positive is not null && outcome.Labels.IndexOf(positive) < 0)
            throw new UsageException($"--positive: there is no class '{positive}'{Internal.NearNames.Hint(positive, outcome.Labels.Names)}");
        LineChart chart = draw(outcome, positive);
        int[] codes = positive is not null
            ? [outcome.Labels.IndexOf(positive)] : outcome.Labels.Count == 2 ? [1] : [.. outcome.Actual.ToArray().Distinct().Order()];
        return Plotted.Of(
            chart with { Title = $"{chart.Title}: {of}" },
            codes.ToDictionary(code => outcome.Labels[code], code => value(outcome, code), StringComparer.Ordinal));
    }

    // With whose predictions they are, in words.
    private static (ClassificationOutcome, string Of) Outcome(PlotOptions options, Invocation run)
    {
        ModelSource source = options.Source;
        if (source.File(run) is null && source.Spec(run) is var spec && !source.Data.HoldsOut(run.Parsed))
        {
            (RowSet train, RowSet? test) = source.Data.Both(run);
            if (test is null) return OutOfFold(spec, train, options, run);
        }
        (FittedModel model, RowSet rows) = source.Held(run);
        if (model.Model is not IClassifierModel classifier)
            throw new ArgumentException($"the picture is of classes, and {model.Model.GetType().Name} predicts numbers");
        ClassificationOutcome outcome = FittedModel.Named(
            rows, () => ClassificationOutcome.Of(classifier, rows.ToClassification(classifier.Labels).AlignedTo(classifier)));
        return (outcome, FormattableString.Invariant($"{Insides.Name(classifier, run)}, {rows.RowCount} test rows"));
    }

    private static (ClassificationOutcome, string) OutOfFold(LearnerSpec spec, RowSet rows, PlotOptions options, Invocation run)
    {
        if (options.Source.Kind(rows, run, spec) != LearningKind.Classification)
            throw new ArgumentException($"the picture is of classes, and '{spec.Name}' predicts numbers of '{rows.Target!.Name}'");
        object learner = options.Source.Prepared(spec, LearningKind.Classification, rows, null, run);
        ClassificationData data = rows.ToClassification();
        int folds = options.FoldCount(run.Parsed);
        CrossValidationResult result = CrossValidation.Run(
            (IClassifier<IClassifierModel>)learner, data, options.Splitter(rows, LearningKind.Classification, run), context: run.Context);
        return (Together(result, data), FormattableString.Invariant($"{LearnerNames.Choose(run.Registry, spec.Name, LearningKind.Classification).Name}, out of {folds} folds"));
    }

    /// <summary>What each row was called by the model of the fold that had not seen it.</summary>
    private static ClassificationOutcome Together(CrossValidationResult result, ClassificationData data)
    {
        int[] predicted = [.. result.OutOfFoldPredictions];
        return new ClassificationOutcome(
            data.Codes, predicted, data.Labels, Gathered(outcome => outcome.Probabilities), data.Weights, Gathered(outcome => outcome.DecisionScores));

        Matrix? Gathered(Func<ClassificationOutcome, Matrix?> part)
        {
            if (part(result.Folds[0].Outcome) is not { ColumnCount: var width }) return null;
            double[] all = new double[data.RowCount * width];
            foreach (FoldResult<IClassifierModel, ClassificationOutcome> fold in result.Folds)
            {
                Matrix own = part(fold.Outcome)!;
                for (int i = 0; i < fold.Fold.Test.Length; i++) own.Row(i).CopyTo(all.AsSpan(fold.Fold.Test[i] * width));
            }
            return Matrix.Wrap(all, data.RowCount, width);
        }
    }
}
