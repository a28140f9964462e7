namespace ClassicML.Cnn;

/// <summary>What a caller may add to a fit: rows to validate on, a checkpoint file, and news of each epoch.</summary>
public sealed record CnnTraining
{
    /// <summary>Rows to score after each epoch, with the labels of the training data. None: <see cref="CnnClassifier.ValidationShare"/> decides.</summary>
    public ClassificationData? Validation { get; init; }

    /// <summary>
    /// A file that is replaced after each epoch, whole or not at all. If it exists, the fit goes on from it, and ends with the bits that it
    /// would have had without a break; a fit of more epochs goes on to those. Only one fit at a time can have it.
    /// </summary>
    public string? CheckpointFile { get; init; }

    /// <summary>Receives the scores of each epoch.</summary>
    public IProgress<EpochScores>? Epochs { get; init; }
}
