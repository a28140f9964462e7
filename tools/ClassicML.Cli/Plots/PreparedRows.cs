using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.Linear;
using ClassicML.Preprocessing;
using ClassicML.Wire;

namespace ClassicML.Cli.Plots;

/// <summary>Rows as a learner of numbers would see them: filled, encoded and, where nothing else is said, standardised.</summary>
internal static class PreparedRows
{
    public static Features Of(RowSet rows, PlotOptions options, Invocation run)
    {
        Preparation preparation = options.Source.Preparing.Of(run.Parsed, run.Output.Note);
        if (run.Parsed.GetValue<string?>("--scale") is null)
        {
            run.Output.Note("columns are standardised first (--scale)");
            preparation = preparation with { Scaler = new StandardScaler() };
        }
        WireType type = run.Registry.Find("logistic-regression")!;
        return preparation.Before(type, new LogisticRegression(), rows.Features) is IPipeline { First: ITransformer<ITransformerModel> steps }
            ? steps.Fit(rows.Features, run.Context).Transform(rows.Features) : rows.Features;
    }

    /// <summary>What rows are, for a picture that no learner is needed for.</summary>
    public static LearningKind Kind(RowSet rows, PlotOptions options, Invocation run) => rows.Kind(options.Source.Data.Task(run.Parsed), [], run.Output.Note);
}
