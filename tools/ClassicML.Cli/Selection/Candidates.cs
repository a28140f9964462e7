using ClassicML.Cli.Learners;
using ClassicML.Internal;
using ClassicML.ModelSelection;
using ClassicML.Wire;

namespace ClassicML.Cli.Selection;

/// <summary>The candidates of a learner with values to try. All have one and the same preparation, so a search makes it once for each fold.</summary>
internal static class Candidates
{
    /// <summary>Every combination of values; the last option changes fastest.</summary>
    /// <param name="spec">What was typed.</param>
    /// <param name="learner">The learner with what is set.</param>
    /// <param name="prepare">Puts its preparation before a learner.</param>
    /// <param name="registry">Knows the parts of options.</param>
    /// <exception cref="UsageException">An option is varied twice, or is none.</exception>
    /// <exception cref="ArgumentException">A value is not allowed.</exception>
    public static Candidate[] Grid(LearnerSpec spec, object learner, Func<object, object> prepare, WireRegistry registry)
    {
        ParameterGrid<object> grid = ParameterGrid.For(learner);
        foreach (VaryValues vary in Varied(spec, learner, registry))
            grid = grid.Vary(vary.Option, vary.All(), (each, text) => OptionPath.Set(each, vary.Option, text, registry));
        return [.. grid.Candidates.Select(candidate => candidate with { Learner = prepare(candidate.Learner) })];
    }

    /// <summary>Candidates drawn at random, from a random stream each, as <see cref="RandomSearch"/> draws them; those that were drawn before are left
    /// out.</summary>
    public static Candidate[] Draw(LearnerSpec spec, object learner, Func<object, object> prepare, WireRegistry registry, int count, int seed)
    {
        VaryValues[] all = [.. Varied(spec, learner, registry)];
        return [.. Enumerable.Range(0, count).Select(One).DistinctBy(candidate => candidate.ToString(), StringComparer.Ordinal)];

        Candidate One(int number)
        {
            var rng = new Rng((ulong)seed, (ulong)number);
            object drawn = learner;
            var settings = new List<KeyValuePair<string, string>>();
            foreach (VaryValues vary in all)
            {
                string text = vary.Draw(rng);
                drawn = OptionPath.Set(drawn, vary.Option, text, registry);
                settings.Add(KeyValuePair.Create(vary.Option, text));
            }
            return new Candidate(prepare(drawn), [.. settings]);
        }
    }

    private static IEnumerable<VaryValues> Varied(LearnerSpec spec, object learner, WireRegistry registry)
    {
        for (int i = 0; i < spec.Vary.Length; i++)
        {
            (string option, string values) = spec.Vary[i];
            if (spec.Vary.Take(i).Any(other => NearNames.Same(other.Option, option))) throw new UsageException($"--vary {option} comes twice for {spec.Name}");
            yield return VaryValues.Parse(option, values, OptionPath.Find(learner, option, registry));
        }
    }
}
