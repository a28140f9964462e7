using System.Collections.Immutable;
using ClassicML.Metrics;

namespace ClassicML.ModelSelection;

/// <summary>Tries candidates drawn at random instead of all combinations: cheaper, and better where few settings matter.</summary>
/// <remarks>
/// Bergstra, Bengio, "Random search for hyper-parameter optimization", 2012. Candidate i is drawn from a random stream of its own, so a
/// longer search tries the same candidates and then more. Otherwise it is a <see cref="GridSearch"/> over what was drawn.
/// </remarks>
public sealed record RandomSearch : IClassifier<SearchModel>
{
    /// <summary>A search over candidates drawn from a space; they are drawn here.</summary>
    /// <param name="space">The learner, and the distributions of its settings.</param>
    /// <param name="count">How many candidates to draw, at least 1.</param>
    /// <param name="seed">The seed of the draw, at least 0. Default 0.</param>
    /// <exception cref="ArgumentException">A drawn value is not allowed by the learner.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count or the seed is out of range.</exception>
    public RandomSearch(ParameterSpace space, int count, int seed = 0)
    {
        Check.NotNull(space, nameof(space));
        Check.AtLeast(seed, 0, nameof(seed));
        Candidates = [.. Enumerable.Range(0, Check.Positive(count, nameof(count))).Select(i => space.Draw(new Rng((ulong)seed, (ulong)i)))];
    }

    internal RandomSearch(IEnumerable<Candidate> candidates)
    {
        Candidates = [.. candidates];
        if (Candidates.IsEmpty) throw new ArgumentException("a search needs at least one candidate", nameof(candidates));
    }

    /// <summary>What was drawn, in order.</summary>
    public ImmutableArray<Candidate> Candidates { get; }

    /// <summary>The folds. Default <see cref="StratifiedKFold"/> with five, in row order.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public ISplitter Splitter { get; init => field = Check.NotNull(value, nameof(Splitter)); } = new StratifiedKFold();

    /// <summary>What is best. Default the accuracy.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public ClassificationMetric Metric { get; init => field = Check.NotNull(value, nameof(Metric)); } = ClassificationMetric.Accuracy;

    /// <inheritdoc/>
    public SearchModel Fit(ClassificationData data, FitContext context = default) =>
        CandidateSearch.Fit(Candidates, Splitter, Metric, Check.NotNull(data, nameof(data)), context);
}
