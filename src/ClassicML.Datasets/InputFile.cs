using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace ClassicML;

/// <summary>A file's bytes, unpacked on the way when it starts with gzip's magic bytes, whatever its name ends in.</summary>
internal static class InputFile
{
    /// <summary>Opens a file or a pipe; <paramref name="longest"/> is the most bytes that can come out of it, known before any is read.</summary>
    public static Stream Open(string path, out long longest)
    {
        FileStream file = OpenBytes(path);
        try
        {
            bool packed = IsPacked(file);
            longest = packed ? GzipInput.Longest(file.Length) : file.Length;
            return packed ? new GzipInput(file, path) : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file or a pipe as it lies there, to be read any number of times.</summary>
    public static FileStream OpenBytes(string path)
    {
        // No buffer of its own: every reader asks for large blocks.
        var file = new FileStream(Check.NotNull(path, nameof(path)), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (file.CanSeek) return file;
        using (file) return Spooled(file);
    }

    /// <summary>Whether gzip's magic bytes come next; the stream stays where it is.</summary>
    public static bool IsPacked(Stream stream)
    {
        long start = stream.Position;
        Span<byte> magic = stackalloc byte[2];
        int count = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        stream.Position = start;
        return count == 2 && magic is [0x1f, 0x8b];
    }

    /// <summary>Opens a file as text in an encoding, by default UTF-8, or as its byte order mark says. Bytes that are none are refused.</summary>
    public static TextReader OpenText(string path, Encoding? encoding = null) => new DecodedText(Open(path, out _), encoding ?? Encoding.UTF8, path);

    /// <summary>The text of a stream that can seek, from where it stands, unpacked where it is gzip; the stream stays open.</summary>
    public static TextReader OpenText(Stream stream, Encoding encoding, string? name) => IsPacked(stream)
        ? new DecodedText(new GzipInput(stream, name ?? "the stream", leaveOpen: true), encoding, name)
        : new DecodedText(stream, encoding, name, leaveOpen: true);

    /// <summary>An error in a file's content; every reader's messages begin with the file and, for text, the line.</summary>
    public static InvalidDataException Error(string? file, long line, string message, Exception? inner = null) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{(file is null ? "" : $"{file}, ")}line {line}: {message}"), inner);

    /// <summary>Text for a message: in quotes, shortened, and on one line.</summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        const int longest = 60;
        string shown = text.Length <= longest ? text.ToString() : $"{text[..longest]}…";
        return $"'{shown.ReplaceLineEndings("⏎").Replace("\0", "\\0", StringComparison.Ordinal)}'";
    }

    /// <summary>What is left of a stream, in a file that is gone when it is closed: a pipe is read once and has no length.</summary>
    public static FileStream Spooled(Stream stream)
    {
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None,
            bufferSize: 0, FileOptions.DeleteOnClose);
        try
        {
            stream.CopyTo(file);
            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}

/// <summary>The unpacked bytes of a gzip file. Unlike <see cref="GZipStream"/>, it notices when the file ends too early.</summary>
internal sealed class GzipInput : Stream
{
    // Deflate spends at least 2 bits on a match of at most 258 bytes, so it packs to no less than a 1032nd.
    private const int MostPacked = 1032;

    private readonly Stream file;
    private readonly GZipStream unpacked;
    private readonly string path;
    private readonly bool leaveOpen;
    private readonly uint expected;
    private uint count;

    /// <param name="file">The packed bytes, from where it stands to its end.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="leaveOpen">Whether it stays open afterwards.</param>
    public GzipInput(Stream file, string path, bool leaveOpen = false)
    {
        this.file = file;
        this.path = path;
        this.leaveOpen = leaveOpen;
        long start = file.Position;
        // RFC 1952: the last four bytes are the unpacked length modulo 2³². A file cut short has others there.
        Span<byte> trailer = stackalloc byte[4];
        file.Position = Math.Max(start, file.Length - 4);
        bool whole = file.ReadAtLeast(trailer, 4, throwOnEndOfStream: false) == 4;
        expected = whole ? BinaryPrimitives.ReadUInt32LittleEndian(trailer) : uint.MaxValue;
        file.Position = start;
        unpacked = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
    }

    /// <summary>The length of what is packed, modulo 2³², as the end of the file has it.</summary>
    public uint ExpectedLength => expected;

    public static long Longest(long packed) => packed > long.MaxValue / MostPacked ? long.MaxValue : packed * MostPacked;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        int read;
        try
        {
            read = unpacked.Read(buffer);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: the gzip file is corrupted; {exception.Message}", exception);
        }
        count += (uint)read;
        if (read == 0 && count != expected)
            throw new InvalidDataException(
                $"{path}: the gzip file is cut short (or holds several parts, which is not supported): " +
                $"{count} bytes came out, its end says {expected}");
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
            if (!leaveOpen) file.Dispose();
        }
        base.Dispose(disposing);
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
