namespace ClassicML.Onnx;

/// <summary>A graph under conversion, and who converts the models inside of others.</summary>
public sealed class OnnxScope
{
    private readonly OnnxConverters converters;

    internal OnnxScope(OnnxGraph graph, OnnxConverters converters) => (Graph, this.converters) = (graph, converters);

    /// <summary>The graph.</summary>
    public OnnxGraph Graph { get; }

    /// <summary>Adds the nodes of a model, such as a stage of a pipeline.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows that it reads.</param>
    /// <exception cref="NotSupportedException">Nobody converts models of its type, or it can't be; the message says which and why.</exception>
    /// <exception cref="ArgumentException">The rows are not as wide as the model reads, or a column is of the wrong kind.</exception>
    public OnnxOutput Convert(IModel model, OnnxRows rows)
    {
        OnnxConverter converter = Of(model);
        if (Check.NotNull(rows, nameof(rows)).ColumnCount != model.FeatureCount)
            throw new ArgumentException(FormattableString.Invariant(
                $"{converter.ModelName} reads {model.FeatureCount} columns, these rows have {rows.ColumnCount}"), nameof(rows));
        return converter.Convert(model, rows, this);
    }

    /// <summary>Adds the nodes of a transformer.</summary>
    /// <inheritdoc cref="Convert"/>
    public OnnxRows Transform(ITransformerModel model, OnnxRows rows) => ((OnnxOutput.Features)Convert(model, rows)).Rows;

    /// <summary>Adds the nodes of a transformer's inverse.</summary>
    /// <param name="model">The transformer.</param>
    /// <param name="value">What it gave, in double precision, N×q.</param>
    /// <returns>What it was given, N×p.</returns>
    /// <exception cref="NotSupportedException">Its inverse has no graph.</exception>
    public string Invert(ITransformerModel model, string value) =>
        Of(model).Invert(model, value, this) ?? throw new NotSupportedException($"the inverse of {model.GetType().Name} can't be exported");

    private OnnxConverter Of(IModel model) => converters.Find(Check.NotNull(model, nameof(model)))
        ?? throw new NotSupportedException(
            $"{model.GetType().Name} can't be exported: nothing converts models of its type; add an {nameof(OnnxConverter)} to the converters");
}
