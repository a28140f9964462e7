namespace ClassicML;

/// <summary>A learner whose candidates in a search have work in common, such as one neighbour search for every number of neighbours.</summary>
/// <remarks>Only work that leaves every bit as a plain fit would is shared, so a search gives the same result with and without.</remarks>
/// <typeparam name="TData">What it is fitted on.</typeparam>
/// <typeparam name="TModel">What its fit returns.</typeparam>
public interface ISharesWork<TData, TModel> where TData : class where TModel : class, IModel
{
    /// <summary>Whether this learner and another have work in common. If a shares with b, and a with c, then b with c.</summary>
    bool SharesWith(ILearner<TData, TModel> other);

    /// <summary>Fits learners that this one shares with on the same rows, ready to predict given rows cheaply.</summary>
    /// <remarks>
    /// A list may make a model only when it is asked for (<see cref="ModelsOnDemand{TModel}"/>). So ask for each once, from any thread, and
    /// let go of it before asking for the next: then no more models are in memory than threads.
    /// </remarks>
    /// <param name="learners">The learners; one alone is allowed.</param>
    /// <param name="train">The training rows, n×p.</param>
    /// <param name="queries">The rows that will be predicted: this very instance, m×p.</param>
    /// <param name="context">Cancellation and a thread limit.</param>
    /// <returns>A model for each learner, equal to what its own fit returns.</returns>
    /// <exception cref="ArgumentException">One of the learners refuses the data; then each is to be fitted by itself.</exception>
    IReadOnlyList<TModel> FitShared(IReadOnlyList<ILearner<TData, TModel>> learners, TData train, Features queries, FitContext context = default);
}
