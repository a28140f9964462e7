using System.IO.Compression;
using System.Text;
using ClassicML.Internal;
using ClassicML.Linear;
using ClassicML.Serialization;

namespace ClassicML.Tests.DatasetFiles;

/// <summary>The format of a file by its content, packed or not.</summary>
public class InputFormatsTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", InputFormat.Csv), InlineData("1,2\n", InputFormat.Csv), InlineData("x", InputFormat.Csv), InlineData("1\n2\n", InputFormat.Csv)]
    [InlineData("1 2 3\n4 5 6\n", InputFormat.Csv), InlineData("# 1 1:1\na,b\n", InputFormat.Csv), InlineData("1 1:1\na,b\n", InputFormat.Csv)]
    [InlineData("12:30\n12:45\n", InputFormat.Csv), InlineData("time,1:2\n", InputFormat.Csv), InlineData("1 12:30:00\n", InputFormat.Csv)]
    [InlineData("{\"a\": 1}", InputFormat.Csv), InlineData("1 x:1\n", InputFormat.Csv)]
    [InlineData("1 1:0.5 3:-2\n-1 2:1e3\n", InputFormat.LibSvm), InlineData("+1\t1:1 \r\n\r\n1\r\n", InputFormat.LibSvm)]
    [InlineData("# x\n0.25 0:1 # a, b\n", InputFormat.LibSvm), InlineData("3 qid:1 1:1\n", InputFormat.LibSvm)]
    [InlineData("1,3 1:0.5\n 2:1\n", InputFormat.LibSvm)]
    [InlineData("\uFEFF1 1:1\n", InputFormat.LibSvm), InlineData("1 1:nan\n", InputFormat.LibSvm), InlineData("1 1:1\n2 2:1\n1 x\n", InputFormat.LibSvm)]
    public void Texts_are_told_apart(string text, InputFormat format)
    {
        Assert.Equal(format, Find(Encoding.UTF8.GetBytes(text)));
        foreach (Encoding encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32])
            Assert.Equal(format, Find([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]));
    }

    [Fact]
    public void Long_texts_are_told_by_their_beginning()
    {
        // The end of what is looked at cuts a pair, a number or a character.
        for (int length = 0; length < 20; length++)
        {
            string row = $"1 {string.Join(' ', Enumerable.Range(1000 + length, 30_000).Select(j => $"{j}:0.12345"))}\n";
            Assert.Equal(InputFormat.LibSvm, Find(Encoding.UTF8.GetBytes(new string(' ', length) + row)));
            Assert.Equal(InputFormat.Csv, Find(Encoding.UTF8.GetBytes(new string('x', length) + "\u001B" + string.Concat(Enumerable.Repeat("→é😀,", 30_000)))));
        }
        Assert.Equal(InputFormat.LibSvm, Find(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1 1:1\n", 30_000)) + "then")));
    }

    [Fact]
    public void Binary_formats_are_told_by_how_they_begin()
    {
        Assert.Equal(InputFormat.Parquet, Find([.. "PAR1"u8, 0, 1, 2, 3, .. "PAR1"u8]));
        Assert.Equal(InputFormat.Idx, Find([0, 0, 8, 3, 0, 0, 0, 1]));
        Assert.Equal(InputFormat.Idx, Find([0, 0, 0xE, 1, 0, 0, 0, 0]));
        using var model = new MemoryStream();
        ModelFile.Save(new LogisticRegression().Fit(Datasets.Iris()), model);
        Assert.Equal(InputFormat.ModelFile, Find(model.ToArray()));
        Assert.Equal(InputFormat.Csv, Find([.. Encoding.Latin1.GetBytes("café,1\r\n\t\v\f")]));
    }

    [Theory]
    [InlineData("", "the file is empty"), InlineData("\uFEFF \r\n", "the file is empty but for blanks")]
    [InlineData("PK\u0003\u0004", "a zip archive, perhaps an Excel workbook; unpack it, or save the sheet as CSV")]
    [InlineData("%PDF-1.7", "a PDF file"), InlineData("BZh9", "packed by bzip2"), InlineData("SQLite format 3\0", "an SQLite database")]
    [InlineData("ARROW1\0", "an Arrow file")]
    [InlineData("a,b\0c", "neither text nor of a format that is known; it begins with the bytes 612C620063, and byte 3 is 00")]
    [InlineData("\0\0\u0008\0", "byte 0 is 00"), InlineData("\0\0\u0007\u0001", "byte 0 is 00")]
    public void What_is_no_data_is_refused_in_words(string text, string message)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Find(bytes)).Message);
    }

    [Theory]
    [InlineData("D0CF11E0A1B11AE1", "an old Excel or Word file"), InlineData("934E554D505901", "a NumPy array"), InlineData("894844460D0A1A0A", "an HDF5 file")]
    [InlineData("FD377A585A00", "packed by xz"), InlineData("28B52FFD04", "packed by Zstandard"), InlineData("61FF0162", "byte 2 is 01")]
    public void Bytes_that_are_no_data_are_refused_in_words(string hexadecimal, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Find(Convert.FromHexString(hexadecimal))).Message);

    [Fact]
    public void Files_and_streams_are_looked_at_from_where_they_stand_and_put_back()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(InputFormat.LibSvm, InputFormats.Find(folder.Write("a.csv", "1 1:1\n")));
        using var behind = new MemoryStream([1, 2, 3, .. "PAR1"u8]) { Position = 3 };
        Assert.Equal((InputFormat.Parquet, 3), (InputFormats.Find(behind), behind.Position));
        string empty = folder.Write("empty", "");
        Assert.Equal($"{empty}: the file is empty", Assert.Throws<InvalidDataException>(() => InputFormats.Find(empty)).Message);
        byte[] cut = TemporaryFolder.Gzip("a,b\n1,2\n"u8.ToArray())[..^9];
        Assert.Contains("cut short", Assert.Throws<InvalidDataException>(() => InputFormats.Find(folder.Write("cut", cut))).Message);
        Assert.Contains("packed by gzip twice", Assert.Throws<InvalidDataException>(
            () => InputFormats.Find(new MemoryStream(TemporaryFolder.Gzip(TemporaryFolder.Gzip("a"u8.ToArray()))))).Message);
        using var oneWay = new GZipStream(Stream.Null, CompressionMode.Decompress);
        Assert.Contains("able to seek", Assert.Throws<ArgumentException>(() => InputFormats.Find(oneWay)).Message);
        Assert.Throws<ArgumentNullException>(() => InputFormats.Find((Stream)null!));
        Assert.Throws<FileNotFoundException>(() => InputFormats.Find(folder.Path("none")));
    }

    // As it lies there, and packed.
    private static InputFormat Find(byte[] bytes)
    {
        InputFormat found = InputFormats.Find(new MemoryStream(bytes));
        Assert.Equal(found, InputFormats.Find(new MemoryStream(TemporaryFolder.Gzip(bytes))));
        return found;
    }
}
