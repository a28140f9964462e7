using System.Text;

namespace ClassicML.Tests.DatasetFiles;

/// <summary>Bytes that are no text in the encoding are refused with their place; U+FFFD would make one label of several.</summary>
public class EncodingTests
{
    private const string Labels = "size,label\r\n1,café\r\n2,cafè\r\n3,bar\r\n";

    [Fact]
    public void Latin1_read_as_utf8_is_refused_with_line_and_character_and_the_option_that_helps()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.csv", Encoding.Latin1.GetBytes(Labels));
        string message = Assert.Throws<InvalidDataException>(() => CsvReader.ReadClassification(path)).Message;
        Assert.Contains("a.csv, line 2: character 6 is no UTF-8, its bytes are E9", message);
        Assert.Contains("CsvOptions.Encoding, or --encoding", message);
        Assert.Equal(["bar", "cafè", "café"], CsvReader.ReadClassification(path, new CsvOptions { Encoding = Encoding.Latin1 }).Labels.Names);
    }

    [Fact]
    public void The_place_is_right_far_into_the_file_and_at_its_end()
    {
        using var folder = new TemporaryFolder();
        // Behind some blocks of 64 KiB, whose ends cut characters of two bytes.
        string rows = string.Concat(Enumerable.Repeat("1,é\n", 50_000));
        byte[] bad = [.. Encoding.UTF8.GetBytes($"size,label\n{rows}12,"), 0xC3];
        Assert.Contains("line 50002: character 4 is no UTF-8",
            Assert.Throws<InvalidDataException>(() => CsvReader.ReadClassification(folder.Write("cut.csv", bad))).Message);
        Assert.Contains("line 50002: character 4 is no UTF-8, its bytes are FF",
            Assert.Throws<InvalidDataException>(() => CsvReader.ReadClassification(folder.Write("bad.csv", [.. bad[..^1], 0xFF, .. "x\n"u8]))).Message);
        ClassificationData data = CsvReader.ReadClassification(folder.Write("good.csv", Encoding.UTF8.GetBytes($"size,label\n{rows}")));
        Assert.Equal((50_000, "é"), (data.RowCount, data.Labels[0]));
    }

    // Bytes are decoded 64 KiB at a time; the line's characters are counted on.
    [Theory, InlineData(100), InlineData(65_536), InlineData(70_000), InlineData(200_000)]
    public void A_line_longer_than_what_is_decoded_at_once_is_counted_from_its_start(int length)
    {
        using var folder = new TemporaryFolder();
        byte[] bad = [.. Encoding.UTF8.GetBytes("size,label\n1,a\n2," + new string('x', length)), 0xFF, (byte)'\n'];
        string message = Assert.Throws<InvalidDataException>(() => CsvReader.ReadClassification(folder.Write("long.csv", bad))).Message;
        Assert.Contains(FormattableString.Invariant($"line 3: character {length + 3} is no UTF-8, its bytes are FF"), message);
    }

    [Fact]
    public void A_byte_order_mark_says_the_encoding()
    {
        using var folder = new TemporaryFolder();
        foreach (Encoding encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32])
        {
            string path = folder.Write($"{encoding.WebName}.csv", [.. encoding.GetPreamble(), .. encoding.GetBytes(Labels)]);
            ClassificationData data = CsvReader.ReadClassification(path, new CsvOptions { Encoding = Encoding.Latin1 });
            Assert.Equal(["bar", "cafè", "café"], data.Labels.Names);
            Assert.Equal("size", data.FeatureNames!.Value[0]);
        }
        byte[] cut = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("size,label\n1,a"), 0x00, 0xD8, .. Encoding.Unicode.GetBytes("b\n")];
        Assert.Contains("is no UTF-16", Assert.Throws<InvalidDataException>(() => CsvReader.ReadClassification(folder.Write("cut.csv", cut))).Message);
    }

    [Fact]
    public void Comments_of_libsvm_text_may_be_in_any_encoding()
    {
        using var folder = new TemporaryFolder();
        ClassificationData data = LibSvmReader.ReadClassification(folder.Write("a.svm", Encoding.Latin1.GetBytes("1 1:2 # é\n-1 1:3\n")));
        Assert.Equal((2, 2.0), (data.RowCount, ((Matrix)data.Features)[0, 0]));
    }

    [Fact]
    public void A_null_behind_a_number_is_no_number()
    {
        Assert.Contains(@"'1\0\0' is not a finite number", Fails(() => CsvReader.ReadRegression(new StringReader("x,y\n1\0\0,2\n"))));
        Assert.Contains("the target", Fails(() => CsvReader.ReadRegression(new StringReader("x,y\n1,2\0\n"))));
        Assert.Equal(["1", "1\0"], CsvReader.ReadClassification(new StringReader("x,y\n1,1\n2,1\0\n")).Labels.Names);
        Assert.Contains("the value is not a finite number", Fails(() => LibSvmReader.ReadRegression(new StringReader("1 1:2\0\n"))));
        Assert.Contains("the index must be a whole number", Fails(() => LibSvmReader.ReadRegression(new StringReader("1 1\0:2\n"))));
        Assert.Contains("is not an integer", Fails(() => LibSvmReader.ReadClassification(new StringReader("1\0 1:2\n"))));
    }

    private static string Fails(Action action) => Assert.Throws<InvalidDataException>(action).Message;
}
