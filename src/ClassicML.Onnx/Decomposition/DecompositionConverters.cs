using ClassicML.Decomposition;

namespace ClassicML.Onnx;

/// <summary>Principal components and discriminants. Rows are moved to a mean first, as the models do, so that an offset costs no digits.</summary>
internal static class DecompositionConverters
{
    public static IReadOnlyList<OnnxConverter> All { get; } =
    [
        new OnnxConverter<PcaModel>(Pca, PcaBack),
        new OnnxConverter<KernelPcaModel>(KernelPca),
        new OnnxConverter<LinearDiscriminantProjectionModel>((model, rows, scope) => scope.Graph.Features(
            scope.Graph.TimesTransposed(scope.Graph.Minus(rows.Numbers(), scope.Graph.Row(model.Mean)), model.Axes), model.OutputCount)),
        new OnnxConverter<LinearDiscriminantAnalysisModel>((model, rows, scope) => scope.Graph.Classes(
            model.Labels, scope.Graph.Linear(rows.Numbers(), model.Coefficients, model.Intercept), model.ScoreCount, areLogarithms: true)),
        new OnnxConverter<QuadraticDiscriminantAnalysisModel>(Quadratic),
    ];

    private static OnnxOutput.Features Pca(PcaModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        string scores = graph.TimesTransposed(graph.Minus(rows.Numbers(), graph.Row(model.Mean)), model.Components);
        return graph.Features(model.Whiten ? graph.Over(scores, graph.Row(model.ScoreScales)) : scores, model.OutputCount);
    }

    private static string PcaBack(PcaModel model, string value, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        double[] scales = Array.ConvertAll(model.ScoreScales.ToArray(), scale => double.IsFinite(scale) ? scale : 0);
        return graph.Plus(graph.Add("MatMul", [graph.Times(value, graph.Row(scales)), graph.Matrix(model.Components)]), graph.Row(model.Mean));
    }

    private static OnnxOutput.Features KernelPca(KernelPcaModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        Matrix training = model.TrainingRows;
        string x = rows.Numbers();
        if (model.Kernel is LinearKernel)
        {
            // Centred values of a linear kernel are the same wherever the origin is.
            int n = training.RowCount, p = training.ColumnCount;
            double[] mean = new double[p], moved = training.Span.ToArray();
            for (int at = 0; at < moved.Length; at++) mean[at % p] += moved[at] / n;
            for (int at = 0; at < moved.Length; at++) moved[at] -= mean[at % p];
            (x, training) = (graph.Minus(x, graph.Row(mean)), new Matrix(moved, n, p));
        }
        string values = KernelNodes.Of(graph, model.Kernel, x, training);
        string means = graph.Over(graph.RowSum(values), graph.Double(training.RowCount));
        double grand = System.Numerics.Tensors.TensorPrimitives.Sum(model.GramMeans) / training.RowCount;
        string centred = graph.Minus(graph.Minus(values, graph.Row(model.GramMeans)), graph.Minus(means, graph.Double(grand)));
        return graph.Features(graph.TimesTransposed(centred, model.DualComponents), model.OutputCount);
    }

    private static OnnxOutput.Classes Quadratic(QuadraticDiscriminantAnalysisModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        string x = rows.Numbers();
        string[] scores = [.. Enumerable.Range(0, model.Labels.Count).Select(code => Score(graph, model, code, x))];
        string all = scores.Length == 2 ? graph.Minus(scores[1], scores[0]) : graph.Beside(scores);
        return graph.Classes(model.Labels, all, model.ScoreCount, areLogarithms: true);
    }

    // log π + log density of a class, up to a constant: its own directions, and one variance for all the rest.
    private static string Score(OnnxGraph graph, QuadraticDiscriminantAnalysisModel model, int code, string x)
    {
        ReadOnlySpan<double> variances = model.Variances(code);
        int p = model.FeatureCount, left = p - variances.Length;
        double constant = model.LogPrior(code) - (left == 0 ? 0 : 0.5 * left * Math.Log(model.RestVariance(code)));
        foreach (double variance in variances) constant -= 0.5 * Math.Log(variance);
        string centred = graph.Minus(x, graph.Row(model.Mean(code)));
        List<string> distances = [];
        string? squares = null;
        if (variances.Length > 0)
        {
            string along = graph.TimesTransposed(centred, model.Directions(code));
            squares = graph.Times(along, along);
            distances.Add(graph.RowSum(graph.Over(squares, graph.Row(variances))));
        }
        if (left > 0)
        {
            string all = graph.RowSum(graph.Times(centred, centred)), rest = squares is null ? all : graph.Minus(all, graph.RowSum(squares));
            distances.Add(graph.Over(graph.Add("Max", [rest, graph.Double(0)]), graph.Double(model.RestVariance(code))));
        }
        string distance = distances.Aggregate(graph.Plus);
        return graph.Minus(graph.Double(constant), graph.Times(graph.Double(0.5), distance));
    }
}
