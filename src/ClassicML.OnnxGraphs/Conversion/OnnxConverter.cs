namespace ClassicML.Onnx;

/// <summary>How models of one type become nodes of a graph, or why they don't.</summary>
public abstract class OnnxConverter
{
    private protected OnnxConverter(string modelName) => ModelName = modelName;

    /// <summary>The name of the models' type.</summary>
    public string ModelName { get; }

    /// <summary>Why such models have no graph; null where they have one.</summary>
    public virtual string? Refusal => null;

    /// <summary>Whether a model is of the type.</summary>
    public abstract bool Converts(IModel model);

    internal abstract OnnxOutput Convert(IModel model, OnnxRows rows, OnnxScope scope);

    internal virtual string? Invert(IModel model, string value, OnnxScope scope) => null;
}

/// <summary>How models of one type become nodes of a graph, by a function.</summary>
/// <typeparam name="TModel">The type.</typeparam>
/// <param name="convert">Adds the nodes that make of rows what the model makes of them, and returns their values.</param>
/// <param name="invert">Of a transformer, adds those of its inverse: reads a value in double precision, N×q, and returns one, N×p; null for none.</param>
/// <example><code>
/// OnnxConverters mine = BuiltInOnnx.Converters.With(new OnnxConverter&lt;MeanModel&gt;((model, rows, scope) =&gt;
///     new OnnxOutput.Numbers(scope.Graph.Add("ReduceMean", [rows.Numbers()], OnnxAttribute.Integers("axes", 1)))));
/// </code></example>
public sealed class OnnxConverter<TModel>(Func<TModel, OnnxRows, OnnxScope, OnnxOutput> convert, Func<TModel, string, OnnxScope, string>? invert = null)
    : OnnxConverter(typeof(TModel).Name)
    where TModel : class, IModel
{
    private readonly Func<TModel, OnnxRows, OnnxScope, OnnxOutput> convert = Check.NotNull(convert, nameof(convert));

    /// <inheritdoc/>
    public override bool Converts(IModel model) => model is TModel;

    internal override OnnxOutput Convert(IModel model, OnnxRows rows, OnnxScope scope) => convert((TModel)model, rows, scope);

    internal override string? Invert(IModel model, string value, OnnxScope scope) => invert?.Invoke((TModel)model, value, scope);
}

/// <summary>Models of one type that have no graph, and why.</summary>
/// <typeparam name="TModel">The type.</typeparam>
/// <param name="reason">The reason, the end of a sentence that begins with "can't be exported: ".</param>
public sealed class OnnxRefusal<TModel>(string reason) : OnnxConverter(typeof(TModel).Name) where TModel : class, IModel
{
    /// <inheritdoc/>
    public override string? Refusal { get; } = Check.NotNull(reason, nameof(reason));

    /// <inheritdoc/>
    public override bool Converts(IModel model) => model is TModel;

    internal override OnnxOutput Convert(IModel model, OnnxRows rows, OnnxScope scope) =>
        throw new NotSupportedException($"{ModelName} can't be exported: {Refusal}");
}
