using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>Tries all candidates on few rows, keeps the better part, tries those on more rows, and so on: successive halving.</summary>
/// <remarks>
/// Jamieson, Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", 2016. Each round keeps the best
/// ⌈candidates/Factor⌉ and takes Factor times the rows; the last round takes all rows. Rows are a stratified random choice under the seed.
/// A candidate that was dropped keeps its scores of the round in which it was; a candidate that wins has been scored on all rows.
/// </remarks>
public sealed record HalvingSearch : Halving<ClassificationData, IClassifierModel, ClassificationOutcome>, IClassifier<SearchModel>
{
    /// <summary>A search over the candidates of one or more grids, which may be of different learners.</summary>
    /// <exception cref="ArgumentException">There is no candidate.</exception>
    public HalvingSearch(params IEnumerable<IParameterGrid<IClassifier<IClassifierModel>>> grids)
        : this(Check.NotNull(grids, nameof(grids)).SelectMany(grid => grid.Candidates))
    {
    }

    /// <summary>A search over given candidates.</summary>
    /// <exception cref="ArgumentException">There is no candidate, or one is of another kind.</exception>
    public HalvingSearch(IEnumerable<Candidate> candidates) : base(LearningTask.Classification, candidates)
    {
    }

    /// <inheritdoc/>
    public SearchModel Fit(ClassificationData data, FitContext context = default) => new(Run(data, context));
}
