using ClassicML.Preprocessing;

namespace ClassicML.Onnx;

/// <summary>Products of columns, and splines.</summary>
internal static class ExpandingConverters
{
    public static IReadOnlyList<OnnxConverter> All { get; } =
    [
        new OnnxConverter<PolynomialFeaturesModel>(Products), new OnnxConverter<SplineFeaturesModel>(Splines),
    ];

    private static OnnxOutput.Features Products(PolynomialFeaturesModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        int p = model.FeatureCount;
        // The columns of each product, the last first, after as many ones as it has less than the longest.
        int[][] factors = [.. Enumerable.Range(0, model.OutputCount).Select(output => FactorsOf(model.Powers(output)))];
        int degree = factors.Max(own => own.Length);
        string x = rows.Numbers(), zero = graph.Times(graph.Columns(x, 0), graph.Double(0)), all = graph.Beside(x, graph.Plus(zero, graph.Double(1)));
        string? product = null;
        for (int d = 0; d < Math.Max(1, degree); d++)
        {
            string next = graph.Columns(all, Array.ConvertAll(factors, own => d - (degree - own.Length) is >= 0 and var at && degree > 0 ? own[at] : p));
            product = product is null ? next : graph.Times(product, next);
        }
        // A row with a missing value is refused as a whole.
        return graph.Features(graph.NanWhere(graph.IsMissing(graph.RowSum(x)), product!), model.OutputCount);
    }

    private static int[] FactorsOf(ReadOnlySpan<int> powers)
    {
        List<int> factors = [];
        for (int j = powers.Length - 1; j >= 0; j--)
            for (int k = 0; k < powers[j]; k++) factors.Add(j);
        return [.. factors];
    }

    private static OnnxOutput.Features Splines(SplineFeaturesModel model, OnnxRows rows, OnnxScope scope)
    {
        OnnxGraph graph = scope.Graph;
        string[] columns = graph.Split(rows.Numbers(), model.FeatureCount);
        // Beyond the ends splines are straight lines: what a step outwards changes.
        double[] lows = [.. Enumerable.Range(0, columns.Length).Select(j => model.Knots(j)[0])];
        double[] highs = [.. Enumerable.Range(0, columns.Length).Select(j => model.Knots(j)[^1])];
        bool isLinear = model.Extrapolation == SplineExtrapolation.Linear;
        double[,]? below = isLinear ? Steps(model, lows, -1) : null, above = isLinear ? Steps(model, highs, 1) : null;
        int width = model.OutputCount / columns.Length;
        return graph.Features(graph.Beside([.. columns.Select((x, j) =>
        {
            double low = lows[j], high = highs[j];
            string inside = model.Extrapolation switch
            {
                SplineExtrapolation.Periodic => Remainder(graph, x, low, high - low),
                SplineExtrapolation.Continue => x,
                SplineExtrapolation.Error => graph.NanWhere(graph.Add("Or", [graph.IsAbove(x, high), graph.Add("Less", [x, graph.Double(low)])]), x),
                SplineExtrapolation.Constant or SplineExtrapolation.Linear => graph.Clip(x, low, high),
            };
            string splines = Basis(graph, inside, model.Knots(j).ToArray(), model.Degree, model.Extrapolation == SplineExtrapolation.Periodic, width);
            if (!isLinear) return splines;
            splines = graph.Plus(splines, Outwards(graph.Add("Max", [graph.Minus(graph.Double(low), x), graph.Double(0)]), below!, j));
            return graph.Plus(splines, Outwards(graph.Add("Max", [graph.Minus(x, graph.Double(high)), graph.Double(0)]), above!, j));
        })]), model.OutputCount);

        string Outwards(string beyond, double[,] steps, int j) =>
            graph.Times(beyond, graph.Row([.. Enumerable.Range(0, width).Select(k => steps[j, k])]));
    }

    // For each column what its splines change by in a unit outwards, seen at the distance of its ends.
    private static double[,] Steps(SplineFeaturesModel model, double[] ends, int direction)
    {
        int p = ends.Length, width = model.OutputCount / p;
        double[] outside = [.. ends.Select((end, j) => end + direction * (model.Knots(j)[^1] - model.Knots(j)[0]))];
        Matrix made = (Matrix)model.Transform(new Matrix([.. ends, .. outside], 2, p));
        double[,] steps = new double[p, width];
        for (int j = 0; j < p; j++)
            for (int k = 0; k < width; k++) steps[j, k] = (made[1, j * width + k] - made[0, j * width + k]) / Math.Abs(outside[j] - ends[j]);
        return steps;
    }

    // low + what is left of x - low by a length.
    private static string Remainder(OnnxGraph graph, string x, double low, double length)
    {
        string from = graph.Minus(x, graph.Double(low)), times = graph.Add("Floor", [graph.Over(from, graph.Double(length))]);
        return graph.Plus(graph.Double(low), graph.Minus(from, graph.Times(times, graph.Double(length))));
    }

    // de Boor's BSPLVB: the degree + 1 splines of the interval that holds a value, put in their places.
    private static string Basis(OnnxGraph graph, string x, double[] places, int degree, bool isPeriodic, int width)
    {
        int last = places.Length - 1, count = isPeriodic ? last : last + degree;
        double[] knots = new double[places.Length + 2 * degree];
        places.CopyTo(knots, degree);
        for (int k = 1; k <= degree; k++)
        {
            knots[degree - k] = isPeriodic ? places[last - k] - (places[last] - places[0]) : places[0] - k * (places[1] - places[0]);
            knots[degree + last + k] = isPeriodic ? places[k] + (places[last] - places[0]) : places[last] + k * (places[last] - places[last - 1]);
        }
        // Intervals of no length hold nothing.
        int[] intervals = [.. Enumerable.Range(degree, last).Where(at => knots[at] < knots[at + 1])];
        string interval = PiecewiseLinear.Piece(graph, x, [.. intervals.Select(at => knots[at]), knots[degree + last]]);
        string[] values = [graph.Plus(graph.Times(x, graph.Double(0)), graph.Double(1))];
        for (int d = 1; d <= degree; d++)
        {
            string[] next = new string[d + 1];
            string saved = graph.Double(0);
            for (int r = 0; r < d; r++)
            {
                string right = Knot(r + 1), left = Knot(r + 1 - d), length = graph.Minus(right, left);
                next[r] = graph.Plus(saved, graph.Times(graph.Over(graph.Minus(right, x), length), values[r]));
                saved = graph.Times(graph.Over(graph.Minus(x, left), length), values[r]);
            }
            next[d] = saved;
            values = next;
        }
        string? all = null;
        for (int r = 0; r <= degree; r++)
        {
            double[] placed = new double[intervals.Length * width];
            for (int i = 0; i < intervals.Length; i++)
                // Without the last spline the others are as they are.
                if ((intervals[i] - degree + r) % count is var place && place < width) placed[i * width + place] = 1;
            string one = graph.Times(values[r], Codes.Look(graph, interval, placed, width));
            all = all is null ? one : graph.Plus(all, one);
        }
        return all!;

        string Knot(int beyond) => graph.Pick([.. intervals.Select(at => knots[at + beyond])], interval);
    }
}
