namespace ClassicML.Benchmarks;

/// <summary>The size of our models, as JSON: of a large one that text would be most of the memory of whoever is measured.</summary>
internal static class FormSize
{
    public static long Bytes(IModel model)
    {
        using var counter = new Counter();
        BuiltIn.Registry.Write(model).Write(counter);
        return counter.Length;
    }

    private sealed class Counter : Stream
    {
        private long count;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => count;

        public override long Position { get => count; set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => this.count += count;

        public override void Write(ReadOnlySpan<byte> buffer) => count += buffer.Length;
    }
}
