using System.Collections.Immutable;
using System.Globalization;

namespace ClassicML;

/// <summary>Takes a target field; returns null, or what is wrong with it.</summary>
internal delegate string? TargetField(ReadOnlySpan<char> text);

/// <summary>One pass over a CSV file: the chosen columns as numbers, row-major, and the target field handed on.</summary>
internal sealed class CsvTable
{
    private readonly CsvOptions options;
    private readonly CsvTokenizer tokens;
    private readonly string? file;
    private readonly string[]? header;
    private readonly int width;       // fields of a record
    private readonly int target;      // place of the target, or -1
    private readonly int[] columns;   // places of the features
    private double[] values;
    private int used;

    /// <summary>Reads all records.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="options">Its form.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="onTarget">Receives the target of each row; null when the text has none.</param>
    public CsvTable(TextReader reader, CsvOptions options, string? file, TargetField? onTarget)
    {
        this.options = options;
        this.file = file;
        tokens = new CsvTokenizer(reader, options.Separator, file);
        if (!tokens.Read()) throw InputFile.Error(file, 1, "the file is empty");
        width = tokens.Count;
        if (options.HasHeader)
        {
            header = new string[width];
            for (int i = 0; i < width; i++) header[i] = tokens[i].ToString();
        }
        target = onTarget is null ? -1 : Find(options.Target, nameof(CsvOptions.Target));
        columns = options.Columns.IsEmpty
            ? [.. Enumerable.Range(0, width).Where(place => place != target)]
            : [.. options.Columns.Select(column => Find(column, nameof(CsvOptions.Columns)))];
        if (columns.Length == 0) throw InputFile.Error(file, tokens.Line, "there is no feature column beside the target");
        if (columns.Contains(target))
            throw InputFile.Error(file, tokens.Line, $"column {Name(target)} is both the target and a feature");

        values = new double[Math.Max(1024, columns.Length)];
        if (options.HasHeader && !tokens.Read()) throw InputFile.Error(file, tokens.Line, "there is a header but no row");
        do Row(onTarget); while (tokens.Read());
        Array.Resize(ref values, used);
    }

    /// <summary>The number of rows, n.</summary>
    public int RowCount { get; private set; }

    /// <summary>The chosen columns, n×p.</summary>
    public Matrix Features => Matrix.Wrap(values, RowCount, columns.Length);

    /// <summary>The names of the chosen columns, or null without a header.</summary>
    public ImmutableArray<string>? FeatureNames => header is null ? null : [.. columns.Select(place => header[place])];

    /// <summary>The name of the target's column, or null without a header or a target.</summary>
    public string? TargetName => target < 0 ? null : header?[target];

    private void Row(TargetField? onTarget)
    {
        if (tokens.Count != width)
        {
            string other = header is null ? "row 0" : "the header";
            throw InputFile.Error(
                file, tokens.Line, $"row {RowCount} has {tokens.Count} fields, {other} has {width}: {InputFile.Quote(tokens.Text)}");
        }
        if (used > values.Length - columns.Length) Grow();
        foreach (int place in columns)
        {
            ReadOnlySpan<char> text = tokens[place];
            if (IsMissing(text)) values[used++] = double.NaN;
            else if (TryNumber(text, out double value)) values[used++] = value;
            else throw Error(place, $"{InputFile.Quote(text)} is not a finite number");
        }
        if (onTarget is not null)
        {
            ReadOnlySpan<char> text = tokens[target];
            string? wrong = IsMissing(text) ? $"the target is missing: {InputFile.Quote(text)}" : onTarget(text);
            if (wrong is not null) throw Error(target, wrong);
        }
        RowCount++;
    }

    /// <summary>Reads a number as .NET writes it in the invariant culture; NaN passes, infinities and overflows do not.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && !double.IsInfinity(value) && !HasNull(text);

    /// <summary>Whether a text has a null, which .NET's parsers pass over at the end of a number.</summary>
    public static bool HasNull(ReadOnlySpan<char> text) => text.Contains('\0');

    private bool IsMissing(ReadOnlySpan<char> text)
    {
        foreach (string missing in options.MissingValues)
            if (text.SequenceEqual(missing)) return true;
        return false;
    }

    private int Find(CsvColumn column, string option)
    {
        if (column.Name is null)
        {
            int place = column.Place.GetOffset(width);
            return (uint)place < (uint)width
                ? place
                : throw InputFile.Error(
                    file, tokens.Line, $"there is no column {column}, which {option} asks for; the record has {width} fields");
        }
        if (header is null)
            throw new ArgumentException(
                $"{option} names column {column}, but without a header ({nameof(CsvOptions.HasHeader)}) columns have no names");
        int first = Array.IndexOf(header, column.Name);
        if (first < 0)
            throw InputFile.Error(
                file, tokens.Line,
                $"there is no column {column}, which {option} asks for; the header is {InputFile.Quote(string.Join(", ", header))}");
        int second = Array.IndexOf(header, column.Name, first + 1);
        return second < 0
            ? first
            : throw InputFile.Error(file, tokens.Line, $"columns {first} and {second} are both named {column}, which {option} asks for");
    }

    private void Grow()
    {
        long wanted = Math.Min(Array.MaxLength, 2L * values.Length);
        if (wanted < (long)used + columns.Length)
            throw InputFile.Error(
                file, tokens.Line, $"row {RowCount} does not fit; a matrix holds at most {Array.MaxLength} values");
        Array.Resize(ref values, (int)wanted);
    }

    private string Name(int place) => header is null ? place.ToString(CultureInfo.InvariantCulture) : InputFile.Quote(header[place]);

    private InvalidDataException Error(int place, string message) =>
        InputFile.Error(file, tokens.Line, $"row {RowCount}, column {Name(place)}: {message}");
}
