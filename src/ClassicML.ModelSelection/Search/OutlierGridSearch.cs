using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>As <see cref="GridSearch"/>, of outlier detectors, on rows with known outliers.</summary>
/// <remarks>
/// Candidates are fitted on all rows of a training fold, and what is known of the test rows scores them. So it needs known outliers and is
/// a learner from <see cref="OutlierData"/> alone, not from rows without any; cross-validating one is nested cross-validation.
/// </remarks>
public sealed record OutlierGridSearch : Search<OutlierData, IOutlierModel, OutlierOutcome>, ILearner<OutlierData, OutlierSearchModel>
{
    /// <summary>A search over the candidates of one or more grids, which may be of different learners.</summary>
    /// <exception cref="ArgumentException">There is no candidate.</exception>
    public OutlierGridSearch(params IEnumerable<IParameterGrid<ILearner<OutlierData, IOutlierModel>>> grids)
        : this(Check.NotNull(grids, nameof(grids)).SelectMany(grid => grid.Candidates))
    {
    }

    /// <summary>A search over given candidates, such as <see cref="IParameterSpace{TLearner}.Draw"/> gives.</summary>
    /// <exception cref="ArgumentException">There is no candidate, or one is of another kind.</exception>
    public OutlierGridSearch(IEnumerable<Candidate> candidates) : base(LearningTask.Outliers, candidates)
    {
    }

    /// <inheritdoc/>
    public OutlierSearchModel Fit(OutlierData data, FitContext context = default) => new(Run(data, context));
}
