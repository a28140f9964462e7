using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>Tries candidates drawn at random instead of all combinations: cheaper, and better where few settings matter.</summary>
/// <remarks>
/// Bergstra, Bengio, "Random search for hyper-parameter optimization", 2012. Candidate i is drawn from a random stream of its own, so a
/// longer search tries the same candidates and then more. Otherwise it is a <see cref="GridSearch"/> over what was drawn.
/// </remarks>
public sealed record RandomSearch : Search<ClassificationData, IClassifierModel, ClassificationOutcome>, IClassifier<SearchModel>
{
    /// <summary>A search over candidates drawn from a space; they are drawn here.</summary>
    /// <param name="space">The learner, and the distributions of its settings.</param>
    /// <param name="count">How many candidates to draw, at least 1.</param>
    /// <param name="seed">The seed of the draw, at least 0. Default 0.</param>
    /// <exception cref="ArgumentException">A drawn value is not allowed by the learner.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count or the seed is out of range.</exception>
    public RandomSearch(IParameterSpace<IClassifier<IClassifierModel>> space, int count, int seed = 0) : this(ParameterSpace.Draw(space, count, seed))
    {
    }

    internal RandomSearch(IEnumerable<Candidate> candidates) : base(LearningTask.Classification, candidates)
    {
    }

    /// <inheritdoc/>
    public SearchModel Fit(ClassificationData data, FitContext context = default) => new(Run(data, context));
}
