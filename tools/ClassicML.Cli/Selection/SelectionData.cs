using System.Collections.Immutable;
using ClassicML.Cli.Input;
using ClassicML.Metrics;
using ClassicML.ModelSelection;

namespace ClassicML.Cli.Selection;

/// <summary>Rows with the folds that they are divided into and the metrics that they are scored by.</summary>
/// <param name="Kind">Classes or numbers.</param>
/// <param name="Rows">The rows as they were read.</param>
/// <param name="Data">The rows with their targets.</param>
/// <param name="Splitter">What divides them.</param>
/// <param name="Folds">The folds.</param>
/// <param name="Metrics">The metrics; the first decides.</param>
internal sealed record SelectionData<TData, TModel, TOutcome>(
    SelectionKind<TData, TModel, TOutcome> Kind, RowSet Rows, TData Data, ISplitter Splitter, ImmutableArray<Fold> Folds,
    ImmutableArray<Metric<TOutcome>> Metrics)
    where TData : class, IData<TData>
    where TModel : class, IModel
    where TOutcome : class
{
    public Metric<TOutcome> Metric => Metrics[0];

    /// <summary>A search by these metrics.</summary>
    public Search<TData, TModel, TOutcome> Scored(Search<TData, TModel, TOutcome> search, ISplitter splitter) =>
        search with { Splitter = splitter, Metric = Metric, MoreMetrics = Metrics[1..] };

    /// <summary>Says that a score is no number, such as R² of a fold of one row.</summary>
    public static void NoteUndefined(Metric<TOutcome> metric, IEnumerable<double> scores, Invocation run)
    {
        if (scores.Any(double.IsNaN)) run.Output.Note($"{metric.Name} is not defined on every fold: take another --metric, or larger folds");
    }

    /// <summary>Does work on folds; where a value is refused, says what can be done about it.</summary>
    /// <exception cref="InvalidDataException">A learner refuses a value.</exception>
    public T Do<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ArgumentException e) when (Value(e) is { } value)
        {
            string fills = double.IsNaN(value.Value) ? ", and --impute fills missing numbers" : "";
            throw new InvalidDataException($"{Rows.Source}: {CommandLine.Line(e)} (rows count within the fold's{fills})", e);
        }
    }

    private static DataValueException? Value(Exception? e) => e is null or DataValueException ? e as DataValueException : Value(e.InnerException);
}
