using System.Buffers;

namespace ClassicML;

/// <summary>Cuts text into records and fields: RFC 4180, with any separator, any line end, and a byte order mark at the start.</summary>
/// <remarks>
/// A quoted field may hold separators, line ends and doubled quotes; blanks around the quotes are dropped. Blanks around an unquoted field
/// are dropped too, and a quote inside one is an error. Lines without any character are skipped. Fields are spans of one buffer, which
/// grows to the longest record: no string is made.
/// </remarks>
internal sealed class CsvTokenizer(TextReader reader, char separator, string? file)
{
    // A quote that is never closed would otherwise read the whole file into memory before it is reported.
    private const int LongestRecord = 1 << 26;

    private readonly record struct Field(int Start, int Length, bool Doubled);

    private readonly SearchValues<char> ends = SearchValues.Create([separator, '\n', '\r', '"']);
    private char[] buffer = new char[1 << 16];
    private char[] scratch = [];
    private Field[] fields = new Field[64];
    private int record, position, filled;   // positions in fields are relative to record, which moves when the buffer is refilled
    private long nextLine = 1;
    private bool started;

    /// <summary>The number, from one, of the line that the record starts on.</summary>
    public long Line { get; private set; }

    /// <summary>The number of fields of the record.</summary>
    public int Count { get; private set; }

    /// <summary>The record as it stands in the file.</summary>
    public ReadOnlySpan<char> Text => buffer.AsSpan(record, position - record).TrimEnd("\r\n");

    /// <summary>A field, valid until the next call.</summary>
    public ReadOnlySpan<char> this[int index]
    {
        get
        {
            Field field = fields[index];
            ReadOnlySpan<char> text = buffer.AsSpan(record + field.Start, field.Length);
            return field.Doubled ? Single(text) : text;
        }
    }

    /// <summary>Moves to the next record; false at the end.</summary>
    public bool Read()
    {
        if (!started && Peek() == '\uFEFF') position++;
        started = true;
        record = position;
        for (int c = Peek(); c is '\n' or '\r'; c = Peek())
        {
            EndLine();
            record = position;
        }
        if (Peek() < 0) return false;
        Line = nextLine;
        Count = 0;
        do Add(); while (Take(separator));
        EndLine();
        return true;
    }

    private void Add()
    {
        if (Count == fields.Length) Array.Resize(ref fields, 2 * Count);
        SkipBlanks();
        fields[Count++] = Peek() == '"' ? Quoted() : Plain();
    }

    private Field Plain()
    {
        int start = position - record, found;
        while ((found = buffer.AsSpan(position, filled - position).IndexOfAny(ends)) < 0)
        {
            position = filled;
            if (!Fill()) break;
        }
        if (found >= 0) position += found;
        if (Peek() == '"')
            throw InputFile.Error(file, nextLine, $"field {Count} has a quote in the middle; put the field in quotes and double the quote");
        return new Field(start, buffer.AsSpan(record + start, position - record - start).TrimEnd(" \t").Length, false);
    }

    private Field Quoted()
    {
        long opened = nextLine;
        bool doubled = false;
        position++;
        int start = position - record;
        while (true)
        {
            int c = Peek();
            if (c < 0) throw InputFile.Error(file, opened, $"field {Count} opens a quote that is never closed");
            if (c == '"')
            {
                position++;
                if (Peek() != '"') break;
                doubled = true;
            }
            if (c is '\n' or '\r') EndLine();
            else position++;
        }
        int length = position - 1 - record - start;
        SkipBlanks();
        int next = Peek();
        if (next >= 0 && next != separator && next is not ('\n' or '\r'))
            throw InputFile.Error(file, nextLine, $"field {Count} has '{(char)next}' after its closing quote");
        return new Field(start, length, doubled);
    }

    private ReadOnlySpan<char> Single(ReadOnlySpan<char> text)
    {
        if (scratch.Length < text.Length) scratch = new char[text.Length];
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            scratch[length++] = text[i];
            if (text[i] == '"') i++;
        }
        return scratch.AsSpan(0, length);
    }

    private void SkipBlanks()
    {
        for (int c = Peek(); c is ' ' or '\t' && c != separator; c = Peek()) position++;
    }

    private bool Take(char wanted)
    {
        bool there = Peek() == wanted;
        if (there) position++;
        return there;
    }

    private void EndLine()
    {
        bool any = Take('\r');
        if (Take('\n') || any) nextLine++;
    }

    private int Peek() => position < filled || Fill() ? buffer[position] : -1;

    private bool Fill()
    {
        if (record > 0)
        {
            buffer.AsSpan(record, filled - record).CopyTo(buffer);
            (position, filled, record) = (position - record, filled - record, 0);
        }
        if (filled == buffer.Length)
        {
            if (filled >= LongestRecord)
                throw InputFile.Error(file, Line, $"the record is longer than {LongestRecord} characters; a quote may not be closed");
            Array.Resize(ref buffer, 2 * filled);
        }
        int read = reader.Read(buffer, filled, buffer.Length - filled);
        filled += read;
        return read > 0;
    }
}
