using System.CommandLine;
using ClassicML.Cli.Learners;
using ClassicML.Cli.Output;
using ClassicML.Wire;
using Spectre.Console;

namespace ClassicML.Cli.Commands;

/// <summary><c>classicml models</c>: what there is to learn with; of one, its options with defaults and ranges.</summary>
internal static class ModelsCommand
{
    public static Command Create(GlobalOptions global)
    {
        var name = new Argument<string?>("NAME") { Description = "One of them, to see its options.", Arity = ArgumentArity.ZeroOrOne, HelpName = "NAME" };
        name.CompletionSources.Add(_ => global.Registry.Types.Where(type => type.CanCreate).Select(type =>
            new System.CommandLine.Completions.CompletionItem(type.Name)));
        var all = new Option<bool>("--all") { Description = "Also what learners are made of: transformers, kernels, metrics of distance, splitters." };
        var command = new Command("models", "List what there is to learn with; of one, its options.") { name, all };
        global.SetAction(command, run =>
        {
            WireType[] types = run.Parsed.GetValue(name) is { } wanted ? Named(run.Registry, wanted)
                : [.. run.Registry.Types.Where(type => type.CanCreate && (run.Parsed.GetValue(all) || type.Kind <= WireKind.Regressor))];
            bool detailed = run.Parsed.GetValue(name) is not null;
            run.Output.Write(
                new ModelsResult([.. types.Select(Describe)]), json => json.ModelsResult,
                (result, console) => Print(result, detailed, console));
        },
            "models",
            "models svm",
            "models --all");
        return command;
    }

    private static WireType[] Named(WireRegistry registry, string name)
    {
        WireType? exact = registry.Types.FirstOrDefault(type => type.CanCreate && Internal.NearNames.Same(type.Name, name));
        return exact is not null ? [exact] : LearnerNames.Find(registry, name);
    }

    private static ModelResult Describe(WireType type) => new(
        type.Name, Internal.NearNames.Kebab(type.Kind.ToString()), type.Summary,
        [.. type.Options.Select(option => new OptionResult(option.KebabName, option.Default == "" ? "none" : option.Default, option.Allowed))]);

    private static void Print(ModelsResult result, bool detailed, IAnsiConsole console)
    {
        foreach (IGrouping<string, ModelResult> kind in result.Models.GroupBy(model => model.Kind))
        {
            if (!detailed)
            {
                console.MarkupLineInterpolated($"[bold]{kind.Key}s[/]");
                console.Write(Show.Facts([.. kind.Select(model => ($"  {model.Name}", model.Summary))]));
                console.WriteLine();
                continue;
            }
            foreach (ModelResult model in kind)
            {
                console.MarkupLineInterpolated($"[bold]{model.Name}[/], a {kind.Key}: {model.Summary}");
                if (model.Options.Length == 0) console.WriteLine("  no options");
                Spectre.Console.Table table = Show.Table(("option", false), ("default", false), ("may be", false));
                foreach (OptionResult option in model.Options) table.Row(option.Name, option.Default, option.Allowed);
                if (model.Options.Length > 0) console.Write(table);
                console.WriteLine();
            }
        }
        if (!detailed) console.WriteLine("classicml models NAME shows the options of one.");
    }
}

/// <summary>What <c>models --json</c> prints.</summary>
internal sealed record ModelsResult(ModelResult[] Models);

/// <summary>A learner.</summary>
internal sealed record ModelResult(string Name, string Kind, string Summary, OptionResult[] Options);

/// <summary>An option of a learner, with its default and what it may be, in words.</summary>
internal sealed record OptionResult(string Name, string Default, string Allowed);
