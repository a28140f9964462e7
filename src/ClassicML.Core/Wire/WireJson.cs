using System.Text;
using System.Text.Json;

namespace ClassicML.Wire;

/// <summary>Forms as JSON: {"type": name, "format": 1, …}. NaN and infinities, which JSON lacks, are the texts "NaN", "Infinity" and
/// "-Infinity".</summary>
/// <remarks>
/// The root alone says which format it is written in; one that says nothing, such as an option that was typed, is of the first. Whoever reads
/// needs stack for each form inside a form, so there is a limit, and what can't be read is not written.
/// </remarks>
internal static class WireJson
{
    public const int Format = 1;

    // A classifier at the end of a pipeline of so many stages takes less than half a megabyte of stack.
    public const int DepthLimit = 256;

    public const string TypeKey = "type", FormatKey = "format";

    /// <summary>The bytes of a stream that are held at once, but for a text of more.</summary>
    public const int Piece = 1 << 16;

    // Half a surrogate pair is an error: what replaces it makes one text of several.
    private static readonly UTF8Encoding Unicode = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether a value may not have this name.</summary>
    public static bool IsReserved(string name) => name is TypeKey or FormatKey;

    public static string Write(WireForm form)
    {
        using var memory = new MemoryStream();
        Write(form, memory, CancellationToken.None);
        return Unicode.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }

    public static void Write(WireForm form, Stream stream, CancellationToken cancellation)
    {
        using var writer = new WireJsonWriter(stream, cancellation);
        writer.Write(form);
    }

    public static WireForm Parse(string json)
    {
        Check.NotNull(json, nameof(json));
        return Checked(() => new WireJsonReader(new JsonTokens(Unicode.GetBytes(json))).Read());
    }

    /// <param name="stream">The text in UTF-8, with a byte order mark or without.</param>
    /// <param name="cancellation">Stops between pieces.</param>
    /// <param name="piece">The bytes that are held at once.</param>
    public static WireForm Read(Stream stream, CancellationToken cancellation, int piece = Piece) =>
        Checked(() => new WireJsonReader(new JsonTokens(stream, piece, cancellation)).Read());

    // A word that is none of JSON's is quoted with all that follows it; where it stands is said at the end.
    public static WireException NotJson(Exception e)
    {
        string said = e.Message.ReplaceLineEndings(" ");
        return new WireException($"this is not JSON: {(said.Length <= 300 ? said : $"{said[..150]}…{said[^100..]}")}", e);
    }

    private static WireForm Checked(Func<WireForm> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is JsonException or EncoderFallbackException)
        {
            throw NotJson(e);
        }
    }
}
