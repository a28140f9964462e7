using System.Text;

namespace ClassicML;

/// <summary>The beginning of a CSV file, to be cut in one way and another.</summary>
internal sealed class CsvSample
{
    private const int MaxLength = 1 << 20;

    private readonly string text;
    private readonly string? file;

    /// <param name="stream">The bytes, plain or gzip; it is left somewhere behind.</param>
    /// <param name="encoding">What they are without a mark.</param>
    /// <param name="file">Their name, for messages.</param>
    public CsvSample(Stream stream, Encoding encoding, string? file)
    {
        this.file = file;
        using GzipInput? unpacked = InputFile.IsPacked(stream) ? new GzipInput(stream, file ?? "the stream", leaveOpen: true) : null;
        var decoded = new DecodedText(unpacked ?? stream, encoding, file);
        char[] start = new char[MaxLength];
        text = new string(start, 0, decoded.ReadBlock(start));
        Encoding = decoded.Encoding;
    }

    /// <summary>The encoding: that of the mark, or the one given.</summary>
    public Encoding Encoding { get; }

    /// <summary>The first character that ends no line; null for an empty file.</summary>
    public char? FirstCharacter => text.AsSpan().TrimStart("\r\n") is [var first, ..] ? first : null;

    /// <summary>Goes through the records as far as they are whole and not broken.</summary>
    /// <returns>The share of the text that was gone through.</returns>
    public double Read(CsvOptions options, Action<CsvRecords> record)
    {
        long read = 0;
        try
        {
            using var records = new CsvRecords(new CsvText(new StringReader(text), options), file);
            while (records.Read())
            {
                read += records.Text.Length + 1;
                // The end of the last one may have been cut off.
                if (text.Length == MaxLength && read >= text.Length && records.Line > 1) break;
                record(records);
            }
        }
        catch (InvalidDataException)
        {
            // Reading the file says what is wrong, and where.
        }
        return (double)read / text.Length;
    }

    /// <summary>The fields of the records.</summary>
    public string[][] Records(CsvOptions options)
    {
        var all = new List<string[]>();
        Read(options, record => all.Add([.. Enumerable.Range(0, record.Count).Select(j => record[j].ToString())]));
        return [.. all];
    }
}
