namespace ClassicML.MLNet;

/// <summary>A trainer of ML.NET for anomalies, or a pipeline of its own that ends in one, as an outlier detector.</summary>
/// <remarks>The trainer reads "Features", vectors of single precision; all else is as in <see cref="MLNetClassifier"/>.</remarks>
/// <param name="Name">What it is called in messages and reports.</param>
/// <param name="Trainer">Makes the trainer, in a context of its own for each fit.</param>
public sealed record MLNetOutlierDetector(string Name, Func<MLContext, IEstimator<ITransformer>> Trainer) : IOutlierDetector<MLNetOutlierDetectorModel>
{
    /// <summary>What it is called in messages and reports.</summary>
    public string Name { get; init => field = Check.NotNull(value, nameof(Name)); } = Check.NotNull(Name, nameof(Name));

    /// <summary>Makes the trainer, in a context of its own for each fit.</summary>
    public Func<MLContext, IEstimator<ITransformer>> Trainer { get; init => field = Check.NotNull(value, nameof(Trainer)); } =
        Check.NotNull(Trainer, nameof(Trainer));

    /// <summary>The seed of the context. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The "Score" from which a row is an outlier: the model's score is this less that. Default 0.5, as ML.NET's own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public double Threshold { get; init => field = Check.Within(value, Interval.Finite, nameof(Threshold)); } = 0.5;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The trainer gives no "Score".</exception>
    public MLNetOutlierDetectorModel Fit(Features data, FitContext context = default) => new(
        TrainedModel.Fit(
            this, Name, Trainer, Seed, TrainerRows.Of(Check.NotNull(data, nameof(data))), isWeighted: false, data.ColumnNames, context),
        data.ColumnCount, Threshold);

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}

/// <summary>What a trainer of ML.NET for anomalies has fitted, as an outlier detector.</summary>
public sealed class MLNetOutlierDetectorModel : IOutlierModel
{
    private const string AnomalyScore = "Score";

    private readonly TrainedModel trained;
    private readonly double threshold;

    internal MLNetOutlierDetectorModel(TrainedModel trained, int featureCount, double threshold)
    {
        (this.trained, this.threshold, FeatureCount) = (trained, threshold, featureCount);
        trained.Needed(AnomalyScore);
    }

    /// <inheritdoc/>
    public int FeatureCount { get; }

    /// <inheritdoc/>
    public FitReport Report => trained.Report;

    /// <summary>The model as ML.NET has it.</summary>
    public ITransformer Transformer => trained.Transformer;

    /// <inheritdoc/>
    public void Score(Features x, Memory<double> destination)
    {
        trained.Read(TrainerRows.Of(x.AlignedTo(this)), AnomalyScore, destination);
        foreach (ref double score in destination.Span) score = threshold - score;
    }

    /// <summary>Writes the model as ML.NET does: its <c>Model.Load</c> reads it.</summary>
    /// <param name="stream">What takes it, which can seek.</param>
    public void Save(Stream stream) => trained.Save(stream);
}
