using System.Collections.Immutable;
using System.ComponentModel;
using ClassicML.Serialization;
using ClassicML.Wire;

namespace ClassicML.Internal;

/// <summary>A form in the layout of model files: its arrays as they lie in memory, what is left of it as a text of the header, and a hash of all.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FormFile
{
    private const string FormatKey = "format", FormKey = "classicml";

    /// <summary>Writes a form to a stream.</summary>
    /// <param name="stream">The stream, from where it stands.</param>
    /// <param name="form">The form; its name says what the file is.</param>
    /// <param name="cancellation">Stops between arrays.</param>
    public static void Write(Stream stream, WireForm form, CancellationToken cancellation = default)
    {
        (WireForm outer, List<StoredArray> arrays) = StoredForm.TakeOut(form);
        Write(stream, outer, arrays, cancellation);
    }

    /// <summary>Reads a form from a stream, from where that stands to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">The name that the form must have.</param>
    /// <param name="cancellation">Stops between arrays.</param>
    /// <exception cref="ModelFormatException">It is no such file, or damaged; the message says what.</exception>
    public static WireForm Read(Stream stream, string name, CancellationToken cancellation = default)
    {
        (TensorHeader header, byte[] bytes) = TensorFile.ReadHeader(stream);
        return WithArrays(FormOf(header, name), stream, header, bytes, cancellation);
    }

    /// <summary>Writes a form whose arrays have been taken out.</summary>
    internal static void Write(Stream stream, WireForm form, List<StoredArray> arrays, CancellationToken cancellation)
    {
        var texts = ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);
        TensorFile.Write(stream, texts.Add(FormatKey, form.Name).Add(FormKey, form.ToString()), arrays, cancellation);
    }

    /// <summary>The form of a header, without its arrays.</summary>
    /// <exception cref="ModelFormatException">It has none, or one of another name.</exception>
    internal static WireForm FormOf(TensorHeader header, string name)
    {
        if (!header.Texts.TryGetValue(FormKey, out string? text)) throw new ModelFormatException("it is a safetensors file, but none that ClassicML wrote");
        try
        {
            WireForm form = WireForm.Parse(text);
            return form.Name == name ? form : throw new ModelFormatException($"it holds a '{form.Name}' where a '{name}' was expected");
        }
        catch (WireException e)
        {
            throw new ModelFormatException(e.Message, e);
        }
    }

    /// <summary>A form of the header, or a part of it, with its arrays, which follow in the stream.</summary>
    /// <exception cref="ModelFormatException">They are not those that it names, or damaged.</exception>
    internal static WireForm WithArrays(WireForm form, Stream stream, TensorHeader header, byte[] bytes, CancellationToken cancellation) =>
        StoredForm.PutBack(form, TensorFile.ReadArrays(stream, header, bytes, StoredForm.Named(form), cancellation));
}
