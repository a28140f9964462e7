namespace ClassicML.MLNet;

/// <summary>A trainer of ML.NET, or a pipeline of its own that ends in one, as a regressor: in our pipelines, searches and cross-validation.</summary>
/// <remarks>The trainer reads "Features" and "Label", both of single precision, and "Weight"; all else is as in <see cref="MLNetClassifier"/>.</remarks>
/// <param name="Name">What it is called in messages and reports.</param>
/// <param name="Trainer">Makes the trainer, in a context of its own for each fit.</param>
public sealed record MLNetRegressor(string Name, Func<MLContext, IEstimator<ITransformer>> Trainer) : IRegressor<MLNetRegressorModel>
{
    /// <summary>What it is called in messages and reports.</summary>
    public string Name { get; init => field = Check.NotNull(value, nameof(Name)); } = Check.NotNull(Name, nameof(Name));

    /// <summary>Makes the trainer, in a context of its own for each fit.</summary>
    public Func<MLContext, IEstimator<ITransformer>> Trainer { get; init => field = Check.NotNull(value, nameof(Trainer)); } =
        Check.NotNull(Trainer, nameof(Trainer));

    /// <summary>The seed of the context. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Rows have weights, and the trainer has not read them; or it gives no "Score".</exception>
    public MLNetRegressorModel Fit(RegressionData data, FitContext context = default) => new(
        TrainedModel.Fit(
            this, Name, Trainer, Seed, TrainerRows.Of(Check.NotNull(data, nameof(data))), !data.Weights.IsEmpty, data.FeatureNames, context),
        data.FeatureCount);

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}

/// <summary>What a trainer of ML.NET has fitted, as a regressor.</summary>
public sealed class MLNetRegressorModel : IRegressorModel
{
    private const string Score = "Score";

    private readonly TrainedModel trained;

    internal MLNetRegressorModel(TrainedModel trained, int featureCount)
    {
        (this.trained, FeatureCount) = (trained, featureCount);
        trained.Needed(Score);
    }

    /// <inheritdoc/>
    public int FeatureCount { get; }

    /// <inheritdoc/>
    public FitReport Report => trained.Report;

    /// <summary>The model as ML.NET has it.</summary>
    public ITransformer Transformer => trained.Transformer;

    /// <inheritdoc/>
    public void Predict(Features x, Memory<double> destination) => trained.Read(TrainerRows.Of(x.AlignedTo(this)), Score, destination);

    /// <summary>Writes the model as ML.NET does: its <c>Model.Load</c> reads it.</summary>
    /// <param name="stream">What takes it, which can seek.</param>
    public void Save(Stream stream) => trained.Save(stream);
}
