using Microsoft.ML.Runtime;
using Shape = Microsoft.ML.SchemaShape.Column;

namespace ClassicML.MLNet;

/// <summary>What a row has besides features.</summary>
internal enum LabelUse
{
    None,
    Classes,
    Numbers,
}

/// <summary>A learner of this library as an estimator of ML.NET.</summary>
/// <param name="catalog">Where it is saved and loaded.</param>
/// <param name="names">The columns that it reads and writes.</param>
/// <param name="use">What it learns.</param>
/// <param name="outputs">The columns that its models add.</param>
/// <param name="fit">Fits the learner.</param>
internal sealed class LearnerEstimator(
    ComponentCatalog catalog, MLNetColumns names, LabelUse use, Func<SchemaShape, Shape[]> outputs, Func<FitRows, IModel> fit) : IEstimator<ModelTransformer>
{
    public ModelTransformer Fit(IDataView input)
    {
        CheckColumns(MLNetInternals.Shape(Check.NotNull(input, nameof(input)).Schema));
        LabelKind? label = use == LabelUse.Classes ? LabelKind.Of(SchemaColumns.Find(input.Schema, names.Label)) : null;
        return new ModelTransformer(catalog, fit(FitRows.Read(input, names, use != LabelUse.None)), names, label);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        CheckColumns(inputSchema);
        return ColumnShapes.With(inputSchema, outputs(inputSchema));
    }

    private void CheckColumns(SchemaShape input)
    {
        ColumnShapes.CheckFeatures(input, names);
        if (use == LabelUse.Classes) ColumnShapes.CheckClasses(input, names.Label);
        if (use == LabelUse.Numbers) ColumnShapes.CheckNumbers(input, names.Label, "what a regressor learns");
        ColumnShapes.CheckNumbers(input, names.Weight, "weights");
        ColumnShapes.CheckGroups(input, names.Group);
    }
}
