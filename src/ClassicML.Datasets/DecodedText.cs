using System.Globalization;
using System.Text;

namespace ClassicML;

/// <summary>The text of a stream, refused where its bytes are none in its encoding; a byte order mark overrules the encoding.</summary>
/// <remarks>
/// A decoder that puts U+FFFD in the place of what it can't read makes one label of several. Line ends are "\n", "\r" and "\r\n", as for
/// CSV.
/// </remarks>
/// <param name="stream">The bytes.</param>
/// <param name="encoding">What they are without a mark.</param>
/// <param name="file">Their name, for messages.</param>
/// <param name="leaveOpen">Whether the stream stays open afterwards.</param>
internal sealed class DecodedText(Stream stream, Encoding encoding, string? file, bool leaveOpen = false) : TextReader
{
    private readonly byte[] bytes = new byte[1 << 16];
    private char[] chars = [];
    private Decoder? decoder;
    private Encoding used = encoding;
    private int position, filled;
    private long line = 1, column;
    private bool afterReturn, isAtEnd;

    /// <summary>The encoding of what was read: that of its mark, or the one given.</summary>
    public Encoding Encoding => used;

    public override int Peek() => position < filled || Fill() ? chars[position] : -1;

    public override int Read() => position < filled || Fill() ? chars[position++] : -1;

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        if (buffer.IsEmpty || (position == filled && !Fill())) return 0;
        int count = Math.Min(buffer.Length, filled - position);
        chars.AsSpan(position, count).CopyTo(buffer);
        position += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen) stream.Dispose();
        base.Dispose(disposing);
    }

    // Decodes the next bytes that make a character; false at the end.
    private bool Fill()
    {
        position = filled = 0;
        while (filled == 0 && !isAtEnd)
        {
            Span<byte> read = bytes.AsSpan(0, stream.ReadAtLeast(bytes, decoder is null ? 4 : 1, throwOnEndOfStream: false));
            isAtEnd = read.IsEmpty;
            if (decoder is null) read = Start(read);
            try
            {
                filled = decoder!.GetChars(read, chars, flush: isAtEnd);
            }
            catch (DecoderFallbackException e)
            {
                throw Refused(read, e);
            }
            Count(chars.AsSpan(0, filled));
        }
        return filled > 0;
    }

    // Looks for a mark, and returns what follows it.
    private Span<byte> Start(Span<byte> read)
    {
        (Encoding? marked, int length) = read switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
            [0xFF, 0xFE, 0, 0, ..] => (Encoding.UTF32, 4),
            [0, 0, 0xFE, 0xFF, ..] => (new UTF32Encoding(bigEndian: true, byteOrderMark: true), 4),
            [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
            [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
            _ => ((Encoding?)null, 0),
        };
        used = marked ?? used;
        var strict = (Encoding)used.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        decoder = strict.GetDecoder();
        chars = new char[strict.GetMaxCharCount(bytes.Length)];
        return read[length..];
    }

    private void Count(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return;
        int returns = text.Count('\r');
        line += text.Count('\n') + returns - (returns == 0 ? 0 : text.Count("\r\n"));
        if (afterReturn && text[0] == '\n') line--;
        int last = text.LastIndexOfAny('\n', '\r');
        column = text.Length - 1 - last + (last < 0 ? column : 0);
        afterReturn = text[^1] == '\r';
    }

    private InvalidDataException Refused(ReadOnlySpan<byte> read, DecoderFallbackException e)
    {
        // What stands before the bad bytes, to know where they are; they may have begun in the bytes before.
        Count(used.GetString(read[..Math.Clamp(e.Index, 0, read.Length)]));
        string unknown = e.BytesUnknown is { Length: > 0 } bad ? Convert.ToHexString(bad) : "at its end";
        return InputFile.Error(file, line, string.Create(
            CultureInfo.InvariantCulture,
            $"character {column + 1} is no {used.WebName.ToUpperInvariant()}, its bytes are {unknown}; if the text is in another encoding, " +
            $"say so: {nameof(CsvOptions)}.{nameof(CsvOptions.Encoding)}, or --encoding on the command line"), e);
    }
}
