using System.Collections.Immutable;
using System.Text;

namespace ClassicML;

/// <summary>How a CSV file is read: its form, its target, the columns that become features, what stands for a missing value.</summary>
public sealed record CsvOptions
{
    /// <summary>The character between fields. Default a comma; not a quote, a line end, or what a number is written with.</summary>
    /// <exception cref="ArgumentException">It is one of those.</exception>
    public char Separator
    {
        get;
        init => field = !"\"\r\n+-.".Contains(value, StringComparison.Ordinal) && !char.IsAsciiLetterOrDigit(value)
            ? value
            : throw new ArgumentException(
                $"Separator must not be a quote, a line end, a sign, a point, a letter or a digit, was {InputFile.Quote([value])}");
    } = ',';

    /// <summary>The encoding of a file without a byte order mark. Default null: UTF-8.</summary>
    /// <remarks>Bytes that are no character in it are an error with their place; so a file in Latin-1 is not taken for UTF-8.</remarks>
    public Encoding? Encoding { get; init; }

    /// <summary>Whether the first record holds column names. Default true.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>The column with the class, or the number to predict. Default the last.</summary>
    public CsvColumn Target { get; init; } = ^1;

    /// <summary>The columns that become features, in this order. Default empty: every column but <see cref="Target"/>.</summary>
    public ImmutableArray<CsvColumn> Columns { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Fields that mean "missing", compared without the blanks around them. Default an empty field, NA, NaN and ?.</summary>
    public ImmutableArray<string> MissingValues { get; init => field = value.IsDefault ? [] : value; } = ["", "NA", "NaN", "?"];

    /// <summary>The classes that labels are encoded with, such as those of the training file. Default null: those found.</summary>
    /// <remarks>
    /// Found in a file, classes are integers, ordered by value, when every label is one; else strings, ordered ordinally. Given, a label
    /// that is not among them is an error.
    /// </remarks>
    public ClassLabels? Labels { get; init; }
}
