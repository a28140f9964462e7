using ClassicML.Preprocessing;

namespace ClassicML.Onnx;

/// <summary>Parts of columns side by side, and regressors of transformed targets.</summary>
internal static class ColumnConverters
{
    public static IReadOnlyList<OnnxConverter> All { get; } =
    [
        new OnnxConverter<ColumnTransformerModel>((model, rows, scope) => new OnnxOutput.Features(OnnxRows.Join(
            scope.Graph, model.PartNames.Select(name => scope.Transform(model.Part(name), rows.Select(model.ColumnsOf(name))))))),
        new OnnxConverter<TransformedTargetModel>((model, rows, scope) =>
        {
            string inner = FunctionConverters.Cut(scope.Graph, ((OnnxOutput.Numbers)scope.Convert(model.Inner, rows)).Values);
            return new OnnxOutput.Numbers(FunctionConverters.Cut(scope.Graph, scope.Invert(model.Transformer, inner)));
        }),
        new OnnxRefusal<TextVectorizerModel>("ONNX's standard operators don't cut texts into terms"),
    ];
}
