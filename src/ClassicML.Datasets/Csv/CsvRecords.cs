using nietras.SeparatedValues;

namespace ClassicML;

/// <summary>Text as records and fields: cut by Sep, and held to RFC 4180, with any separator and any line end.</summary>
/// <remarks>
/// A quoted field may hold separators, line ends and doubled quotes; blanks around the quotes are dropped. Blanks around an unquoted field
/// are dropped too, and a quote inside one is an error. Lines without any character are skipped, and so are comments. Fields are spans of Sep's
/// buffer: no string is made. Sep lets quotes open and close anywhere, so a field that is broken reaches at least as far as the fault, and every record
/// with a quote is looked at field by field.
/// </remarks>
internal sealed class CsvRecords : IDisposable
{
    // Sep's own limit, which a quote that is never closed meets before the whole file is in memory.
    private const int LongestRecord = 1 << 24;

    private const string Blanks = " \t";

    private readonly CsvText text;
    private readonly string? file;
    private readonly SepReader reader;
    private char[] scratch = [];
    private long nextLine = 1;
    private bool hasQuotes;

    public CsvRecords(CsvText text, string? file)
    {
        this.text = text;
        this.file = file;
        try
        {
            reader = new SepReaderOptions(new Sep(text.Separator)) { HasHeader = false, DisableColCountCheck = true }.From(text);
        }
        catch (NotSupportedException e)
        {
            throw TooLong(e);
        }
    }

    /// <summary>The number, from one, of the line that the record starts on.</summary>
    public long Line { get; private set; }

    /// <summary>The number of fields of the record.</summary>
    public int Count => reader.Current.ColCount;

    /// <summary>The record as it stands in the file.</summary>
    public ReadOnlySpan<char> Text
    {
        get
        {
            if (!text.IsSwapped) return reader.Current.Span;
            Span<char> own = reader.Current.Span.ToArray();
            text.Swap(own);
            return own;
        }
    }

    /// <summary>A field as it stands in the file, with its blanks and quotes, valid until the next call.</summary>
    public ReadOnlySpan<char> Plain(int index) => reader.Current[index].Span;

    /// <summary>A field, valid until the next call.</summary>
    public ReadOnlySpan<char> this[int index]
    {
        get
        {
            ReadOnlySpan<char> field = Plain(index).Trim(Blanks);
            bool isDoubled = false;
            if (hasQuotes && field is ['"', ..])
            {
                field = field[1..^1];
                isDoubled = field.Contains('"');
            }
            return isDoubled || text.IsSwapped ? Own(field) : field;
        }
    }

    /// <summary>Moves to the next record; false at the end.</summary>
    public bool Read()
    {
        do
        {
            if (!MoveNext()) return false;
            Line = nextLine;
            nextLine = reader.Current.LineNumberToExcl;
        }
        while (IsPassedOver(reader.Current.Span));
        hasQuotes = text.HasQuotes && reader.Current.Span.Contains('"');
        if (hasQuotes)
            for (int i = 0; i < Count; i++) CheckQuotes(i);
        return true;
    }

    public void Dispose() => reader.Dispose();

    private bool IsPassedOver(ReadOnlySpan<char> record) => record.IsEmpty || record[0] == text.Comment;

    private bool MoveNext()
    {
        try
        {
            return reader.MoveNext();
        }
        catch (NotSupportedException e)
        {
            throw TooLong(e);
        }
    }

    private InvalidDataException TooLong(NotSupportedException e) =>
        InputFile.Error(file, nextLine, $"the record is longer than {LongestRecord} characters; a quote may not be closed", e);

    private void CheckQuotes(int index)
    {
        ReadOnlySpan<char> field = Plain(index).TrimStart(Blanks);
        int at = field.IndexOf('"');
        if (at < 0) return;
        if (at > 0) throw Error(index, field[at..], "has a quote in the middle; put the field in quotes and double the quote");
        for (at = 1; ; at += 2)
        {
            int next = field[at..].IndexOf('"');
            if (next < 0) throw Error(index, field, "opens a quote that is never closed");
            at += next;
            if (at + 1 == field.Length || field[at + 1] != '"') break;
        }
        ReadOnlySpan<char> rest = field[(at + 1)..].TrimStart(Blanks);
        if (!rest.IsEmpty) throw Error(index, rest, $"has '{rest[0]}' after its closing quote");
    }

    // What is wrong from some place of the record on, with the line of the place.
    private InvalidDataException Error(int index, ReadOnlySpan<char> from, string message)
    {
        ReadOnlySpan<char> record = reader.Current.Span;
        record.Overlaps(from, out int at);
        ReadOnlySpan<char> before = record[..at];
        return InputFile.Error(file, Line + before.Count('\n') + before.Count('\r') - before.Count("\r\n"), $"field {index + 1} {message}");
    }

    // A field with single quotes for doubled ones, and its own characters.
    private ReadOnlySpan<char> Own(ReadOnlySpan<char> field)
    {
        if (scratch.Length < field.Length) scratch = new char[field.Length];
        int length = 0;
        for (int i = 0; i < field.Length; i++)
        {
            scratch[length++] = field[i];
            if (field[i] == '"') i++;
        }
        text.Swap(scratch.AsSpan(0, length));
        return scratch.AsSpan(0, length);
    }
}
