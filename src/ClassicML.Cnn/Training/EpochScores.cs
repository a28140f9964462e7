namespace ClassicML.Cnn;

/// <summary>How an epoch went.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Loss">The mean cross-entropy over the training rows while training, with dropout.</param>
/// <param name="Accuracy">The share of training rows whose class was found while training, with dropout.</param>
/// <param name="ValidationLoss">The mean cross-entropy over the validation rows after the epoch, or null without such rows.</param>
/// <param name="ValidationAccuracy">The accuracy on the validation rows after the epoch, or null without such rows.</param>
public sealed record EpochScores(int Epoch, double Loss, double Accuracy, double? ValidationLoss, double? ValidationAccuracy)
{
    /// <summary>The loss that says which epoch was the best.</summary>
    internal double Watched => ValidationLoss ?? Loss;
}
