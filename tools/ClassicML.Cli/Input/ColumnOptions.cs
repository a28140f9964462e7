using System.CommandLine;

namespace ClassicML.Cli.Input;

/// <summary>The options that say what the columns of a table are for.</summary>
internal sealed class ColumnOptions
{
    private readonly Option<string[]> columns = Names("--columns", "The columns to predict from, by commas. Default: all others.");
    private readonly Option<string[]> drop = Names("--drop", "Columns to leave out, by commas.");
    private readonly Option<string[]> categorical = Names("--categorical", "Columns of numbers that are names of categories, by commas.");
    private readonly Option<string?> weights = new("--weights") { Description = "The column that says what each row counts.", HelpName = "COLUMN" };
    private readonly Option<string?> groups = new("--groups")
    {
        Description = "The column whose rows of one value stay together in folds.", HelpName = "COLUMN",
    };
    private readonly Option<string?> id = new("--id") { Description = "The column that names the rows: no feature, and the first column of predictions.", HelpName = "COLUMN" };

    public ColumnOptions(Command command)
    {
        foreach (Option option in (Option[])[columns, drop, categorical, weights, groups, id]) command.Options.Add(option);
    }

    public ColumnRoles Of(ParseResult parsed) => new()
    {
        Columns = Split(parsed.GetValue(columns)),
        Drop = Split(parsed.GetValue(drop)),
        Categorical = Split(parsed.GetValue(categorical)),
        Weights = parsed.GetValue(weights),
        Groups = parsed.GetValue(groups),
        Id = parsed.GetValue(id),
    };

    private static Option<string[]> Names(string name, string description) => new(name) { Description = description, HelpName = "COLUMNS" };

    private static string[] Split(string[]? lists) =>
        [.. (lists ?? []).SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
}

/// <summary>What the columns of a table are for, by their names or numbers from 0.</summary>
internal sealed record ColumnRoles
{
    /// <summary>Whether one column is the target: the named one, else the last.</summary>
    public bool HasTarget { get; init; }

    public string? Target { get; init; }

    /// <summary>The features; empty for all others.</summary>
    public string[] Columns { get; init; } = [];

    public string[] Drop { get; init; } = [];

    public string[] Categorical { get; init; } = [];

    public string? Weights { get; init; }

    public string? Groups { get; init; }

    public string? Id { get; init; }
}
