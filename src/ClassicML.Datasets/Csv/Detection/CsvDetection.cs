using System.Collections.Immutable;
using System.Text;

namespace ClassicML;

/// <summary>Finds out the form of a CSV file, one thing after the other: each needs those before.</summary>
internal static class CsvDetection
{
    private const int Windows1252 = 1252;

    public static CsvForm Of(Stream stream, CsvHints given, string? file)
    {
        var options = new CsvOptions
        {
            Separator = given.Separator, DecimalSeparator = given.DecimalSeparator ?? '.', HasHeader = given.HasHeader ?? true, Encoding = given.Encoding,
            Comment = given.Comment,
        };
        CsvSample sample = Sample(stream, given, file);
        if (sample.FirstCharacter is null) throw InputFile.Error(file, 1, "the file is empty");
        string? encoding = null, comment = null;
        if (sample.Encoding.CodePage != (given.Encoding ?? Encoding.UTF8).CodePage)
        {
            options = options with { Encoding = sample.Encoding };
            encoding = sample.Encoding.CodePage == Windows1252
                ? "the file is not UTF-8; read as windows-1252"
                : $"the file is {sample.Encoding.WebName.ToUpperInvariant()}, as its byte order mark says";
        }
        CsvOptions plain = options;
        if (given.Comment is null && sample.FirstCharacter is '#' or '%')
        {
            options = options with { Comment = sample.FirstCharacter };
            comment = $"lines that begin with '{sample.FirstCharacter}' are comments";
        }
        options = Separated(sample, options, given, out string[][] records);
        string? whyNone = given.HasHeader is null ? HeaderRule.WhyNone(records, options) : null;
        if (comment is not null && AreRecords(sample, options, records.FirstOrDefault()?.Length ?? 0, given.HasHeader ?? whyNone is null))
        {
            comment = null;
            options = Separated(sample, plain, given, out records);
            if (given.HasHeader is null) whyNone = HeaderRule.WhyNone(records, options);
        }
        options = options with { HasHeader = given.HasHeader ?? whyNone is null };

        var findings = ImmutableArray.CreateBuilder<string>();
        if (given.Separator is null && options.Separator != ',')
            findings.Add($"fields are separated by {options.Separator switch { '\t' => "tabs", ' ' => "blanks", var other => $"'{other}'" }}");
        if (comment is not null) findings.Add(comment);
        if (whyNone is not null) findings.Add($"the first line{(options.Comment is null ? "" : " that is no comment")} is no header: {whyNone}");
        if (given.DecimalSeparator is null && options.DecimalSeparator == ',') findings.Add("numbers have decimal commas");
        if (options.GroupSeparator is { } group) findings.Add($"numbers have {(group == '.' ? "points" : "commas")} between groups of three digits");
        if (encoding is not null) findings.Add(encoding);
        foreach (string marker in MarkerRule.Find([.. records.Skip(options.HasHeader ? 1 : 0)], options))
        {
            options = options with { MissingValues = options.MissingValues.Add(marker) };
            findings.Add($"{InputFile.Quote(marker)} stands for missing values");
        }
        return new CsvForm(options, findings.ToImmutable(), options.HasHeader && records.Length > 0 ? [.. records[0]] : null);
    }

    private static CsvSample Sample(Stream stream, CsvHints given, string? file)
    {
        long start = stream.Position;
        try
        {
            return new CsvSample(stream, given.Encoding ?? Encoding.UTF8, file);
        }
        catch (InvalidDataException e) when (given.Encoding is null && e.InnerException is DecoderFallbackException)
        {
            stream.Position = start;
            return new CsvSample(stream, CodePagesEncodingProvider.Instance.GetEncoding(Windows1252)!, file);
        }
    }

    private static CsvOptions Separated(CsvSample sample, CsvOptions options, CsvHints given, out string[][] records)
    {
        options = options with { Separator = given.Separator ?? SeparatorRule.Find(sample, options) };
        records = sample.Records(options);
        return NumberRule.Settle(records, options, given.DecimalSeparator);
    }

    // Whether the lines that look like comments are records of the same width, one of them perhaps the header: #id,name above 1,Ann.
    private static bool AreRecords(CsvSample sample, CsvOptions options, int width, bool hasHeader)
    {
        if (width == 0) return true;
        if (width == 1 || hasHeader) return false;
        string[][] all = sample.Records(options with { Comment = null });
        return all.TakeWhile(record => record[0].StartsWith(options.Comment!.Value))
            .All(record => record.Length == width && record[0] is [_] or [_, not (' ' or '\t'), ..]);
    }
}
