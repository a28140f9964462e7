using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace ClassicML.Wire;

/// <summary>The tokens of a JSON text, of which only a piece is in memory: as much as was asked for, or one token that is longer.</summary>
internal ref struct JsonTokens
{
    // A text of more bytes might be no string of .NET's.
    private const int LongestToken = 1 << 29;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = WireJson.DepthLimit };

    private readonly Stream stream;
    private readonly CancellationToken cancellation;
    private byte[] buffer;
    private ReadOnlySpan<byte> piece;
    private bool isLast;
    private Utf8JsonReader reader;

    /// <summary>The tokens of a text that is whole in memory.</summary>
    public JsonTokens(ReadOnlySpan<byte> text)
    {
        (stream, buffer, isLast) = (Stream.Null, [], true);
        piece = text;
        reader = new Utf8JsonReader(piece, isLast, new JsonReaderState(Options));
    }

    /// <summary>The tokens of a stream, from where it stands to its end.</summary>
    /// <param name="stream">The text in UTF-8, with a byte order mark or without.</param>
    /// <param name="size">The bytes that are held at once, at least 4.</param>
    /// <param name="cancellation">Stops between pieces.</param>
    public JsonTokens(Stream stream, int size, CancellationToken cancellation)
    {
        (this.stream, this.cancellation) = (stream, cancellation);
        // One byte more than there are tells the end; the length of what is no ordinary file may be 0.
        buffer = new byte[stream.CanSeek ? Math.Clamp(stream.Length - stream.Position + 1, Math.Min(256, size), size) : size];
        Fill(0);
        if (piece.StartsWith("\ufeff"u8)) piece = piece[3..];
        reader = new Utf8JsonReader(piece, isLast, new JsonReaderState(Options));
    }

    /// <summary>The kind of the token at hand.</summary>
    public readonly JsonTokenType Type => reader.TokenType;

    /// <summary>The reader at the token at hand; to read on is <see cref="Next"/>'s.</summary>
    [UnscopedRef]
    public ref Utf8JsonReader Token => ref reader;

    /// <summary>Goes to the next token.</summary>
    /// <exception cref="JsonException">It is none, lies too deep, or follows the end of the value.</exception>
    public JsonTokenType Next()
    {
        while (!reader.Read() && !isLast)
        {
            ReadOnlySpan<byte> left = piece[(int)reader.BytesConsumed..];
            if (left.Length >= LongestToken) throw new JsonException(FormattableString.Invariant($"a text or number of it has more than {LongestToken} bytes"));
            // What is looked at again is at most half, so that a long token isn't looked at for every piece of it.
            byte[] to = left.Length > buffer.Length / 2 ? new byte[2 * buffer.Length] : buffer;
            left.CopyTo(to);
            buffer = to;
            Fill(left.Length);
            reader = new Utf8JsonReader(piece, isLast, reader.CurrentState);
        }
        return reader.TokenType;
    }

    /// <summary>The text or name at hand.</summary>
    /// <exception cref="WireException">It is no Unicode.</exception>
    public readonly string Text()
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw WireJson.NotJson(e);
        }
    }

    private void Fill(int from)
    {
        cancellation.ThrowIfCancellationRequested();
        int more = stream.ReadAtLeast(buffer.AsSpan(from), buffer.Length - from, throwOnEndOfStream: false);
        isLast = from + more < buffer.Length;
        piece = buffer.AsSpan(0, from + more);
    }
}
