using ClassicML.Wire;

namespace ClassicML.Cli.Learners;

/// <summary>An option of a learner by its name, or of a part of it by a path: <c>kernel.gamma</c>.</summary>
internal static class OptionPath
{
    /// <summary>The option at the end of a path.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static WireOption Find(object instance, string path, WireRegistry registry) =>
        Walk(instance, path, registry, out object part, out WireOption option) is { } rest ? Find(part, rest, registry) : option;

    /// <summary>A copy of a learner with an option set to what a text stands for.</summary>
    /// <exception cref="UsageException">There is no such option.</exception>
    /// <exception cref="ArgumentException">The value is not allowed.</exception>
    public static object Set(object instance, string path, string text, WireRegistry registry) =>
        Walk(instance, path, registry, out object part, out WireOption option) is { } rest
            ? option.Set(instance, new WireValue.Form(registry.Write(Set(part, rest, text, registry))), registry)
            : option.Set(instance, option.Parse(text), registry);

    // The first option of the path; where the path goes on, also its part and the rest.
    private static string? Walk(object instance, string path, WireRegistry registry, out object part, out WireOption option)
    {
        int dot = path.IndexOf('.', StringComparison.Ordinal);
        WireType type = registry.Find(instance)!;
        option = LearnerSpec.Option(type, dot < 0 ? path : path[..dot]);
        part = instance;
        if (dot < 0) return null;
        part = option.Get(instance, registry) is WireValue.Form { Value: var form } ? registry.Read<object>(form)
            : throw new UsageException($"'{option.KebabName}' of '{type.Name}' has no options of its own, so no '{path}'");
        return path[(dot + 1)..];
    }
}
