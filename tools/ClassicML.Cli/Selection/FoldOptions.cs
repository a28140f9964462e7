using System.Collections.Immutable;
using System.CommandLine;
using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.Internal;
using ClassicML.ModelSelection;
using ClassicML.Wire;

namespace ClassicML.Cli.Selection;

/// <summary>The options that say how rows are divided into folds.</summary>
internal sealed class FoldOptions
{
    private const string Repeated = "repeated-";

    private readonly Option<int?> folds = new("--folds") { Description = "The number of folds. Default 5.", HelpName = "N" };
    private readonly Option<int?> repeats = new("--repeats") { Description = "Divide anew so many times, for a steadier mean. Default 1.", HelpName = "N" };
    private readonly Option<string?> splitter = new("--splitter")
    {
        Description = $"{string.Join(", ", Types(BuiltIn.Registry).Select(type => Short(type.Name)))}; with options such as time-series:gap=3. "
            + "Default: stratified for classes, k-fold for numbers, with --groups stratified-group and group.",
        HelpName = "NAME",
    };

    public FoldOptions(Command command)
    {
        foreach (Option option in (Option[])[folds, repeats, splitter]) command.Options.Add(option);
    }

    /// <summary>The rule that divides rows; where it draws, it draws under the seed.</summary>
    /// <exception cref="UsageException">Options don't go together, or not with the rows.</exception>
    public ISplitter Of(Invocation run, LearningKind kind, RowSet rows, int seed) =>
        Of(run, kind, rows, seed, run.Parsed.GetValue(splitter), run.Parsed.GetValue(folds), run.Parsed.GetValue(repeats));

    /// <summary>The same rule for the rows of an outer fold: with another number of folds, and not repeated; where it has none, the usual one.</summary>
    public ISplitter Inner(Invocation run, LearningKind kind, RowSet rows, int seed, int foldCount)
    {
        if (foldCount < 2) throw new UsageException(FormattableString.Invariant($"--inner-folds must be at least 2, was {foldCount}"));
        string? name = run.Parsed.GetValue(splitter);
        return Of(run, kind, rows, seed, name is not null && CountOf(Find(run.Registry, name.Split(':')[0])) is null ? null : name, foldCount, null);
    }

    private static ISplitter Of(Invocation run, LearningKind kind, RowSet rows, int seed, string? name, int? foldCount, int? repeatCount)
    {
        if (foldCount < 2) throw new UsageException(FormattableString.Invariant($"--folds must be at least 2, was {foldCount}"));
        if (repeatCount < 1) throw new UsageException(FormattableString.Invariant($"--repeats must be at least 1, was {repeatCount}"));
        bool grouped = rows.Groups.Length > 0, classes = kind == LearningKind.Classification;
        string[] pieces = (name ?? (grouped ? classes ? "stratified-group" : "group" : classes ? "stratified" : "k-fold")).Split(':');
        WireType type = Find(run.Registry, pieces[0]);
        if (repeatCount > 1 && !Has(type, nameof(RepeatedKFold.RepeatCount)))
            type = run.Registry.Find(Repeated + type.Name) ?? throw new UsageException(
                $"--repeats goes with the splitters {string.Join(", ", run.Registry.Types.Where(IsRepeated).Select(t => Short(t.Name[Repeated.Length..])))}");
        if (!classes && type.Name.Contains("stratified", StringComparison.Ordinal))
            throw new UsageException($"--splitter {pieces[0]} keeps the shares of classes, and the target has numbers");
        if (!grouped && type.Name.Contains("group", StringComparison.Ordinal)) throw new UsageException($"--splitter {pieces[0]} needs --groups COLUMN");
        object made = type.CreateDefault();
        if (Has(type, "Seed")) Set("Seed", seed);
        if (foldCount is { } count)
            Set(CountOf(type)
                ?? throw new UsageException($"--folds doesn't go with --splitter {pieces[0]}, whose folds follow from the rows"), count);
        if (repeatCount > 1) Set(nameof(RepeatedKFold.RepeatCount), repeatCount.Value);
        foreach (string piece in pieces[1..])
        {
            int equals = piece.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new UsageException($"--splitter takes NAME:OPTION=VALUE, was '{string.Join(':', pieces)}'");
            WireOption option = LearnerSpec.Option(type, piece[..equals]);
            made = option.Set(made, option.Parse(piece[(equals + 1)..]), run.Registry);
        }
        return (ISplitter)made;

        void Set(string option, int value) => made = type.Option(option).Set(made, new WireValue.Integer(value), run.Registry);
    }

    /// <summary>The folds of rows.</summary>
    /// <exception cref="ArgumentException">The rows can't be divided so.</exception>
    public static ImmutableArray<Fold> Split<TData, TModel, TOutcome>(LearningTask<TData, TModel, TOutcome> task, ISplitter splitter, TData data)
        where TData : class, IData<TData>
        where TModel : class, IModel
        where TOutcome : class
    {
        try
        {
            return task.Split(splitter, data);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException(CommandLine.Line(e).Replace(nameof(KFold.FoldCount), "--folds", StringComparison.Ordinal), e);
        }
    }

    private static bool Has(WireType type, string option) => type.Options.Any(each => each.Name == option);

    // What its number of folds is called; null where that follows from the rows.
    private static string? CountOf(WireType type) => new[] { nameof(KFold.FoldCount), nameof(ShuffleSplit.SplitCount) }.FirstOrDefault(name => Has(type, name));

    private static bool IsRepeated(WireType type) => type.Name.StartsWith(Repeated, StringComparison.Ordinal);

    // What --repeats makes has no name of its own.
    private static IEnumerable<WireType> Types(WireRegistry registry) =>
        registry.Types.Where(type => type is { Kind: WireKind.Splitter, CanCreate: true } && !IsRepeated(type));

    private static WireType Find(WireRegistry registry, string name) =>
        Types(registry).FirstOrDefault(type => NearNames.Same(Short(type.Name), name) || NearNames.Same(type.Name, name))
        ?? throw new UsageException($"there is no splitter '{name}'{NearNames.Hint(name, [.. Types(registry).Select(type => Short(type.Name))])}");

    // k-fold, stratified, group, leave-one-out, time-series.
    private static string Short(string name) =>
        new[] { "-k-fold", "-split" }.FirstOrDefault(end => name.EndsWith(end, StringComparison.Ordinal)) is { } ending ? name[..^ending.Length] : name;
}
