namespace ClassicML.Cli.Input;

/// <summary>How a file is written, as far as the command line says; what it leaves open is told from the file.</summary>
/// <param name="Format">One of <see cref="Formats"/>, or null.</param>
/// <param name="Csv">Of a file in CSV.</param>
/// <param name="Missing">Texts of a CSV file that stand for a missing value, besides the usual ones.</param>
internal sealed record FileForm(string? Format, CsvHints Csv, string[] Missing)
{
    public static IReadOnlyList<string> Formats { get; } = ["csv", "tsv", "libsvm", "idx", "parquet"];
}
