namespace ClassicML;

/// <summary>A learner whose candidates in a search have work in common, such as one neighbour search for every number of neighbours.</summary>
/// <remarks>Only work that leaves every bit as a plain fit would is shared, so a search gives the same result with and without.</remarks>
public interface ISharesWork
{
    /// <summary>Whether this learner and another have work in common. If a shares with b, and a with c, then b with c.</summary>
    bool SharesWith(IClassifier<IClassifierModel> other);

    /// <summary>Fits learners that this one shares with on the same rows, ready to predict given rows cheaply.</summary>
    /// <param name="learners">The learners.</param>
    /// <param name="train">The training rows, n×p.</param>
    /// <param name="queries">The rows that will be predicted: this very instance, m×p.</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    /// <returns>A model for each learner, equal to what its own fit returns.</returns>
    /// <exception cref="ArgumentException">One of the learners refuses the data; then each is to be fitted by itself.</exception>
    IReadOnlyList<IClassifierModel> FitShared(
        IReadOnlyList<IClassifier<IClassifierModel>> learners, ClassificationData train, Features queries, FitContext context = default);
}
