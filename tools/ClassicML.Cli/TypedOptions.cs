using System.CommandLine;
using System.CommandLine.Parsing;

namespace ClassicML.Cli;

/// <summary>The options of a command line in the order in which they were typed, which the parser's own results have lost.</summary>
/// <param name="Options">Each option by its name, such as <c>--set</c>, with its value; null for a switch without one.</param>
/// <param name="Arguments">What belongs to no option.</param>
internal sealed record TypedOptions(IReadOnlyList<(Option Option, string? Value)> Options, IReadOnlyList<string> Arguments)
{
    public static TypedOptions Of(ParseResult parsed)
    {
        Dictionary<string, Option> known = Known(parsed);
        var options = new List<(Option, string?)>();
        var arguments = new List<string>();
        Option? open = null;
        foreach (Token token in parsed.Tokens)
        {
            if (token.Type == TokenType.Option && known.TryGetValue(token.Value, out Option? option))
            {
                open = option;
                options.Add((option, null));
            }
            else if (token.Type == TokenType.Argument)
            {
                // A switch takes no value but true or false.
                if (open is null || open.ValueType == typeof(bool) && !bool.TryParse(token.Value, out _)) arguments.Add(token.Value);
                else options[^1] = (open, token.Value);
                open = null;
            }
        }
        return new TypedOptions(options, arguments);
    }

    /// <summary>All options that the command can have, by their names.</summary>
    public static Dictionary<string, Option> Known(ParseResult parsed)
    {
        var known = new Dictionary<string, Option>(StringComparer.Ordinal);
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Command: var command }; at = at.Parent)
            foreach (Option option in command.Options)
                foreach (string name in option.Aliases.Prepend(option.Name)) known.TryAdd(name, option);
        return known;
    }

    /// <summary>Whether an option can come several times.</summary>
    public static bool IsMultiple(Option option) => option.ValueType.IsArray;
}
