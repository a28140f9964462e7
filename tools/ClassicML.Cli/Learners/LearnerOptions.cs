using System.CommandLine;
using ClassicML.Wire;

namespace ClassicML.Cli.Learners;

/// <summary>The options that name learners: what follows a <c>--model</c> belongs to it.</summary>
internal sealed class LearnerOptions
{
    private const string ModelName = "--model", SetName = "--set", VaryName = "--vary";

    private readonly Option<string[]> model = new(ModelName) { HelpName = "NAME" };
    private readonly Option<string[]> set = new(SetName)
    {
        Description = "An option of the model, such as C=5 or kernel=rbf:gamma=0.02; may come several times.", HelpName = "NAME=VALUE",
    };
    private readonly Option<string[]> vary = new(VaryName) { HelpName = "NAME=VALUES" };

    /// <param name="command">The command that gets the options.</param>
    /// <param name="many">Whether several models can be named.</param>
    /// <param name="varied">What <c>--vary</c> takes; null where the command varies nothing.</param>
    public LearnerOptions(Command command, bool many = false, string? varied = null)
    {
        model.Description = many
            ? "A model, as 'classicml models' names it; may come several times, and what follows belongs to it."
            : "The model, as 'classicml models' names it.";
        model.CompletionSources.Add(_ => LearnerNames.All(BuiltIn.Registry).Select(type => new System.CommandLine.Completions.CompletionItem(type.Name)));
        command.Options.Add(model);
        command.Options.Add(set);
        if (varied is null) return;
        vary.Description = varied;
        command.Options.Add(vary);
    }

    /// <summary>The one model.</summary>
    /// <exception cref="UsageException">None is named, or several are.</exception>
    public LearnerSpec One(Invocation run) => All(run) switch
    {
        [var only] => only,
        [] => throw new UsageException($"give {ModelName} NAME: 'classicml models' lists them"),
        _ => throw new UsageException($"'classicml {run.Parsed.CommandResult.Command.Name}' takes one {ModelName}; see 'classicml compare' and 'classicml search'"),
    };

    /// <summary>One model or more.</summary>
    /// <exception cref="UsageException">None is named.</exception>
    public LearnerSpec[] Several(Invocation run) =>
        All(run) is { Length: > 0 } all ? all : throw new UsageException($"give {ModelName} NAME: 'classicml models' lists them");

    /// <summary>All models in their order, each with the settings that follow it.</summary>
    /// <exception cref="UsageException">A setting isn't NAME=VALUE, or a model is not known.</exception>
    public LearnerSpec[] All(Invocation run)
    {
        var specs = new List<LearnerSpec>();
        // What stands before the first model is for it.
        var before = new LearnerSpec("", [], []);
        foreach ((Option option, string? value) in TypedOptions.Of(run.Parsed).Options)
        {
            if (option == model)
            {
                LearnerNames.Find(run.Registry, value!);
                specs.Add(specs.Count == 0 ? before with { Name = value! } : new LearnerSpec(value!, [], []));
            }
            else if (option == set || option == vary)
            {
                int equals = value!.IndexOf('=', StringComparison.Ordinal);
                if (equals <= 0) throw new UsageException($"{option.Name} takes {option.HelpName}, was '{value}'");
                LearnerSpec of = specs.Count == 0 ? before : specs[^1];
                (string, string) pair = (value[..equals], value[(equals + 1)..]);
                of = option == set ? of with { Set = of.Set.Add(pair) } : of with { Vary = of.Vary.Add(pair) };
                if (specs.Count == 0) before = of;
                else specs[^1] = of;
            }
        }
        return [.. specs];
    }

    /// <summary>What the named learners can predict.</summary>
    public static WireKind[] Offered(WireRegistry registry, IEnumerable<LearnerSpec> specs)
    {
        WireKind[][] each = [.. specs.Select(spec => LearnerNames.Find(registry, spec.Name).Select(type => type.Kind).ToArray())];
        return [.. each.SelectMany(kinds => kinds).Distinct().Where(kind => each.All(kinds => kinds.Contains(kind)))];
    }
}
