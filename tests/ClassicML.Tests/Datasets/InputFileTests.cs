using System.Diagnostics;
using System.Text;

namespace ClassicML.Tests.DatasetFiles;

/// <summary>Bytes of files and pipes, packed or not, by what they hold and not by their names.</summary>
public class InputFileTests
{
    [Theory]
    [InlineData("text", "text.csv", false), InlineData("text", "text.gz", false), InlineData("packed", "packed.csv", true)]
    [InlineData("packed", "packed.gz", true)]
    [InlineData("", "empty", false), InlineData("", "empty.gz", true), InlineData("\u001f", "one", false)]
    public void Content_comes_out_whatever_the_name(string content, string name, bool packed)
    {
        using var folder = new TemporaryFolder();
        byte[] plain = Encoding.UTF8.GetBytes(content), stored = packed ? TemporaryFolder.Gzip(plain) : plain;
        string path = folder.Write(name, stored);
        Assert.Equal(plain, Read(path, out long longest));
        // No more than a thousand bytes and some come out of a packed one.
        Assert.Equal(packed ? 1032L * stored.Length : stored.Length, longest);
        using TextReader text = InputFile.OpenText(path);
        Assert.Equal(content, text.ReadToEnd());
    }

    [Fact]
    public async Task A_pipe_is_read_once_packed_or_not()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        string pipe = folder.Path("pipe");
        using (Process made = Process.Start("mkfifo", pipe)) made.WaitForExit();
        byte[] plain = "a,c\n1,x\n2,y\n"u8.ToArray();
        foreach (byte[] stored in new[] { plain, TemporaryFolder.Gzip(plain) })
        {
            Task writing = Write(stored);
            Assert.Equal(plain, Read(pipe, out long longest));
            await writing;
            Assert.Equal(stored == plain ? plain.Length : 1032L * stored.Length, longest);
            writing = Write(stored);
            ClassificationData data = CsvReader.ReadClassification(pipe);
            await writing;
            Assert.Equal([1.0, 2], ((Matrix)data.Features).Span);
            Assert.Equal(["x", "y"], data.Labels.Names);
        }
        Assert.Equal(["pipe"], folder.Files());

        Task Write(byte[] content) => Task.Run(
            () =>
            {
                using var stream = new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
                stream.Write(content);
            },
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Packed_bytes_come_out_in_blocks_of_any_size()
    {
        using var folder = new TemporaryFolder();
        var rng = new Rng(1);
        byte[] plain = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i / 1000 + rng.NextInt(3)))];
        string path = folder.Write("blocks", TemporaryFolder.Gzip(plain));
        foreach (int size in new[] { 1, 1000, 65_536, 1 << 20 })
        {
            using Stream stream = InputFile.Open(path, out _);
            Assert.Equal((true, false, false), (stream.CanRead, stream.CanSeek, stream.CanWrite));
            using var all = new MemoryStream();
            stream.CopyTo(all, size);
            Assert.Equal(plain, all.ToArray());
            // At the end there is nothing more, however often it is asked.
            Assert.Equal(0, stream.Read(new byte[10]));
        }
        using var gzip = (GzipInput)InputFile.Open(path, out _);
        Assert.Equal(300_000u, gzip.ExpectedLength);
        Assert.Equal(0, gzip.Read([]));
        Assert.Throws<NotSupportedException>(() => gzip.Seek(0, SeekOrigin.Begin));
        Assert.Throws<NotSupportedException>(() => gzip.Length);
    }

    [Fact]
    public void Two_parts_in_one_packed_file_are_refused_and_not_read_in_part()
    {
        using var folder = new TemporaryFolder();
        byte[] part = TemporaryFolder.Gzip("1 1:2\n"u8.ToArray());
        string path = folder.Write("two.gz", [.. part, .. TemporaryFolder.Gzip("2 1:3\n3 1:4\n"u8.ToArray())]);
        // What comes out is either all of it or a refusal.
        Exception? thrown = Record.Exception(() => Assert.Equal("1 1:2\n2 1:3\n3 1:4\n", Encoding.UTF8.GetString(Read(path, out _))));
        if (thrown is not null) Assert.Contains("holds several parts, which is not supported",
            Assert.IsType<InvalidDataException>(thrown).Message);
    }

    [Fact]
    public void A_file_may_be_read_by_several_at_once_and_is_closed_again()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("shared", "text"u8.ToArray());
        using (InputFile.Open(path, out _))
        using (InputFile.Open(path, out _)) Assert.Throws<IOException>(() =>
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) Assert.Throws<IOException>(() =>
            InputFile.Open(path, out _));
        Assert.Throws<FileNotFoundException>(() => InputFile.Open(folder.Path("none"), out _));
        Assert.Throws<ArgumentNullException>(() => InputFile.Open(null!, out _));
    }

    [Fact]
    public void Text_in_messages_is_short_and_on_one_line()
    {
        Assert.Equal("'a⏎b⏎c'", InputFile.Quote("a\nb\r\nc"));
        Assert.Equal(@"'1\0'", InputFile.Quote("1\0"));
        Assert.Equal($"'{new string('x', 60)}'", InputFile.Quote(new string('x', 60)));
        Assert.Equal($"'{new string('x', 60)}…'", InputFile.Quote(new string('x', 61)));
        Assert.Equal("line 7: no", InputFile.Error(null, 7, "no").Message);
        Assert.Equal("a.csv, line 1234567: no", InputFile.Error("a.csv", 1234567, "no").Message);
    }

    private static byte[] Read(string path, out long longest)
    {
        using Stream stream = InputFile.Open(path, out longest);
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }
}
