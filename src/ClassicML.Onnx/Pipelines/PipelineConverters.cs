using ClassicML.ModelSelection;

namespace ClassicML.Onnx;

/// <summary>Models that hold others: pipelines, calibration and searches.</summary>
internal static class PipelineConverters
{
    public static IReadOnlyList<OnnxConverter> All { get; } =
    [
        new OnnxConverter<ClassifierPipelineModel>((model, rows, scope) => scope.Convert(model.Last, scope.Transform(model.First, rows))),
        new OnnxConverter<RegressorPipelineModel>((model, rows, scope) => scope.Convert(model.Last, scope.Transform(model.First, rows))),
        new OnnxConverter<OutlierPipelineModel>((model, rows, scope) => scope.Convert(model.Last, scope.Transform(model.First, rows))),
        new OnnxConverter<TransformerPipelineModel>(
            (model, rows, scope) => scope.Convert(model.Last, scope.Transform(model.First, rows)),
            (model, value, scope) => scope.Invert(model.First, scope.Invert(model.Last, value))),
        new OnnxConverter<SearchModel>((model, rows, scope) => scope.Convert(model.Best, rows)),
        new OnnxConverter<RegressorSearchModel>((model, rows, scope) => scope.Convert(model.Best, rows)),
        new OnnxConverter<OutlierSearchModel>((model, rows, scope) => scope.Convert(model.Best, rows)),
        new OnnxConverter<CalibratedClassifierModel>(Calibrated),
    ];

    private static OnnxOutput.Classes Calibrated(CalibratedClassifierModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        var inner = (OnnxOutput.Classes)scope.Convert(model.Inner, rows);
        string scores = graph.Clip(inner.Scores!, double.MinValue, double.MaxValue);
        string[] own = graph.Split(scores, model.ScoreCount);
        string[] maps = [.. own.Select((score, k) => Probability(graph, model, k, score))];
        string probabilities;
        if (model.ScoreCount == 1) probabilities = graph.Beside(graph.Minus(graph.Double(1), maps[0]), maps[0]);
        else
        {
            string all = graph.Beside(maps), sum = graph.RowSum(all);
            double[] even = [.. own.Select((_, k) => model.IsMapped(k) ? 1.0 : 0)];
            double present = even.Sum();
            string shares = graph.Where(graph.IsAbove(sum, 0), graph.Over(all, sum), graph.Row(Array.ConvertAll(even, one => one / present)));
            probabilities = graph.NanWhere(graph.IsMissing(sum), shares);
        }
        return inner with { Codes = graph.ArgMax(probabilities), Probabilities = probabilities };
    }

    private static string Probability(OnnxGraph graph, CalibratedClassifierModel model, int score, string value)
    {
        // A class without rows: 0 of whatever score.
        if (!model.IsMapped(score)) return graph.Times(graph.Clip(value, -1, 1), graph.Double(0));
        if (model.Method == CalibrationMethod.Isotonic)
            return PiecewiseLinear.Of(graph, value, model.MapPoints(score), model.MapValues(score));
        double a = model.MapPoints(score)[0], b = model.MapValues(score)[0];
        return graph.Logistic(graph.Minus(graph.Double(-b), graph.Times(graph.Double(a), value)));
    }
}
