using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace ClassicML.Internal;

/// <summary>Tells the format of a file by its first bytes, packed by gzip or not, whatever its name is.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class InputFormats
{
    private const int HeadLength = 1 << 16;

    // Formats that people take for data and no reader reads, by how they begin, and what to do.
    private static readonly (byte[] Magic, string Name)[] others =
    [
        ([.. "PK\x03\x04"u8], "a zip archive, perhaps an Excel workbook; unpack it, or save the sheet as CSV"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel or Word file; save the sheet as CSV"),
        ([.. "%PDF"u8], "a PDF file"),
        ([0x93, .. "NUMPY"u8], "a NumPy array; save it by numpy.savetxt"),
        ([0x89, .. "HDF"u8], "an HDF5 file"),
        ([.. "ARROW1"u8], "an Arrow file; save it as CSV"),
        ([.. "SQLite format 3"u8], "an SQLite database"),
        ([.. "BZh"u8], "packed by bzip2; unpack it"),
        ([0xFD, .. "7zXZ"u8], "packed by xz; unpack it"),
        ([0x28, 0xB5, 0x2F, 0xFD], "packed by Zstandard; unpack it"),
        ([0x1F, 0x8B], "packed by gzip twice; unpack it"),
    ];

    /// <summary>The format of a file.</summary>
    /// <param name="path">The file; not a pipe, which could be read only once.</param>
    /// <exception cref="InvalidDataException">It is empty, or of no format that is known; the message says what it is where that can be told.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    public static InputFormat Find(string path)
    {
        using FileStream file = InputFile.OpenBytes(path);
        return Find(file, path);
    }

    /// <param name="stream">The bytes from here on; it is put back to where it stands. It must be one that can seek.</param>
    /// <param name="name">The stream's name, for messages.</param>
    /// <exception cref="ArgumentException">The stream can't seek.</exception>
    /// <inheritdoc cref="Find(string)"/>
    public static InputFormat Find(Stream stream, string? name = null)
    {
        if (!Check.NotNull(stream, nameof(stream)).CanSeek) throw new ArgumentException("stream must be able to seek", nameof(stream));
        name ??= "the stream";
        long start = stream.Position;
        try
        {
            using GzipInput? unpacked = InputFile.IsPacked(stream) ? new GzipInput(stream, name, leaveOpen: true) : null;
            byte[] head = new byte[HeadLength];
            int count = (unpacked ?? stream).ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
            return Of(head.AsSpan(0, count), name);
        }
        finally
        {
            stream.Position = start;
        }
    }

    private static InputFormat Of(ReadOnlySpan<byte> head, string name)
    {
        if (head.IsEmpty) throw new InvalidDataException($"{name}: the file is empty");
        if (head.StartsWith("PAR1"u8)) return InputFormat.Parquet;
        if (head is [0, 0, var type, > 0, ..] && Enum.IsDefined((IdxType)type)) return InputFormat.Idx;
        // The length of the header, which is far below 2³², then the header in JSON.
        if (head is [_, _, _, _, 0, 0, 0, 0, (byte)'{', ..]) return InputFormat.ModelFile;
        foreach ((byte[] magic, string other) in others)
            if (head.StartsWith(magic)) throw new InvalidDataException($"{name}: the file is {other}");
        string text = Text(head, name).TrimStart('\uFEFF');
        if (string.IsNullOrWhiteSpace(text)) throw new InvalidDataException($"{name}: the file is empty but for blanks");
        return IsLibSvm(text, isCut: head.Length == HeadLength) ? InputFormat.LibSvm : InputFormat.Csv;
    }

    private static string Text(ReadOnlySpan<byte> head, string name)
    {
        if (head is [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..]) return new UTF32Encoding(head[0] == 0, byteOrderMark: true).GetString(head);
        if (head is [0xFF, 0xFE, ..]) return Encoding.Unicode.GetString(head);
        if (head is [0xFE, 0xFF, ..]) return Encoding.BigEndianUnicode.GetString(head);
        // No text has nulls, and one in an older encoding has no other characters that control a terminal either.
        int control = head.IndexOfAnyExceptInRange((byte)0x20, (byte)0xFF), length = head.Length == HeadLength ? WholeLength(head) : head.Length;
        bool isUtf8 = Utf8.IsValid(head[..length]);
        for (int i = Math.Max(0, control); control >= 0 && i < head.Length; i++)
            if (head[i] == 0 || (!isUtf8 && head[i] < 0x20 && head[i] is not ((byte)'\t' or (byte)'\n' or (byte)'\v' or (byte)'\f' or (byte)'\r')))
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: the file is neither text nor of a format that is known; it begins with the bytes " +
                    $"{Convert.ToHexString(head[..Math.Min(8, head.Length)])}, and byte {i} is {head[i]:X2}"));
        return Encoding.Latin1.GetString(head.StartsWith(Encoding.UTF8.Preamble) ? head[3..] : head);
    }

    // Without the first bytes of a character that is cut.
    private static int WholeLength(ReadOnlySpan<byte> head)
    {
        int length = head.Length;
        while (length > head.Length - 4 && (head[length - 1] & 0xC0) == 0x80) length--;
        return (head[length - 1] & 0x80) == 0 ? length : length - 1;
    }

    // Most lines are a number, or some with commas between them, and pairs of a whole number and a number; the reader says what is wrong with the others.
    private static bool IsLibSvm(string text, bool isCut)
    {
        // Of a line that is cut, the last token may be.
        if (isCut && text.LastIndexOfAny([' ', '\t', '\r', '\n']) is var last and > 0) text = text[..last];
        int good = 0, bad = 0;
        foreach (string line in text.Split(['\r', '\n']))
        {
            string[] tokens = line.Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (tokens.Length == 0) continue;
            // A row of several classes may have none, and then begins with a blank.
            int from = char.IsWhiteSpace(line[0]) && tokens[0].Contains(':', StringComparison.Ordinal) ? 0 : 1;
            if (!tokens.Take(from).All(token => token.Split(',').All(IsNumber)) || !tokens.Skip(from).All(IsPair)) bad++;
            // A row without any value says nothing.
            else if (tokens.Length > from) good++;
        }
        return good > bad;

        static bool IsPair(string token) => token.Split(':') is [var index, var value] && IsNumber(value)
            && (index == "qid" || int.TryParse(index, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));

        static bool IsNumber(string token) => NumberText.Invariant.TryRead(token, out _);
    }
}
