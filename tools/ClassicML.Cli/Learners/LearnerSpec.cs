using System.Collections.Immutable;
using ClassicML.Cli.Input;
using ClassicML.Internal;
using ClassicML.Wire;

namespace ClassicML.Cli.Learners;

/// <summary>A learner as it was typed: its name, what is set, what is varied.</summary>
/// <param name="Name">The name as typed.</param>
/// <param name="Set">Options and their values, in their order.</param>
/// <param name="Vary">Options and the values to try, as text.</param>
internal sealed record LearnerSpec(
    string Name, ImmutableArray<(string Option, string Value)> Set, ImmutableArray<(string Option, string Values)> Vary)
{
    /// <summary>The learner with its options.</summary>
    /// <param name="registry">The learners by name.</param>
    /// <param name="kind">What it is to predict.</param>
    /// <param name="seed">The seed of a learner that has one; null for its default.</param>
    /// <exception cref="UsageException">A name is not known.</exception>
    /// <exception cref="ArgumentException">A value is not allowed.</exception>
    public (WireType Type, object Learner) Build(WireRegistry registry, LearningKind kind, int? seed)
    {
        WireType type = LearnerNames.Choose(registry, Name, kind);
        object learner = type.CreateDefault();
        if (seed is { } given && type.Options.Any(option => option.Name == "Seed"))
            learner = type.Option("Seed").Set(learner, new WireValue.Integer(given), registry);
        foreach ((string name, string value) in Set)
            learner = OptionPath.Set(learner, name, value, registry);
        return (type, learner);
    }

    /// <summary>What people type to get the learner with some of the values that were varied: <c>--model svm --set C=10</c>.</summary>
    public string Typed(IEnumerable<KeyValuePair<string, string>> settings)
    {
        KeyValuePair<string, string>[] chosen = [.. settings];
        IEnumerable<(string Option, string Value)> set = Set.Where(pair => !chosen.Any(one => NearNames.Same(one.Key, pair.Option)));
        return string.Join(' ', set.Concat(chosen.Select(one => (one.Key, one.Value))).Select(pair => $"--set {Shell($"{pair.Item1}={pair.Item2}")}")
            .Prepend($"--model {Name}"));

        static string Shell(string word) => word.All(c => char.IsAsciiLetterOrDigit(c) || "=:.,-+_".Contains(c, StringComparison.Ordinal)) ? word : $"'{word}'";
    }

    /// <summary>An option of a learner.</summary>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public static WireOption Option(WireType type, string name)
    {
        try
        {
            return type.Option(name);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(CommandLine.Line(e));
        }
    }
}
