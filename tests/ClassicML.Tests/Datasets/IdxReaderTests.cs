using System.Buffers.Binary;

namespace ClassicML.Tests.DatasetFiles;

public class IdxReaderTests
{
    private static readonly byte[] images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 253, 254, 255];
    private static readonly byte[] labels = [0, 0, 8, 1, 0, 0, 0, 2, 7, 3];

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Images_become_rows_and_labels_integers(bool packed)
    {
        using var folder = new TemporaryFolder();
        string x = folder.Write("images", packed ? TemporaryFolder.Gzip(images) : images);
        string y = folder.Write("labels", packed ? TemporaryFolder.Gzip(labels) : labels);
        Assert.Equal([2, 1, 3], IdxReader.ReadShape(x));
        Assert.Equal([7, 3], IdxReader.ReadLabels(y));
        ClassificationData data = IdxReader.ReadClassification(x, y);
        Assert.Equal((2, 3), (data.RowCount, data.FeatureCount));
        Assert.Equal([1.0, 2, 3, 253, 254, 255], ((Matrix)data.Features).Span.ToArray());
        Assert.Equal(["3", "7"], data.Labels.Names);
        Assert.Equal([7, 3], IdxReader.ReadClassification(x, y, new ClassLabels(Enumerable.Range(0, 10))).Codes.ToArray());
    }

    [Fact]
    public void Every_element_type_is_read()
    {
        Assert.Equal([-1.0, 127], Values(0x09, [0xff, 0x7f]));
        Assert.Equal([-2.0, 258], Values(0x0B, [0xff, 0xfe, 1, 2]));
        Assert.Equal([-2.0, 16909060], Values(0x0C, [0xff, 0xff, 0xff, 0xfe, 1, 2, 3, 4]));
        Assert.Equal([1.5, -2], Values(0x0D, [0x3f, 0xc0, 0, 0, 0xc0, 0, 0, 0]));
        Assert.Equal([1.5, -2], Values(0x0E, [0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0]));

        static double[] Values(byte type, byte[] content)
        {
            using var folder = new TemporaryFolder();
            return IdxReader.ReadMatrix(folder.Write("data", [0, 0, type, 2, 0, 0, 0, 1, 0, 0, 0, 2, .. content])).Span.ToArray();
        }
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 8 }, "it ends within its header")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 1, 0 }, "it ends within its header")]
    [InlineData(new byte[] { 0, 1, 8, 2, 0, 0, 0, 1, 0, 0, 0, 1, 5 }, "it starts with the bytes 00010802")]
    [InlineData(new byte[] { 0, 0, 7, 2, 0, 0, 0, 1, 0, 0, 0, 1, 5 }, "it starts with the bytes 00000702")]
    [InlineData(new byte[] { 0, 0, 8, 0, 5 }, "it starts with the bytes 00000800")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 1, 5 }, "its header promises 2×1 UInt8, 14 bytes; the file holds 13")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 1, 5, 6 }, "its header promises 1×1 UInt8, 13 bytes; the file holds 14")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 5 }, "it has one dimension, so it holds labels, not rows")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1, 5 }, "size 0 in its header is 4294967295")]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 5 }, "size 1 in its header is 65536; an array may have")]
    public void A_broken_file_is_refused_by_name(byte[] content, string message)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("broken", content);
        Assert.StartsWith($"{path}: {message}", Assert.Throws<InvalidDataException>(() => IdxReader.ReadMatrix(path)).Message);
    }

    /// <summary>Elements are read in blocks of 65,536 bytes: what lies behind the first, and across, is at its place.</summary>
    [Theory, InlineData(0x08, 1), InlineData(0x09, 1), InlineData(0x0B, 2), InlineData(0x0C, 4), InlineData(0x0D, 4), InlineData(0x0E, 8)]
    public void Large_arrays_are_read_block_by_block(byte type, int size)
    {
        const int rows = 331, columns = 463;
        byte[] content = [0, 0, type, 3, 0, 0, 1, 0x4B, 0, 0, 0, 1, 0, 0, 1, 0xCF, .. new byte[rows * columns * size]];
        double[] expected = new double[rows * columns];
        for (int at = 0; at < expected.Length; at++)
        {
            Span<byte> to = content.AsSpan(16 + at * size);
            int value = at * 7 % 30_011 - 15_000;
            expected[at] = type switch
            {
                0x08 => to[0] = (byte)value,
                0x09 => (sbyte)(to[0] = (byte)value),
                _ => value,
            };
            if (type == 0x0B) BinaryPrimitives.WriteInt16BigEndian(to, (short)value);
            if (type == 0x0C) BinaryPrimitives.WriteInt32BigEndian(to, value);
            if (type == 0x0D) BinaryPrimitives.WriteSingleBigEndian(to, value);
            if (type == 0x0E) BinaryPrimitives.WriteDoubleBigEndian(to, value);
        }
        using var folder = new TemporaryFolder();
        foreach (byte[] stored in new[] { content, TemporaryFolder.Gzip(content) })
        {
            string path = folder.Write("large", stored);
            Matrix x = IdxReader.ReadMatrix(path);
            Assert.Equal((rows, columns), (x.RowCount, x.ColumnCount));
            Assert.Equal(expected, x.Span);
            Assert.Equal([rows, 1, columns], IdxReader.ReadShape(path));
        }
    }

    [Fact]
    public void A_header_that_promises_gigabytes_allocates_nothing()
    {
        using var folder = new TemporaryFolder();
        byte[] huge = [0, 0, 0x0E, 2, 0x7f, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3];
        foreach (byte[] content in new[] { huge, TemporaryFolder.Gzip(huge) })
        {
            string path = folder.Write("huge", content);
            long before = GC.GetAllocatedBytesForCurrentThread();
            string message = Assert.Throws<InvalidDataException>(() => IdxReader.ReadMatrix(path)).Message;
            // The streams' buffers and the exception; the promised array would be 17 GB.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
            Assert.Contains("its header promises 2130706432×1 Double", message);
        }
    }

    [Fact]
    public void A_packed_file_of_another_length_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.EndsWith("it ends within its content", Fail(TemporaryFolder.Gzip(images[..^1])));
        Assert.EndsWith("it goes on after the 2×1×3 UInt8 that its header promises", Fail(TemporaryFolder.Gzip([.. images, 1])));
        Assert.Contains("the gzip file is cut short", Fail(TemporaryFolder.Gzip(images)[..^9]));
        Assert.Contains("the gzip file is cut short", Fail([0x1f, 0x8b]));
        byte[] broken = TemporaryFolder.Gzip(images);
        broken[^5] ^= 1;
        Assert.Contains("the gzip file is corrupted", Fail(broken));

        string Fail(byte[] content) =>
            Assert.Throws<InvalidDataException>(() => IdxReader.ReadMatrix(folder.Write("data.gz", content))).Message;
    }

    [Fact]
    public void Images_and_labels_must_match()
    {
        using var folder = new TemporaryFolder();
        string x = folder.Write("images", images), y = folder.Write("labels", labels);
        string one = folder.Write("one", [0, 0, 8, 1, 0, 0, 0, 1, 7]);
        Assert.Equal($"{x} holds 2 rows, {one} 1 labels", Fail(() => IdxReader.ReadClassification(x, one)));
        Assert.Equal(
            $"{y}: row 1 has label '3', which is not among 7, 8", Fail(() => IdxReader.ReadClassification(x, y, new ClassLabels([7, 8]))));
        Assert.Contains("labels are unsigned bytes in one dimension, this file has UInt8 in 3", Fail(() => IdxReader.ReadLabels(x)));

        static string Fail(Action action) => Assert.Throws<InvalidDataException>(action).Message;
    }
}
