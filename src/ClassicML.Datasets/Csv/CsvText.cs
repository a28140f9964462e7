namespace ClassicML;

/// <summary>The characters that Sep is given: without a byte order mark, and with a separator that it knows.</summary>
/// <remarks>
/// Sep's separators are ASCII characters but <c>#</c>. Any other changes places with U+001F on the way, the unit separator, and back again in fields.
/// </remarks>
internal sealed class CsvText : TextReader
{
    private const char UnitSeparator = '\u001F', Mark = '\uFEFF';

    private readonly TextReader reader;
    private readonly char[] start = new char[1 << 16];
    private readonly char given;
    private readonly Action? onBlock;
    private readonly int filled;
    private int position;
    private bool isInComment, isInQuotes, isAtStart = true;   // where comments are looked for

    /// <param name="reader">The text.</param>
    /// <param name="options">Its form.</param>
    /// <param name="onBlock">Called before each block.</param>
    public CsvText(TextReader reader, CsvOptions options, Action? onBlock = null)
    {
        this.reader = reader;
        this.onBlock = onBlock;
        onBlock?.Invoke();
        filled = reader.ReadBlock(start);
        if (filled > 0 && start[0] == Mark) position = 1;
        Comment = options.Comment;
        Uncomment(start.AsSpan(position, filled - position));
        given = options.Separator ?? Likeliest(start.AsSpan(position, filled - position), Comment, options.DecimalSeparator);
        if (given == Comment)
            throw new ArgumentException($"{nameof(CsvOptions.Comment)} and the separator must differ, both are {InputFile.Quote([given])}");
        Separator = given is '\t' or (>= ' ' and < '\u007F' and not '#') ? given : UnitSeparator;
        Given(start.AsSpan(position, filled - position));
    }

    /// <summary>The character that a comment begins with, or null. The quotes in one become such characters, so that they open nothing.</summary>
    public char? Comment { get; }

    /// <summary>The separator as Sep sees it.</summary>
    public char Separator { get; }

    /// <summary>Whether fields that hold one of the two characters must be swapped back.</summary>
    public bool IsSwapped => Separator != given;

    /// <summary>Whether there was a quote so far; records come later.</summary>
    public bool HasQuotes { get; private set; }

    /// <remarks>Fills the buffer but at the end: Sep would move a return behind what comes after a shorter block that ends between two of them.</remarks>
    public override int Read(Span<char> buffer)
    {
        onBlock?.Invoke();
        int kept = Math.Min(buffer.Length, filled - position);
        start.AsSpan(position, kept).CopyTo(buffer);
        position += kept;
        Span<char> read = buffer[kept..];
        read = read[..reader.ReadBlock(read)];
        Uncomment(read);
        Given(read);
        return kept + read.Length;
    }

    /// <summary>Puts each of the two characters in the other's place.</summary>
    public void Swap(Span<char> text)
    {
        if (!IsSwapped) return;
        foreach (ref char c in text) c = c == given ? Separator : c == Separator ? given : c;
    }

    private void Given(Span<char> block)
    {
        HasQuotes = HasQuotes || block.Contains('"');
        Swap(block);
    }

    // Sep knows no comments: it cuts them as records, which are passed over afterwards.
    private void Uncomment(Span<char> block)
    {
        if (Comment is not { } comment) return;
        while (!block.IsEmpty)
        {
            isInComment |= isAtStart && block[0] == comment;
            isAtStart = false;
            int next = isInComment ? block.IndexOfAny('\r', '\n') : block.IndexOfAny('"', '\r', '\n');
            if (isInComment) block[..(next < 0 ? block.Length : next)].Replace('"', comment);
            if (next < 0) return;
            if (block[next] == '"') isInQuotes = !isInQuotes;
            else (isInComment, isAtStart) = (false, !isInQuotes);
            block = block[(next + 1)..];
        }
    }

    // The one of the usual separators that the first record has most of, outside quotes; a decimal comma only where there is no other.
    private static char Likeliest(ReadOnlySpan<char> text, char? comment, char decimalSeparator)
    {
        const string usual = CsvOptions.UsualSeparators;
        text = text.TrimStart("\r\n");
        while (!text.IsEmpty && text[0] == comment) text = text.IndexOfAny('\r', '\n') is var end and >= 0 ? text[end..].TrimStart("\r\n") : [];
        Span<int> counts = stackalloc int[usual.Length];
        bool isQuoted = false;
        foreach (char c in text)
        {
            if (c is '\n' or '\r' && !isQuoted) break;
            if (c == '"') isQuoted = !isQuoted;
            else if (!isQuoted && usual.IndexOf(c, StringComparison.Ordinal) is var k and >= 0) counts[k]++;
        }
        if (decimalSeparator == ',' && counts[1..].ContainsAnyExcept(0)) counts[0] = 0;
        int most = 0;
        for (int k = 1; k < counts.Length; k++)
            if (counts[k] > counts[most]) most = k;
        return usual[most];
    }
}
