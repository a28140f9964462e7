using System.Text;

namespace ClassicML;

/// <summary>What is known of a CSV file whose form is to be found out (<see cref="CsvReader.Detect(string, CsvHints?)"/>).</summary>
/// <remarks>Each is an option of <see cref="CsvOptions"/>; null, the default, means: find out. To have no comments at all, take them away afterwards:
/// <c>form.Options with { Comment = null }</c>.</remarks>
public sealed record CsvHints
{
    /// <summary>The character between fields.</summary>
    public char? Separator { get; init; }

    /// <summary>The character before the fraction of a number.</summary>
    public char? DecimalSeparator { get; init; }

    /// <summary>Whether the first record holds column names.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>The encoding of a file without a byte order mark.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The character that comments begin with.</summary>
    public char? Comment { get; init; }
}
