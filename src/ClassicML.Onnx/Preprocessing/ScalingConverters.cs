using ClassicML.Preprocessing;

namespace ClassicML.Onnx;

/// <summary>Scalers: a number of each column is subtracted and one divided by, or a row divided by its norm.</summary>
internal static class ScalingConverters
{
    public static IReadOnlyList<OnnxConverter> All { get; } =
    [
        new OnnxConverter<StandardScalerModel>(
            (model, rows, scope) => Scaled(scope.Graph, rows, model.WithMean ? model.Means : [], model.Scales),
            (model, value, scope) => Unscaled(scope.Graph, value, model.WithMean ? model.Means : [], model.Scales)),
        new OnnxConverter<RobustScalerModel>(
            (model, rows, scope) => Scaled(scope.Graph, rows, model.WithCentering ? model.Medians : [], model.Scales),
            (model, value, scope) => Unscaled(scope.Graph, value, model.WithCentering ? model.Medians : [], model.Scales)),
        new OnnxConverter<MaxAbsScalerModel>(
            (model, rows, scope) => Scaled(scope.Graph, rows, [], NotZero(model.MaxMagnitudes)),
            (model, value, scope) => Unscaled(scope.Graph, value, [], NotZero(model.MaxMagnitudes))),
        new OnnxConverter<MinMaxScalerModel>(MinMax, MinMaxBack),
        new OnnxConverter<NormalizerModel>(Normalized),
    ];

    private static OnnxOutput.Features Scaled(OnnxGraph graph, OnnxRows rows, ReadOnlySpan<double> centers, ReadOnlySpan<double> scales)
    {
        string value = rows.Numbers();
        if (!centers.IsEmpty) value = graph.Minus(value, graph.Row(centers));
        return graph.Features(graph.Over(value, graph.Row(scales)), scales.Length);
    }

    private static string Unscaled(OnnxGraph graph, string value, ReadOnlySpan<double> centers, ReadOnlySpan<double> scales)
    {
        value = graph.Times(value, graph.Row(scales));
        return centers.IsEmpty ? value : graph.Plus(value, graph.Row(centers));
    }

    private static double[] NotZero(ReadOnlySpan<double> magnitudes) => Array.ConvertAll(magnitudes.ToArray(), magnitude => magnitude == 0 ? 1 : magnitude);

    private static OnnxOutput.Features MinMax(MinMaxScalerModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        string share = graph.Over(graph.Minus(rows.Numbers(), graph.Row(model.DataMinimums)), graph.Row(model.Spans));
        string value = graph.Plus(graph.Times(share, graph.Double(model.Maximum - model.Minimum)), graph.Double(model.Minimum));
        return graph.Features(model.Clip ? graph.Clip(value, model.Minimum, model.Maximum) : value, model.OutputCount);
    }

    private static string MinMaxBack(MinMaxScalerModel model, string value, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        string share = graph.Over(graph.Minus(value, graph.Double(model.Minimum)), graph.Double(model.Maximum - model.Minimum));
        return graph.Plus(graph.Times(share, graph.Row(model.Spans)), graph.Row(model.DataMinimums));
    }

    private static OnnxOutput.Features Normalized(NormalizerModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        // In units of the largest, so that squares neither overflow nor vanish; a row of zeros stays.
        string value = rows.Numbers(), unit = graph.Add("Div", [value, NotZero(graph.RowMax(graph.Add("Abs", [value])))]);
        string norm = model.Norm switch
        {
            VectorNorm.L1 => graph.RowSum(graph.Add("Abs", [unit])),
            VectorNorm.L2 => graph.Add("Sqrt", [graph.RowSum(graph.Times(unit, unit))]),
            VectorNorm.Max => graph.Double(1),
        };
        return graph.Features(graph.Over(unit, NotZero(norm)), model.OutputCount);

        string NotZero(string size) => graph.Where(graph.Add("Equal", [size, graph.Double(0)]), graph.Double(1), size);
    }
}
