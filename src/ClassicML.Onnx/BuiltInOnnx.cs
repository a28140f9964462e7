using ClassicML.Internal;

namespace ClassicML.Onnx;

/// <summary>The built-in models as ONNX files.</summary>
/// <example><code>
/// var model = new StandardScaler().Then(new LogisticRegression()).Fit(train);
/// model.SaveOnnx("model.onnx");
/// </code></example>
public static class BuiltInOnnx
{
    /// <summary>Who converts the built-in models. A user's own are added by <see cref="OnnxConverters.With"/>.</summary>
    public static OnnxConverters Converters { get; } = new(
    [
        .. PipelineConverters.All, .. LinearConverters.All, .. SvmConverters.All, .. TreesConverters.All, .. NeighborsConverters.All,
        .. DecompositionConverters.All, .. NeuralConverters.All, .. ScalingConverters.All, .. SelectionConverters.All, .. EncodingConverters.All,
        .. ExpandingConverters.All, .. FunctionConverters.All, .. ImputerConverters.All, .. ColumnConverters.All,
        .. DateConverters.All,
    ]);

    /// <summary>The bytes of an .onnx file, by <see cref="Converters"/>.</summary>
    /// <inheritdoc cref="OnnxModels.ToOnnx"/>
    public static byte[] ToOnnx(this IModel model, OnnxOptions? options = null) => model.ToOnnx(Converters, options);

    /// <summary>Writes an .onnx file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="options">What goes in and comes out. Default: one tensor of floats.</param>
    /// <param name="converters">Who converts it. Default: <see cref="Converters"/>.</param>
    /// <inheritdoc cref="OnnxModels.ToOnnx"/>
    public static void SaveOnnx(this IModel model, string path, OnnxOptions? options = null, OnnxConverters? converters = null)
    {
        Check.NotNull(path, nameof(path));
        AtomicFile.Write(path, model.ToOnnx(converters ?? Converters, options));
    }
}
