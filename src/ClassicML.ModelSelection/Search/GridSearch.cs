using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>Tries every candidate of its grids by cross-validation and fits the best on all rows. Exhaustive, so costly.</summary>
/// <remarks>
/// A search is itself a classifier: cross-validating one is nested cross-validation. The best candidate has the best mean score over the
/// folds; of equal ones the first wins, as in scikit-learn. Candidates × folds run in parallel, with one thread to a fit when there are
/// enough of them; the result does not depend on it. <see cref="FitContext.Stop"/> ends the search early: the best of the candidates that
/// all folds have scored is fitted, and the report says so.
/// </remarks>
public sealed record GridSearch : Search<ClassificationData, IClassifierModel, ClassificationOutcome>, IClassifier<SearchModel>
{
    /// <summary>A search over the candidates of one or more grids, which may be of different learners.</summary>
    /// <exception cref="ArgumentException">There is no candidate.</exception>
    public GridSearch(params IEnumerable<IParameterGrid<IClassifier<IClassifierModel>>> grids)
        : this(Check.NotNull(grids, nameof(grids)).SelectMany(grid => grid.Candidates))
    {
    }

    /// <summary>A search over given candidates.</summary>
    /// <exception cref="ArgumentException">There is no candidate, or one is of another kind.</exception>
    public GridSearch(IEnumerable<Candidate> candidates) : base(LearningTask.Classification, candidates)
    {
    }

    /// <inheritdoc/>
    public SearchModel Fit(ClassificationData data, FitContext context = default) => new(Run(data, context));
}
