using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>As <see cref="HalvingSearch"/>, of regressors.</summary>
/// <remarks>A search is itself a regressor: cross-validating one is nested cross-validation.</remarks>
public sealed record RegressorHalvingSearch : Halving<RegressionData, IRegressorModel, RegressionOutcome>, IRegressor<RegressorSearchModel>
{
    /// <summary>A search over the candidates of one or more grids, which may be of different learners.</summary>
    /// <exception cref="ArgumentException">There is no candidate.</exception>
    public RegressorHalvingSearch(params IEnumerable<IParameterGrid<IRegressor<IRegressorModel>>> grids)
        : this(Check.NotNull(grids, nameof(grids)).SelectMany(grid => grid.Candidates))
    {
    }

    /// <summary>A search over given candidates.</summary>
    /// <exception cref="ArgumentException">There is no candidate, or one is of another kind.</exception>
    public RegressorHalvingSearch(IEnumerable<Candidate> candidates) : base(LearningTask.Regression, candidates)
    {
    }

    /// <inheritdoc/>
    public RegressorSearchModel Fit(RegressionData data, FitContext context = default) => new(Run(data, context));
}
