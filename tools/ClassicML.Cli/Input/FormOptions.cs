using System.CommandLine;
using System.Text;

namespace ClassicML.Cli.Input;

/// <summary>The options that say how a file is written, where that can't be told from it.</summary>
internal sealed class FormOptions
{
    private readonly Option<string?> format = new("--format")
    {
        Description = $"{string.Join(", ", FileForm.Formats)}. Default: by the content.", HelpName = "FORMAT",
    };
    private readonly Option<string?> separator = new("--separator")
    {
        Description = "Of CSV, the character between fields; tab for a tab. Default: by the content.", HelpName = "CHAR",
    };
    private readonly Option<string?> decimalMark = new("--decimal")
    {
        Description = "Of CSV, the character before the fraction of a number. Default: by the content.", HelpName = "CHAR",
    };
    private readonly Option<bool> header = new("--header") { Description = "Of CSV: the first line has the names of the columns." };
    private readonly Option<bool> noHeader = new("--no-header") { Description = "Of CSV: the first line is a row." };
    private readonly Option<string?> encoding = new("--encoding")
    {
        Description = "Of CSV, such as latin1 or windows-1252. Default: by the content.", HelpName = "NAME",
    };
    private readonly Option<string?> comment = new("--comment") { Description = "Of CSV, the character that begins lines to pass over.", HelpName = "CHAR" };
    private readonly Option<string[]> missing = new("--missing")
    {
        Description = "A text that stands for a missing value, besides NA, ? and the like; may come several times.", HelpName = "TEXT",
    };

    public FormOptions(Command command)
    {
        format.AcceptOnlyFromAmong([.. FileForm.Formats]);
        foreach (Option option in (Option[])[format, separator, decimalMark, header, noHeader, encoding, comment, missing]) command.Options.Add(option);
    }

    public FileForm Of(ParseResult parsed)
    {
        if (parsed.GetValue(header) && parsed.GetValue(noHeader)) throw new UsageException("give either --header or --no-header");
        string? form = parsed.GetValue(format);
        var csv = new CsvHints
        {
            Separator = Character(parsed.GetValue(separator), "--separator") ?? (form == "tsv" ? '\t' : null),
            DecimalSeparator = Character(parsed.GetValue(decimalMark), "--decimal"),
            HasHeader = parsed.GetValue(header) ? true : parsed.GetValue(noHeader) ? false : null,
            Encoding = EncodingOf(parsed.GetValue(encoding)),
            Comment = Character(parsed.GetValue(comment), "--comment"),
        };
        return new FileForm(form, csv, parsed.GetValue(missing) ?? []);
    }

    private static char? Character(string? text, string option) => text switch
    {
        null => null,
        "tab" or "\\t" => '\t',
        [var only] => only,
        _ => throw new UsageException($"{option} takes one character, or tab, was '{text}'"),
    };

    private static Encoding? EncodingOf(string? name)
    {
        if (name is null) return null;
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new UsageException($"--encoding must be one that .NET knows, such as utf-8, latin1 or windows-1252, was '{name}'");
        }
    }
}
