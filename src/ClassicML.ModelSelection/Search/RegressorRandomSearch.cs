using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>As <see cref="RandomSearch"/>, of regressors.</summary>
/// <remarks>A search is itself a regressor: cross-validating one is nested cross-validation.</remarks>
public sealed record RegressorRandomSearch : Search<RegressionData, IRegressorModel, RegressionOutcome>, IRegressor<RegressorSearchModel>
{
    /// <summary>A search over candidates drawn from a space; they are drawn here.</summary>
    /// <param name="space">The learner, and the distributions of its settings.</param>
    /// <param name="count">How many candidates to draw, at least 1.</param>
    /// <param name="seed">The seed of the draw, at least 0. Default 0.</param>
    /// <exception cref="ArgumentException">A drawn value is not allowed by the learner.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count or the seed is out of range.</exception>
    public RegressorRandomSearch(IParameterSpace<IRegressor<IRegressorModel>> space, int count, int seed = 0) : this(ParameterSpace.Draw(space, count, seed))
    {
    }

    internal RegressorRandomSearch(IEnumerable<Candidate> candidates) : base(LearningTask.Regression, candidates)
    {
    }

    /// <inheritdoc/>
    public RegressorSearchModel Fit(RegressionData data, FitContext context = default) => new(Run(data, context));
}
