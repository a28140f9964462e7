using Microsoft.ML.Runtime;

namespace ClassicML.MLNet;

/// <summary>A fitted model of this library as ML.NET sees it: it adds its predictions to a data view, is part of a chain, and is saved with it.</summary>
/// <remarks>
/// Cursors predict in blocks, prediction engines row by row, with the same numbers; all may run beside one another. A program that only loads models calls
/// <see cref="MLNetModels.RegisterClassicML"/> first, since ML.NET looks for nothing in other assemblies by itself.
/// </remarks>
public sealed class ModelTransformer : ITransformer
{
    private readonly ComponentCatalog catalog;
    private readonly ModelOutputs outputs;

    internal ModelTransformer(ComponentCatalog catalog, IModel model, MLNetColumns columns, LabelKind? label)
    {
        this.catalog = catalog;
        (Model, Columns, Label) = (model, columns, label);
        outputs = ModelOutputs.Of(model, columns, label);
    }

    /// <summary>The model.</summary>
    public IModel Model { get; }

    /// <summary>The columns that it reads and writes.</summary>
    public MLNetColumns Columns { get; }

    internal LabelKind? Label { get; }

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The columns of a data view with those that are added.</summary>
    /// <param name="inputSchema">Its columns.</param>
    /// <exception cref="ArgumentException">A column that the model reads is missing or of another kind.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).Output;

    /// <summary>A data view with the predictions of its rows; none is made before it is asked for.</summary>
    /// <param name="input">The rows.</param>
    /// <exception cref="ArgumentException">A column that the model reads is missing or of another kind.</exception>
    public IDataView Transform(IDataView input) => new PredictedView(Bind(Check.NotNull(input, nameof(input)).Schema), input);

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new PredictedMapper(Bind(inputSchema));

    void ICanSaveModel.Save(ModelSaveContext ctx) => MLNetModels.Save(catalog, this, ctx);

    private Binding Bind(DataViewSchema input) => new(Model, Columns, outputs, Check.NotNull(input, nameof(input)));
}
