using ClassicML.Internal;
using ClassicML.Wire;

namespace ClassicML.Serialization;

/// <summary>Models in files: every registered model, pipeline and search result, and back with every bit of its predictions.</summary>
/// <remarks>
/// The layout is that of safetensors: a length, a header in JSON, then the arrays as they lie in memory. Any reader of safetensors finds the arrays by name;
/// what they are parts of is one text of JSON in the header (<see cref="Inspect(string)"/>). A file is data: nothing in it is executed, every array is held
/// against its place, and the model against what its kind allows. Doubles that are floats to the last bit, as pixels and many thresholds are, take four bytes;
/// arrays never take more than twice the memory of the file, and each is read straight into its own.
/// </remarks>
public static class ModelFile
{
    /// <summary>The name of the form of the whole file.</summary>
    internal const string Format = "classicml-model";

    /// <summary>Writes a model to a file. A file of that name is replaced at once when the new one is whole, and else stays as it was.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The name of the file; ".model" is usual, and any is taken.</param>
    /// <param name="registry">The types that can be written: those of the library, and a user's own.</param>
    /// <param name="options">What to write beside the model. Null, the default: the time.</param>
    /// <param name="cancellation">Stops between arrays; no file is left then.</param>
    /// <exception cref="ArgumentException">The model's type, or that of a part, is not registered, or it has more parts than a file takes.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Save(
        IModel model, string path, WireRegistry registry, ModelFileOptions? options = null, CancellationToken cancellation = default)
    {
        (WireForm form, List<StoredArray> arrays) = Store(model, registry, options);
        AtomicFile.Write(Check.NotNull(path, nameof(path)), stream => FormFile.Write(stream, form, arrays, cancellation));
    }

    /// <summary>Writes a model to a stream, from where that stands. The stream stays open, and need not be able to seek.</summary>
    /// <inheritdoc cref="Save(IModel, string, WireRegistry, ModelFileOptions?, CancellationToken)"/>
    /// <param name="stream">The stream.</param>
    /// <param name="model"></param>
    /// <param name="registry"></param>
    /// <param name="options"></param>
    /// <param name="cancellation"></param>
    public static void Save(
        IModel model, Stream stream, WireRegistry registry, ModelFileOptions? options = null, CancellationToken cancellation = default)
    {
        (WireForm form, List<StoredArray> arrays) = Store(model, registry, options);
        FormFile.Write(Check.NotNull(stream, nameof(stream)), form, arrays, cancellation);
    }

    /// <summary>Reads a model from a file.</summary>
    /// <typeparam name="T">What is expected, such as <see cref="IClassifierModel"/> or a model's own type.</typeparam>
    /// <param name="path">The name of the file.</param>
    /// <param name="registry">The types that can be read.</param>
    /// <param name="cancellation">Stops between arrays.</param>
    /// <exception cref="ModelFormatException">It is no model file, is damaged, or holds something else; the message says what.</exception>
    /// <exception cref="IOException">It isn't there, or can't be read.</exception>
    public static T Load<T>(string path, WireRegistry registry, CancellationToken cancellation = default) where T : class, IModel =>
        Open(path, stream => Load<T>(stream, registry, cancellation));

    /// <summary>Reads a model from a stream, from where that stands to its end.</summary>
    /// <inheritdoc cref="Load{T}(string, WireRegistry, CancellationToken)"/>
    /// <param name="stream">The stream, which stays open.</param>
    /// <param name="registry"></param>
    /// <param name="cancellation"></param>
    public static T Load<T>(Stream stream, WireRegistry registry, CancellationToken cancellation = default) where T : class, IModel
    {
        Check.NotNull(registry, nameof(registry));
        (TensorHeader header, byte[] bytes) = TensorFile.ReadHeader(Check.NotNull(stream, nameof(stream)));
        try
        {
            WireForm form = ModelFileInfo.Part(FormFile.FormOf(header, Format), "Model");
            return registry.Read<T>(FormFile.WithArrays(form, stream, header, bytes, cancellation));
        }
        catch (WireException e)
        {
            throw new ModelFormatException(e.Message, e);
        }
    }

    /// <summary>What a file says of its model, without reading the arrays, and without knowing the model's type.</summary>
    /// <param name="path">The name of the file.</param>
    /// <exception cref="ModelFormatException">It is no model file, or its header is damaged. The arrays are not looked at.</exception>
    /// <exception cref="IOException">It isn't there, or can't be read.</exception>
    public static ModelFileInfo Inspect(string path) => Open(path, Inspect);

    /// <inheritdoc cref="Inspect(string)"/>
    /// <param name="stream">The stream, from where it stands; it stays open.</param>
    public static ModelFileInfo Inspect(Stream stream) => ModelFileInfo.Of(TensorFile.ReadHeader(Check.NotNull(stream, nameof(stream))).Header);

    private static (WireForm Form, List<StoredArray> Arrays) Store(IModel model, WireRegistry registry, ModelFileOptions? options)
    {
        WireForm whole = Check.NotNull(registry, nameof(registry)).Write(Check.NotNull(model, nameof(model)));
        (WireForm form, List<StoredArray> arrays) = StoredForm.TakeOut(whole);
        WireForm summary = ModelFileInfo.Describe(model, whole, registry, options ?? new ModelFileOptions());
        var file = new WireForm(Format, [KeyValuePair.Create<string, WireValue>("Summary", new WireValue.Form(summary)),
            KeyValuePair.Create<string, WireValue>("Model", new WireValue.Form(form))]);
        return (file, arrays);
    }

    private static TResult Open<TResult>(string path, Func<Stream, TResult> read)
    {
        if (Directory.Exists(Check.NotNull(path, nameof(path)))) throw new ModelFormatException($"{path}: it is a folder");
        using FileStream stream = File.OpenRead(path);
        try
        {
            return read(stream);
        }
        catch (ModelFormatException e)
        {
            throw new ModelFormatException($"{path}: {e.Message}", e);
        }
    }
}
