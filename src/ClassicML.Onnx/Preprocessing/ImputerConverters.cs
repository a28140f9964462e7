using ClassicML.Preprocessing;
using static ClassicML.Onnx.OnnxAttribute;

namespace ClassicML.Onnx;

/// <summary>Imputers: missing values filled, and indicators of what was missing.</summary>
internal static class ImputerConverters
{
    public static IReadOnlyList<OnnxConverter> All { get; } =
    [
        new OnnxConverter<SimpleImputerModel>(Simple),
        new OnnxConverter<KnnImputerModel>(Nearest),
        new OnnxConverter<IterativeImputerModel>(Iterative),
        new OnnxConverter<BayesianRidgeModel>((model, rows, scope) => LinearConverters.Numbers(scope.Graph, rows, model.Coefficients, model.Intercept)),
    ];

    private static OnnxOutput.Features Simple(SimpleImputerModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        List<OnnxRows> parts = [];
        foreach (int j in model.KeptColumns)
        {
            if (model.FillTexts[j] is not { } fill)
            {
                string number = rows.Number(j);
                parts.Add(OnnxRows.Of(graph, graph.Where(graph.IsMissing(number), graph.Double(model.Statistics[j]), number), 1));
                continue;
            }
            string text = rows.Text(j), isEmpty = graph.Add("Cast", [IsEmpty(graph, text)], Integer("to", (int)OnnxElement.Bool));
            parts.Add(OnnxRows.OfText(graph, graph.Where(isEmpty, graph.Texts(fill), text)));
        }
        foreach (int j in model.IndicatorColumns)
            parts.Add(OnnxRows.Of(graph, graph.ToDouble(rows.IsText(j) ? IsEmpty(graph, rows.Text(j)) : graph.IsMissing(rows.Number(j))), 1));
        return new OnnxOutput.Features(OnnxRows.Join(graph, parts));
    }

    // 1 for a missing text, else 0.
    private static string IsEmpty(OnnxGraph graph, string text) =>
        graph.AddMl("LabelEncoder", [text], Texts("keys_strings", ""), Integers("values_int64s", 1), Integer("default_int64", 0));

    private static OnnxOutput.Features Nearest(KnnImputerModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        string x = rows.Numbers(), distances = Distances.NanEuclidean(graph, x, model.Rows);
        string[] columns = graph.Split(x, model.FeatureCount);
        return Filled(graph, columns, model.KeptColumns, model.IndicatorColumns, j =>
        {
            int[] donors = [.. Enumerable.Range(0, model.Rows.RowCount).Where(i => !double.IsNaN(model.Rows[i, j]))];
            if (donors.Length == 0) return graph.Double(0);
            double[] values = Array.ConvertAll(donors, i => model.Rows[i, j]);
            double center = values[0] + values.Sum(value => value - values[0]) / values.Length;
            var (nearest, numbers) = NeighborsConverters.Nearest(graph, graph.Columns(distances, donors), Math.Min(model.NeighborCount, donors.Length));
            string zero = graph.Double(0), near = graph.ToDouble(graph.Add("Less", [nearest, graph.Double(double.PositiveInfinity)])), weights = near;
            if (model.Weighting != KnnImputerWeighting.Uniform)
            {
                string isZero = graph.ToDouble(graph.Add("Equal", [nearest, zero]));
                weights = graph.Where(graph.IsAbove(graph.RowMax(isZero), 0), isZero, graph.Add("Reciprocal", [nearest]));
            }
            // By differences, so that an offset costs no digits. Where no row has a column in common, the mean.
            string from = graph.Pick(Array.ConvertAll(values, value => value - center), numbers);
            string sum = graph.RowSum(weights), mean = graph.Over(graph.RowSum(graph.Times(weights, from)), sum);
            return graph.Plus(graph.Double(center), graph.Where(graph.IsAbove(sum, 0), mean, zero));
        });
    }

    private static OnnxOutput.Features Iterative(IterativeImputerModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        string[] columns = graph.Split(rows.Numbers(), model.FeatureCount);
        int[] active = model.Active.ToArray();
        string[] state = Array.ConvertAll(active, j => Fill(graph, columns[j], graph.Double(model.First.Statistics[j])));
        for (int step = 0; step < model.StepCount; step++)
        {
            (int column, IRegressorModel regressor) = model.Step(step);
            string[] others = [.. state.Where((_, place) => place != column)];
            string predicted = ((OnnxOutput.Numbers)scope.Convert(regressor, OnnxRows.Of(graph, graph.Beside(others), others.Length))).Values;
            state[column] = Fill(graph, columns[active[column]], graph.Clip(predicted, model.Least, model.Most));
        }
        return Filled(graph, columns, model.KeptColumns, model.IndicatorColumns,
            j => Array.IndexOf(active, j) is >= 0 and var place ? state[place] : graph.Double(model.First.Statistics[j]));
    }

    private static OnnxOutput.Features Filled(
        OnnxGraph graph, string[] columns, ReadOnlySpan<int> kept, ReadOnlySpan<int> indicated, Func<int, string> fill)
    {
        List<string> parts = [];
        foreach (int j in kept) parts.Add(Fill(graph, columns[j], fill(j)));
        foreach (int j in indicated) parts.Add(graph.ToDouble(graph.IsMissing(columns[j])));
        return graph.Features(graph.Beside([.. parts]), parts.Count);
    }

    private static string Fill(OnnxGraph graph, string x, string fill) => graph.Where(graph.IsMissing(x), fill, x);
}
