using ClassicML.Internal;
using ClassicML.Neighbors;

namespace ClassicML.Onnx;

/// <summary>Distances of rows from constant rows, N×m, from the differences themselves: products of far rows would lose what near ones differ by.</summary>
internal static class Distances
{
    /// <exception cref="NotSupportedException">The metric is one of the user's own.</exception>
    public static string Of(OnnxGraph graph, DistanceMetric metric, string x, Matrix rows) => metric switch
    {
        EuclideanMetric => Root(graph, Pairs.SquaredDistances(graph, x, rows)),
        ManhattanMetric => Pairs.Sum(graph, x, rows, (a, b) => Magnitude(graph, a, b)),
        ChebyshevMetric => Pairs.Largest(graph, x, rows, (a, b) => Magnitude(graph, a, b)),
        MinkowskiMetric minkowski => Minkowski(graph, x, rows, minkowski.Power),
        HammingMetric => graph.Over(
            Pairs.Sum(graph, x, rows, (a, b) => graph.ToDouble(graph.Add("Not", [graph.Add("Equal", [a, b])]))), graph.Double(rows.ColumnCount)),
        CosineMetric => graph.Add("Max", [graph.Double(0), graph.Minus(graph.Double(1), graph.Add(
            "MatMul", [KernelNodes.Unit(graph, x), graph.Add("Transpose", [KernelNodes.Unit(graph, graph.Matrix(rows))])]))]),
        MahalanobisMetric mahalanobis => Mahalanobis(graph, x, rows, mahalanobis.InverseCovariance),
        NanEuclideanMetric => NanEuclidean(graph, x, rows),
        _ => throw new NotSupportedException($"a metric {metric.GetType().Name} can't be exported: it is code of the user's own"),
    };

    /// <summary>√(p/m·Σ(aⱼ-bⱼ)²) over the m of p columns that neither row misses; infinite where there is none.</summary>
    public static string NanEuclidean(OnnxGraph graph, string x, Matrix rows)
    {
        string zero = graph.Double(0), one = graph.Double(1);
        string squares = Pairs.Sum(graph, x, rows, (a, b) =>
        {
            string difference = graph.Minus(a, b), square = graph.Times(difference, difference);
            return graph.Where(graph.IsMissing(square), zero, square);
        });
        string common = Pairs.Sum(graph, x, rows, (a, b) => graph.Where(graph.IsMissing(graph.Minus(a, b)), zero, one));
        string mean = graph.Times(graph.Over(squares, common), graph.Double(rows.ColumnCount));
        return graph.Where(graph.IsAbove(common, 0), Root(graph, mean), graph.Double(double.PositiveInfinity));
    }

    private static string Root(OnnxGraph graph, string value) => graph.Add("Sqrt", [value]);

    private static string Magnitude(OnnxGraph graph, string a, string b) => graph.Add("Abs", [graph.Minus(a, b)]);

    // In units of the largest difference powers neither vanish nor overflow.
    private static string Minkowski(OnnxGraph graph, string x, Matrix rows, double power)
    {
        string largest = Pairs.Largest(graph, x, rows, (a, b) => Magnitude(graph, a, b));
        string unit = graph.Where(graph.IsAbove(largest, 0), largest, graph.Double(1));
        string sum = Pairs.Sum(graph, x, rows, (a, b) => graph.Add("Pow", [graph.Over(Magnitude(graph, a, b), unit), graph.Double(power)]));
        return graph.Times(largest, graph.Add("Pow", [sum, graph.Double(1 / power)]));
    }

    // With V⁻¹ = Σ λv·vᵀ, the Euclidean distance in columns √λ·vᵀx; from the first row, so that an offset costs no digits.
    private static string Mahalanobis(OnnxGraph graph, string x, Matrix rows, Matrix inverse)
    {
        int p = inverse.RowCount;
        var eigen = SymmetricEigen.Decompose(inverse.Span, p);
        double[] origin = rows.Row(0).ToArray(), axes = new double[p * p], moved = new double[rows.RowCount * p];
        for (int k = 0; k < p; k++)
            for (int j = 0; j < p; j++) axes[k * p + j] = Math.Sqrt(Math.Max(eigen.Values[k], 0)) * eigen.Vector(k)[j];
        for (int i = 0; i < rows.RowCount; i++)
            for (int k = 0; k < p; k++)
                for (int j = 0; j < p; j++) moved[i * p + k] += (rows[i, j] - origin[j]) * axes[k * p + j];
        string turned = graph.TimesTransposed(graph.Minus(x, graph.Row(origin)), new Matrix(axes, p, p));
        return Of(graph, DistanceMetric.Euclidean, turned, new Matrix(moved, rows.RowCount, p));
    }
}
