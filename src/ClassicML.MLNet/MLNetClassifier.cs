namespace ClassicML.MLNet;

/// <summary>A trainer of ML.NET, or a pipeline of its own that ends in one, as a classifier: in our pipelines, searches and cross-validation.</summary>
/// <remarks>
/// <code>
/// var theirs = new MLNetClassifier("maximum entropy", ml => ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy());
/// var model = new StandardScaler().Then(theirs).Fit(train);
/// </code>
/// The trainer reads "Features", vectors of single precision, and "Label", keys that stand for the classes. Single precision can't tell time stamps apart that
/// lie a minute from one another: scale before. A table has its columns by their names besides, and "Features" where all are numbers; NaN goes through, and
/// ML.NET's linear trainers skip such rows. Row weights are in "Weight", and a trainer that doesn't read them is refused. Whether two fits are equal bit for
/// bit, and on how many threads it trains, is the trainer's own. It has no form, so a file of a search leaves it out.
/// </remarks>
/// <param name="Name">What it is called in messages and reports.</param>
/// <param name="Trainer">Makes the trainer, in a context of its own for each fit.</param>
public sealed record MLNetClassifier(string Name, Func<MLContext, IEstimator<ITransformer>> Trainer) : IClassifier<MLNetClassifierModel>
{
    /// <summary>What it is called in messages and reports.</summary>
    public string Name { get; init => field = Check.NotNull(value, nameof(Name)); } = Check.NotNull(Name, nameof(Name));

    /// <summary>Makes the trainer, in a context of its own for each fit.</summary>
    public Func<MLContext, IEstimator<ITransformer>> Trainer { get; init => field = Check.NotNull(value, nameof(Trainer)); } =
        Check.NotNull(Trainer, nameof(Trainer));

    /// <summary>The seed of the context. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether "Label" is a truth value, true for the second of two classes, as ML.NET's trainers of two classes want. Default false.</summary>
    public bool HasBooleanLabels { get; init; }

    /// <summary>
    /// Whether the numbers in "Score" of keys are probabilities, up to a factor, as maximum entropy, LightGBM and one-versus-all with calibration give them.
    /// Otherwise they are decision scores. Labels that are truth values have both, where the trainer gives "Probability". Default true.
    /// </summary>
    public bool ScoresAreProbabilities { get; init; } = true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Rows have weights, and the trainer has not read them; or it gives no "PredictedLabel".</exception>
    public MLNetClassifierModel Fit(ClassificationData data, FitContext context = default)
    {
        RowsView rows = TrainerRows.Of(Check.NotNull(data, nameof(data)), HasBooleanLabels);
        return new MLNetClassifierModel(
            TrainedModel.Fit(this, Name, Trainer, Seed, rows, !data.Weights.IsEmpty, data.FeatureNames, context), data.Labels, data.FeatureCount,
            HasBooleanLabels, ScoresAreProbabilities);
    }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
