using ClassicML.Cli.Input;
using ClassicML.Internal;
using ClassicML.Wire;

namespace ClassicML.Cli.Learners;

/// <summary>The learners by the names that people give them: <c>svm</c> is the classifier or the regressor, by what is to be predicted.</summary>
internal static class LearnerNames
{
    private static readonly string[] Endings = ["", "-classifier", "-regressor"];

    private static readonly Dictionary<string, string> Short = new(StringComparer.OrdinalIgnoreCase)
    {
        ["knn"] = "k-nearest-neighbors", ["lda"] = "linear-discriminant", ["qda"] = "quadratic-discriminant", ["svc"] = "svm-classifier",
        ["svr"] = "svm-regressor",
    };

    /// <summary>The learners that a name may mean.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static WireType[] Find(WireRegistry registry, string name)
    {
        WireType[] all = All(registry);
        WireType[] named = [.. all.Where(type => Means(name, type.Name))];
        // A family's classifier may bear the plain name: svm-classifier and random-forest.
        if (named.Length == 0)
            throw new UsageException($"there is no model '{name}'{NearNames.Hint(name, [.. all.SelectMany(Names).Distinct()])}");
        return named;
    }

    /// <summary>Of those that a name may mean, the one that predicts a kind.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static WireType Choose(WireRegistry registry, string name, LearningKind kind)
    {
        WireType[] named = Find(registry, name);
        WireKind wanted = kind == LearningKind.Classification ? WireKind.Classifier : WireKind.Regressor;
        return named.FirstOrDefault(type => type.Kind == wanted) ?? throw new UsageException(
            $"'{named[0].Name}' predicts {(kind == LearningKind.Classification ? "numbers" : "classes")}, and the target has "
            + (kind == LearningKind.Classification ? "classes" : "numbers"));
    }

    /// <summary>Whether a typed name, which may be short or of a family, means a learner.</summary>
    public static bool Means(string typed, string learner) =>
        Endings.Any(ending => NearNames.Same(learner, Short.GetValueOrDefault(typed, typed) + ending));

    // A learner by its whole name and by that of what it has in common with its like.
    private static IEnumerable<string> Names(WireType type)
    {
        string? ending = Endings.FirstOrDefault(ending => ending.Length > 0 && type.Name.EndsWith(ending, StringComparison.Ordinal));
        return ending is null ? [type.Name] : [type.Name[..^ending.Length], type.Name];
    }

    /// <summary>All learners of classes or numbers.</summary>
    public static WireType[] All(WireRegistry registry) =>
        [.. registry.Types.Where(type => type.Kind is WireKind.Classifier or WireKind.Regressor && type.CanCreate)];
}
