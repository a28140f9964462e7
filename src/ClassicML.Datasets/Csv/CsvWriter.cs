using System.Buffers;
using System.Globalization;
using System.Text;
using ClassicML.Internal;

namespace ClassicML;

/// <summary>Writes a table as CSV (RFC 4180), which <see cref="CsvReader"/> reads back.</summary>
/// <remarks>
/// Numbers are written so that they read back to the same bits, dates as ISO 8601, truth values as true and false, missing values as empty fields. Kinds
/// are not written: texts that are all numbers read back as numbers, and categories as text, unless <see cref="CsvOptions.Types"/> says what they are;
/// and a text that means "missing" reads back as missing.
/// </remarks>
public static class CsvWriter
{
    // Digits, sign, point and exponent of any double are 24.
    private const int LongestNumber = 32;

    /// <summary>Writes a table to a file, which is replaced if it exists: whole, or not at all.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Its separators, encoding, and whether it has a header; what begins with <see cref="CsvOptions.Comment"/> is put in quotes; the
    /// rest plays no part.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write(Table table, string path, CsvOptions? options = null) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, options?.Encoding ?? new UTF8Encoding(false), leaveOpen: true);
        Write(table, writer, options);
    });

    /// <param name="table">The rows.</param>
    /// <param name="writer">What takes the text; lines end with "\n".</param>
    /// <param name="options">Its separators, and whether it has a header; what begins with <see cref="CsvOptions.Comment"/> is put in quotes; the rest plays no
    /// part.</param>
    /// <inheritdoc cref="Write(Table, string, CsvOptions?)"/>
    public static void Write(Table table, TextWriter writer, CsvOptions? options = null)
    {
        Check.NotNull(table, nameof(table));
        Check.NotNull(writer, nameof(writer));
        options ??= new CsvOptions();
        char separator = options.Separator ?? ',';
        SearchValues<char> special = SearchValues.Create([separator, '"', '\r', '\n']);
        var format = new NumberFormatInfo { NumberDecimalSeparator = $"{options.DecimalSeparator}" };
        if (options.HasHeader)
        {
            for (int j = 0; j < table.ColumnCount; j++)
            {
                if (j > 0) writer.Write(separator);
                Field(table.Columns[j].Name);
            }
            writer.Write('\n');
        }
        Span<char> digits = stackalloc char[LongestNumber];
        for (int i = 0; i < table.RowCount; i++)
        {
            for (int j = 0; j < table.ColumnCount; j++)
            {
                if (j > 0) writer.Write(separator);
                TableColumn column = table.Columns[j];
                // A line without any character is no row.
                if (column.IsMissing(i)) writer.Write(table.ColumnCount == 1 ? "\"\"" : "");
                else if (column is not NumberColumn numbers) Field(column.Text(i));
                else
                {
                    numbers[i].TryFormat(digits, out int length, "R", format);
                    Field(digits[..length]);
                }
            }
            writer.Write('\n');
        }

        void Field(ReadOnlySpan<char> text)
        {
            bool isQuoted = text.IsEmpty || text.ContainsAny(special) || text[0] is ' ' or '\t' or '\uFEFF' || text[0] == options.Comment
                || text[^1] is ' ' or '\t';
            if (!isQuoted)
            {
                writer.Write(text);
                return;
            }
            writer.Write('"');
            for (int quote = text.IndexOf('"'); quote >= 0; quote = text.IndexOf('"'))
            {
                writer.Write(text[..(quote + 1)]);
                writer.Write('"');
                text = text[(quote + 1)..];
            }
            writer.Write(text);
            writer.Write('"');
        }
    }
}
