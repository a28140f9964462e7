using System.IO.Compression;

namespace ClassicML.Tests.DatasetFiles;

/// <summary>Small files that unpack to large ones take no more memory than the numbers that are in them.</summary>
public class LargeInputTests
{
    [Fact]
    public void A_line_of_blanks_or_a_comment_takes_no_memory()
    {
        using var folder = new TemporaryFolder();
        foreach ((string name, string piece) in ((string, string)[])[("blanks", new string(' ', 1 << 16)), ("comment", "#" + new string('x', 1 << 16))])
        {
            string path = folder.Write(name, Packed("1 1:2 "u8.ToArray(), System.Text.Encoding.ASCII.GetBytes(piece), 1000));
            long before = GC.GetAllocatedBytesForCurrentThread();
            RegressionData data = LibSvmReader.ReadRegression(path);
            Assert.Equal((1, 1), (data.RowCount, data.FeatureCount));
            // 65 MB of text.
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20);
        }
    }

    [Fact]
    public void A_number_without_an_end_is_refused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("digits", Packed("1 1:0."u8.ToArray(), System.Text.Encoding.ASCII.GetBytes(new string('0', 1 << 16)), 1000));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("line 1: '1:0.0", Assert.Throws<InvalidDataException>(() => LibSvmReader.ReadRegression(path)).Message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20);
    }

    [Fact]
    public void Rows_too_many_to_be_dense_are_refused_before_all_are_read()
    {
        // A row of the widest index, then rows that never end: what is read before the refusal is bounded by the size of a dense matrix.
        var text = new EndlessText("1 268435456:1\n1 1:1\n");
        Assert.Contains("too many to be dense", Assert.Throws<InvalidDataException>(() => LibSvmReader.ReadRegression(text, sparse: false)).Message);
    }

    [Fact]
    public void An_idx_file_that_promises_more_than_it_unpacks_to_is_refused_before_it_gets_room()
    {
        using var folder = new TemporaryFolder();
        // 100 MB are promised, which the length of the packed file would allow; its end says less.
        byte[] header = [0, 0, 8, 2, 0, 0, 0x03, 0xE8, 0, 1, 0x86, 0xA0];
        string path = folder.Write("short", Packed(header, new byte[1 << 16], 1400));
        string less = folder.Write("less", Packed(header, new byte[1 << 16], 100, noise: 1 << 20));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("the end of the gzip file says", Assert.Throws<InvalidDataException>(() => IdxReader.ReadMatrix(path)).Message);
        Assert.Contains("the end of the gzip file says", Assert.Throws<InvalidDataException>(() => IdxReader.ReadMatrix(less)).Message);
        // A forged end: the room grows with what comes.
        byte[] forged = File.ReadAllBytes(less);
        BitConverter.GetBytes(12u + 1000 * 100_000).CopyTo(forged, forged.Length - 4);
        Assert.Throws<InvalidDataException>(() => IdxReader.ReadMatrix(folder.Write("forged", forged)));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 256 << 20);
    }

    private static byte[] Packed(byte[] start, byte[] piece, int count, int noise = 0)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(start);
            for (int i = 0; i < count; i++) gzip.Write(piece);
            // What can't be packed, so that the packed length allows a large promise.
            var rng = new Rng(1);
            byte[] random = new byte[noise];
            for (int i = 0; i < noise; i++) random[i] = (byte)rng.NextInt(256);
            gzip.Write(random);
        }
        return packed.ToArray();
    }

    // Its second line again and again.
    private sealed class EndlessText(string text) : TextReader
    {
        private int at;

        public override int Read(char[] buffer, int index, int count)
        {
            for (int i = 0; i < count; i++)
            {
                buffer[index + i] = text[at++];
                if (at == text.Length) at = text.IndexOf('\n') + 1;
            }
            return count;
        }
    }
}
