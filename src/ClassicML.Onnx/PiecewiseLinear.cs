using static ClassicML.Onnx.OnnxAttribute;

namespace ClassicML.Onnx;

/// <summary>A function that is linear between points and constant beyond them.</summary>
internal static class PiecewiseLinear
{
    /// <param name="graph">The graph.</param>
    /// <param name="x">A column, N×1.</param>
    /// <param name="points">At least one, rising.</param>
    /// <param name="values">The value at each.</param>
    public static string Of(OnnxGraph graph, string x, ReadOnlySpan<double> points, ReadOnlySpan<double> values)
    {
        string inside = graph.Clip(x, points[0], points[^1]);
        if (points.Length == 1) return graph.Plus(graph.Minus(inside, graph.Double(points[0])), graph.Double(values[0]));
        string piece = Piece(graph, inside, points);
        double[] starts = points[..^1].ToArray(), lows = values[..^1].ToArray(), halves = new double[starts.Length], rises = new double[starts.Length];
        for (int i = 0; i < starts.Length; i++)
        {
            // Halves, whose difference is finite.
            halves[i] = points[i + 1] / 2 - points[i] / 2;
            rises[i] = values[i + 1] - values[i];
        }
        string half = graph.Double(0.5);
        string share = graph.Over(graph.Minus(graph.Times(inside, half), graph.Times(graph.Pick(starts, piece), half)), graph.Pick(halves, piece));
        return graph.Plus(graph.Pick(lows, piece), graph.Times(share, graph.Pick(rises, piece)));
    }

    /// <summary>The number of inner points that x reaches: which piece it lies on, int64, N×1.</summary>
    public static string Piece(OnnxGraph graph, string x, ReadOnlySpan<double> points) => points.Length < 3
        ? graph.ToInt64(graph.Times(graph.Clip(x, 0, 0), graph.Double(0)))
        : graph.Add("ReduceSum", [graph.ToInt64(graph.Add("GreaterOrEqual", [x, graph.Row(points[1..^1])])), graph.Integers(1)], Integer("keepdims", 1));
}
