namespace ClassicML.Tests;

/// <summary>A stream as a socket is one: it does not seek, and gives at most so many bytes at a time.</summary>
internal sealed class OneWay(Stream inner, int step = 1000) : Stream
{
    /// <summary>Is told how many bytes have been read or written.</summary>
    public Action<long> Passed { get; init; } = _ => { };

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = inner.Read(buffer, offset, Math.Min(count, step));
        Passed(inner.Position);
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count)
    {
        inner.Write(buffer, offset, count);
        Passed(inner.Position);
    }
}
