using System.Collections.Immutable;

namespace ClassicML.ModelSelection;

/// <summary>A learner with lists of values for some of its settings: every combination is a candidate.</summary>
/// <example><code>
/// ParameterGrid.For(new KNearestNeighborsClassifier())
///     .Vary("k", [1, 3, 5], (knn, k) => knn with { NeighborCount = k })
///     .Vary("votes", [NeighborWeighting.Uniform, NeighborWeighting.InverseDistance], (knn, w) => knn with { Weighting = w })
/// </code></example>
public static class ParameterGrid
{
    /// <summary>A grid of the learner alone, to vary from.</summary>
    /// <typeparam name="TLearner">A classifier, a regressor or an outlier detector: a learner, or a pipeline that ends in one.</typeparam>
    public static ParameterGrid<TLearner> For<TLearner>(TLearner learner) where TLearner : class =>
        new([Check.NotNull(learner, nameof(learner))], [new Candidate(learner, [])]);
}

/// <summary>A grid, seen by the kind of its learners: a search of classifiers takes grids of any classifiers.</summary>
/// <typeparam name="TLearner">The learner, or what it is.</typeparam>
public interface IParameterGrid<out TLearner> where TLearner : class
{
    /// <summary>Every combination; the setting that was varied last changes fastest.</summary>
    ImmutableArray<Candidate> Candidates { get; }
}

/// <summary>A grid over one type of learner.</summary>
/// <typeparam name="TLearner">The learner.</typeparam>
public sealed class ParameterGrid<TLearner> : IParameterGrid<TLearner> where TLearner : class
{
    private readonly ImmutableArray<TLearner> learners;

    internal ParameterGrid(ImmutableArray<TLearner> learners, ImmutableArray<Candidate> candidates)
    {
        this.learners = learners;
        Candidates = candidates;
    }

    /// <inheritdoc/>
    public ImmutableArray<Candidate> Candidates { get; }

    /// <summary>The grid that tries each of these values with every candidate so far.</summary>
    /// <param name="name">What the setting is called in results.</param>
    /// <param name="values">The values, at least one. Each is set at once, so one that the learner refuses is refused here.</param>
    /// <param name="set">Returns the learner with the value set; it is called here and never again.</param>
    /// <exception cref="ArgumentException">There are no values, the name was varied before, or a value is not allowed.</exception>
    public ParameterGrid<TLearner> Vary<T>(string name, IEnumerable<T> values, Func<TLearner, T, TLearner> set)
    {
        Check.NotNull(set, nameof(set));
        T[] all = [.. Check.NotNull(values, nameof(values))];
        if (all.Length == 0) throw new ArgumentException($"'{name}' needs at least one value", nameof(values));
        if (Candidates[0].Settings.Any(setting => setting.Key == name)) throw new ArgumentException($"'{name}' is varied twice", nameof(name));
        var varied = ImmutableArray.CreateBuilder<TLearner>();
        var candidates = ImmutableArray.CreateBuilder<Candidate>();
        for (int i = 0; i < learners.Length; i++)
            foreach (T value in all)
            {
                TLearner learner = Check.NotNull(set(learners[i], value), nameof(set));
                varied.Add(learner);
                candidates.Add(new Candidate(learner, Candidates[i].Settings.Add(KeyValuePair.Create(name, Candidate.Text(value)))));
            }
        return new ParameterGrid<TLearner>(varied.ToImmutable(), candidates.ToImmutable());
    }
}
