using System.Collections.Immutable;
using System.CommandLine;
using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.Metrics;
using ClassicML.Wire;

namespace ClassicML.Cli.Selection;

/// <summary>The options that all commands of model selection have: rows, preparation, folds, metrics.</summary>
internal sealed class SelectionOptions
{
    private readonly MetricOption metrics;

    public SelectionOptions(Command command)
    {
        Folds = new FoldOptions(command);
        metrics = new MetricOption(command);
        Preparing = new PreparationOptions(command);
        Data = new DataOptions(command, test: false);
    }

    public FoldOptions Folds { get; }

    public PreparationOptions Preparing { get; }

    public DataOptions Data { get; }

    /// <summary>The rows, and what their target is taken for.</summary>
    public (RowSet Rows, LearningKind Kind) Read(Invocation run, IReadOnlyCollection<LearnerSpec> specs)
    {
        RowSet rows = Data.Train(run);
        return (rows, rows.Kind(Data.Task(run.Parsed), LearnerOptions.Offered(run.Registry, specs), run.Output.Note));
    }

    /// <summary>The rows with their folds and metrics.</summary>
    /// <param name="kind">Classes or numbers.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="run">The command.</param>
    /// <param name="usual">The metrics where none is named; null for the task's own.</param>
    public SelectionData<TData, TModel, TOutcome> Divide<TData, TModel, TOutcome>(
        SelectionKind<TData, TModel, TOutcome> kind, RowSet rows, Invocation run, Func<IEnumerable<Metric<TOutcome>>>? usual = null)
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
    {
        string[] asked = metrics.Of(run.Parsed);
        ImmutableArray<Metric<TOutcome>> all = [.. (asked.Length > 0 ? kind.Metrics(asked) : usual?.Invoke() ?? [kind.Task.DefaultMetric]).Distinct()];
        TData data = kind.Data(rows);
        var splitter = Folds.Of(run, kind.Kind, rows, Data.Seed(run.Parsed));
        return new(kind, rows, data, splitter, FoldOptions.Split(kind.Task, splitter, data), all);
    }

    /// <summary>A learner as it was typed, with what puts its preparation before it.</summary>
    public (WireType Type, object Learner, Func<object, object> Prepare) Build(
        LearnerSpec spec, LearningKind kind, RowSet rows, Preparation preparation, Invocation run)
    {
        (WireType type, object learner) = spec.Build(run.Registry, kind, Data.GivenSeed(run.Parsed));
        return (type, learner, preparation.For(type, rows.Features));
    }

    public Preparation Preparation(Invocation run) => Preparing.Of(run.Parsed, run.Output.Note);
}
