using ClassicML.Linear;

namespace ClassicML.Onnx;

/// <summary>Linear models: scores x·Wᵀ + b.</summary>
internal static class LinearConverters
{
    public static IReadOnlyList<OnnxConverter> All { get; } =
    [
        new OnnxConverter<LinearClassifierModel>((model, rows, scope) => scope.Graph.Classes(
            model.Labels, scope.Graph.Linear(rows.Numbers(), model.Coefficients, model.Intercept), model.ScoreCount, areLogarithms: false)),
        new OnnxConverter<LogisticRegressionModel>(Logistic),
        new OnnxConverter<LinearRegressionModel>((model, rows, scope) => Numbers(scope.Graph, rows, model.Coefficients, model.Intercept)),
    ];

    /// <summary>wᵀx + b.</summary>
    public static OnnxOutput.Numbers Numbers(OnnxGraph graph, OnnxRows rows, ReadOnlySpan<double> coefficients, double intercept) =>
        new(graph.Linear(rows.Numbers(), new Matrix(coefficients, 1, coefficients.Length), [intercept]));

    private static OnnxOutput.Classes Logistic(LogisticRegressionModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        string scores = graph.Linear(rows.Numbers(), model.Coefficients, model.Intercept);
        OnnxOutput.Classes classes = graph.Classes(model.Labels, scores, model.ScoreCount, areLogarithms: true);
        if (model.ScoreCount == 1 || model.MultiClass == LogisticMultiClass.Multinomial) return classes;
        // Each class has a probability of its own; shares of them, and far from all classes, where all are exp(score), a softmax.
        string own = graph.Logistic(scores), isFar = graph.Add("Less", [graph.RowMax(scores), graph.Double(-30)]);
        return classes with { Probabilities = graph.Where(isFar, graph.Softmax(scores), graph.Over(own, graph.RowSum(own))) };
    }
}
