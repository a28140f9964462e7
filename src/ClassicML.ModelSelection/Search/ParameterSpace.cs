using System.Collections.Immutable;
using ClassicML.Internal;

namespace ClassicML.ModelSelection;

/// <summary>A learner with distributions for some of its settings: a random search draws candidates from it.</summary>
/// <example><code>
/// ParameterSpace.For(new LogisticRegression()).Vary("C", Distribution.LogUniform(1e-3, 1e3), (l, c) => l with { C = c })
/// </code></example>
public static class ParameterSpace
{
    /// <summary>A space of the learner alone, to vary from.</summary>
    /// <typeparam name="TLearner">A classifier, a regressor or an outlier detector: a learner, or a pipeline that ends in one.</typeparam>
    public static ParameterSpace<TLearner> For<TLearner>(TLearner learner) where TLearner : class => new(Check.NotNull(learner, nameof(learner)), []);

    // What a candidate with its learner takes at least.
    private const double LeastBytes = 256;

    // Candidate i comes from a stream of its own, so that a longer search begins with the same candidates.
    internal static IEnumerable<Candidate> Draw<TLearner>(IParameterSpace<TLearner> space, int count, int seed) where TLearner : class
    {
        Check.NotNull(space, nameof(space));
        Check.AtLeast(seed, 0, nameof(seed));
        MemoryNeed.Check((double)Check.Positive(count, nameof(count)) * LeastBytes, $"a search of {count} candidates", "draw fewer");
        return Enumerable.Range(0, count).Select(i => space.Draw(new Rng((ulong)seed, (ulong)i)));
    }
}

/// <summary>A space, seen by the kind of its learners.</summary>
/// <typeparam name="TLearner">The learner, or what it is.</typeparam>
public interface IParameterSpace<out TLearner> where TLearner : class
{
    /// <summary>One candidate: every setting drawn, in the order in which they were varied.</summary>
    /// <exception cref="ArgumentException">A drawn value is not allowed by the learner.</exception>
    Candidate Draw(Rng rng);
}

/// <summary>A space over one type of learner.</summary>
/// <typeparam name="TLearner">The learner.</typeparam>
public sealed class ParameterSpace<TLearner> : IParameterSpace<TLearner> where TLearner : class
{
    private readonly TLearner learner;
    private readonly ImmutableArray<(string Name, Func<TLearner, Rng, (TLearner, string)> Draw)> settings;

    internal ParameterSpace(TLearner learner, ImmutableArray<(string Name, Func<TLearner, Rng, (TLearner, string)> Draw)> settings)
    {
        this.learner = learner;
        this.settings = settings;
    }

    /// <summary>The space in which this setting is drawn too.</summary>
    /// <param name="name">What the setting is called in results.</param>
    /// <param name="distribution">Where its values come from.</param>
    /// <param name="set">Returns the learner with the value set.</param>
    /// <exception cref="ArgumentException">The name was varied before.</exception>
    public ParameterSpace<TLearner> Vary<T>(string name, Distribution<T> distribution, Func<TLearner, T, TLearner> set)
    {
        Check.NotNull(distribution, nameof(distribution));
        Check.NotNull(set, nameof(set));
        if (settings.Any(setting => setting.Name == name)) throw new ArgumentException($"'{name}' is varied twice", nameof(name));
        return new ParameterSpace<TLearner>(learner, settings.Add((name, (from, rng) =>
        {
            T value = distribution.Draw(rng);
            return (set(from, value), Candidate.Text(value));
        }
        )));
    }

    /// <inheritdoc/>
    public Candidate Draw(Rng rng)
    {
        TLearner drawn = learner;
        var made = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach ((string name, Func<TLearner, Rng, (TLearner, string)> draw) in settings)
        {
            (drawn, string text) = draw(drawn, rng);
            made.Add(KeyValuePair.Create(name, text));
        }
        return new Candidate(drawn, made.ToImmutable());
    }
}
