using ClassicML.Neighbors;
using static ClassicML.Onnx.OnnxAttribute;

namespace ClassicML.Onnx;

/// <summary>Nearest neighbours: distances to all training rows, and the votes of the nearest. Of equal distances the lower row is nearer.</summary>
internal static class NeighborsConverters
{
    public static IReadOnlyList<OnnxConverter> All { get; } =
    [
        new OnnxConverter<KNearestNeighborsClassifierModel>(Classes),
        new OnnxConverter<KNearestNeighborsRegressorModel>(Numbers),
        new OnnxConverter<RadiusNeighborsClassifierModel>(Within),
        new OnnxConverter<NearestCentroidModel>(Centroids),
        new OnnxRefusal<NearestNeighborsModel>("it has no prediction; how many neighbours are looked for is said by each call"),
    ];

    private static OnnxOutput.Classes Classes(KNearestNeighborsClassifierModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        string x = rows.Numbers(), distances = Distances.Of(graph, model.Metric, x, model.TrainingRows);
        var (nearest, numbers) = Nearest(graph, distances, model.NeighborCount);
        string weights = Weights(graph, nearest, numbers, model.Weighting, model.TrainingWeights);
        // N×k×K: the class of each neighbour, times its weight.
        string classes = graph.Add("Gather", [OneHot(graph, model.TrainingCodes, model.Labels.Count), numbers], Integer("axis", 0));
        string weighted = graph.Times(classes, graph.Add("Unsqueeze", [weights, graph.Integers(2)]));
        string votes = graph.Add("ReduceSum", [weighted, graph.Integers(1)], Integer("keepdims", 0));
        string shares = Refusing(graph, model.Metric, x, graph.Over(votes, graph.RowSum(weights)));
        return new OnnxOutput.Classes(model.Labels, graph.ArgMax(shares)) { Probabilities = shares };
    }

    private static OnnxOutput.Numbers Numbers(KNearestNeighborsRegressorModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        string x = rows.Numbers(), distances = Distances.Of(graph, model.Metric, x, model.TrainingRows);
        var (nearest, numbers) = Nearest(graph, distances, model.NeighborCount);
        string weights = Weights(graph, nearest, numbers, model.Weighting, model.TrainingWeights);
        string targets = graph.Pick(model.TrainingTargets, numbers);
        string mean = graph.Over(graph.RowSum(graph.Times(weights, targets)), graph.RowSum(weights));
        return new OnnxOutput.Numbers(Refusing(graph, model.Metric, x, mean));
    }

    private static OnnxOutput.Classes Within(RadiusNeighborsClassifierModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        string x = rows.Numbers(), distances = Distances.Of(graph, model.Metric, x, model.TrainingRows), zero = graph.Double(0);
        string inside = graph.Add("LessOrEqual", [distances, graph.Double(model.Radius)]), ones = graph.ToDouble(inside);
        string weights = graph.Where(inside, ByDistance(graph, distances, model.Weighting) ?? ones, zero);
        if (!model.TrainingWeights.IsEmpty) weights = graph.Times(weights, graph.Row(model.TrainingWeights));
        weights = OrOnes(graph, weights, ones);
        string votes = graph.Add("MatMul", [weights, OneHot(graph, model.TrainingCodes, model.Labels.Count)]);
        string shares = graph.Where(graph.IsAbove(graph.RowSum(ones), 0), graph.Over(votes, graph.RowSum(weights)), graph.Row(model.Priors));
        shares = Refusing(graph, model.Metric, x, shares);
        return new OnnxOutput.Classes(model.Labels, graph.ArgMax(shares)) { Probabilities = shares };
    }

    private static OnnxOutput.Classes Centroids(NearestCentroidModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        string nearest = graph.Add(
            "ArgMin", [Distances.Of(graph, model.Metric, rows.Numbers(), model.Centroids)], Integer("axis", 1), Integer("keepdims", 0));
        string codes = graph.Integers([.. model.CentroidCodes.ToArray().Select(code => (long)code)]);
        return new OnnxOutput.Classes(model.Labels, graph.Add("Gather", [codes, nearest]));
    }

    /// <summary>The k least distances of each row, rising, and where they stand; of equal ones the first.</summary>
    public static (string Distances, string Numbers) Nearest(OnnxGraph graph, string distances, int count)
    {
        string[] found = graph.AddSeveral("TopK", 2, [distances, graph.Integers(count)], Integer("axis", 1), Integer("largest", 0), Integer("sorted", 1));
        return (found[0], found[1]);
    }

    // Weights by distance times weights of rows, N×k; 1 each where all of these are zero.
    private static string Weights(OnnxGraph graph, string distances, string numbers, NeighborWeighting weighting, ReadOnlySpan<double> rowWeights)
    {
        string ones = graph.ToDouble(graph.Add("GreaterOrEqual", [distances, graph.Double(0)])), weights = ByDistance(graph, distances, weighting) ?? ones;
        if (!rowWeights.IsEmpty) weights = graph.Times(weights, graph.Pick(rowWeights, numbers));
        return OrOnes(graph, weights, ones);
    }

    private static string OrOnes(OnnxGraph graph, string weights, string ones) => graph.Where(graph.IsAbove(graph.RowMax(weights), 0), weights, ones);

    // The inverse of the distance; where any is zero, 1 for those alone. Null for 1 each.
    private static string? ByDistance(OnnxGraph graph, string distances, NeighborWeighting weighting)
    {
        if (weighting is UniformWeighting) return null;
        if (weighting is not InverseDistanceWeighting)
            throw new NotSupportedException($"a weighting {weighting.GetType().Name} can't be exported: it is code of the user's own");
        string isZero = graph.ToDouble(graph.Add("Equal", [distances, graph.Double(0)]));
        return graph.Where(graph.IsAbove(graph.RowMax(isZero), 0), isZero, graph.Add("Reciprocal", [distances]));
    }

    private static string OneHot(OnnxGraph graph, ReadOnlySpan<int> codes, int classes)
    {
        double[] ones = new double[codes.Length * classes];
        for (int i = 0; i < codes.Length; i++) ones[i * classes + codes[i]] = 1;
        return graph.Doubles(ones, codes.Length, classes);
    }

    // A metric that can't measure missing values refuses rows with one.
    private static string Refusing(OnnxGraph graph, DistanceMetric metric, string x, string value) =>
        metric is NanEuclideanMetric ? value : graph.NanWhere(graph.IsMissing(graph.RowSum(x)), value);
}
