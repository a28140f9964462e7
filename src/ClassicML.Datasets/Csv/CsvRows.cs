using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace ClassicML;

/// <summary>The rows of a CSV file, each of as many fields as the first record: what every reader of one has in common.</summary>
internal sealed class CsvRows : IDisposable
{
    private readonly CsvOptions options;
    private readonly string? file;
    private readonly CsvRecords records;
    private readonly long firstLine;
    private readonly int longestMissing;
    private readonly bool mayBeMissing;   // a marker such as -999 is a number, and no value

    /// <param name="reader">The text.</param>
    /// <param name="options">Its form.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="onBlock">Called before each block of text.</param>
    public CsvRows(TextReader reader, CsvOptions options, string? file, Action? onBlock = null)
    {
        this.options = options;
        this.file = file;
        longestMissing = options.MissingValues.Select(missing => missing.Length).DefaultIfEmpty(-1).Max();
        Numbers = options.Numbers();
        mayBeMissing = options.MissingValues.Any(missing => Numbers.TryRead(missing, out double value) && double.IsFinite(value));
        records = new CsvRecords(new CsvText(reader, options, onBlock), file);
        if (!records.Read()) throw InputFile.Error(file, 1, "the file is empty");
        firstLine = records.Line;
        Width = records.Count;
        if (options.HasHeader) Header = [.. Enumerable.Range(0, Width).Select(place => records[place].ToString())];
    }

    /// <summary>The number of fields of a record.</summary>
    public int Width { get; }

    /// <summary>The names of the fields, or null without a header.</summary>
    public ImmutableArray<string>? Header { get; }

    /// <summary>The number of the row, from zero; -1 before the first.</summary>
    public int Row { get; private set; } = -1;

    /// <summary>A field of the row, valid until the next call.</summary>
    public ReadOnlySpan<char> this[int place] => records[place];

    /// <summary>How numbers are written.</summary>
    public NumberText Numbers { get; }

    /// <summary>Reads numbers the fast way, which most of them take: as they stand in the file, up to the first that isn't one or may mean "missing".</summary>
    /// <param name="places">The places of some fields of the row.</param>
    /// <param name="areNumbers">Whether each is to be a number; where one isn't, the reading ends.</param>
    /// <param name="from">Where to begin among them.</param>
    /// <param name="values">Gets the numbers.</param>
    /// <returns>Where it ended: the number of places, or the first field that was not read.</returns>
    // One loop around csFastFloat, whose locals are many: a call for each field would take a third longer.
    [SkipLocalsInit]
    public int ReadNumbers(ReadOnlySpan<int> places, ReadOnlySpan<bool> areNumbers, int from, Span<double> values)
    {
        if (mayBeMissing) return from;
        while (from < places.Length && areNumbers[from] && Numbers.TryFast(records.Plain(places[from]), out values[from])) from++;
        return from;
    }

    /// <summary>Moves to the next row; false at the end. There is at least one.</summary>
    public bool Next()
    {
        // Without a header the first record is the first row.
        bool isThere = Row < 0 && Header is null || records.Read();
        if (!isThere) return Row < 0 ? throw Error("there is a header but no row") : false;
        Row++;
        if (records.Count != Width)
        {
            string other = Header is null ? "row 0" : "the header";
            throw InputFile.Error(
                file, records.Line, $"row {Row} has {records.Count} fields, {other} has {Width}: {InputFile.Quote(records.Text)}");
        }
        return true;
    }

    /// <summary>Whether a field means that there is no value.</summary>
    public bool IsMissing(ReadOnlySpan<char> text)
    {
        if (text.Length > longestMissing) return false;
        foreach (string missing in options.MissingValues)
            if (text.SequenceEqual(missing)) return true;
        return false;
    }

    /// <summary>The place of a column that an option asks for.</summary>
    public int Find(CsvColumn column, string option)
    {
        if (column.Name is null)
        {
            int place = column.Place.GetOffset(Width);
            return (uint)place < (uint)Width
                ? place
                : throw Error($"there is no column {column}, which {option} asks for; the record has {Width} fields");
        }
        if (Header is not { } header)
            throw new ArgumentException(
                $"{option} names column {column}, but without a header ({nameof(CsvOptions.HasHeader)}) columns have no names");
        int first = header.IndexOf(column.Name);
        if (first < 0)
            throw Error($"there is no column {column}, which {option} asks for; the header is {InputFile.Quote(string.Join(", ", header))}");
        int last = header.LastIndexOf(column.Name);
        return last == first ? first : throw Error($"columns {first} and {last} are both named {column}, which {option} asks for");
    }

    /// <summary>The places of <see cref="CsvOptions.Columns"/>; where it is empty, all but one.</summary>
    public int[] Columns(int without = -1) => options.Columns.IsEmpty
        ? [.. Enumerable.Range(0, Width).Where(place => place != without)]
        : [.. options.Columns.Select(column => Find(column, nameof(CsvOptions.Columns)))];

    /// <summary>A column as messages name it.</summary>
    public string Name(int place) => Header is { } header ? InputFile.Quote(header[place]) : place.ToString(CultureInfo.InvariantCulture);

    /// <summary>What is wrong with the columns.</summary>
    public InvalidDataException Error(string message) => InputFile.Error(file, firstLine, message);

    /// <summary>What is wrong with the row.</summary>
    public InvalidDataException RowError(string message) => InputFile.Error(file, records.Line, $"row {Row}{message}");

    /// <summary>What is wrong with a field of the row.</summary>
    public InvalidDataException Error(int place, string message) => RowError($", column {Name(place)}: {message}");

    public void Dispose() => records.Dispose();
}
