using System.Buffers;
using System.Globalization;
using System.Text;

namespace ClassicML.Preprocessing;

/// <summary>Splits texts into terms. It keeps its buffers from text to text, so one thread at a time may use it.</summary>
/// <remarks>
/// A text is prepared in a buffer and closed up there: one blank between words, and one for several. So words in a row, as characters in a row, are a span
/// of the buffer, and no term is copied.
/// </remarks>
internal sealed class TermReader(TextAnalysis analysis)
{
    private static readonly SearchValues<char> AsciiOfWords = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

    private readonly TextVectorizer options = analysis.Options;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> stopWords = analysis.StopWords.GetAlternateLookup<ReadOnlySpan<char>>();

    // Where each word or character begins and ends in the buffer.
    private readonly List<(int Start, int End)> units = [];

    private char[] buffer = new char[1024];

    private enum Part
    {
        None,
        Letter,
        Mark,
    }

    /// <summary>Adds the codes of a text's terms, as often as they come.</summary>
    public void Read(string text, ITermCodes codes, List<int> found)
    {
        // A blank before and one behind, which the words of CharactersInWords have.
        if (buffer.Length < text.Length + 2) buffer = new char[2 * text.Length + 2];
        Span<char> own = buffer.AsSpan(1, text.Length);
        if (options.LowerCase) text.AsSpan().ToLowerInvariant(own);
        else text.CopyTo(own);
        int end = 1 + (options.StripAccents ? Accents.Strip(own) : own.Length);
        units.Clear();
        switch (options.Analyzer)
        {
            case TextAnalyzer.Words:
                FindWords(end);
                Join(false, codes, found);
                break;
            case TextAnalyzer.Characters:
                FindCharacters(1, CloseBlanks(end));
                Join(false, codes, found);
                break;
            case TextAnalyzer.CharactersInWords:
                ReadWordByWord(end, codes, found);
                break;
            default:
                throw new NotSupportedException($"{options.Analyzer}");
        }
    }

    // Each word moves down to the end of the one before, with a blank between.
    private void FindWords(int end)
    {
        int to = 0;
        for (int at = 1; at < end; at++)
        {
            int start = at, letters = 0;
            while (at < end)
            {
                int used = 1;
                Part part = buffer[at] < 128
                    ? AsciiOfWords.Contains(buffer[at]) ? Part.Letter : Part.None
                    : PartOf(buffer.AsSpan(at, end - at), out used);
                // A mark belongs to the letter before it.
                if (part == Part.None || part == Part.Mark && letters == 0) break;
                if (part == Part.Letter) letters++;
                at += used;
            }
            if (letters < options.MinWordLength) continue;
            ReadOnlySpan<char> word = buffer.AsSpan(start, at - start);
            if (stopWords.Contains(word)) continue;
            word.CopyTo(buffer.AsSpan(to));
            units.Add((to, to + word.Length));
            to += word.Length;
            buffer[to++] = ' ';
        }
    }

    // Letters and numbers of any script, as Python's \w has them.
    private static Part PartOf(ReadOnlySpan<char> text, out int used)
    {
        Rune.DecodeFromUtf16(text, out Rune rune, out used);
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
                or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber =>
                Part.Letter,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => Part.Mark,
            _ => Part.None,
        };
    }

    // Two blanks in a row and more become a space; a single one is left, whatever it is.
    private int CloseBlanks(int end)
    {
        int to = 1;
        for (int at = 1; at < end;)
        {
            int start = at;
            while (at < end && char.IsWhiteSpace(buffer[at])) at++;
            if (at == start) buffer[to++] = buffer[at++];
            else buffer[to++] = at == start + 1 ? buffer[start] : ' ';
        }
        return to;
    }

    // A character is a code point; half a surrogate pair is none, and could not be written.
    private void FindCharacters(int at, int end)
    {
        while (at < end)
        {
            int used = 1;
            if (char.IsSurrogate(buffer[at]) && Rune.DecodeFromUtf16(buffer.AsSpan(at, end - at), out _, out used) != OperationStatus.Done)
                buffer[at] = '\uFFFD';
            units.Add((at, at + used));
            at += used;
        }
    }

    private void ReadWordByWord(int end, ITermCodes codes, List<int> found)
    {
        for (int at = 1; at < end; at++)
        {
            int start = at;
            while (at < end && !char.IsWhiteSpace(buffer[at])) at++;
            if (at == start) continue;
            (buffer[start - 1], buffer[at]) = (' ', ' ');
            units.Clear();
            FindCharacters(start - 1, at + 1);
            Join(true, codes, found);
        }
    }

    // All units of so many in a row; of too few for that their whole, once, where it counts.
    private void Join(bool wholeCounts, ITermCodes codes, List<int> found)
    {
        for (int n = options.MinNGram; n <= options.MaxNGram; n++)
        {
            if (wholeCounts && n >= units.Count)
            {
                Add(0, units.Count, codes, found);
                return;
            }
            if (n > units.Count) return;
            for (int first = 0; first <= units.Count - n; first++) Add(first, n, codes, found);
        }
    }

    private void Add(int first, int count, ITermCodes codes, List<int> found)
    {
        int start = units[first].Start;
        if (codes.CodeOf(buffer.AsSpan(start, units[first + count - 1].End - start)) is var code and >= 0) found.Add(code);
    }
}
