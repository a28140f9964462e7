using System.Collections.Immutable;
using System.Diagnostics;

namespace ClassicML.MLNet;

/// <summary>What a trainer of ML.NET has fitted, and how that went.</summary>
/// <param name="Name">What the trainer is called in messages.</param>
/// <param name="Context">The context that it was fitted in.</param>
/// <param name="Transformer">What it gave.</param>
/// <param name="Schema">The columns that it was fitted on.</param>
/// <param name="Report">How the fit went.</param>
internal sealed record TrainedModel(string Name, MLContext Context, ITransformer Transformer, DataViewSchema Schema, FitReport Report)
{
    /// <summary>Fits a trainer.</summary>
    /// <param name="learner">The learner that it is.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="trainer">Makes the trainer.</param>
    /// <param name="seed">The context's seed.</param>
    /// <param name="rows">The rows as it reads them.</param>
    /// <param name="isWeighted">Whether rows weigh differently.</param>
    /// <param name="featureNames">The names of the features.</param>
    /// <param name="fit">Cancellation, which is looked at whenever the trainer reads a row.</param>
    /// <exception cref="ArgumentException">Rows have weights, and it has not read them.</exception>
    public static TrainedModel Fit(
        object learner, string name, Func<MLContext, IEstimator<ITransformer>> trainer, int seed, RowsView rows, bool isWeighted,
        ImmutableArray<string>? featureNames, FitContext fit)
    {
        fit.ThrowIfCancelled();
        var clock = Stopwatch.StartNew();
        var context = new MLContext(seed);
        rows.Cancellation = fit.Cancellation;
        ITransformer transformer;
        try
        {
            transformer = trainer(context).Fit(rows);
        }
        // Threads of the trainer's own may have put it into another.
        catch (Exception e) when (fit.Cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException($"the fit of {name} was cancelled", e, fit.Cancellation);
        }
        if (isWeighted && !rows.WasRead(TrainerRows.Weight))
            throw new ArgumentException(
                $"rows have weights, and {name} has not read them: make its trainer with exampleWeightColumnName \"{TrainerRows.Weight}\", if it has one", nameof(rows));
        return new TrainedModel(name, context, transformer, rows.Schema, new FitReport().Ended(learner, clock.Elapsed, featureNames));
    }

    /// <summary>The column that it adds to rows, or null.</summary>
    public DataViewSchema.Column? Column(string name) => Transformer.GetOutputSchema(Schema).GetColumnOrNull(name);

    /// <summary>The same; a column that must be there.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public DataViewSchema.Column Needed(string name) =>
        Column(name) ?? throw new ArgumentException($"{Name} gives no column '{name}', which its predictions are read from", nameof(name));

    /// <summary>The numbers of a column for rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="name">The column.</param>
    /// <param name="destination">Receives one for each row.</param>
    public void Read(RowsView rows, string name, Memory<double> destination)
    {
        Check.Destination(destination.Length, rows.GetRowCount()!.Value);
        Transformer.Transform(rows).ReadTable(name).Columns[0].Numbers!.Value.CopyTo(destination);
    }

    /// <summary>Writes it as ML.NET does.</summary>
    public void Save(Stream stream) => Context.Model.Save(Transformer, Schema, Check.NotNull(stream, nameof(stream)));
}
