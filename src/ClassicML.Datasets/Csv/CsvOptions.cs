using System.Collections.Immutable;
using System.Text;

namespace ClassicML;

/// <summary>How a CSV file is read or written: its form, its columns and their types, its target, what stands for a missing value.</summary>
public sealed record CsvOptions
{
    /// <summary>What separators are looked for among.</summary>
    internal const string UsualSeparators = ",;\t|";

    /// <summary>The character between fields; not a quote, a line end, or what a number is written with. Default null: the one of comma, semicolon,
    /// tab and bar that the first record has most of outside quotes, and a comma where it has none; written, a comma.</summary>
    /// <exception cref="ArgumentException">It is one of those.</exception>
    public char? Separator
    {
        get;
        init => field = value is not { } given || (!"\"\r\n+-.".Contains(given, StringComparison.Ordinal) && !char.IsAsciiLetterOrDigit(given))
            ? value
            : throw new ArgumentException(
                $"Separator must not be a quote, a line end, a sign, a point, a letter or a digit, was {InputFile.Quote([given])}");
    }

    /// <summary>The character before the fraction of a number. Default a point; a comma in much of Europe.</summary>
    /// <exception cref="ArgumentException">It is a quote, a line end, a sign, a letter or a digit.</exception>
    public char DecimalSeparator { get; init => field = InNumbers(value, nameof(DecimalSeparator)); } = '.';

    /// <summary>The character that may stand between groups of three digits before the fraction, such as the points of 1.234.567,5. Default null:
    /// none, and a number with one is no number.</summary>
    /// <exception cref="ArgumentException">It is a quote, a line end, a sign, a letter or a digit.</exception>
    public char? GroupSeparator { get; init => field = value is { } given ? InNumbers(given, nameof(GroupSeparator)) : null; }

    /// <summary>The encoding of a file without a byte order mark. Default null: UTF-8, written without a mark.</summary>
    /// <remarks>Bytes that are no character in it are an error with their place; so a file in Latin-1 is not taken for UTF-8.</remarks>
    public Encoding? Encoding { get; init; }

    /// <summary>The character that comments begin with, such as # or %: a record whose first character it is, not in quotes, is passed over to the end of its
    /// line. Default null: none; such a record is one like the others.</summary>
    /// <exception cref="ArgumentException">It is a quote, a sign, a point, a blank, a control character, a letter or a digit.</exception>
    public char? Comment
    {
        get;
        init => field = value is { } given && ("\"+-.".Contains(given, StringComparison.Ordinal) || char.IsLetterOrDigit(given) || char.IsWhiteSpace(given)
            || char.IsControl(given))
            ? throw new ArgumentException(
                $"{nameof(Comment)} must not be a quote, a sign, a point, a blank, a control character, a letter or a digit, was {InputFile.Quote([given])}")
            : value;
    }

    /// <summary>Whether the first record holds column names. Default true.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>The column with the class, or the number to predict. Default the last. No part in tables.</summary>
    public CsvColumn Target { get; init; } = ^1;

    /// <summary>The columns that become features or columns of a table, in this order. Default empty: every column, but <see cref="Target"/>
    /// where there is one.</summary>
    public ImmutableArray<CsvColumn> Columns { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>What columns of a table are read as, by their names. Default empty: what all their values are.</summary>
    /// <remarks>
    /// Found in a file, a column is of numbers where every value that is there is a finite number, of truth values where each is true or false in
    /// any case, of dates where each is one of ISO 8601 (2024-02-29, perhaps with a time behind T or a blank, and an offset: then it becomes UTC),
    /// else of text; one without any value is of numbers. Given, a value that is none of its kind is an error. A column of truth values may
    /// then also have yes and no, y and n, t and f, 1 and 0.
    /// </remarks>
    public IReadOnlyDictionary<string, CsvType> Types
    {
        get;
        init => field = Check.NotNull(value, nameof(Types)).ToImmutableDictionary(StringComparer.Ordinal);
    } = ImmutableDictionary<string, CsvType>.Empty;

    /// <summary>Fields that mean "missing", compared without the blanks around them. Default an empty field, NA, NaN, N/A, n/a, #N/A, NULL, null and ?.
    /// </summary>
    public ImmutableArray<string> MissingValues { get; init => field = value.IsDefault ? [] : value; } =
        ["", "NA", "NaN", "N/A", "n/a", "#N/A", "NULL", "null", "?"];

    /// <summary>The classes that labels are encoded with, such as those of the training file. Default null: those found. No part in tables.</summary>
    /// <remarks>
    /// Found in a file, classes are integers, ordered by value, when every label is one; else strings, ordered ordinally. Given, a label
    /// that is not among them is an error.
    /// </remarks>
    public ClassLabels? Labels { get; init; }

    /// <summary>How numbers are written.</summary>
    /// <exception cref="ArgumentException">A character has two meanings.</exception>
    internal NumberText Numbers() =>
        DecimalSeparator == GroupSeparator
            ? throw new ArgumentException($"{nameof(DecimalSeparator)} and {nameof(GroupSeparator)} must differ, both are {InputFile.Quote([DecimalSeparator])}")
            : new NumberText(DecimalSeparator, GroupSeparator);

    private static char InNumbers(char value, string name) =>
        !"\"\r\n+-".Contains(value, StringComparison.Ordinal) && !char.IsAsciiLetterOrDigit(value)
            ? value
            : throw new ArgumentException($"{name} must not be a quote, a line end, a sign, a letter or a digit, was {InputFile.Quote([value])}");
}
