using System.Globalization;

namespace ClassicML;

/// <summary>Cuts LIBSVM text into lines and tokens from blocks: a line of any length takes no memory, and comments and blanks none.</summary>
internal sealed class LibSvmTokens(TextReader reader, string? file)
{
    // The digits of a double are at most some 1,100.
    private const int LongestToken = 1 << 12;

    private readonly char[] buffer = new char[1 << 16];
    private int position, filled;
    private bool isOnLine;

    /// <summary>The number of the line, from one.</summary>
    public long Line { get; private set; }

    /// <summary>Moves to the start of the next line; false at the end.</summary>
    public bool NextLine()
    {
        if (isOnLine) SkipLine();
        isOnLine = Peek() >= 0;
        if (isOnLine) Line++;
        return isOnLine;
    }

    /// <summary>The next token of the line, valid until the next call; empty at its end and at a comment.</summary>
    public ReadOnlySpan<char> Next()
    {
        int c = Peek();
        while (c >= 0 && c is not ('\n' or '\r') && char.IsWhiteSpace((char)c))
        {
            position++;
            c = Peek();
        }
        if (c is < 0 or '\n' or '\r' or '#') return default;
        int length = 0;
        while (true)
        {
            while (position + length < filled && !IsEnd(buffer[position + length])) length++;
            if (length > LongestToken)
                throw InputFile.Error(file, Line, $"{InputFile.Quote(buffer.AsSpan(position, length))} is no number, it is too long");
            if (position + length < filled || !Fill(length)) break;
        }
        position += length;
        return buffer.AsSpan(position - length, length);
    }

    /// <summary>What a token that begins with qid: says; else null.</summary>
    public int? Group(ReadOnlySpan<char> token)
    {
        if (!token.StartsWith("qid:", StringComparison.Ordinal)) return null;
        return Whole(token[4..], out int group) ? group : throw Error(token, "the group must be a whole number from 0");
    }

    /// <summary>The index of a token index:value.</summary>
    /// <param name="token">The token.</param>
    /// <param name="first">The least index that may be.</param>
    /// <param name="value">What stands for the value.</param>
    public int Index(ReadOnlySpan<char> token, int first, out ReadOnlySpan<char> value)
    {
        int colon = token.IndexOf(':');
        if (colon < 0) throw InputFile.Error(file, Line, $"{InputFile.Quote(token)} is not index:value");
        value = token[(colon + 1)..];
        return Whole(token[..colon], out int index) && index >= first
            ? index
            : throw Error(token, $"the index must be a whole number from {first.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>What is wrong with a token of the line.</summary>
    public InvalidDataException Error(ReadOnlySpan<char> token, string message) => InputFile.Error(file, Line, $"{InputFile.Quote(token)}: {message}");

    // Below 2³¹ - 1, so that numbers from 0 to it can be counted.
    private static bool Whole(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && number is >= 0 and < int.MaxValue
        && !NumberText.HasNull(text);

    private static bool IsEnd(char c) => c == '#' || char.IsWhiteSpace(c);

    private void SkipLine()
    {
        int found;
        while ((found = buffer.AsSpan(position, filled - position).IndexOfAny('\n', '\r')) < 0)
            if (!Fill(0)) return;
        position += found + 1;
        if (buffer[position - 1] == '\r' && Peek() == '\n') position++;
        isOnLine = false;
    }

    private int Peek() => position < filled || Fill(0) ? buffer[position] : -1;

    // Reads more behind the characters that are kept, which move to the start.
    private bool Fill(int kept)
    {
        buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
        int read = reader.Read(buffer, kept, buffer.Length - kept);
        (position, filled) = (0, kept + read);
        return read > 0;
    }
}
