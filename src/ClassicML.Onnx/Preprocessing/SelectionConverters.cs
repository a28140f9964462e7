using ClassicML.ModelSelection;
using ClassicML.Preprocessing;

namespace ClassicML.Onnx;

/// <summary>What keeps some of the columns, or all.</summary>
internal static class SelectionConverters
{
    public static IReadOnlyList<OnnxConverter> All { get; } =
    [
        new OnnxConverter<PassThroughModel>((_, rows, _) => new OnnxOutput.Features(rows), (_, value, _) => value),
        new OnnxConverter<VarianceThresholdModel>((model, rows, _) => Kept(rows, model.Kept)),
        new OnnxConverter<SelectKBestModel>((model, rows, _) => Kept(rows, model.SelectedColumns)),
        new OnnxConverter<ImportanceSelectorModel>((model, rows, _) => Kept(rows, model.SelectedColumns)),
        new OnnxConverter<RecursiveEliminationModel>((model, rows, _) => Kept(rows, model.SelectedColumns)),
        new OnnxConverter<SequentialSelectionModel>((model, rows, _) => Kept(rows, model.SelectedColumns)),
    ];

    private static OnnxOutput.Features Kept(OnnxRows rows, ReadOnlySpan<int> columns) => new(rows.Select(columns));
}
